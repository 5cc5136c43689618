#pragma once

#include <cstdint>
#include <span>

#include "core/phy/resource_grid.h"

namespace rxq::phy {

/// Maps bits (one a byte, 0 or 1; bitsPerSymbol a symbol, first bit first) to unit-energy symbols.
/// TS 38.211 5.1.3 to 5.1.6. bits.size() == symbols.size() * bitsPerSymbol.
void modulate(Modulation modulation, std::span<const std::uint8_t> bits,
              std::span<Complex> symbols);

enum class DemapRule { Exact, MaxLog };

/// LLRs ln P(1)/P(0) of z = x + noise with noise CN(0, variance), one variance a symbol. Exact:
/// log-sum-exp over the constellation ("app"). z, variance: one a symbol; llrs: bitsPerSymbol a
/// symbol.
void demap(Modulation modulation, DemapRule rule, std::span<const Complex> z,
           std::span<const float> variance, std::span<float> llrs);

} // namespace rxq::phy
