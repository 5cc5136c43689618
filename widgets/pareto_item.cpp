#include "widgets/pareto_item.h"

#include <QPainter>
#include <algorithm>
#include <cmath>
#include <qwt_scale_div.h>
#include <qwt_scale_map.h>

namespace rxq::widgets {

namespace {
constexpr double kRadius = 4.2;
constexpr double kCap = 3.5; ///< half width of an interval's ends

/// Circle, square, diamond: kinds are told apart without colours too.
QPolygonF markerOf(ParetoPoint::Kind kind, const QPointF& at, double r) {
  switch (kind) {
  case ParetoPoint::Kind::PostTraining:
    r *= 0.9;
    return QPolygonF(
        {at + QPointF(-r, -r), at + QPointF(r, -r), at + QPointF(r, r), at + QPointF(-r, r)});
  case ParetoPoint::Kind::Trained:
    r *= 1.3;
    return QPolygonF(
        {at + QPointF(0, -r), at + QPointF(r, 0), at + QPointF(0, r), at + QPointF(-r, 0)});
  case ParetoPoint::Kind::Float:
    break;
  }
  return {};
}

void drawMarker(QPainter& painter, ParetoPoint::Kind kind, const QPointF& at, double r) {
  if (kind == ParetoPoint::Kind::Float)
    painter.drawEllipse(at, r, r);
  else
    painter.drawPolygon(markerOf(kind, at, r));
}
} // namespace

struct ParetoItem::Frame {
  const QwtScaleMap& x;
  const QwtScaleMap& y;
  QRectF canvas;
};

ParetoItem::ParetoItem(const ParetoPlot& plot) : m_plot(plot) { setZ(10); }

void ParetoItem::draw(QPainter* painter, const QwtScaleMap& x, const QwtScaleMap& y,
                      const QRectF& canvas) const {
  painter->save();
  painter->setRenderHint(QPainter::Antialiasing);
  const Frame frame{x, y, canvas};
  drawGrid(*painter, frame);
  painter->setClipRect(canvas, Qt::IntersectClip);
  const Colors& c = m_plot.colors();
  QPen step(c.dim, 1.4);
  step.setJoinStyle(Qt::MiterJoin);
  painter->setPen(step);
  painter->setBrush(Qt::NoBrush);
  painter->drawPolyline(frontLine(frame));
  for (std::size_t i = 0; i < m_plot.m_points.size(); ++i)
    drawPoint(*painter, frame, i);
  const QRectF legend = drawLegend(*painter, frame);
  drawNames(*painter, frame, legend);
  painter->restore();
}

QPointF ParetoItem::placeOf(const Frame& frame, const ParetoPoint& p) const {
  return {frame.x.transform(p.cost),
          p.beyond ? frame.canvas.top() + kArrowPlace : frame.y.transform(p.lossDb)};
}

QColor ParetoItem::colorOf(const ParetoPoint& p) const {
  const Colors& c = m_plot.colors();
  if (p.beyond)
    return c.warning;
  switch (p.kind) {
  case ParetoPoint::Kind::Float:
    return c.ink;
  case ParetoPoint::Kind::PostTraining:
    return c.series[0];
  case ParetoPoint::Kind::Trained:
    return c.series[1];
  }
  return c.ink;
}

void ParetoItem::drawGrid(QPainter& painter, const Frame& frame) const {
  const Colors& c = m_plot.colors();
  const QRectF& area = frame.canvas;
  const auto vertical = [&](double value, const QColor& color) {
    const double at = std::round(frame.x.transform(value)) + 0.5;
    painter.setPen(QPen(color, 1));
    painter.drawLine(QPointF(at, area.top()), QPointF(at, area.bottom()));
  };
  const QwtScaleDiv& xs = m_plot.axisScaleDiv(QwtPlot::xBottom);
  for (const double v : xs.ticks(QwtScaleDiv::MinorTick))
    vertical(v, mix(c.grid, c.card, 0.5));
  for (const double v : xs.ticks(QwtScaleDiv::MajorTick))
    vertical(v, c.grid);
  for (const double v : m_plot.axisScaleDiv(QwtPlot::yLeft).ticks(QwtScaleDiv::MajorTick)) {
    const double at = std::round(frame.y.transform(v)) + 0.5;
    painter.setPen(QPen(v == 0 ? c.line : c.grid, 1));
    painter.drawLine(QPointF(area.left(), at), QPointF(area.right(), at));
  }
}

/// From the top down to each point of the front in turn: below and left of it nothing was measured.
QPolygonF ParetoItem::frontLine(const Frame& frame) const {
  QPolygonF line;
  for (const std::size_t i : m_plot.m_front) {
    const QPointF at = placeOf(frame, m_plot.m_points[i]);
    line << QPointF(at.x(), line.isEmpty() ? frame.canvas.top() : line.back().y()) << at;
  }
  if (!line.isEmpty())
    line << QPointF(frame.canvas.right(), line.back().y());
  return line;
}

void ParetoItem::drawPoint(QPainter& painter, const Frame& frame, std::size_t index) const {
  const Colors& c = m_plot.colors();
  const ParetoPoint& p = m_plot.m_points[index];
  const QPointF at = placeOf(frame, p);
  const QColor color = colorOf(p);
  const bool current = p.key == m_plot.m_current || m_plot.m_hovered == index;
  if (p.interval && !p.beyond) {
    const auto edge = [&](double db) {
      if (!std::isfinite(db))
        return db > 0 ? frame.canvas.top() : frame.canvas.bottom();
      return frame.y.transform(db);
    };
    const double top = edge(p.interval->high), bottom = edge(p.interval->low);
    painter.setPen(QPen(color, current ? 2 : 1.3));
    painter.drawLine(QPointF(at.x(), top), QPointF(at.x(), bottom));
    for (const double end : {top, bottom})
      painter.drawLine(QPointF(at.x() - kCap, end), QPointF(at.x() + kCap, end));
  }
  painter.setPen(QPen(color, 1.8));
  painter.setBrush(current ? color : c.card);
  if (p.beyond) { // an arrow upwards
    painter.drawLine(at + QPointF(0, kRadius), at + QPointF(0, -8));
    painter.drawLine(at + QPointF(-3.5, -4), at + QPointF(0, -8));
    painter.drawLine(at + QPointF(3.5, -4), at + QPointF(0, -8));
  }
  drawMarker(painter, p.kind, at, current ? kRadius + 1.5 : kRadius);
}

/// Which kinds there are, in the upper right corner; where it stands.
QRectF ParetoItem::drawLegend(QPainter& painter, const Frame& frame) const {
  using Kind = ParetoPoint::Kind;
  const Colors& c = m_plot.colors();
  const std::pair<Kind, QString> kinds[] = {{Kind::Float, ParetoPlot::tr("FP32")},
                                            {Kind::PostTraining, ParetoPlot::tr("PTQ")},
                                            {Kind::Trained, ParetoPlot::tr("QAT")}};
  painter.setFont(uiFont(11));
  const QFontMetricsF metrics(painter.font());
  double x = frame.canvas.right() - 6;
  const double middle = frame.canvas.top() + 6 + metrics.height() / 2;
  double left = x;
  for (auto kind = std::rbegin(kinds); kind != std::rend(kinds); ++kind) {
    const bool used = std::any_of(m_plot.m_points.begin(), m_plot.m_points.end(),
                                  [&](const ParetoPoint& p) { return p.kind == kind->first; });
    if (!used)
      continue;
    x -= metrics.horizontalAdvance(kind->second);
    painter.setPen(c.dim);
    painter.drawText(QPointF(x, middle + metrics.ascent() / 2 - 1), kind->second);
    x -= 10;
    ParetoPoint sample;
    sample.kind = kind->first;
    painter.setPen(QPen(colorOf(sample), 1.6));
    painter.setBrush(c.card);
    drawMarker(painter, kind->first, QPointF(x, middle), 3.6);
    left = x - 5;
    x -= 18;
  }
  return {left, frame.canvas.top(), frame.canvas.right() - left, metrics.height() + 12};
}

void ParetoItem::drawNames(QPainter& painter, const Frame& frame, const QRectF& legend) const {
  painter.setFont(uiFont(12, QFont::DemiBold));
  std::vector<LabelRequest> requests;
  std::vector<std::size_t> owners;
  const auto add = [&](std::size_t i) {
    const ParetoPoint& p = m_plot.m_points[i];
    const QPointF at = placeOf(frame, p);
    // The point itself, broad enough for its marker, last: names stand at the last line's end.
    LabelRequest request{p.name, {}};
    if (p.interval && !p.beyond) {
      const auto edge = [&](double db, double beyond) {
        return std::isfinite(db) ? frame.y.transform(db) : beyond;
      };
      request.lines.push_back({{QPointF(at.x(), edge(p.interval->low, frame.canvas.bottom())),
                                QPointF(at.x(), edge(p.interval->high, frame.canvas.top()))}});
    }
    request.lines.push_back(
        {{at - QPointF(kRadius + 1, 0), at + QPointF(0, p.beyond ? -8 : -kRadius),
          at + QPointF(0, kRadius), at + QPointF(kRadius - 2, 0)}});
    requests.push_back(std::move(request));
    owners.push_back(i);
  };
  for (const std::size_t i : m_plot.m_front) // these choose their places first
    add(i);
  for (std::size_t i = 0; i < m_plot.m_points.size(); ++i)
    if (std::find(m_plot.m_front.begin(), m_plot.m_front.end(), i) == m_plot.m_front.end())
      add(i);
  requests.push_back({QString(), {frontLine(frame)}}); // keeps names off the line
  const PlacedLabels placed = placeLabels(requests, frame.canvas.adjusted(3, 2, -3, -2),
                                          QFontMetricsF(painter.font()), {legend});
  for (std::size_t i = 0; i < owners.size(); ++i)
    if (placed[i].isValid()) {
      painter.setPen(colorOf(m_plot.m_points[owners[i]]));
      painter.drawText(placed[i], Qt::AlignLeft | Qt::AlignVCenter | Qt::TextDontClip,
                       requests[i].text);
    }
}

} // namespace rxq::widgets
