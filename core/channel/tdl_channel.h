#pragma once

#include "core/base/aligned.h"
#include "core/channel/channel.h"
#include "core/channel/delay_transform.h"
#include "core/channel/profile.h"

namespace rxq::channel {

/// Tapped delay lines of TR 38.901 7.7.2: every tap has Clarke's Doppler spectrum (7.7.2,
/// "classical Jakes"), as a sum of 20 rays of random phase whose azimuths are drawn one in each
/// twentieth of the circle; antennas fade independently. Line of sight (D, E): a ray at 0.7 of the
/// largest Doppler shift with a random phase on each antenna.
class TdlChannel final : public Channel {
 public:
  TdlChannel(const ChannelSpec& spec, const phy::ResourceGrid& grid, int rxAntennas,
             const detail::PathKernels& kernels);
  std::unique_ptr<Channel> clone() const override { return std::make_unique<TdlChannel>(*this); }
  void realize(std::uint64_t seed, base::Domain domain, std::uint64_t index,
               std::span<phy::Complex> h) override;

 private:
  ChannelSpec m_spec;
  int m_antennas;
  int m_blocks;
  double m_lineOfSight; ///< amplitude
  const detail::PathKernels* m_kernels;
  DelayTransform m_transform;
  double m_halfSymbolByWavelength;
  base::AlignedVector<float> m_amplitude; ///< ray layout
  base::AlignedVector<std::uint32_t> m_words;
  base::AlignedVector<float> m_state, m_re, m_im, m_turns;
  base::AlignedVector<float> m_gainRe, m_gainIm; ///< [antenna][symbol][path]
};

/// Of the largest Doppler shift, TR 38.901 7.7.2.
inline constexpr double kLineOfSightDoppler = 0.7;

} // namespace rxq::channel
