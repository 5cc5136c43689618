#include "core/channel/slot_draws.h"

namespace rxq::channel {

SlotDraws drawSlot(const ChannelSpec& spec, std::uint64_t seed, base::Domain domain,
                   std::uint64_t index) {
  base::Philox random({seed, domain, base::Purpose::ChannelSetup, index});
  SlotDraws draws;
  draws.delaySpread = random.uniform(spec.delaySpread.low, spec.delaySpread.high);
  draws.carrier = random.uniform(spec.carrier.low, spec.carrier.high);
  draws.mixture = random.uniform();
  return draws;
}

} // namespace rxq::channel
