#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "core/base/random.h"
#include "core/channel/channel_spec.h"
#include "core/phy/resource_grid.h"

namespace rxq::channel {

/// Most paths of a channel: 24 of CDL-C and TDL-C, and room.
inline constexpr int kMaxPaths = 32;

/// Draws frequency responses. Holds scratch memory: one object a thread (clone()).
class Channel {
 public:
  virtual ~Channel() = default;
  virtual std::unique_ptr<Channel> clone() const = 0;
  /// H[rx][symbol][subcarrier] of slot `index`: rxAntennas * grid.elements() values. Constant
  /// within a symbol. E|H|^2 = 1 averaged over antennas, or exactly per slot over *all* FFT bins
  /// when spec.normalizePerSlot. Depends on (seed, domain, index) alone.
  virtual void realize(std::uint64_t seed, base::Domain domain, std::uint64_t index,
                       std::span<phy::Complex> h) = 0;

  /// Delays of the paths of the slot last realised, seconds; at most kMaxPaths.
  virtual std::span<const double> delays() const = 0;
  /// Gains [rx][symbol][path] of the slot last realised, `offset` symbol periods after the instants
  /// that realize() is about. The same scale: h is the sum of gains at offset 0 turned by delays.
  virtual void gainsAt(double offset, std::span<phy::Complex> gains) = 0;
};

/// The channel of a spec's kind from channelCatalog(). Same numbers on every machine and
/// instruction set. Throws base::Error(BadInput) for values out of range, mixtures that
/// make no sense and more than 8 antennas.
std::unique_ptr<Channel> makeChannel(const ChannelSpec& spec, const phy::ResourceGrid& grid,
                                     int rxAntennas);

} // namespace rxq::channel
