#pragma once

#include "core/nn/transform.h"

namespace rxq::quant::detail {

/// Biases as integers hold them: whole multiples of s_in s_w (DESIGN section 3), so that what is
/// trained and calibrated is the arithmetic that is deployed. A channel whose weights are all zero
/// keeps its bias (lowering gives it a scale of its own), as does a layer whose weights or input
/// stay in float. Stateless.
const nn::BiasRule& biasRounding();

/// Whether every weight of an output channel has the code zero, by channel.
std::vector<bool> channelsWithoutWeights(std::span<const int> codes, std::size_t channels);

} // namespace rxq::quant::detail
