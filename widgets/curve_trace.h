#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/sim/sweep.h"

namespace rxq::widgets {

enum class ErrorRate { Bler, Ber };

/// One simulated point as a plot needs it.
struct TracePoint {
  double snrDb = 0;
  double rate = 0;          ///< an upper limit's: the upper end of its interval
  double low = 0, high = 0; ///< 95 %; low may be 0
  std::uint64_t errors = 0, trials = 0;
  std::uint64_t blockErrors = 0, blocks = 0;
  bool upperLimit = false; ///< no error was seen
};

/// The one adapter between counts and a logarithmic axis. A zero or a NaN never reaches the axis:
/// points without trials are left out and split the line, points without errors become upper limits
/// beside it. An upper limit above the point before it tells nothing (rates fall) and is left out.
struct Trace {
  std::vector<TracePoint> points;                 ///< ascending SNR
  std::vector<std::vector<std::size_t>> segments; ///< runs of points that a line joins

  bool empty() const { return points.empty(); }
};

/// Intervals of BLER are Clopper-Pearson's. Bits of a block fail together, so a BER has the
/// relative interval of its BLER.
Trace makeTrace(const sim::Curve& curve, ErrorRate rate);

/// `value`, but no lower than the floor of the axis: what is below is drawn to the edge.
double clampToFloor(double value, double floor);

struct RateRange {
  double snrLow = 0, snrHigh = 1;
  double floor = 1e-3; ///< 1, 2 or 5 times a power of ten, at or below every rate
  double top = 1;      ///< the same at or above every rate
};
/// What shows all of `traces`, two decades at the least, and `snrSpan` at the least when low <
/// high.
RateRange rangeOf(std::span<const Trace> traces, param::Range snrSpan = {0, 0});

} // namespace rxq::widgets
