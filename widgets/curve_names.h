#pragma once

#include <QFontMetricsF>
#include <QPolygonF>
#include <QRectF>
#include <QString>
#include <cstddef>
#include <vector>

namespace rxq::widgets {

/// A curve that wants its name written, in pixels.
struct NamedCurve {
  std::size_t series = 0;
  QString name;
  std::vector<QPolygonF> lines; ///< as drawn; outside of the plot they are cut
  int rank = 0;                 ///< higher ones lose their name first when there is no room for all
};

struct PlacedName {
  std::size_t series = 0;
  QString text; ///< elided where the column is too narrow
  QRectF rect;
  QPolygonF leader; ///< from the curve's end to its name; empty: the name is at the curve
};

/// Pixels between the plot and the names at its right, which leaders cross.
constexpr double kLeaderWidth = 24;
/// Of the column that holds all names and their leaders.
double nameColumnWidth(const std::vector<QString>& names, const QFontMetricsF& metrics);

/// Writes names beside the ends of their curves: in a column right of `plot`, spread so that none
/// touches another, each joined to its curve by a leader. A curve that ends among others, where a
/// leader would run through them, has its name beside it where there is a free place. No name
/// touches a curve, another name or an obstacle.
std::vector<PlacedName> placeNames(const std::vector<NamedCurve>& curves, const QRectF& plot,
                                   const QRectF& canvas, const QFontMetricsF& metrics,
                                   const std::vector<QRectF>& obstacles = {});

} // namespace rxq::widgets
