#pragma once

#include <array>

#include "core/channel/antenna.h"
#include "core/channel/delay_line.h"

namespace rxq::channel {

/// Zenith and azimuth offsets of the 20 rays of a cluster, in units of the cluster's spread: TR
/// 38.901 table 7.5-3.
std::span<const double> rayOffsets();

/// Mean of |H|^2 over antennas and slots before normalisation, element gains included: exact, since
/// rays are independent and every pairing of angles is equally likely.
double meanCdlPower(const ChannelSpec& spec, int rxAntennas);

/// Mean powers as the base station's ports receive them, averaged over ports; sum 1. One value a
/// path of the profile, then the line of sight if there is one.
std::vector<double> receivedPathPowers(const ChannelSpec& spec, int rxAntennas);

/// Clustered delay lines of TR 38.901 7.7.1 by steps 10 and 11 of 7.5: per slot, ray angles coupled
/// at random within each cluster, a random phase for each ray and polarisation, and a velocity.
///
/// Uplink: the user sends from one vertical antenna turned towards the base station (its broadside
/// at azimuth 180 degrees of the table); the base station's ports see the table's angles of
/// departure, the user those of arrival. The user moves, so the Doppler shift goes by the angles at
/// the user. Line of sight (D, E): phase 0 at the slot's first symbol.
class CdlChannel final : public DelayLineChannel {
 public:
  CdlChannel(const ChannelSpec& spec, const phy::ResourceGrid& grid, int rxAntennas,
             const detail::PathKernels& kernels);
  std::unique_ptr<Channel> clone() const override { return std::make_unique<CdlChannel>(*this); }

 private:
  struct Tables;
  void drawRays(base::Philox& random) override;
  void sumGains(double offset) override;
  void mixPolarizations();
  void addLineOfSight(double offset);

  PortArray m_ports;
  std::shared_ptr<const Tables> m_tables;
  std::array<double, 3> m_velocity{}; ///< m/s
  base::AlignedVector<std::uint32_t> m_words, m_order;
  base::AlignedVector<float> m_re, m_im, m_turns; ///< [basis][ray]
  base::AlignedVector<float> m_scratch, m_laterRe, m_laterIm;
  base::AlignedVector<float> m_sumRe, m_sumIm; ///< [basis][symbol][path]
};

} // namespace rxq::channel
