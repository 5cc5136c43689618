#include "core/phy/modulation.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "core/phy/demap_kernels.h"

namespace rxq::phy {

namespace {
using detail::Axis;

Axis makeAxis(Modulation modulation) {
  Axis axis;
  axis.bits = bitsPerSymbol(modulation) / 2;
  const int levels = 1 << axis.bits;
  std::array<double, detail::kMaxAxisLevels> values{};
  double energy = 0;
  for (int word = 0; word < levels; ++word) {
    // (1 - 2 b0) [2^(m-1) - (1 - 2 b1) [2^(m-2) - ... ]], from the inside out.
    double value = 0;
    for (int i = axis.bits - 1; i >= 0; --i) {
      const double sign = (word >> i) & 1 ? -1 : 1;
      value = sign * ((1 << (axis.bits - 1 - i)) - value);
    }
    values[static_cast<std::size_t>(word)] = value;
    energy += value * value;
  }
  const double norm = 1 / std::sqrt(2 * energy / levels);
  for (std::size_t word = 0; word < values.size(); ++word)
    axis.amplitude[word] = static_cast<float>(values[word] * norm);
  return axis;
}
/// With the number of bits known to the compiler.
template <std::size_t kPerSymbol>
void modulateBits(const Axis& axis, const std::uint8_t* bits, std::span<Complex> symbols) {
  for (Complex& symbol : symbols) {
    unsigned even = 0, odd = 0;
    for (std::size_t i = 0; i < kPerSymbol; i += 2) {
      even |= static_cast<unsigned>(bits[i]) << (i / 2);
      odd |= static_cast<unsigned>(bits[i + 1]) << (i / 2);
    }
    symbol = {axis.amplitude[even], axis.amplitude[odd]};
    bits += kPerSymbol;
  }
}
} // namespace

void modulate(Modulation modulation, std::span<const std::uint8_t> bits,
              std::span<Complex> symbols) {
  const Axis axis = makeAxis(modulation);
  assert(bits.size() == symbols.size() * static_cast<std::size_t>(2 * axis.bits));
  switch (modulation) {
  case Modulation::Qpsk:
    return modulateBits<2>(axis, bits.data(), symbols);
  case Modulation::Qam16:
    return modulateBits<4>(axis, bits.data(), symbols);
  case Modulation::Qam64:
    return modulateBits<6>(axis, bits.data(), symbols);
  case Modulation::Qam256:
    return modulateBits<8>(axis, bits.data(), symbols);
  }
}

void demap(Modulation modulation, DemapRule rule, std::span<const Complex> z,
           std::span<const float> variance, std::span<float> llrs) {
  constexpr std::size_t kSymbolsAtOnce = detail::kDemapBlock / 2;
  const Axis axis = makeAxis(modulation);
  const std::size_t bits = static_cast<std::size_t>(axis.bits);
  assert(variance.size() == z.size() && llrs.size() == z.size() * 2 * bits);
  const auto& kernels = detail::demapKernels();
  const auto kernel = rule == DemapRule::Exact ? kernels.exact : kernels.maxLog;
  // Real and imaginary parts side by side, as they are in memory: both are axes of their own.
  std::array<float, detail::kDemapBlock> y{}, inverse;
  inverse.fill(1);
  detail::AxisLlrs block;
  for (std::size_t begin = 0; begin < z.size(); begin += kSymbolsAtOnce) {
    const std::size_t count = std::min(kSymbolsAtOnce, z.size() - begin);
    for (std::size_t i = 0; i < count; ++i) {
      y[2 * i] = z[begin + i].real();
      y[2 * i + 1] = z[begin + i].imag();
      inverse[2 * i] = inverse[2 * i + 1] = 1 / variance[begin + i];
    }
    kernel(axis, y.data(), inverse.data(), block);
    float* out = llrs.data() + begin * 2 * bits;
    for (std::size_t i = 0; i < count; ++i)
      for (std::size_t b = 0; b < bits; ++b, out += 2) {
        out[0] = block[b][2 * i];
        out[1] = block[b][2 * i + 1];
      }
  }
}

} // namespace rxq::phy
