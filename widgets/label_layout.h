#pragma once

#include <QFontMetricsF>
#include <QPolygonF>
#include <QRectF>
#include <QString>
#include <vector>

namespace rxq::widgets {

/// A name to be written at its curve, in pixels.
struct LabelRequest {
  QString text;
  std::vector<QPolygonF> lines; ///< the curve, as drawn
};
/// Where it went; an invalid rectangle: nowhere without overlap, so it belongs in the legend.
using PlacedLabels = std::vector<QRectF>;

/// Places names at the curves' ends, else along them, such that no name touches another name, a
/// curve or an obstacle, nor leaves `area`. Earlier requests choose first.
PlacedLabels placeLabels(const std::vector<LabelRequest>& requests, const QRectF& area,
                         const QFontMetricsF& metrics, const std::vector<QRectF>& obstacles = {});

/// Heights as near to the wanted ones as they can be with `gap` between neighbours, inside of
/// [low, high], in the same order (least squares). `wanted` ascends; there must be room for all.
std::vector<double> spread(const std::vector<double>& wanted, double gap, double low, double high);

/// The parts of a polyline that lie in the rectangle, ends cut at its border.
std::vector<QPolygonF> clipped(const QPolygonF& line, const QRectF& rect);

/// True when any part of the polyline lies in the rectangle.
bool crosses(const QPolygonF& line, const QRectF& rect);

} // namespace rxq::widgets
