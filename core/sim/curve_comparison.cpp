#include "core/sim/curve_comparison.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/base/number_text.h"

namespace rxq::sim {

namespace {
constexpr double kLargestZ = 4;
constexpr double kTargets[] = {0.1, 0.01};

std::string rounded(double value, int decimals) {
  const double factor = std::pow(10, decimals);
  return base::toText(std::round(value * factor) / factor);
}
std::string signedText(double value) { return (value >= 0 ? "+" : "") + rounded(value, 3); }

/// Half an error where none was seen, so that logarithms exist.
double logBler(const PointCounts& p) {
  const double errors = std::max(0.5, static_cast<double>(p.blockErrors));
  return std::log10(errors / static_cast<double>(std::max<std::uint64_t>(1, p.blocks)));
}

/// The curve between its points, held outside.
double blerAt(const Curve& curve, double snr) {
  if (snr <= curve.front().snrDb)
    return std::pow(10, logBler(curve.front()));
  for (std::size_t i = 1; i < curve.size(); ++i)
    if (snr <= curve[i].snrDb) {
      const double share = (snr - curve[i - 1].snrDb) / (curve[i].snrDb - curve[i - 1].snrDb);
      return std::pow(10, (1 - share) * logBler(curve[i - 1]) + share * logBler(curve[i]));
    }
  return std::pow(10, logBler(curve.back()));
}

/// How far the reference's point lies outside what ours is within kAgreementDb, in standard
/// deviations of the difference of both. Positive: ours is worse.
double zBeyond(const PointCounts& reference, const Curve& ours, std::size_t i) {
  if (!reference.blocks || !ours[i].blocks)
    return 0;
  // Beyond its ends the curve goes on as steeply as between its last points.
  const auto shifted = [&](double by) {
    const double snr = ours[i].snrDb + by;
    const bool before = snr<ours.front().snrDb, behind = snr> ours.back().snrDb;
    if (ours.size() < 2 || (!before && !behind))
      return blerAt(ours, snr);
    const PointCounts& a = before ? ours[0] : ours[ours.size() - 2];
    const PointCounts& b = before ? ours[1] : ours[ours.size() - 1];
    const double slope = std::min(0.0, (logBler(b) - logBler(a)) / (b.snrDb - a.snrDb));
    return std::min(1.0, std::pow(10, logBler(ours[i]) + slope * by));
  };
  const double best = std::min(shifted(kAgreementDb), ours[i].bler());
  const double worst = std::max(shifted(-kAgreementDb), ours[i].bler());
  const double p = reference.bler();
  const double nearest = std::clamp(p, best, worst);
  const auto n = static_cast<double>(reference.blocks), m = static_cast<double>(ours[i].blocks);
  const double pooled =
      std::clamp((p * n + nearest * m) / (n + m), 0.5 / (n + m), 1 - 0.5 / (n + m));
  return (nearest - p) / std::sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
}

ComparedOffset offsetAt(double target, const Curve& reference, const Curve& ours) {
  ComparedOffset offset;
  offset.target = target;
  const Crossing a = crossing(ours, target), b = crossing(reference, target);
  offset.valid = a.reached && b.reached && !a.belowRange && !b.belowRange;
  if (!offset.valid)
    return offset;
  offset.db = a.snrDb - b.snrDb;
  const auto half = [](const Crossing& c) {
    return std::max(c.snrDb - c.interval.low, c.interval.high - c.snrDb);
  };
  offset.uncertainty = std::hypot(half(a), half(b));
  offset.valid = std::isfinite(offset.uncertainty); // else the curve may never get there
  return offset;
}
} // namespace

std::string ComparedOffset::text() const {
  if (!valid)
    return "not reached";
  return signedText(db) + " \u00b1 " + rounded(uncertainty, 3) + " dB";
}

CurveComparison compareCurves(const std::string& name, const Curve& reference, const Curve& ours,
                              bool oneSided) {
  assert(reference.size() == ours.size());
  CurveComparison result;
  result.name = name;
  const auto wrong = [oneSided](double value, double limit) {
    return value > limit || (!oneSided && value < -limit);
  };
  for (std::size_t i = 0; i < reference.size(); ++i) {
    ComparedPoint point;
    point.reference = reference[i];
    point.ours = ours[i];
    point.z = base::twoProportionZ(ours[i].blockErrors, ours[i].blocks, reference[i].blockErrors,
                                   reference[i].blocks);
    point.zBeyond = zBeyond(reference[i], ours, i);
    if (wrong(point.zBeyond, kLargestZ))
      result.disagreements.push_back(name + " at " + base::toText(reference[i].snrDb) +
                                     " dB: block error rate " + rounded(ours[i].bler(), 5) +
                                     ", reference " + rounded(reference[i].bler(), 5) +
                                     ", beyond 0.1 dB by z = " + rounded(point.zBeyond, 1));
    result.points.push_back(std::move(point));
  }
  for (const double target : kTargets) {
    const ComparedOffset offset = offsetAt(target, reference, ours);
    if (offset.valid && wrong(offset.db, kAgreementDb + offset.uncertainty))
      result.disagreements.push_back(name + " at " + base::toText(100 * target) +
                                     " % BLER: " + offset.text() + " from the reference");
    result.offsets.push_back(offset);
  }
  return result;
}

base::Interval berInterval(const PointCounts& point) {
  if (!point.blocks)
    return {0, 1};
  const base::Interval bler = point.blerInterval();
  const double bitsOfBlock = static_cast<double>(point.bits) / static_cast<double>(point.blocks);
  const double share = point.blockErrors ? static_cast<double>(point.bitErrors) /
                                               static_cast<double>(point.blockErrors) / bitsOfBlock
                                         : 0.5;
  return {bler.low * share, bler.high * share};
}

} // namespace rxq::sim
