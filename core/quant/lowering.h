#pragma once

#include "core/quant/fake_quant.h"

namespace rxq::quant::detail {

/// One layer in integers but for its output: geometry, weights, biases, accumulator bound
/// (unchecked). Needs its weights and its input quantized.
struct LoweredSums {
  IntegerLayer layer;
  std::vector<double> scale; ///< of the sum, one an output channel
};
LoweredSums lowerSums(const QuantizedModel& model, int layer);

/// How a quantized tensor is held in integers.
TensorQuant tensorQuant(const QuantizedModel& model, int tensor);

} // namespace rxq::quant::detail
