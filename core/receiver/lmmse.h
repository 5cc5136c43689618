#pragma once

#include <complex>
#include <memory>
#include <span>

#include "core/channel/covariance.h"
#include "core/receiver/receiver.h"

namespace rxq::receiver {

/// Second-order statistics of a channel whose covariance over time and frequency separates:
/// E[h(t, f) h*(t', f')] = time[t, t'] * frequency[f, f'], the same for every antenna. Row-major,
/// Hermitian; the power belongs into one of the two (E|h|^2 = 1 on the diagonal of the product).
struct CovarianceView {
  std::span<const std::complex<double>> time;      ///< symbols x symbols
  std::span<const std::complex<double>> frequency; ///< subcarriers x subcarriers

  CovarianceView(std::span<const std::complex<double>> overTime,
                 std::span<const std::complex<double>> overFrequency)
      : time(overTime), frequency(overFrequency) {}
  CovarianceView(const channel::Covariance& c) : time(c.time), frequency(c.frequency) {}
};

/// The statistics that a robust receiver assumes (Li, Cimini and Sollenberger, IEEE Trans. Commun.
/// 46(7), 1998, on mismatch): exponential power-delay profile starting at delay 0, which gives
/// 1 / (1 + j 2 pi df delaySpread) over frequency, and Jakes' spectrum, J0(2 pi doppler dt) over
/// time. delaySpread in seconds, doppler in Hz.
channel::Covariance assumedCovariance(const phy::ResourceGrid& grid, double delaySpread,
                                      double doppler);

/// LMMSE estimate of the channel at every data element from all pilots, with known covariance and
/// N0; then one-stream LMMSE combining. The demapper is told N0 plus the estimate's error variance
/// at each element (or twice N0 when the spec says so). Interpolation and smoothing of the spec do
/// not apply.
///
/// Eigenvectors of the covariance over frequency that hold less than 1e-7 of its trace (1e-12 on
/// combs of pilots) are dropped. Throws base::Error(BadInput) when the sizes are not those of the
/// grid.
std::unique_ptr<Receiver> makeLmmse(const LinkContext& link, const ClassicalSpec& spec,
                                    const CovarianceView& covariance);

} // namespace rxq::receiver
