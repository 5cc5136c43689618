#include "widgets/curve_item.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <qwt_scale_div.h>
#include <qwt_scale_map.h>

#include "widgets/label_layout.h"

namespace rxq::widgets {

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

void CurveItem::draw(QPainter* painter, const QwtScaleMap& x, const QwtScaleMap& y,
                     const QRectF& canvas) const {
  const QRectF view = m_plot.m_view;
  const QRectF inside(QPointF(x.transform(view.left()), y.transform(view.bottom())),
                      QPointF(x.transform(view.right()), y.transform(view.top())));
  const Frame frame{x, y, canvas, inside, view.top()};
  painter->setRenderHint(QPainter::Antialiasing);
  drawGrid(*painter, frame);
  painter->save();
  painter->setClipRect(inside.adjusted(-6, -6, 6, 6), Qt::IntersectClip);
  drawTarget(*painter, frame);
  const auto& series = m_plot.m_series;
  // Bands below all lines; the curve at hand and FP32 above the others.
  for (std::size_t i = 0; i < series.size(); ++i)
    if (series[i].visible)
      drawBand(*painter, frame, i);
  for (const bool front : {false, true})
    for (std::size_t i = 0; i < series.size(); ++i) {
      const bool inFront = series[i].current || series[i].role == PlotSeries::Role::Reference;
      if (series[i].visible && inFront == front)
        drawCurve(*painter, frame, i);
    }
  painter->restore();
  const auto taken = drawLosses(*painter, frame);
  drawNames(*painter, frame, taken);
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
  QPen pen(m_plot.colors().dim, 1);
  pen.setDashPattern({3, 3});
  painter.setPen(pen);
  const double y = std::round(frame.y.transform(m_plot.m_target)) + 0.5;
  painter.drawLine(QPointF(frame.plot.left(), y), QPointF(frame.plot.right(), y));
}

void CurveItem::drawBand(QPainter& painter, const Frame& frame, std::size_t index) const {
  const PlotSeries& series = m_plot.m_series[index];
  const bool wanted = series.current || series.role == PlotSeries::Role::Reference;
  if (!wanted)
    return;
  const Trace& trace = m_plot.m_traces[index];
  QColor fill = colorOf(series, m_plot.colors());
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
}

void CurveItem::drawCurve(QPainter& painter, const Frame& frame, std::size_t index) const {
  const PlotSeries& series = m_plot.m_series[index];
  const Trace& trace = m_plot.m_traces[index];
  const Colors& c = m_plot.colors();
  const QPen pen = penOf(series, c);
  const QPen thin(pen.color(), 1.1);
  const bool banded = series.current || series.role == PlotSeries::Role::Reference;
  painter.setBrush(Qt::NoBrush);
  if (!banded) {
    // Error bars where there is no band.
    QColor faint = pen.color();
    faint.setAlphaF(0.45f);
    painter.setPen(QPen(faint, 1));
    for (const TracePoint& p : trace.points)
      if (!p.upperLimit)
        painter.drawLine(frame.at(p.snrDb, p.low), frame.at(p.snrDb, p.high));
  }
  painter.setPen(pen);
  for (const auto& segment : trace.segments)
    painter.drawPolyline(frame.line(trace, segment));
  const double radius = series.current ? 3.4 : 2.7;
  for (const TracePoint& p : trace.points) {
    const QPointF at = frame.at(p.snrDb, p.rate);
    if (p.upperLimit) { // a bar with an arrow down: the rate is below
      painter.setPen(thin);
      painter.drawLine(at - QPointF(4, 0), at + QPointF(4, 0));
      painter.drawLine(at, at + QPointF(0, 13));
      painter.setBrush(pen.color());
      painter.drawPolygon(
          QPolygonF{at + QPointF(-3, 11), at + QPointF(3, 11), at + QPointF(0, 16)});
      painter.setBrush(Qt::NoBrush);
      continue;
    }
    painter.setPen(QPen(pen.color(), series.current ? 1.6 : 1.3));
    painter.setBrush(c.card);
    painter.drawEllipse(at, radius, radius);
    painter.setBrush(Qt::NoBrush);
  }
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
}

std::vector<QRectF> CurveItem::drawLosses(QPainter& painter, const Frame& frame) const {
  std::vector<QRectF> taken;
  if (m_plot.m_target <= 0 || m_plot.m_rate != ErrorRate::Bler)
    return taken;
  painter.setFont(uiFont(12, QFont::DemiBold));
  const QFontMetricsF metrics(painter.font());
  const double base = frame.y.transform(m_plot.m_target);
  double height = 26;
  for (const LossMark& mark : m_plot.m_losses) {
    const QColor color = colorOf(m_plot.m_series[mark.series], m_plot.colors());
    const double left = frame.x.transform(mark.fromDb), right = frame.x.transform(mark.toDb);
    if (!frame.plot.contains(QPointF(std::max(left, right), base)))
      continue;
    const double top = base - height;
    painter.setPen(QPen(m_plot.colors().ink, 1));
    painter.drawLine(QPointF(left, base), QPointF(left, top));
    painter.setPen(QPen(color, 1));
    painter.drawLine(QPointF(right, base), QPointF(right, top));
    painter.drawLine(QPointF(left, top + 4), QPointF(right, top + 4));
    const QRectF text(std::max(left, right) + 6, top - metrics.height() / 2 + 4,
                      metrics.horizontalAdvance(mark.text) + 2, metrics.height());
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, mark.text);
    taken.push_back(text);
    height += metrics.height() + 4;
  }
  return taken;
}

void CurveItem::drawNames(QPainter& painter, const Frame& frame,
                          const std::vector<QRectF>& losses) const {
  const auto& series = m_plot.m_series;
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < series.size(); ++i)
    if (series[i].visible && !m_plot.m_traces[i].empty())
      order.push_back(i);
  // The curve at hand chooses its place first, then FP32, then the rest.
  const auto rank = [&](std::size_t i) {
    return series[i].current ? 0 : series[i].role == PlotSeries::Role::Reference ? 1 : 2;
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
  std::vector<LabelRequest> requests;
  std::vector<QPolygonF> all;
  for (const std::size_t i : order) {
    LabelRequest request{series[i].name, {}};
    for (const auto& segment : m_plot.m_traces[i].segments) {
      QPolygonF line = frame.line(m_plot.m_traces[i], segment);
      line.erase(std::remove_if(line.begin(), line.end(),
                                [&](const QPointF& p) {
                                  return !frame.plot.adjusted(-1, -1, 1, 1).contains(p);
                                }),
                 line.end());
      request.lines.push_back(line);
      all.push_back(line);
    }
    requests.push_back(std::move(request));
  }
  std::vector<QRectF> taken = losses;
  for (const std::size_t i : order)
    for (const TracePoint& p : m_plot.m_traces[i].points)
      if (!p.upperLimit) // the error bar
        taken.emplace_back(frame.at(p.snrDb, p.high) - QPointF(1, 0),
                           frame.at(p.snrDb, p.low) + QPointF(1, 0));
      else
        taken.emplace_back(frame.at(p.snrDb, p.rate) - QPointF(5, 2), QSizeF(10, 19));
  painter.setFont(uiFont(12, QFont::DemiBold));
  const PlacedLabels placed = placeLabels(requests, frame.canvas.adjusted(2, 2, -2, -2),
                                          QFontMetricsF(painter.font()), taken);
  std::vector<std::size_t> unnamed;
  for (std::size_t k = 0; k < order.size(); ++k) {
    if (!placed[k].isValid()) {
      unnamed.push_back(order[k]);
      continue;
    }
    painter.setPen(colorOf(series[order[k]], m_plot.colors()));
    painter.drawText(placed[k], Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
                     series[order[k]].name);
    taken.push_back(placed[k]);
  }
  std::sort(unnamed.begin(), unnamed.end());
  drawLegend(painter, frame, unnamed, all, taken);
}

void CurveItem::drawLegend(QPainter& painter, const Frame& frame,
                           const std::vector<std::size_t>& unnamed,
                           const std::vector<QPolygonF>& lines,
                           const std::vector<QRectF>& taken) const {
  if (unnamed.empty())
    return;
  painter.setFont(uiFont(12, QFont::DemiBold));
  const QFontMetricsF metrics(painter.font());
  const double rowHeight = metrics.height() + 3;
  double width = 0;
  for (const std::size_t i : unnamed)
    width = std::max(width, metrics.horizontalAdvance(m_plot.m_series[i].name));
  const QSizeF size(width + 44, rowHeight * static_cast<double>(unnamed.size()) + 10);
  const QRectF area = frame.plot.adjusted(8, 8, -8, -8);
  // The emptiest of a few places; error curves leave the lower left and the upper right free.
  const QPointF places[] = {{area.left(), area.bottom() - size.height()},
                            {frame.canvas.right() - size.width() - 4, area.top()},
                            {area.right() - size.width(), area.bottom() - size.height()},
                            {area.left(), area.center().y() - size.height() / 2}};
  QRectF best;
  std::size_t fewest = SIZE_MAX;
  for (const QPointF& place : places) {
    const QRectF rect(place, size);
    std::size_t hits = 0;
    for (const QPolygonF& line : lines)
      hits += crosses(line, rect) ? 1u : 0u;
    for (const QRectF& other : taken)
      hits += other.intersects(rect) ? 2u : 0u;
    if (hits < fewest) {
      fewest = hits;
      best = rect;
    }
  }
  if (fewest > 0)
    return; // never over the data: the names are in the table beside the plot, too
  QColor ground = m_plot.colors().card;
  ground.setAlphaF(0.88f);
  painter.setPen(Qt::NoPen);
  painter.setBrush(ground);
  painter.drawRoundedRect(best, 4, 4);
  double y = best.top() + 5;
  for (const std::size_t i : unnamed) {
    const PlotSeries& series = m_plot.m_series[i];
    painter.setPen(penOf(series, m_plot.colors()));
    painter.drawLine(QPointF(best.left() + 6, y + rowHeight / 2),
                     QPointF(best.left() + 30, y + rowHeight / 2));
    painter.setPen(colorOf(series, m_plot.colors()));
    painter.drawText(QRectF(best.left() + 37, y, width + 4, rowHeight),
                     Qt::AlignLeft | Qt::AlignVCenter, series.name);
    y += rowHeight;
  }
}

} // namespace rxq::widgets
