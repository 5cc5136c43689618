#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/sim/decibel.h"

namespace rxq::sim {

/// Largest offset in dB that counts as agreement, beside the statistical uncertainty.
inline constexpr double kAgreementDb = 0.1;

/// One point of a reference beside ours.
struct ComparedPoint {
  PointCounts reference, ours;
  double z = 0;       ///< two-proportion z-score of the block error rates, ours less reference
  double zBeyond = 0; ///< what is left of it when our curve may be moved by kAgreementDb
};

/// Horizontal distance at one block error rate.
struct ComparedOffset {
  double target = 0.1;
  bool valid = false;     ///< both curves reach the target inside their points
  double db = 0;          ///< ours less reference: positive is worse
  double uncertainty = 0; ///< half of its 95 % interval
  std::string text() const;
};

/// A curve against its reference. They agree when, at 10 % and at 1 % BLER, the offset is at most
/// kAgreementDb beyond its uncertainty, and when no point is further than z = 4 (false alarm 6e-5 a
/// point) from what a shift by kAgreementDb explains: the latter judges error floors and curves
/// that do not reach a target.
struct CurveComparison {
  std::string name;
  std::vector<ComparedPoint> points;
  std::vector<ComparedOffset> offsets; ///< at 10 % and at 1 %
  std::vector<std::string> disagreements;
  bool agrees() const { return disagreements.empty(); }
};

/// `ours` holds the same SNRs as `reference`, in the same order. With `oneSided` only being worse
/// is a disagreement (for references that are known to be too high).
CurveComparison compareCurves(const std::string& name, const Curve& reference, const Curve& ours,
                              bool oneSided = false);

/// Interval of a bit error rate when blocks, not bits, are the independent trials: that of the
/// block error rate, by the bit errors of a block in error. Zero errors: the upper end is that of
/// one block with half of its bits wrong.
base::Interval berInterval(const PointCounts& point);

} // namespace rxq::sim
