#pragma once

#include <cstdint>
#include <vector>

/// Integers of the fixed-point parts around a neural receiver's network: the few operations that
/// are more than a multiplication, and the fraction bits that are not settable. Exported C does the
/// same to the bit.
namespace rxq::receiver {

namespace fixed {
inline constexpr int kPilot = 10;    ///< of conj(p) / |p|^2
inline constexpr int kWeight = 8;    ///< of interpolation weights
inline constexpr int kGain = 14;     ///< of the gain control's factor
inline constexpr int kGainBits = 18; ///< in all: gains below 16
inline constexpr int kPower = 6;     ///< of the pilots' mean power
inline constexpr int kNoise = 24;    ///< of noise power, by the square of a sample of one
inline constexpr int kUnit = 10;     ///< of the inverse spacing of the constellation's levels
inline constexpr int kOne = 12;      ///< of 1 + c, the channel head's factor; of equalised symbols
inline constexpr int kSymbol = 12;   ///< of decided symbols, pilots and their energy
inline constexpr int kLog = 16;      ///< of logarithms
inline constexpr int kLogSegments = 64;
inline constexpr int kAverage = 16;     ///< of 1 / a number of subcarriers
inline constexpr int kWideLlrBits = 24; ///< before the factor 1 + c
inline constexpr int kTrack = 6;        ///< of tracked states, beyond those of estimates
inline constexpr int kTrackGain = 14;   ///< of tracking's gains
inline constexpr int kTrackLeast = -16; ///< log2 of the least relative noise of their table,
inline constexpr int kTrackSteps = 2;   ///< its levels an octave,
inline constexpr int kTrackLevels = 41; ///< and in all: up to a noise of 2^4
inline constexpr int kTenth = 6554;     ///< 0.1 with kAverage fraction bits

/// x 2^-right, halves upwards; right <= 0 multiplies.
std::int64_t shifted(std::int64_t x, int right);
/// Within +-(2^(bits - 1) - 1).
std::int64_t limited(std::int64_t x, int bits);
/// floor(sqrt(x)).
std::uint64_t rootOf(std::uint64_t x);
/// x / d, halves away from zero; d > 0.
std::int64_t quotientOf(std::int64_t x, std::int64_t d);
/// log2(1 + i / kLogSegments), i = 0 .. kLogSegments, kLog fraction bits.
const std::vector<std::int32_t>& logTable();
/// log2 x, kLog fraction bits, linear between the entries of logTable(); x > 0.
std::int64_t log2Of(std::uint64_t x);
} // namespace fixed

/// x times multiplier / 2^shift, halves upwards.
struct FixedFactor {
  std::int32_t multiplier = 0;
  std::int32_t shift = 0; ///< 0 .. 62
  std::int64_t of(std::int64_t x) const { return fixed::shifted(x * multiplier, shift); }
  /// The nearest to `value`, with a multiplier of 15 bits.
  static FixedFactor nearest(double value);
};

/// multiplier / 2^shift with a multiplier of 15 bits; the shift may be negative.
struct FixedScale {
  std::int32_t multiplier = 0;
  std::int32_t shift = 0;
  /// This by n 2^-kNoise, as a factor. From 2^13 on one that takes every sum but zero beyond the
  /// LLRs' range.
  FixedFactor over(std::uint64_t n) const;
  /// The nearest to `value` > 0.
  static FixedScale nearest(double value);
};

} // namespace rxq::receiver
