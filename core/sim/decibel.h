#pragma once

#include <optional>
#include <string>

#include "core/sim/sweep.h"

namespace rxq::sim {

/// The SNR at which a curve crosses a BLER: log10 BLER is interpolated linearly between points
/// (made monotone first by pooling adjacent violators, weighted by blocks).
struct Crossing {
  bool reached = false;
  double snrDb = 0;        ///< when reached
  base::Interval interval; ///< 95 %, from Beta(e + 1/2, n - e + 1/2) draws of each point; an end
                           ///< may be infinite
  double lastSnrDb = 0;    ///< when not reached: the highest SNR simulated
  bool belowRange = false; ///< already below the target at the first point
};
Crossing crossing(const Curve& curve, double blerTarget);

/// Loss of `curve` against `parent` in dB at a BLER target, on common slots: each bootstrap draw
/// resamples slots jointly, so that what both share cancels.
struct PairedLoss {
  bool valid = false; ///< false: one of the two does not reach the target
  double db = 0;
  base::Interval interval; ///< 95 %
  std::uint64_t commonSlots = 0;
  double lowerBoundDb =
      0; ///< when curve does not reach the target but parent does: loss is above this
  bool unbounded = false; ///< lowerBoundDb is meant
};
PairedLoss pairedLoss(const Curve& curve, const Curve& parent, double blerTarget);

/// "7.75 dB [7.68, 7.82]" or "not reached below 14 dB".
std::string toText(const Crossing& crossing);
/// "+0.29 dB [0.24, 0.34]" or "more than 3.2 dB".
std::string toText(const PairedLoss& loss);

} // namespace rxq::sim
