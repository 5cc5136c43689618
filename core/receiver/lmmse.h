#pragma once

#include <complex>
#include <span>
#include <vector>

#include "core/receiver/receiver.h"

namespace rxq::receiver {

/// Second-order statistics of a channel whose covariance over time and frequency separates:
/// E[h(t, f) h*(t', f')] = time[t, t'] * frequency[f, f'], the same for every antenna. Row-major,
/// Hermitian; the power belongs into one of the two (E|h|^2 = 1 on the diagonal of the product).
struct CovarianceView {
  std::span<const std::complex<double>> time;      ///< symbols x symbols
  std::span<const std::complex<double>> frequency; ///< subcarriers x subcarriers
};

/// Owner of such statistics.
struct Covariance {
  std::vector<std::complex<double>> time, frequency;
  operator CovarianceView() const { return {time, frequency}; }
};

/// The statistics that a robust receiver assumes (Li, Cimini and Sollenberger, IEEE Trans. Commun.
/// 46(7), 1998, on mismatch): exponential power-delay profile starting at delay 0, which gives
/// 1 / (1 + j 2 pi df delaySpread) over frequency, and Jakes' spectrum, J0(2 pi doppler dt) over
/// time. delaySpread in seconds, doppler in Hz.
Covariance assumedCovariance(const phy::ResourceGrid& grid, double delaySpread, double doppler);

/// LMMSE estimate of the channel at every data element from all pilots, with known covariance and
/// N0; then one-stream LMMSE combining. The demapper is told N0 plus the estimate's error variance
/// at each element (or twice N0 when the spec says so). Interpolation and smoothing of the spec do
/// not apply.
///
/// Eigenvectors of the covariance over frequency that hold less than 1e-7 of its trace are dropped.
/// Throws base::Error(BadInput) when the sizes are not those of the grid.
std::unique_ptr<Receiver> makeLmmse(const LinkContext& link, const ClassicalSpec& spec,
                                    const CovarianceView& covariance);

} // namespace rxq::receiver
