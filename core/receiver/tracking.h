#pragma once

#include <span>
#include <vector>

#include "core/base/aligned.h"
#include "core/receiver/decisions.h"
#include "core/receiver/receiver.h"

namespace rxq::receiver {

struct TrackingMatrix {
  double a = 0, b = 0, c = 0, d = 0; ///< (a b; c d)
};

/// Of the filter at one symbol, and of the smoother from the next one back to it; the same for all
/// antennas and subcarriers.
struct TrackingGains {
  float channel = 0, slope = 0;
  TrackingMatrix smoother;
};

/// What DecisionTracker assumes of a channel, and the gains that follow.
class TrackingModel {
 public:
  TrackingModel(const phy::ResourceGrid& grid, int taps, double dopplerHz);

  int half() const { return m_half; } ///< of each of the two averages that make its window
  /// By symbol, from the pilots (0) outward; noise: N0 by the power of the pilots' estimate.
  std::vector<TrackingGains> gains(int symbols, double noise) const;

 private:
  int m_taps, m_half;
  double m_windowNoise, m_slopeVariance;
};

/// Decision-directed tracking of the channel from the outermost pilot symbols outward, where an
/// estimate could only be held: a Kalman filter of each antenna's and subcarrier's channel and its
/// slope over time, symbol after symbol, and a Rauch-Tung-Striebel smoother back to the pilots
/// (B. D. O. Anderson, J. B. Moore, "Optimal Filtering", 1979, sections 3.1 and 7.4).
///
/// A symbol's estimate is predicted from those before it; what is sent there is decided with the
/// prediction; and the mean error of the estimate that the decisions show, over a triangular window
/// of 4 k + 1 >= `taps` subcarriers, moves channel and slope by the filter's gains. Later rounds
/// decide with the smoothed estimate of the round before.
///
/// Assumed are, relative to the mean power P of the pilots' estimate: a slope of variance
/// (2 pi f T)^2 / 2, f the largest Doppler shift of Jakes' spectrum and T the symbol period, which
/// changes little; noise N0 / (P taps) of the pilots' estimate; and of a mean error twice the noise
/// that right decisions would leave.
class DecisionTracker {
 public:
  /// rounds >= 1; taps odd, as many as the pilots' estimate was averaged over.
  DecisionTracker(const LinkContext& link, int rounds, int taps, double dopplerHz);

  /// y, estimate: [rx][element]; of the estimate the outermost pilot symbols are read and the
  /// symbols beyond them are written, all others stay. `scratch` sizes itself.
  void track(std::span<const Complex> y, float n0, base::AlignedVector<float>& scratch,
             std::span<Complex> estimate) const;

 private:
  struct Rows;
  /// N0 by the power of the estimate at a pilot symbol.
  float relativeNoise(int pilot, float n0, std::span<const Complex> estimate) const;
  void trackFrom(int pilot, int step, float noise, std::span<const Complex> y, Rows& rows,
                 std::span<Complex> estimate) const;
  void filterSymbol(std::size_t i, const TrackingGains& gains, std::span<const Complex> y,
                    int symbol, bool decideAnew, Rows& rows) const;
  void decide(std::span<const Complex> y, int symbol, const float* reference, Rows& rows) const;
  void meanErrors(std::span<const Complex> y, int symbol, Rows& rows) const;

  LinkContext m_link;
  int m_rounds;
  TrackingModel m_model;
  AxisLevels m_levels;
};

} // namespace rxq::receiver
