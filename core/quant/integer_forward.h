#pragma once

#include <memory>

#include "core/base/cpu.h"
#include "core/nn/executor.h"
#include "core/quant/fake_quant.h"

namespace rxq::quant {

/// The forward pass of quantization-aware training on the integer kernels: sums of codes are exact,
/// where fake quantization adds rounded products in float. A value before its quantizer differs
/// from the float path's by the rounding of that path's sum, a few units of the last place of the
/// magnitude of its terms; so codes differ only where a value lies that near to the middle between
/// two. What is trained is the arithmetic that is deployed, but for requantization's multipliers,
/// and forward passes are the same to the bit on every instruction set.
///
/// Null when the model is not fully quantized or the set has no vector kernels. `model`: network,
/// hooks and specification of the training; its numbers are those given to prepare().
std::unique_ptr<nn::ForwardEngine> makeIntegerForward(const QuantizedModel& model,
                                                      nn::PlaneSize size, base::Isa isa);
/// On the widest instruction set of this machine.
std::unique_ptr<nn::ForwardEngine> makeIntegerForward(const QuantizedModel& model,
                                                      nn::PlaneSize size);

} // namespace rxq::quant
