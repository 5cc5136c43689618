#pragma once

#include <string>
#include <vector>

#include "core/sim/sweep.h"

namespace rxq::exporting {

/// How a curve is drawn; told apart without colour, too: by dash and marker.
struct CurveStyle {
  std::string color; ///< "#0072b2"
  std::string dash;  ///< SVG dash pattern, empty: solid
  int marker = 0;    ///< circle, square, triangle, diamond, cross, down triangle; filled, then open
  double width = 1.6;
};
/// The style of the n-th receiver of its sort: classical ones grey and dashed, the FP32 reference
/// in ink, others in Okabe and Ito's colours.
enum class CurveRole { Classical, Reference, Other };
CurveStyle styleOf(CurveRole role, int index);
/// A short line with its marker, for tables.
std::string svgSample(const CurveStyle& style);

struct PlottedCurve {
  std::string name;
  CurveStyle style;
  sim::Curve curve;
};
enum class ErrorRate { Block, Bit };

/// Error rates over SNR as SVG: logarithmic axis, decades and a faint minor grid, 95 % intervals as
/// bars, upper limits (arrows) where no error was seen, the target dotted, a legend below. Curves
/// stop where no more was simulated.
std::string svgCurves(const std::vector<PlottedCurve>& curves, ErrorRate rate,
                      const std::string& axis, double target);

/// One receiver in the picture of cost and loss.
struct CostPoint {
  std::string name;
  CurveStyle style;
  double cost = 0;
  double lossDb = 0, low = 0, high = 0;
  int number = 0; ///< that of the table
};
enum class CostAxis { Bytes, BitOperations };
/// Loss in dB with its interval over a cost (logarithmic); points have their numbers, and the names
/// to them below.
std::string svgCosts(const std::vector<CostPoint>& points, CostAxis axis);

} // namespace rxq::exporting
