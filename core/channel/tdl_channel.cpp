#include "core/channel/tdl_channel.h"

#include <cmath>

#include "core/channel/portable_math.h"

namespace rxq::channel {

using detail::kBlockPaths;
using detail::kRayLanes;
using detail::kRays;

TdlChannel::TdlChannel(const ChannelSpec& spec, const phy::ResourceGrid& grid, int rxAntennas,
                       const detail::PathKernels& kernels)
    : DelayLineChannel(spec, grid, rxAntennas, kernels), m_antennas(rxAntennas),
      m_mixer(spec.antennaCorrelation, rxAntennas) {
  const PathPowers powers = normalizedPowers(m_profile);
  const std::size_t paths = powers.paths.size();
  m_lineOfSight = std::sqrt(powers.lineOfSight);
  const std::size_t elements = detail::rayElements(blocks());
  m_amplitude.assign(elements, 0.0f);
  for (std::size_t i = 0; i < elements; ++i) {
    const std::size_t path = i / (detail::kRayRows * kRayLanes) * kBlockPaths + i % kBlockPaths;
    if (path < paths)
      m_amplitude[i] = static_cast<float>(std::sqrt(powers.paths[path] / kRays));
  }
  const std::size_t all = static_cast<std::size_t>(rxAntennas) * elements;
  m_words.resize(2 * elements);
  m_state.resize(4 * elements);
  m_re.resize(all);
  m_im.resize(all);
  m_turns.resize(all);
  m_laterRe.resize(elements);
  m_laterIm.resize(elements);
}

void TdlChannel::drawRays(base::Philox& random) {
  const double speed = random.uniform(m_spec.speed.low, m_spec.speed.high);
  m_step = speed * halfSymbolByWavelength();
  for (std::size_t a = 0; a < static_cast<std::size_t>(m_antennas); ++a) {
    m_phase[a] = random.uniform(); // drawn for every profile
    random.fillWords(m_words);
    const std::size_t at = a * m_amplitude.size();
    m_kernels->tdlRays(blocks(), m_amplitude.data(), static_cast<float>(m_step), m_words.data(),
                       &m_re[at], &m_im[at], &m_turns[at]);
  }
}

void TdlChannel::sumGains(double offset) {
  const std::size_t elements = m_amplitude.size();
  for (std::size_t a = 0; a < static_cast<std::size_t>(m_antennas); ++a) {
    const float *re = &m_re[a * elements], *im = &m_im[a * elements];
    const float* turns = &m_turns[a * elements];
    if (offset != 0) {
      m_kernels->advance(elements, 1, re, im, turns, static_cast<float>(2 * offset),
                         m_laterRe.data(), m_laterIm.data());
      re = m_laterRe.data();
      im = m_laterIm.data();
    }
    const std::size_t at = a * phy::kSymbols * rowLength();
    m_kernels->sumRays(blocks(), 1, re, im, turns, m_state.data(), &m_gainRe[at], &m_gainIm[at],
                       rowLength());
  }
  if (m_mixer.active()) {
    m_mixer.mix(m_gainRe.data(), phy::kSymbols * rowLength());
    m_mixer.mix(m_gainIm.data(), phy::kSymbols * rowLength());
  }
  if (m_lineOfSight > 0)
    for (std::size_t a = 0; a < static_cast<std::size_t>(m_antennas); ++a)
      for (int s = 0; s < phy::kSymbols; ++s) {
        const SinCos turn =
            sinCosTurns(m_phase[a] + 2 * kLineOfSightDoppler * m_step * (s + offset));
        const std::size_t row = (a * phy::kSymbols + static_cast<std::size_t>(s)) * rowLength();
        m_gainRe[row] += static_cast<float>(m_lineOfSight * turn.cosine);
        m_gainIm[row] += static_cast<float>(m_lineOfSight * turn.sine);
      }
}

} // namespace rxq::channel
