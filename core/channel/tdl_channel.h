#pragma once

#include <array>

#include "core/channel/antenna_correlation.h"
#include "core/channel/channel_catalog.h"
#include "core/channel/delay_line.h"

namespace rxq::channel {

/// Tapped delay lines of TR 38.901 7.7.2: every tap has Clarke's Doppler spectrum (7.7.2,
/// "classical Jakes"), as a sum of 20 rays of random phase whose azimuths are drawn one in each
/// twentieth of the circle; antennas fade independently
/// unless the spec correlates them. Line of sight (D, E): a ray at 0.7 of the
/// largest Doppler shift with a random phase on each antenna.
class TdlChannel final : public DelayLineChannel {
 public:
  TdlChannel(const ChannelSpec& spec, const phy::ResourceGrid& grid, int rxAntennas,
             const detail::PathKernels& kernels);
  std::unique_ptr<Channel> clone() const override { return std::make_unique<TdlChannel>(*this); }

 private:
  void drawRays(base::Philox& random) override;
  void sumGains(double offset) override;

  int m_antennas;
  AntennaMixer m_mixer;
  double m_lineOfSight;                       ///< amplitude
  double m_step = 0;                          ///< largest Doppler shift, turns in half a symbol
  std::array<double, kMaxAntennas> m_phase{}; ///< of the line of sight, turns
  base::AlignedVector<float> m_amplitude;     ///< ray layout
  base::AlignedVector<std::uint32_t> m_words;
  base::AlignedVector<float> m_re, m_im, m_turns; ///< [antenna][ray]
  base::AlignedVector<float> m_state, m_laterRe, m_laterIm;
};

/// Of the largest Doppler shift, TR 38.901 7.7.2.
inline constexpr double kLineOfSightDoppler = 0.7;

} // namespace rxq::channel
