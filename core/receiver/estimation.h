#pragma once

#include <span>
#include <vector>

#include "core/receiver/receiver.h"

namespace rxq::receiver {

/// Interpolation over time at one symbol: the estimate is
///   firstWeight * LS(pilot symbol `first`) + secondWeight * LS(pilot symbol `second`),
/// both indices into ResourceGrid::pilotSymbols(). A single tap has secondWeight 0.
struct TimeTap {
  int first = 0, second = 0;
  float firstWeight = 1, secondWeight = 0;
  float pilotNoise = 1; ///< mean noise of a pilot symbol's estimate by N0: pilots' boost, comb
  /// Noise of the estimate by N0.
  float noiseGain() const {
    return (firstWeight * firstWeight + secondWeight * secondWeight) * pilotNoise;
  }
};

/// One tap a symbol. Nearest: ties go to the earlier pilot symbol. Linear: outside the first and
/// last pilot symbol the estimate is held, or the line through the two pilot symbols nearest to
/// that end is carried on. One pilot symbol is held everywhere. A spline has more taps: it is taken
/// as linear here (core/receiver/interpolator.h has it).
std::vector<TimeTap> timeTaps(Interpolation interpolation, const phy::ResourceGrid& grid);

/// Least squares at the pilots: ls[rx][pilot symbol][subcarrier] = Y conj(p) / |p|^2; on a comb
/// linear between its pilots, held at the edges. y: [rx][element].
void estimateAtPilots(const phy::ResourceGrid& grid, int rxAntennas, std::span<const Complex> y,
                      std::span<Complex> ls);
/// The same at the pilots alone: ls[rx][pilot symbol][pilot subcarrier].
void estimateOnComb(const phy::ResourceGrid& grid, int rxAntennas, std::span<const Complex> y,
                    std::span<Complex> ls);

/// One row of the interpolated estimate from the rows of one antenna, [pilot symbol][subcarrier].
void interpolateRow(const TimeTap& tap, std::span<const Complex> pilotRows, std::span<Complex> row);

/// Moving average over neighbouring used subcarriers (a DC null between two is ignored). Near an
/// edge the window is cut off at the edge, and the mean taken over what is left of it. Holds
/// scratch.
class SubcarrierSmoother {
 public:
  /// `taps`: odd; throws base::Error(BadInput) when even.
  SubcarrierSmoother(int taps, int subcarriers);
  bool isIdentity() const { return m_half == 0; }
  /// Subcarriers averaged at subcarrier f, and the first of them.
  int windowAt(int f) const;
  int firstAt(int f) const { return f > m_half ? f - m_half : 0; }
  void smooth(std::span<Complex> row);

 private:
  int m_half;
  std::vector<double> m_prefixRe, m_prefixIm;
};

} // namespace rxq::receiver
