#pragma once

#include <span>
#include <vector>

#include "core/base/aligned.h"
#include "core/receiver/decisions.h"
#include "core/receiver/receiver.h"

namespace rxq::receiver {

/// Decision-directed tracking of the channel from the outermost pilot symbols outward, where an
/// estimate could only be held: a Kalman filter of each antenna's and subcarrier's channel and its
/// slope over time, symbol after symbol, and a Rauch-Tung-Striebel smoother back to the pilots (B.
/// D. O. Anderson, J. B. Moore, "Optimal Filtering", 1979, sections 3.1 and 7.4).
///
/// A symbol's estimate is predicted from those before it; what is sent there is decided with the
/// prediction; and the mean error of the estimate that the decisions show, over `taps` neighbouring
/// subcarriers, moves channel and slope by the filter's gains. Later rounds decide with the
/// smoothed estimate of the round before.
///
/// Assumed are, relative to the mean power P of the pilots' estimate: a slope of variance
/// (2 pi f T)^2 / 2 with f the largest Doppler shift of Jakes' spectrum and T the symbol period; a
/// noise of 2 N0 / (P taps) of the mean error, twice that of right decisions; little change of the
/// slope.
class DecisionTracker {
 public:
  /// rounds >= 1; taps odd.
  DecisionTracker(const LinkContext& link, int rounds, int taps, double dopplerHz);

  /// y, estimate: [rx][element]; of the estimate the outermost pilot symbols are read and the
  /// symbols beyond them are written, all others stay. `scratch` sizes itself.
  void track(std::span<const Complex> y, float n0, base::AlignedVector<float>& scratch,
             std::span<Complex> estimate) const;

 private:
  struct Rows;
  struct Gains;
  void trackFrom(int pilot, int step, std::span<const Complex> y, float noise, Rows& rows,
                 std::span<Complex> estimate) const;
  void decide(std::span<const Complex> y, int symbol, const float* reference, Rows& rows) const;
  void meanErrors(std::span<const Complex> y, int symbol, const float* predicted, Rows& rows) const;
  std::vector<Gains> gains(int symbols, double noise) const;

  LinkContext m_link;
  int m_rounds, m_taps;
  double m_slopeVariance;
  AxisLevels m_levels;
};

} // namespace rxq::receiver
