#pragma once

#include <complex>
#include <vector>

#include "core/channel/channel_spec.h"
#include "core/phy/resource_grid.h"

namespace rxq::channel {

/// Second-order statistics of one antenna's channel, known from its model: E[H(t, f) H*(t', f')] is
/// taken as time(t, t') * frequency(f, f'), both Hermitian with a unit diagonal, row-major.
///
/// The factors are exact marginals, averaged over the ports. Their product is exact where all paths
/// have the same Doppler spectrum: TDL-A to C, block Rayleigh, AWGN, and CDL with velocities
/// uniform on the sphere. In other CDL cases spectra differ a little with each path's zenith angle;
/// the line of sight of TDL-D and E has a spectrum of its own. A mixture has
/// the mean of its models' factors. Normalising each slot is not
/// accounted for.
struct Covariance {
  std::vector<std::complex<double>> time;      ///< symbols x symbols
  std::vector<std::complex<double>> frequency; ///< subcarriers x subcarriers
};

/// `rxAntennas` matters only for pairs crossed V/H, whose two ports differ.
Covariance covarianceOf(const ChannelSpec& spec, const phy::ResourceGrid& grid, int rxAntennas = 2);

/// E[H(t + lag, f) H*(t, f)] for each lag, seconds, over paths, speeds and directions of travel.
std::vector<std::complex<double>> timeCorrelation(const ChannelSpec& spec, int rxAntennas,
                                                  const std::vector<double>& lags);
/// E[H(t, f + lag) H*(t, f)] for each lag, Hz.
std::vector<std::complex<double>> frequencyCorrelation(const ChannelSpec& spec, int rxAntennas,
                                                       const std::vector<double>& lags);

} // namespace rxq::channel
