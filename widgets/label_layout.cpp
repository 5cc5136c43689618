#include "widgets/label_layout.h"

#include <QLineF>
#include <algorithm>
#include <optional>
#include <utility>

namespace rxq::widgets {

namespace {
constexpr double kGap = 7;      // between a curve and its name
constexpr double kMargin = 1.5; // around a name

/// Liang-Barsky: the part of a..b inside of all four half-planes, as shares of its length.
std::optional<std::pair<double, double>> insideOf(const QPointF& a, const QPointF& b,
                                                  const QRectF& r) {
  double t0 = 0, t1 = 1;
  const double dx = b.x() - a.x(), dy = b.y() - a.y();
  const double p[] = {-dx, dx, -dy, dy};
  const double q[] = {a.x() - r.left(), r.right() - a.x(), a.y() - r.top(), r.bottom() - a.y()};
  for (int i = 0; i < 4; ++i) {
    if (p[i] == 0) {
      if (q[i] < 0)
        return {};
      continue;
    }
    const double t = q[i] / p[i];
    if (p[i] < 0)
      t0 = std::max(t0, t);
    else
      t1 = std::min(t1, t);
    if (t0 > t1)
      return {};
  }
  return std::pair{t0, t1};
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
    if (insideOf(line[i - 1], line[i], rect))
      return true;
  return false;
}

std::vector<QPolygonF> clipped(const QPolygonF& line, const QRectF& rect) {
  std::vector<QPolygonF> parts;
  bool joined = false;
  for (qsizetype i = 1; i < line.size(); ++i) {
    const auto inside = insideOf(line[i - 1], line[i], rect);
    if (!inside) {
      joined = false;
      continue;
    }
    const QPointF step = line[i] - line[i - 1];
    if (!joined || inside->first > 0)
      parts.push_back({line[i - 1] + inside->first * step});
    parts.back() << line[i - 1] + inside->second * step;
    joined = inside->second >= 1;
  }
  if (line.size() == 1 && rect.contains(line.front()))
    parts.push_back(line);
  return parts;
}

std::vector<double> spread(const std::vector<double>& wanted, double gap, double low, double high) {
  // With k * gap taken off, heights need only ascend: pooled means of adjacent violators.
  struct Pool {
    double mean;
    std::size_t count;
  };
  std::vector<Pool> pools;
  for (std::size_t k = 0; k < wanted.size(); ++k) {
    pools.push_back({wanted[k] - gap * static_cast<double>(k), 1});
    while (pools.size() > 1 && pools[pools.size() - 2].mean > pools.back().mean) {
      const Pool last = pools.back();
      pools.pop_back();
      Pool& before = pools.back();
      const auto a = static_cast<double>(before.count), b = static_cast<double>(last.count);
      before = {(before.mean * a + last.mean * b) / (a + b), before.count + last.count};
    }
  }
  std::vector<double> heights;
  const double top = high - gap * (static_cast<double>(wanted.size()) - 1);
  for (const Pool& pool : pools)
    for (std::size_t i = 0; i < pool.count; ++i)
      heights.push_back(std::clamp(pool.mean, low, std::max(low, top)) +
                        gap * static_cast<double>(heights.size()));
  return heights;
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
