#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "core/sim/sweep.h"

namespace rxq::sim {

/// Curves of several decoders on the same LLRs of the same slots, as many slots at every point, so
/// that pairedLoss() tells small differences. Counts do not depend on `workers`. `report` is called
/// with the share that is done. Stopped: points that were finished.
std::vector<Curve> compareDecoders(const Link& link, const receiver::Receiver& receiver,
                                   const std::vector<phy::DecoderSpec>& decoders,
                                   const std::vector<double>& snrs, int slots, std::uint64_t seed,
                                   int workers, std::stop_token stop,
                                   const std::function<void(double)>& report);

} // namespace rxq::sim
