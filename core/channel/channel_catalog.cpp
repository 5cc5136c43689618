#include "core/channel/channel_catalog.h"

#include <array>
#include <string>

#include "core/base/error.h"
#include "core/channel/cdl_channel.h"
#include "core/channel/flat_channels.h"
#include "core/channel/mixture_channel.h"
#include "core/channel/tdl_channel.h"

namespace rxq::channel {

namespace {

using Pointer = std::unique_ptr<Channel>;

Pointer makeAwgn(const ChannelSpec&, const phy::ResourceGrid&, int, const detail::PathKernels&) {
  return std::make_unique<AwgnChannel>();
}
Pointer makeBlock(const ChannelSpec& spec, const phy::ResourceGrid&, int rxAntennas,
                  const detail::PathKernels&) {
  return std::make_unique<BlockFadingChannel>(spec, rxAntennas);
}
Pointer makeCdl(const ChannelSpec& spec, const phy::ResourceGrid& grid, int rxAntennas,
                const detail::PathKernels& kernels) {
  return std::make_unique<CdlChannel>(spec, grid, rxAntennas, kernels);
}
Pointer makeTdl(const ChannelSpec& spec, const phy::ResourceGrid& grid, int rxAntennas,
                const detail::PathKernels& kernels) {
  return std::make_unique<TdlChannel>(spec, grid, rxAntennas, kernels);
}

Pointer makeMixture(const ChannelSpec& spec, const phy::ResourceGrid& grid, int rxAntennas,
                    const detail::PathKernels& kernels) {
  std::vector<MixtureChannel::Component> components;
  for (const auto& [one, weight] : componentsOf(spec))
    components.emplace_back(
        channelCatalog()[static_cast<std::size_t>(one.kind)].make(one, grid, rxAntennas, kernels),
        weight);
  return std::make_unique<MixtureChannel>(spec, std::move(components));
}

Pointer make(const ChannelSpec& spec, const phy::ResourceGrid& grid, int rxAntennas,
             const detail::PathKernels& kernels) {
  param::validate(spec, "channel");
  if (rxAntennas < 1 || rxAntennas > kMaxAntennas)
    throw base::Error(base::ErrorKind::BadInput,
                      base::message("rxAntennas: a channel has 1 to %1 receive antennas, not %2.",
                                    kMaxAntennas, rxAntennas));
  return channelCatalog()[static_cast<std::size_t>(spec.kind)].make(spec, grid, rxAntennas,
                                                                    kernels);
}

} // namespace

std::span<const ChannelEntry> channelCatalog() {
  using K = ChannelKind;
  static constexpr std::array catalog{
      ChannelEntry{K::Awgn, makeAwgn},    ChannelEntry{K::Rayleigh, makeBlock},
      ChannelEntry{K::Ricean, makeBlock}, ChannelEntry{K::CdlA, makeCdl},
      ChannelEntry{K::CdlB, makeCdl},     ChannelEntry{K::CdlC, makeCdl},
      ChannelEntry{K::CdlD, makeCdl},     ChannelEntry{K::CdlE, makeCdl},
      ChannelEntry{K::TdlA, makeTdl},     ChannelEntry{K::TdlB, makeTdl},
      ChannelEntry{K::TdlC, makeTdl},     ChannelEntry{K::TdlD, makeTdl},
      ChannelEntry{K::TdlE, makeTdl},     ChannelEntry{K::Mixture, makeMixture}};
  return catalog;
}

Pointer makeChannel(const ChannelSpec& spec, const phy::ResourceGrid& grid, int rxAntennas) {
  return make(spec, grid, rxAntennas, detail::pathKernels());
}

Pointer makeChannelFor(base::Isa isa, const ChannelSpec& spec, const phy::ResourceGrid& grid,
                       int rxAntennas) {
  return make(spec, grid, rxAntennas, detail::pathKernels(isa));
}

} // namespace rxq::channel
