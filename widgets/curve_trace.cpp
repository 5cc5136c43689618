#include "widgets/curve_trace.h"

#include <algorithm>
#include <cmath>

namespace rxq::widgets {

namespace {
constexpr double kLowestFloor = 1e-8;
constexpr double kLeastSpan = 0.02; // a plot spans nearly two decades at the least

/// The greatest of 1, 2 and 5 times a power of ten that is not above `rate`.
double roundDown(double rate) {
  const double decade = std::pow(10.0, std::floor(std::log10(rate) + 1e-9));
  for (const double factor : {5.0, 2.0})
    if (factor * decade <= rate * (1 + 1e-9))
      return factor * decade;
  return decade;
}
double roundUp(double rate) {
  const double below = roundDown(rate);
  if (below >= rate * (1 - 1e-9))
    return below;
  const double decade = std::pow(10.0, std::floor(std::log10(below) + 1e-9));
  return below < 1.5 * decade ? 2 * decade : below < 2.5 * decade ? 5 * decade : 10 * decade;
}

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
    if (point.upperLimit && !trace.points.empty() && point.rate >= trace.points.back().rate) {
      joined = false;
      continue;
    }
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
  RateRange range{snrSpan.low, snrSpan.high};
  bool any = snrSpan.low < snrSpan.high;
  double lowest = 1, highest = 0;
  for (const Trace& trace : traces)
    for (const TracePoint& p : trace.points) {
      range.snrLow = any ? std::min(range.snrLow, p.snrDb) : p.snrDb;
      range.snrHigh = any ? std::max(range.snrHigh, p.snrDb) : p.snrDb;
      any = true;
      lowest = std::min(lowest, p.rate);
      highest = std::max(highest, p.rate);
    }
  if (!any)
    range = {0, 10};
  if (highest <= 0)
    highest = 1;
  if (range.snrHigh - range.snrLow < 1e-9) {
    range.snrLow -= 1;
    range.snrHigh += 1;
  }
  range.top = std::clamp(roundUp(highest), kLowestFloor / kLeastSpan, 1.0);
  range.floor = std::max(roundDown(std::min(lowest, range.top * kLeastSpan)), kLowestFloor);
  return range;
}

} // namespace rxq::widgets
