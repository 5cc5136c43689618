#pragma once

#include "core/base/random.h"
#include "core/channel/channel_spec.h"

namespace rxq::channel {

/// What one slot takes from the spec's ranges. They come from a stream of their own
/// (Purpose::ChannelSetup), so that a slot's fading is the same whether they are fixed or drawn.
struct SlotDraws {
  double delaySpread = 0; ///< ns
  double carrier = 0;     ///< GHz
  double mixture = 0;     ///< in [0, 1): chooses from a mixture
};
SlotDraws drawSlot(const ChannelSpec& spec, std::uint64_t seed, base::Domain domain,
                   std::uint64_t index);

} // namespace rxq::channel
