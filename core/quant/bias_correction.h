#pragma once

#include <span>
#include <vector>

#include "core/quant/fake_quant.h"

namespace rxq::quant::detail {

/// Moves each layer's biases so that the mean of its output per channel, before the ReLU, over the
/// calibration planes equals the float network's (empirical bias correction, arXiv 1906.04721,
/// appendix D). Layer by layer, so that each sees its predecessors corrected.
void correctBiases(QuantizedModel& model, nn::PlaneSize size,
                   std::span<const std::vector<float>> inputs, int workers);

} // namespace rxq::quant::detail
