#include "core/channel/tdl_channel.h"

#include <cassert>
#include <cmath>

#include "core/channel/motion.h"
#include "core/channel/portable_math.h"

namespace rxq::channel {

using detail::kBlockPaths;
using detail::kRayLanes;
using detail::kRays;

namespace {

std::vector<double> delaysOf(const ChannelSpec& spec) {
  std::vector<double> delays;
  const Profile profile = profileFor(spec);
  for (const Path& path : profile.paths)
    delays.push_back(path.delay * spec.delaySpread * 1e-9);
  return delays;
}

} // namespace

TdlChannel::TdlChannel(const ChannelSpec& spec, const phy::ResourceGrid& grid, int rxAntennas,
                       const detail::PathKernels& kernels)
    : m_spec(spec), m_antennas(rxAntennas), m_kernels(&kernels),
      m_transform(grid, delaysOf(spec), rxAntennas * phy::kSymbols, spec.normalizePerSlot, kernels),
      m_halfSymbolByWavelength(0.5 * grid.symbolPeriod() / wavelength(spec)) {
  const Profile profile = profileFor(spec);
  assert(!profile.hasLineOfSight || profile.lineOfSight.delay == profile.paths.front().delay);
  const PathPowers powers = normalizedPowers(profile);
  const std::size_t paths = powers.paths.size();
  m_blocks = static_cast<int>((paths + kBlockPaths - 1) / kBlockPaths);
  m_lineOfSight = std::sqrt(powers.lineOfSight);
  const std::size_t elements = detail::rayElements(m_blocks);
  m_amplitude.assign(elements, 0.0f);
  for (std::size_t i = 0; i < elements; ++i) {
    const std::size_t path = i / (detail::kRayRows * kRayLanes) * kBlockPaths + i % kBlockPaths;
    if (path < paths)
      m_amplitude[i] = static_cast<float>(std::sqrt(powers.paths[path] / kRays));
  }
  m_words.resize(2 * elements);
  m_state.resize(4 * elements);
  m_re.resize(elements);
  m_im.resize(elements);
  m_turns.resize(elements);
  m_gainRe.resize(static_cast<std::size_t>(rxAntennas * phy::kSymbols * m_blocks) * kBlockPaths);
  m_gainIm.resize(m_gainRe.size());
}

void TdlChannel::realize(std::uint64_t seed, base::Domain domain, std::uint64_t index,
                         std::span<phy::Complex> h) {
  base::Philox random({seed, domain, base::Purpose::Channel, index});
  const double speed = random.uniform(m_spec.speed.low, m_spec.speed.high);
  const double step = speed * m_halfSymbolByWavelength; // largest Doppler shift: turns
  const std::size_t rowLength = static_cast<std::size_t>(m_blocks) * kBlockPaths;
  for (int a = 0; a < m_antennas; ++a) {
    const double phase = random.uniform(); // of the line of sight; drawn for every profile
    random.fillWords(m_words);
    m_kernels->tdlRays(m_blocks, m_amplitude.data(), static_cast<float>(step), m_words.data(),
                       m_re.data(), m_im.data(), m_turns.data());
    const std::size_t at = static_cast<std::size_t>(a) * phy::kSymbols * rowLength;
    m_kernels->sumRays(m_blocks, 1, m_re.data(), m_im.data(), m_turns.data(), m_state.data(),
                       &m_gainRe[at], &m_gainIm[at], rowLength);
    if (m_lineOfSight > 0)
      for (int s = 0; s < phy::kSymbols; ++s) {
        const SinCos turn = sinCosTurns(phase + 2 * kLineOfSightDoppler * step * s);
        const std::size_t row = at + static_cast<std::size_t>(s) * rowLength;
        m_gainRe[row] += static_cast<float>(m_lineOfSight * turn.cosine);
        m_gainIm[row] += static_cast<float>(m_lineOfSight * turn.sine);
      }
  }
  m_transform.apply(m_gainRe.data(), m_gainIm.data(), rowLength, h);
}

} // namespace rxq::channel
