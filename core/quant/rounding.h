#pragma once

namespace rxq::quant {

/// Nearest whole number, ties to even, for |x| < 2^22 in the default rounding mode. Two additions,
/// so that loops over it become vectors on every instruction set.
inline float roundHalfEven(float x) {
  constexpr float kMagic = 12582912.0f; // 1.5 * 2^23: its last place is worth one
  return (x + kMagic) - kMagic;
}

} // namespace rxq::quant
