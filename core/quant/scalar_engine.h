#pragma once

#include <memory>

#include "core/quant/integer_engine.h"

namespace rxq::quant::detail {

/// The specification: plain loops that follow the formula of IntegerLayer word by word. Other
/// engines and exported code must give the same integers.
std::unique_ptr<IntegerEngine> makeScalarEngine(const IntegerNetwork& network, nn::PlaneSize size);

} // namespace rxq::quant::detail
