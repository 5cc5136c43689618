#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

/// bfloat16 numbers as tests know them, apart from the kernels' own conversions.
namespace rxq::nn {

inline float floatOf(std::uint16_t half) { return std::bit_cast<float>(std::uint32_t{half} << 16); }

/// Rounded half to even.
inline std::uint16_t halfOf(float x) {
  const auto bits = std::bit_cast<std::uint32_t>(x);
  if (std::isnan(x))
    return static_cast<std::uint16_t>((bits >> 16) | 0x40);
  const std::uint32_t rest = bits & 0xffff, upper = bits >> 16;
  return static_cast<std::uint16_t>(upper + (rest > 0x8000 || (rest == 0x8000 && upper % 2)));
}

} // namespace rxq::nn
