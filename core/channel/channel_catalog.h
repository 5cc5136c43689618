#pragma once

#include <span>

#include "core/channel/channel.h"
#include "core/channel/path_kernels.h"

namespace rxq::channel {

inline constexpr int kMaxAntennas = 8;

/// One channel model: key and label are those of EnumTable<ChannelKind>.
struct ChannelEntry {
  ChannelKind kind;
  std::unique_ptr<Channel> (*make)(const ChannelSpec&, const phy::ResourceGrid&, int rxAntennas,
                                   const detail::PathKernels&);
};

/// Every model, in the order of ChannelKind.
std::span<const ChannelEntry> channelCatalog();

/// makeChannel with the kernels of one instruction set: the same numbers, for tests.
std::unique_ptr<Channel> makeChannelFor(base::Isa isa, const ChannelSpec& spec,
                                        const phy::ResourceGrid& grid, int rxAntennas);

} // namespace rxq::channel
