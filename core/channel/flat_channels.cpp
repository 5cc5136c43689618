#include "core/channel/flat_channels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/channel/channel_catalog.h"
#include "core/channel/portable_math.h"

namespace rxq::channel {

void AwgnChannel::realize(std::uint64_t, base::Domain, std::uint64_t, std::span<phy::Complex> h) {
  std::fill(h.begin(), h.end(), phy::Complex(1));
}

void AwgnChannel::gainsAt(double, std::span<phy::Complex> gains) {
  std::fill(gains.begin(), gains.end(), phy::Complex(1));
}

BlockFadingChannel::BlockFadingChannel(const ChannelSpec& spec, int rxAntennas)
    : m_antennas(rxAntennas), m_mixer(spec.antennaCorrelation, rxAntennas),
      m_normalize(spec.normalizePerSlot) {
  if (spec.kind == ChannelKind::Ricean) {
    const double k = fromDecibel(spec.kFactor);
    m_scatter = static_cast<float>(std::sqrt(1 / (1 + k)));
    m_lineOfSight = std::sqrt(k / (1 + k));
  }
}

void BlockFadingChannel::realize(std::uint64_t seed, base::Domain domain, std::uint64_t index,
                                 std::span<phy::Complex> h) {
  base::Philox random({seed, domain, base::Purpose::Channel, index});
  std::array<float, 2 * kMaxAntennas> gains{};
  const auto used = std::span(gains).first(2 * static_cast<std::size_t>(m_antennas));
  random.fillGaussian(used);
  if (m_mixer.active())
    m_mixer.mix(gains.data(), 2);
  if (m_lineOfSight > 0)
    for (std::size_t a = 0; a < static_cast<std::size_t>(m_antennas); ++a) {
      const SinCos phase = sinCosTurns(random.uniform());
      const double amplitude = std::numbers::sqrt2 * m_lineOfSight; // as the gaussians: power 2
      gains[2 * a] = m_scatter * gains[2 * a] + static_cast<float>(amplitude * phase.cosine);
      gains[2 * a + 1] = m_scatter * gains[2 * a + 1] + static_cast<float>(amplitude * phase.sine);
    }
  double energy = m_antennas;
  if (m_normalize) {
    energy = 0;
    for (const float g : used)
      energy += 0.5 * static_cast<double>(g) * static_cast<double>(g);
  }
  const auto scale = static_cast<float>(std::sqrt(0.5 * m_antennas / energy));
  const std::size_t elements = h.size() / static_cast<std::size_t>(m_antennas);
  for (std::size_t a = 0; a < static_cast<std::size_t>(m_antennas); ++a) {
    m_gains[a] = {gains[2 * a] * scale, gains[2 * a + 1] * scale};
    // Not from the member: the compiler could not tell that h does not overlap it.
    std::fill_n(h.begin() + static_cast<std::ptrdiff_t>(a * elements), elements,
                phy::Complex(gains[2 * a] * scale, gains[2 * a + 1] * scale));
  }
}

void BlockFadingChannel::gainsAt(double, std::span<phy::Complex> gains) {
  const std::size_t each = gains.size() / static_cast<std::size_t>(m_antennas);
  for (std::size_t i = 0; i < gains.size(); ++i)
    gains[i] = m_gains[i / each];
}

} // namespace rxq::channel
