#include "widgets/curve_item.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <qwt_scale_div.h>
#include <qwt_scale_map.h>

#include "widgets/label_layout.h"

namespace rxq::widgets {

namespace {
constexpr double kFaded = 0.76;     // of the way to the ground, while another curve is highlighted
constexpr double kGapBelow = 22;    // pixels from the target line to the nearest place of a loss
constexpr double kGapStep = 4;      // pixels between places that are tried
constexpr double kGapClearance = 5; // pixels around a loss
constexpr double kNarrowGap = 22;   // pixels; arrows of a narrower one point at it from outside

QFont gapFont() { return uiFont(13, QFont::Bold); }

void drawArrowHead(QPainter& painter, const QPointF& tip, double direction) {
  painter.drawPolygon(
      QPolygonF{tip, tip + QPointF(-6 * direction, -3.2), tip + QPointF(-6 * direction, 3.2)});
}
} // namespace

/// Where things are on this paint device.
struct CurveItem::Frame {
  const QwtScaleMap& x;
  const QwtScaleMap& y;
  QRectF canvas;
  QRectF plot; ///< the part of the canvas inside of the axes' ends
  double floor;

  QPointF at(double snr, double rate) const {
    return {x.transform(snr), y.transform(clampToFloor(rate, floor))};
  }
  QPolygonF line(const Trace& trace, const std::vector<std::size_t>& segment) const {
    QPolygonF polygon;
    for (const std::size_t i : segment)
      polygon << at(trace.points[i].snrDb, trace.points[i].rate);
    return polygon;
  }
};

CurveItem::CurveItem(const CurvePlot& plot) : m_plot(plot) {
  setZ(10);
  setRenderHint(QwtPlotItem::RenderAntialiased);
}

CurveItem::Frame CurveItem::frameOf(const QwtScaleMap& x, const QwtScaleMap& y,
                                    const QRectF& canvas) const {
  const QRectF view = m_plot.m_view;
  const QRectF inside(QPointF(x.transform(view.left()), y.transform(view.bottom())),
                      QPointF(x.transform(view.right()), y.transform(view.top())));
  return {x, y, canvas, inside, view.top()};
}

QColor CurveItem::inkOf(std::size_t series) const {
  const QColor own = colorOf(m_plot.m_series[series], m_plot.colors());
  const bool faded = m_plot.m_highlight && *m_plot.m_highlight != series;
  return faded ? mix(own, m_plot.colors().card, kFaded) : own;
}

bool CurveItem::isBanded(std::size_t series) const {
  if (m_plot.m_highlight)
    return *m_plot.m_highlight == series;
  // The curve at hand and what its loss is counted from: bands of all would hide the curves.
  const auto& all = m_plot.m_series;
  return all[series].current || std::any_of(all.begin(), all.end(), [&](const PlotSeries& s) {
           return s.current && s.parent == static_cast<int>(series);
         });
}

void CurveItem::draw(QPainter* painter, const QwtScaleMap& x, const QwtScaleMap& y,
                     const QRectF& canvas) const {
  const Frame frame = frameOf(x, y, canvas);
  painter->setRenderHint(QPainter::Antialiasing);
  drawGrid(*painter, frame);
  painter->save();
  painter->setClipRect(frame.plot.adjusted(-6, -6, 6, 6), Qt::IntersectClip);
  drawTarget(*painter, frame);
  const auto& series = m_plot.m_series;
  // Bands below all lines; FP32, the curve at hand and the one under the mouse above the others.
  for (std::size_t i = 0; i < series.size(); ++i)
    if (series[i].visible && isBanded(i))
      drawBand(*painter, frame, i);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < series.size(); ++i)
    if (series[i].visible)
      order.push_back(i);
  const auto height = [&](std::size_t i) {
    return m_plot.m_highlight == i                         ? 4
           : series[i].current                             ? 3
           : series[i].role == PlotSeries::Role::Reference ? 2
           : series[i].role == PlotSeries::Role::Classical ||
                   series[i].role == PlotSeries::Role::Earlier
               ? 0
               : 1;
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return height(a) < height(b); });
  for (const std::size_t i : order)
    drawCurve(*painter, frame, i);
  painter->restore();
  const std::vector<Gap> losses = gaps(frame);
  for (const Gap& gap : losses)
    drawGap(*painter, frame, gap);
  painter->setFont(m_plot.nameFont());
  for (const PlacedName& name : names(frame, losses)) {
    const QColor ink = inkOf(name.series);
    painter->setPen(QPen(mix(ink, m_plot.colors().card, 0.45), 1));
    painter->drawPolyline(name.leader);
    painter->setPen(ink);
    painter->drawText(name.rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip, name.text);
  }
  drawPick(*painter, frame);
}

void CurveItem::drawGrid(QPainter& painter, const Frame& frame) const {
  const Colors& c = m_plot.colors();
  const auto horizontal = [&](double value) {
    const double y = std::round(frame.y.transform(value)) + 0.5;
    painter.drawLine(QPointF(frame.plot.left(), y), QPointF(frame.plot.right(), y));
  };
  painter.setPen(QPen(mix(c.card, c.grid, 0.55), 1));
  for (const double v : m_plot.axisScaleDiv(QwtPlot::yLeft).ticks(QwtScaleDiv::MinorTick))
    horizontal(v);
  painter.setPen(QPen(c.grid, 1));
  for (const double v : m_plot.axisScaleDiv(QwtPlot::yLeft).ticks(QwtScaleDiv::MajorTick))
    horizontal(v);
  for (const double v : m_plot.axisScaleDiv(QwtPlot::xBottom).ticks(QwtScaleDiv::MajorTick)) {
    const double x = std::round(frame.x.transform(v)) + 0.5;
    painter.drawLine(QPointF(x, frame.plot.top()), QPointF(x, frame.plot.bottom()));
  }
}

void CurveItem::drawTarget(QPainter& painter, const Frame& frame) const {
  if (m_plot.m_target <= 0 || m_plot.m_rate != ErrorRate::Bler)
    return;
  const Colors& c = m_plot.colors();
  QPen pen(m_plot.m_targetGrabbed ? c.accent : c.dim, m_plot.m_targetGrabbed ? 2 : 1);
  pen.setDashPattern({3, 3});
  painter.setPen(pen);
  const double y = std::round(frame.y.transform(m_plot.m_target)) + 0.5;
  painter.drawLine(QPointF(frame.plot.left(), y), QPointF(frame.plot.right(), y));
}

void CurveItem::drawBand(QPainter& painter, const Frame& frame, std::size_t index) const {
  const Trace& trace = m_plot.m_traces[index];
  QColor fill = colorOf(m_plot.m_series[index], m_plot.colors());
  fill.setAlphaF(0.16f);
  painter.setPen(Qt::NoPen);
  painter.setBrush(fill);
  for (const auto& segment : trace.segments) {
    QPolygonF band;
    for (const std::size_t i : segment)
      band << frame.at(trace.points[i].snrDb, trace.points[i].high);
    for (auto i = segment.rbegin(); i != segment.rend(); ++i)
      band << frame.at(trace.points[*i].snrDb, trace.points[*i].low);
    painter.drawPolygon(band);
  }
  painter.setBrush(Qt::NoBrush);
}

void CurveItem::drawCurve(QPainter& painter, const Frame& frame, std::size_t index) const {
  const PlotSeries& series = m_plot.m_series[index];
  const Trace& trace = m_plot.m_traces[index];
  const Colors& c = m_plot.colors();
  const bool highlighted = m_plot.m_highlight == index;
  const bool strong = series.current || highlighted;
  QPen pen = penOf(series, c);
  pen.setColor(inkOf(index));
  if (highlighted)
    pen.setWidthF(std::max(pen.widthF(), 2.4));
  painter.setBrush(Qt::NoBrush);
  if (strong) { // a rim parts it from what it crosses
    painter.setPen(QPen(c.card, pen.widthF() + 3));
    for (const auto& segment : trace.segments)
      painter.drawPolyline(frame.line(trace, segment));
  }
  painter.setPen(pen);
  for (const auto& segment : trace.segments)
    painter.drawPolyline(frame.line(trace, segment));
  const bool open = strong || series.role == PlotSeries::Role::Reference;
  for (std::size_t i = 0; i < trace.points.size(); ++i) {
    const TracePoint& p = trace.points[i];
    painter.setPen(QPen(pen.color(), strong ? 1.7 : 1.3));
    painter.setBrush(open ? c.card : pen.color());
    if (p.upperLimit)
      drawLimit(painter, frame, trace, i);
    else
      painter.drawEllipse(frame.at(p.snrDb, p.rate),
                          strong ? 3.4
                          : open ? 2.7
                                 : 1.5,
                          strong ? 3.4
                          : open ? 2.7
                                 : 1.5);
  }
  painter.setBrush(Qt::NoBrush);
}

/// A bar with an arrow down: the rate is below. A dotted line tells whose limit it is.
void CurveItem::drawLimit(QPainter& painter, const Frame& frame, const Trace& trace,
                          std::size_t point) const {
  const QColor ink = painter.pen().color();
  const QPointF at = frame.at(trace.points[point].snrDb, trace.points[point].rate);
  if (point > 0) {
    const TracePoint& before = trace.points[point - 1];
    QPen dotted(ink, 1.2);
    dotted.setDashPattern({1.5, 3});
    painter.setPen(dotted);
    painter.drawLine(frame.at(before.snrDb, before.rate), at);
  }
  painter.setPen(QPen(ink, 1.2));
  painter.drawLine(at - QPointF(4, 0), at + QPointF(4, 0));
  painter.drawLine(at, at + QPointF(0, 13));
  painter.setBrush(ink);
  painter.drawPolygon(QPolygonF{at + QPointF(-3, 11), at + QPointF(3, 11), at + QPointF(0, 16)});
}

void CurveItem::drawPick(QPainter& painter, const Frame& frame) const {
  if (!m_plot.m_pick)
    return;
  const auto [series, point] = *m_plot.m_pick;
  const TracePoint& p = m_plot.m_traces[series].points[point];
  const QColor color = colorOf(m_plot.m_series[series], m_plot.colors());
  painter.setPen(QPen(color, 1.6));
  painter.setBrush(color);
  painter.drawEllipse(frame.at(p.snrDb, p.rate), 4.5, 4.5);
  painter.setBrush(Qt::NoBrush);
}

/// A loss is drawn where the curves leave room: straight below both crossings, or else above.
std::vector<CurveItem::Gap> CurveItem::gaps(const Frame& frame) const {
  std::vector<Gap> list;
  if (m_plot.m_target <= 0 || m_plot.m_rate != ErrorRate::Bler || m_plot.m_losses.empty())
    return list;
  std::vector<QPolygonF> lines;
  for (std::size_t i = 0; i < m_plot.m_series.size(); ++i)
    if (m_plot.m_series[i].visible)
      for (const auto& segment : m_plot.m_traces[i].segments)
        lines.push_back(frame.line(m_plot.m_traces[i], segment));
  const QFontMetricsF metrics(gapFont());
  const double base = frame.y.transform(m_plot.m_target);
  const auto isFree = [&](const QRectF& rect) {
    if (!frame.plot.contains(rect))
      return false;
    const QRectF wide = rect.adjusted(-kGapClearance, -kGapClearance, kGapClearance, kGapClearance);
    for (const QPolygonF& line : lines)
      if (crosses(line, wide))
        return false;
    return std::none_of(list.begin(), list.end(),
                        [&](const Gap& other) { return other.text.intersects(wide); });
  };
  for (const LossMark& mark : m_plot.m_losses) {
    Gap gap{&mark,
            frame.x.transform(std::min(mark.fromDb, mark.toDb)),
            frame.x.transform(std::max(mark.fromDb, mark.toDb)),
            0,
            {}};
    if (!frame.plot.contains(QPointF(gap.left, base)) ||
        !frame.plot.contains(QPointF(gap.right, base)))
      continue;
    const QSizeF size(metrics.horizontalAdvance(mark.text) + 2, metrics.height());
    const double outside = gap.right - gap.left < kNarrowGap ? 16 : 0; // arrows from outside
    const QRectF bar(QPointF(gap.left - outside, -6), QPointF(gap.right + outside, 6));
    const QRectF places[] = {
        QRectF(QPointF(bar.left() - size.width() - 5, -size.height() / 2), size),
        QRectF(QPointF((gap.left + gap.right - size.width()) / 2, 7), size),
        QRectF(QPointF(bar.right() + 5, -size.height() / 2), size)};
    bool found = false;
    const auto tryAt = [&](double y) {
      for (const QRectF& place : places)
        if (!found && isFree(bar.translated(0, y)) && isFree(place.translated(0, y))) {
          gap.y = y;
          gap.text = place.translated(0, y);
          found = true;
        }
    };
    for (double y = base + kGapBelow; !found && y < frame.plot.bottom(); y += kGapStep)
      tryAt(y);
    for (double y = base - kGapBelow; !found && y > frame.plot.top(); y -= kGapStep)
      tryAt(y);
    if (found)
      list.push_back(gap);
  }
  return list;
}

void CurveItem::drawGap(QPainter& painter, const Frame& frame, const Gap& gap) const {
  const Colors& c = m_plot.colors();
  const QColor own = colorOf(m_plot.m_series[gap.mark->series], c);
  const double base = frame.y.transform(m_plot.m_target);
  const bool below = gap.y > base;
  const double end = gap.y + (below ? 5 : -5);
  const bool gain = gap.mark->toDb < gap.mark->fromDb;
  QPen drop(c.ink, 1);
  drop.setDashPattern({2, 2});
  painter.setPen(drop);
  painter.drawLine(QPointF(gain ? gap.right : gap.left, base),
                   QPointF(gain ? gap.right : gap.left, end));
  drop.setColor(own);
  painter.setPen(drop);
  painter.drawLine(QPointF(gain ? gap.left : gap.right, base),
                   QPointF(gain ? gap.left : gap.right, end));
  painter.setPen(QPen(own, 1.6));
  painter.setBrush(own);
  painter.drawLine(QPointF(gap.left, gap.y), QPointF(gap.right, gap.y));
  const bool narrow = gap.right - gap.left < kNarrowGap;
  if (narrow) {
    painter.drawLine(QPointF(gap.left - 14, gap.y), QPointF(gap.left, gap.y));
    painter.drawLine(QPointF(gap.right, gap.y), QPointF(gap.right + 14, gap.y));
  }
  drawArrowHead(painter, QPointF(gap.left, gap.y), narrow ? 1 : -1);
  drawArrowHead(painter, QPointF(gap.right, gap.y), narrow ? -1 : 1);
  painter.setBrush(Qt::NoBrush);
  painter.setFont(gapFont());
  painter.drawText(gap.text, Qt::AlignCenter | Qt::TextDontClip, gap.mark->text);
}

std::vector<PlacedName> CurveItem::names(const Frame& frame, const std::vector<Gap>& gaps) const {
  const auto& series = m_plot.m_series;
  std::vector<NamedCurve> curves;
  std::vector<QRectF> obstacles;
  for (const Gap& gap : gaps) {
    obstacles.push_back(gap.text);
    obstacles.emplace_back(QPointF(gap.left - 14, gap.y - 6), QPointF(gap.right + 14, gap.y + 6));
  }
  for (std::size_t i = 0; i < series.size(); ++i) {
    const Trace& trace = m_plot.m_traces[i];
    if (!series[i].visible || trace.empty())
      continue;
    NamedCurve curve{i, series[i].name, {}, 2};
    if (series[i].current || m_plot.m_highlight == i)
      curve.rank = 0;
    else if (series[i].role == PlotSeries::Role::Reference)
      curve.rank = 1;
    else if (series[i].role == PlotSeries::Role::Earlier)
      curve.rank = 3;
    for (const auto& segment : trace.segments)
      curve.lines.push_back(frame.line(trace, segment));
    for (const TracePoint& p : trace.points)
      if (p.upperLimit)
        obstacles.emplace_back(frame.at(p.snrDb, p.rate) - QPointF(5, 2), QSizeF(10, 19));
    curves.push_back(std::move(curve));
  }
  return placeNames(curves, frame.plot, frame.canvas.adjusted(2, 2, -2, -2),
                    QFontMetricsF(m_plot.nameFont()), obstacles);
}

std::vector<PlacedName> CurveItem::names(const QwtScaleMap& x, const QwtScaleMap& y,
                                         const QRectF& canvas) const {
  const Frame frame = frameOf(x, y, canvas);
  return names(frame, gaps(frame));
}

} // namespace rxq::widgets
