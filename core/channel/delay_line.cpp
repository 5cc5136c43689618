#include "core/channel/delay_line.h"

#include <cassert>

#include "core/channel/motion.h"

namespace rxq::channel {

namespace {

std::vector<double> delaysOf(const Profile& profile, double spread) {
  std::vector<double> delays;
  for (const Path& path : profile.paths)
    delays.push_back(path.delay * spread * 1e-9);
  return delays;
}

} // namespace

DelayLineChannel::DelayLineChannel(const ChannelSpec& spec, const phy::ResourceGrid& grid,
                                   int rxAntennas, const detail::PathKernels& kernels)
    : m_spec(spec), m_profile(profileFor(spec)), m_kernels(&kernels),
      m_drawn(spec.delaySpread.low != spec.delaySpread.high ||
              spec.carrier.low != spec.carrier.high),
      m_blocks((static_cast<int>(m_profile.paths.size()) + detail::kBlockPaths - 1) /
               detail::kBlockPaths),
      m_halfSymbol(0.5 * grid.symbolPeriod()),
      m_halfSymbolByWavelength(m_halfSymbol / wavelength(spec.carrier.low)),
      m_delays(delaysOf(m_profile, spec.delaySpread.low)),
      m_transform(grid, m_delays, rxAntennas * phy::kSymbols, spec.normalizePerSlot, kernels) {
  assert(m_delays.size() <= kMaxPaths);
  // The line of sight is added to the first path's gain.
  assert(!m_profile.hasLineOfSight || m_profile.lineOfSight.delay == m_profile.paths.front().delay);
  m_gainRe.resize(static_cast<std::size_t>(rxAntennas) * phy::kSymbols * rowLength());
  m_gainIm.resize(m_gainRe.size());
}

void DelayLineChannel::setDelays(double spread) {
  for (std::size_t n = 0; n < m_delays.size(); ++n)
    m_delays[n] = m_profile.paths[n].delay * spread * 1e-9;
  m_transform.setDelays(m_delays);
}

void DelayLineChannel::realize(std::uint64_t seed, base::Domain domain, std::uint64_t index,
                               std::span<phy::Complex> h) {
  if (m_drawn) {
    const SlotDraws draws = drawSlot(m_spec, seed, domain, index);
    m_halfSymbolByWavelength = m_halfSymbol / wavelength(draws.carrier);
    if (m_spec.delaySpread.low != m_spec.delaySpread.high)
      setDelays(draws.delaySpread);
  }
  base::Philox random({seed, domain, base::Purpose::Channel, index});
  drawRays(random);
  sumGains(0);
  m_scale = m_transform.apply(m_gainRe.data(), m_gainIm.data(), rowLength(), h);
}

void DelayLineChannel::gainsAt(double offset, std::span<phy::Complex> gains) {
  const std::size_t paths = m_delays.size(), rows = m_gainRe.size() / rowLength();
  assert(gains.size() == rows * paths);
  sumGains(offset);
  const auto scale = static_cast<float>(m_scale);
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t n = 0; n < paths; ++n) {
      const std::size_t at = r * rowLength() + n;
      gains[r * paths + n] = {scale * m_gainRe[at], scale * m_gainIm[at]};
    }
}

} // namespace rxq::channel
