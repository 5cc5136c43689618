#include "core/receiver/fixed_arithmetic.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstdlib>

namespace rxq::receiver {

namespace fixed {
std::int64_t shifted(std::int64_t x, int right) {
  if (right <= 0)
    return x * (std::int64_t{1} << -right);
  return (x + (std::int64_t{1} << (right - 1))) >> right;
}

std::int64_t limited(std::int64_t x, int bits) {
  const std::int64_t top = (std::int64_t{1} << (bits - 1)) - 1;
  return std::clamp(x, -top, top);
}

std::uint64_t rootOf(std::uint64_t x) {
  std::uint64_t root = 0;
  for (std::uint64_t bit = std::uint64_t{1} << 31; bit > 0; bit >>= 1)
    if ((root | bit) * (root | bit) <= x)
      root |= bit;
  return root;
}

std::int64_t quotientOf(std::int64_t x, std::int64_t d) {
  const std::int64_t magnitude = (std::abs(x) + d / 2) / d;
  return x < 0 ? -magnitude : magnitude;
}

const std::vector<std::int32_t>& logTable() {
  static const std::vector<std::int32_t> table = [] {
    std::vector<std::int32_t> values;
    for (int i = 0; i <= kLogSegments; ++i)
      values.push_back(static_cast<std::int32_t>(
          std::lround(std::ldexp(std::log2(1 + static_cast<double>(i) / kLogSegments), kLog))));
    return values;
  }();
  return table;
}

std::int64_t log2Of(std::uint64_t x) {
  assert(x > 0);
  constexpr int kSegmentBits = 6, kRest = kLog - kSegmentBits;
  static_assert(1 << kSegmentBits == kLogSegments);
  const int exponent = std::bit_width(x) - 1;
  // The kLog bits behind the leading one.
  const auto mantissa = static_cast<std::int64_t>(exponent >= kLog ? x >> (exponent - kLog)
                                                                   : x << (kLog - exponent)) -
                        (1 << kLog);
  const auto i = static_cast<std::size_t>(mantissa >> kRest);
  const std::int64_t rest = mantissa & ((1 << kRest) - 1);
  const std::int64_t low = logTable()[i], high = logTable()[i + 1];
  return (std::int64_t{exponent} << kLog) + low + shifted((high - low) * rest, kRest);
}
} // namespace fixed

namespace {
constexpr int kMultiplierBits = 15;
constexpr int kMostShift = 62;
constexpr int kInverse = 31; ///< fraction bits of an inverse, of a number of kMantissa bits
constexpr int kMantissa = 16;
} // namespace

FixedFactor FixedFactor::nearest(double value) {
  if (value == 0)
    return {};
  int exponent = 0;
  std::frexp(value, &exponent);
  const int shift = std::clamp(kMultiplierBits - exponent, 0, kMostShift);
  constexpr double kMost = 2147483647;
  return {static_cast<std::int32_t>(std::lround(std::min(kMost, std::ldexp(value, shift)))), shift};
}

FixedScale FixedScale::nearest(double value) {
  int exponent = 0;
  const double mantissa = std::frexp(value, &exponent);
  return {static_cast<std::int32_t>(std::lround(std::ldexp(mantissa, kMultiplierBits))),
          kMultiplierBits - exponent};
}

FixedFactor FixedScale::over(std::uint64_t n) const {
  const int exponent = std::bit_width(n) - kMantissa;
  const auto mantissa = static_cast<std::int64_t>(
      exponent > 0 ? (n + (std::uint64_t{1} << (exponent - 1))) >> exponent : n << -exponent);
  const std::int64_t inverse = ((std::int64_t{1} << kInverse) + mantissa / 2) / mantissa;
  const auto product = static_cast<std::int32_t>(fixed::shifted(multiplier * inverse, kMantissa));
  const int right = shift + kInverse - kMantissa + exponent - fixed::kNoise;
  if (right < 0)
    return {1 << kMultiplierBits, 0};
  return {product, std::min(right, kMostShift)};
}

} // namespace rxq::receiver
