#include "core/phy/modulation.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "core/phy/soft_math.h"

namespace rxq::phy {

namespace {
constexpr int kMaxBitsPerAxis = 4;
constexpr int kMaxLevels = 1 << kMaxBitsPerAxis;

/// One axis of a Gray QAM: TS 38.211 5.1.3 to 5.1.6 treat real and imaginary parts alike, even bits
/// on one, odd bits on the other.
struct Axis {
  int bits = 1;
  int levels = 2;
  std::array<float, kMaxLevels>
      amplitude{}; ///< by the number whose bit i (from the lowest) is the axis' bit i

  explicit Axis(Modulation modulation) : bits(bitsPerSymbol(modulation) / 2), levels(1 << bits) {
    double energy = 0;
    for (int word = 0; word < levels; ++word) {
      // (1 - 2 b0) [2^(m-1) - (1 - 2 b1) [2^(m-2) - ... ]], from the inside out.
      double value = 1;
      for (int i = bits - 1; i >= 0; --i) {
        const double sign = (word >> i) & 1 ? -1 : 1;
        value = i == bits - 1 ? sign : sign * ((1 << (bits - 1 - i)) - value);
      }
      amplitude[static_cast<std::size_t>(word)] = static_cast<float>(value);
      energy += value * value;
    }
    const double norm = 1 / std::sqrt(2 * energy / levels);
    for (float& a : amplitude)
      a = static_cast<float>(a * norm);
  }
};

/// Symbols demapped together, one axis at a time: long enough for vectors, small enough for the
/// cache.
constexpr std::size_t kBlock = 64;
using Block = std::array<float, kBlock>;

/// The LLRs of one axis' bits for a block: received amplitudes y, one over noise variance.
template <bool Exact>
void demapAxis(const Axis& axis, const Block& y, const Block& inverse,
               std::array<Block, kMaxBitsPerAxis>& llr) {
  std::array<Block, kMaxLevels> metric;
  for (int k = 0; k < axis.levels; ++k) {
    const float level = axis.amplitude[static_cast<std::size_t>(k)];
    Block& m = metric[static_cast<std::size_t>(k)];
    for (std::size_t i = 0; i < kBlock; ++i) {
      const float d = y[i] - level;
      m[i] = -d * d * inverse[i];
    }
  }
  for (int b = 0; b < axis.bits; ++b) {
    Block best0, best1;
    best0.fill(-3e38f);
    best1.fill(-3e38f);
    for (int k = 0; k < axis.levels; ++k) {
      Block& best = (k >> b) & 1 ? best1 : best0;
      const Block& m = metric[static_cast<std::size_t>(k)];
      for (std::size_t i = 0; i < kBlock; ++i)
        best[i] = std::max(best[i], m[i]);
    }
    Block& out = llr[static_cast<std::size_t>(b)];
    for (std::size_t i = 0; i < kBlock; ++i)
      out[i] = best1[i] - best0[i];
    if (!Exact || axis.levels == 2)
      continue;
    Block sum0{}, sum1{};
    for (int k = 0; k < axis.levels; ++k) {
      const bool one = (k >> b) & 1;
      Block& sum = one ? sum1 : sum0;
      const Block& best = one ? best1 : best0;
      const Block& m = metric[static_cast<std::size_t>(k)];
      for (std::size_t i = 0; i < kBlock; ++i)
        sum[i] += fastExp(m[i] - best[i]);
    }
    for (std::size_t i = 0; i < kBlock; ++i)
      out[i] += fastLog(sum1[i]) - fastLog(sum0[i]);
  }
}

template <bool Exact>
void demapAll(Modulation modulation, std::span<const Complex> z, std::span<const float> variance,
              std::span<float> llrs) {
  const Axis axis(modulation);
  const std::size_t bits = static_cast<std::size_t>(2 * axis.bits);
  Block y, inverse;
  std::array<Block, kMaxBitsPerAxis> llr;
  for (std::size_t begin = 0; begin < z.size(); begin += kBlock) {
    const std::size_t count = std::min(kBlock, z.size() - begin);
    inverse.fill(1);
    for (std::size_t i = 0; i < count; ++i)
      inverse[i] = 1 / variance[begin + i];
    for (std::size_t part = 0; part < 2; ++part) {
      y.fill(0);
      for (std::size_t i = 0; i < count; ++i)
        y[i] = part == 0 ? z[begin + i].real() : z[begin + i].imag();
      demapAxis<Exact>(axis, y, inverse, llr);
      for (std::size_t b = 0; b < bits / 2; ++b)
        for (std::size_t i = 0; i < count; ++i)
          llrs[(begin + i) * bits + 2 * b + part] = llr[b][i];
    }
  }
}
} // namespace

void modulate(Modulation modulation, std::span<const std::uint8_t> bits,
              std::span<Complex> symbols) {
  const Axis axis(modulation);
  const std::size_t perSymbol = static_cast<std::size_t>(2 * axis.bits);
  assert(bits.size() == symbols.size() * perSymbol);
  for (std::size_t s = 0; s < symbols.size(); ++s) {
    const std::uint8_t* b = &bits[s * perSymbol];
    unsigned even = 0, odd = 0;
    for (std::size_t i = 0; i < perSymbol; i += 2) {
      even |= static_cast<unsigned>(b[i]) << (i / 2);
      odd |= static_cast<unsigned>(b[i + 1]) << (i / 2);
    }
    symbols[s] = {axis.amplitude[even], axis.amplitude[odd]};
  }
}

void demap(Modulation modulation, DemapRule rule, std::span<const Complex> z,
           std::span<const float> variance, std::span<float> llrs) {
  assert(variance.size() == z.size() &&
         llrs.size() == z.size() * static_cast<std::size_t>(bitsPerSymbol(modulation)));
  if (rule == DemapRule::Exact)
    demapAll<true>(modulation, z, variance, llrs);
  else
    demapAll<false>(modulation, z, variance, llrs);
}

} // namespace rxq::phy
