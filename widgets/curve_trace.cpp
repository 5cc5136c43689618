#include "widgets/curve_trace.h"

#include <algorithm>
#include <cmath>

namespace rxq::widgets {

namespace {
constexpr double kHighestFloor = 1e-2; // a plot spans at least two decades
constexpr double kLowestFloor = 1e-8;

TracePoint tracePoint(const sim::PointCounts& p, ErrorRate rate) {
  TracePoint t;
  t.snrDb = p.snrDb;
  t.blockErrors = p.blockErrors;
  t.blocks = p.blocks;
  const base::Interval interval = p.blerInterval();
  t.low = interval.low;
  t.high = interval.high;
  t.rate = p.bler();
  t.errors = p.blockErrors;
  t.trials = p.blocks;
  if (rate == ErrorRate::Ber) {
    t.errors = p.bitErrors;
    t.trials = p.bits;
    t.rate = p.ber();
    // Without errors: as if a failing block had half its bits wrong.
    const double bitsPerError = p.blockErrors > 0 ? t.rate / p.bler() : 0.5;
    t.low *= bitsPerError;
    t.high = std::min(1.0, t.high * bitsPerError);
  }
  t.upperLimit = t.errors == 0;
  if (t.upperLimit)
    t.rate = t.high;
  return t;
}
} // namespace

Trace makeTrace(const sim::Curve& curve, ErrorRate rate) {
  Trace trace;
  bool joined = false;
  for (const sim::PointCounts& p : curve) {
    if (p.blocks == 0 || (rate == ErrorRate::Ber && p.bits == 0) || !std::isfinite(p.snrDb)) {
      joined = false;
      continue;
    }
    const TracePoint point = tracePoint(p, rate);
    trace.points.push_back(point);
    if (point.upperLimit) {
      joined = false;
      continue;
    }
    if (!joined)
      trace.segments.emplace_back();
    trace.segments.back().push_back(trace.points.size() - 1);
    joined = true;
  }
  return trace;
}

double clampToFloor(double value, double floor) {
  return value > floor ? value : floor; // also for NaN
}

RateRange rangeOf(std::span<const Trace> traces, param::Range snrSpan) {
  RateRange range{snrSpan.low, snrSpan.high, kHighestFloor};
  bool any = snrSpan.low < snrSpan.high;
  double lowest = kHighestFloor;
  for (const Trace& trace : traces)
    for (const TracePoint& p : trace.points) {
      range.snrLow = any ? std::min(range.snrLow, p.snrDb) : p.snrDb;
      range.snrHigh = any ? std::max(range.snrHigh, p.snrDb) : p.snrDb;
      any = true;
      lowest = std::min(lowest, p.rate);
    }
  if (!any)
    range = {0, 10, kHighestFloor};
  if (range.snrHigh - range.snrLow < 1e-9) {
    range.snrLow -= 1;
    range.snrHigh += 1;
  }
  range.floor = std::clamp(std::pow(10.0, std::floor(std::log10(lowest) + 1e-9)), kLowestFloor,
                           kHighestFloor);
  return range;
}

} // namespace rxq::widgets
