#pragma once

#include <cstdint>
#include <vector>

#include "core/channel/received_paths.h"
#include "core/phy/resource_grid.h"

namespace rxq::channel {

/// One realisation of a channel, for drawing.
struct ChannelPreview {
  int antennas = 0;
  int symbols = 0;
  int subcarriers = 0;
  std::vector<float> magnitudeDb;  ///< 20 log10 |H|, at least -60: [antenna][symbol][subcarrier]
  std::vector<double> frequency;   ///< of each subcarrier, Hz from the carrier
  std::vector<double> time;        ///< of each symbol, seconds
  std::vector<ReceivedPath> paths; ///< mean power-delay profile
  double rmsDelaySpread = 0;       ///< of that profile, seconds
  double maxDoppler = 0;           ///< Hz, at the highest speed and carrier; 0 if nothing moves
};

/// Slot `index` of the stream of `seed` that belongs to no study's slots. Throws as makeChannel.
ChannelPreview previewChannel(const ChannelSpec& spec, const phy::ResourceGrid& grid,
                              int rxAntennas, std::uint64_t seed, std::uint64_t index = 0);

} // namespace rxq::channel
