#pragma once

#include <memory>

#include "core/base/cpu.h"
#include "core/quant/integer_engine.h"

namespace rxq::quant::detail {

/// Direct convolutions on padded [symbol][subcarrier][channel] bytes with the kernels of one
/// instruction set (not Scalar).
std::unique_ptr<IntegerEngine> makeVectorEngine(const IntegerNetwork& network, nn::PlaneSize size,
                                                base::Isa isa);

} // namespace rxq::quant::detail
