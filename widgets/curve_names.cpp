#include "widgets/curve_names.h"

#include <QFontMetrics>
#include <algorithm>
#include <cmath>

#include "widgets/label_layout.h"

namespace rxq::widgets {

namespace {
constexpr double kRowGap = 2;   // between names
constexpr double kEndGap = 6;   // between a curve's end and its leader
constexpr double kTextGap = 4;  // between a leader and its name
constexpr double kAtBorder = 8; // an end so near the right border needs no free way

struct Ending {
  const NamedCurve* curve = nullptr;
  std::vector<QPolygonF> lines; ///< inside of the plot
  QPointF end;
};

/// True when nothing but its own curve lies between an end and the right border.
bool hasFreeWay(const Ending& ending, const std::vector<Ending>& all, const QRectF& plot,
                const std::vector<QRectF>& obstacles) {
  if (ending.end.x() > plot.right() - kAtBorder)
    return true;
  const QRectF way(QPointF(ending.end.x() + kEndGap, ending.end.y() - 1.5),
                   QPointF(plot.right(), ending.end.y() + 1.5));
  for (const Ending& other : all)
    if (other.curve != ending.curve)
      for (const QPolygonF& line : other.lines)
        if (crosses(line, way))
          return false;
  return std::none_of(obstacles.begin(), obstacles.end(),
                      [&](const QRectF& rect) { return rect.intersects(way); });
}

/// Names for curves that end among others: beside them, where there is a free place.
std::vector<PlacedName> placeBeside(const std::vector<Ending>& endings,
                                    const std::vector<Ending>& all, const QRectF& plot,
                                    const QFontMetricsF& metrics,
                                    const std::vector<QRectF>& obstacles) {
  std::vector<LabelRequest> requests;
  for (const Ending& ending : endings)
    requests.push_back({ending.curve->name, ending.lines});
  LabelRequest rest; // only in the way
  for (const Ending& other : all)
    for (const QPolygonF& line : other.lines)
      rest.lines.push_back(line);
  requests.push_back(std::move(rest));
  const PlacedLabels placed =
      placeLabels(requests, plot.adjusted(2, 2, -2, -2), metrics, obstacles);
  std::vector<PlacedName> names;
  for (std::size_t i = 0; i < endings.size(); ++i)
    names.push_back({endings[i].curve->series, endings[i].curve->name, placed[i], {}});
  return names;
}
} // namespace

double nameColumnWidth(const std::vector<QString>& names, const QFontMetricsF& metrics) {
  double width = 0;
  for (const QString& name : names)
    width = std::max(width, metrics.horizontalAdvance(name));
  return width > 0 ? std::ceil(width) + kLeaderWidth + 2 * kTextGap : 0;
}

std::vector<PlacedName> placeNames(const std::vector<NamedCurve>& curves, const QRectF& plot,
                                   const QRectF& canvas, const QFontMetricsF& metrics,
                                   const std::vector<QRectF>& obstacles) {
  std::vector<Ending> all;
  for (const NamedCurve& curve : curves) {
    Ending ending{&curve, {}, {}};
    for (const QPolygonF& line : curve.lines)
      for (QPolygonF& part : clipped(line, plot.adjusted(-1, -1, 1, 1)))
        ending.lines.push_back(std::move(part));
    if (ending.lines.empty())
      continue;
    ending.end = ending.lines.back().back();
    all.push_back(std::move(ending));
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Ending& a, const Ending& b) { return a.curve->rank < b.curve->rank; });
  std::vector<Ending> column, among;
  for (const Ending& ending : all)
    (hasFreeWay(ending, all, plot, obstacles) ? column : among).push_back(ending);
  std::vector<PlacedName> names;
  const std::vector<PlacedName> beside = placeBeside(among, all, plot, metrics, obstacles);
  for (std::size_t i = 0; i < among.size(); ++i)
    if (beside[i].rect.isValid())
      names.push_back(beside[i]);
    else
      column.push_back(among[i]);

  const double row = metrics.height() + kRowGap;
  const auto room = static_cast<std::size_t>(std::max(0.0, canvas.height() / row));
  std::stable_sort(column.begin(), column.end(),
                   [](const Ending& a, const Ending& b) { return a.curve->rank < b.curve->rank; });
  if (column.size() > room)
    column.resize(room);
  // Of two that leave through the floor, the one further right is above the other.
  std::stable_sort(column.begin(), column.end(), [](const Ending& a, const Ending& b) {
    return std::abs(a.end.y() - b.end.y()) > 0.5 ? a.end.y() < b.end.y() : a.end.x() > b.end.x();
  });
  std::vector<double> wanted;
  for (const Ending& ending : column)
    wanted.push_back(ending.end.y());
  const std::vector<double> heights =
      spread(wanted, row, canvas.top() + row / 2, canvas.bottom() - row / 2);
  const double left = plot.right() + kLeaderWidth;
  const double width = canvas.right() - left;
  if (width <= 0)
    return names;
  for (std::size_t i = 0; i < column.size(); ++i) {
    const NamedCurve& curve = *column[i].curve;
    const QPointF end = column[i].end;
    QString text = curve.name;
    // What tells variants apart is at the end of their names.
    for (qsizetype cut = 1; metrics.horizontalAdvance(text) > width && cut < curve.name.size();
         ++cut)
      text = QStringLiteral("…") + curve.name.mid(cut);
    PlacedName name{curve.series, text,
                    QRectF(left, heights[i] - metrics.height() / 2, width, metrics.height()),
                    QPolygonF{QPointF(end.x() + kEndGap, end.y())}};
    if (end.x() + kEndGap < plot.right() + 4)
      name.leader << QPointF(plot.right() + 4, end.y());
    name.leader << QPointF(left - kTextGap, heights[i]);
    names.push_back(std::move(name));
  }
  return names;
}

} // namespace rxq::widgets
