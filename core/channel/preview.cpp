#include "core/channel/preview.h"

#include <algorithm>
#include <cmath>

#include "core/channel/channel.h"
#include "core/channel/motion.h"

namespace rxq::channel {

ChannelPreview previewChannel(const ChannelSpec& spec, const phy::ResourceGrid& grid,
                              int rxAntennas, std::uint64_t seed, std::uint64_t index) {
  constexpr float kFloorDb = -60;
  ChannelPreview preview;
  const auto fading = makeChannel(spec, grid, rxAntennas);
  preview.antennas = rxAntennas;
  preview.symbols = grid.symbols();
  preview.subcarriers = grid.subcarriers();
  std::vector<phy::Complex> h(static_cast<std::size_t>(rxAntennas) *
                              static_cast<std::size_t>(grid.elements()));
  fading->realize(seed, base::Domain::Other, index, h);
  preview.magnitudeDb.reserve(h.size());
  for (const phy::Complex value : h) {
    const float power = std::norm(value);
    preview.magnitudeDb.push_back(power > 0 ? std::max(kFloorDb, 10 * std::log10(power))
                                            : kFloorDb);
  }
  for (const int bin : grid.bins())
    preview.frequency.push_back(grid.frequencyOfBin(bin));
  for (int t = 0; t < grid.symbols(); ++t)
    preview.time.push_back(t * grid.symbolPeriod());
  preview.paths = receivedPaths(spec, rxAntennas);
  preview.rmsDelaySpread = rmsDelaySpread(preview.paths);
  if (anyKind(spec, isDelayLine))
    preview.maxDoppler = spec.speed.high / wavelength(spec.carrier.high);
  return preview;
}

} // namespace rxq::channel
