#include "widgets/label_layout.h"

#include <QLineF>
#include <algorithm>

namespace rxq::widgets {

namespace {
constexpr double kGap = 7;      // between a curve and its name
constexpr double kMargin = 1.5; // around a name

bool segmentCrosses(const QPointF& a, const QPointF& b, const QRectF& r) {
  // Liang-Barsky: the part of a..b inside of all four half-planes.
  double t0 = 0, t1 = 1;
  const double dx = b.x() - a.x(), dy = b.y() - a.y();
  const double p[] = {-dx, dx, -dy, dy};
  const double q[] = {a.x() - r.left(), r.right() - a.x(), a.y() - r.top(), r.bottom() - a.y()};
  for (int i = 0; i < 4; ++i) {
    if (p[i] == 0) {
      if (q[i] < 0)
        return false;
      continue;
    }
    const double t = q[i] / p[i];
    if (p[i] < 0)
      t0 = std::max(t0, t);
    else
      t1 = std::min(t1, t);
    if (t0 > t1)
      return false;
  }
  return true;
}

/// Where a name may stand, best first.
std::vector<QRectF> candidates(const LabelRequest& request, const QSizeF& size) {
  std::vector<QRectF> list;
  const auto add = [&](double x, double y) { list.emplace_back(QPointF(x, y), size); };
  QPointF end;
  for (const QPolygonF& line : request.lines)
    if (!line.isEmpty())
      end = line.back();
  const double h = size.height();
  for (const double shift : {0.0, -0.5, 0.5, -1.0, 1.0})
    add(end.x() + kGap, end.y() - h / 2 + shift * h);
  add(end.x() - size.width() / 2, end.y() + kGap);
  add(end.x() - size.width() - kGap, end.y() - h / 2);
  // Along the curve from its end: beside it, left of a falling curve or right of it.
  for (auto line = request.lines.rbegin(); line != request.lines.rend(); ++line)
    for (qsizetype i = line->size() - 1; i > 0; --i)
      for (const double t : {0.0, 0.33, 0.66}) {
        const QPointF at = (*line)[i] + t * ((*line)[i - 1] - (*line)[i]);
        add(at.x() + kGap + 3, at.y() - h);
        add(at.x() - size.width() - kGap - 3, at.y() - h / 2);
        add(at.x() - size.width() - kGap - 3, at.y());
      }
  return list;
}
} // namespace

bool crosses(const QPolygonF& line, const QRectF& rect) {
  if (line.size() == 1)
    return rect.contains(line.front());
  for (qsizetype i = 1; i < line.size(); ++i)
    if (segmentCrosses(line[i - 1], line[i], rect))
      return true;
  return false;
}

PlacedLabels placeLabels(const std::vector<LabelRequest>& requests, const QRectF& area,
                         const QFontMetricsF& metrics, const std::vector<QRectF>& obstacles) {
  PlacedLabels placed(requests.size());
  std::vector<QRectF> taken = obstacles;
  const auto isFree = [&](const QRectF& rect) {
    const QRectF padded = rect.adjusted(-kMargin, -kMargin, kMargin, kMargin);
    if (!area.contains(rect))
      return false;
    for (const QRectF& other : taken)
      if (other.intersects(padded))
        return false;
    for (const LabelRequest& request : requests)
      for (const QPolygonF& line : request.lines)
        if (crosses(line, padded))
          return false;
    return true;
  };
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const LabelRequest& request = requests[i];
    const bool drawn = std::any_of(request.lines.begin(), request.lines.end(),
                                   [](const QPolygonF& line) { return !line.isEmpty(); });
    if (!drawn)
      continue;
    const QSizeF size(metrics.horizontalAdvance(request.text) + 1, metrics.height() - 2);
    for (const QRectF& rect : candidates(request, size))
      if (isFree(rect)) {
        placed[i] = rect;
        taken.push_back(rect);
        break;
      }
  }
  return placed;
}

} // namespace rxq::widgets
