#pragma once

#include <cstdint>
#include <vector>

#include "core/quant/integer_network.h"
#include "core/receiver/receiver.h"
#include "core/receiver/receiver_spec.h"

/// The integers of the fixed-point parts around a neural receiver's network: formats, tables, and
/// the few operations that are more than a multiplication. What FixedFrontEnd computes with them is
/// the specification; exported C does the same to the bit.
namespace rxq::receiver {

/// Fraction bits and sizes that are not settable.
namespace fixed {
inline constexpr int kPilot = 10;    ///< of conj(p) / |p|^2
inline constexpr int kWeight = 8;    ///< of interpolation weights
inline constexpr int kGain = 14;     ///< of the gain control's factor
inline constexpr int kGainBits = 18; ///< in all: gains below 16
inline constexpr int kPower = 6;     ///< of the pilots' mean power
inline constexpr int kNoise = 24;    ///< of noise power, by the square of a sample of one
inline constexpr int kUnit = 10;     ///< of the inverse spacing of the constellation's levels
inline constexpr int kOne = 12;      ///< of 1 + c, the channel head's factor; of equalised symbols
inline constexpr int kLog = 16;      ///< of logarithms
inline constexpr int kLogSegments = 64;
inline constexpr int kAverage = 16;      ///< of 1 / a number of subcarriers
inline constexpr int kWideLlrBits = 24;  ///< before the factor 1 + c
inline constexpr int kTenth = 6554;      ///< 0.1 with kAverage fraction bits
inline constexpr int kSmoothingHalf = 4; ///< plane LsSmoothed: subcarriers on either side

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
};

/// multiplier / 2^shift with a multiplier of 15 bits; the shift may be negative.
struct FixedScale {
  std::int32_t multiplier = 0;
  std::int32_t shift = 0;
  /// This by n 2^-kNoise, as a factor. From 2^13 on one that takes every sum but zero beyond the
  /// LLRs' range.
  FixedFactor over(std::uint64_t n) const;
};

/// The estimate at a symbol: weight / 2^kWeight of the pilot symbol `first`, the rest of `second`.
struct FixedTap {
  std::int32_t first = 0, second = 0, weight = 1 << fixed::kWeight;
};

/// Planes that take decisions have no fixed-point form.
bool hasFixedForm(Plane plane);
/// Throws base::Error(BadInput) naming "fixedPoint" for what has none: several passes, no gain
/// control, a smoothed estimate, planes of decisions, pilots on combs.
void checkFixedPoint(const NeuralSpec& neural, const phy::ResourceGrid& grid);

/// All that spec, link and network decide. Formats are signed with F fraction bits; what does not
/// fit is limited to the largest number that does:
///   samples y       sampleBits, F = sampleBits - 3: +-4 times the RMS after gain control
///   estimates h     estimateBits, F = estimateBits - 3
///   sums c, g       combinerBits, F = combinerBits - 6: sum conj(h) y, sum |h|^2
///   LLRs            channel head: llrBits in steps of llrStep; LLR head: the network's
///   codes
struct FixedTables {
  /// Throws as checkFixedPoint(), and for an LLR head whose outputs differ in scale.
  FixedTables(const FixedPointSpec& bits, const NeuralSpec& neural, const LinkContext& link,
              const quant::IntegerNetwork& network);

  int sampleFraction() const { return bits.sampleBits - 3; }
  int estimateFraction() const { return bits.estimateBits - 3; }
  int sumFraction() const { return bits.combinerBits - 6; }
  bool has(Plane plane) const;
  /// Whether the head or a plane takes the channel estimate.
  bool needsEstimate() const;
  std::size_t samples() const; ///< numbers of a slot's samples, Re and Im
  std::size_t llrs() const;    ///< of a slot

  FixedPointSpec bits;
  Head head;
  std::vector<Plane> planes;
  int antennas, symbols, subcarriers, bitsPerAxis, inputs, outputs;
  std::vector<int> pilotSymbols, dataSymbols;
  std::uint64_t pilotEnergy;        ///< 2 F + 2 kGain + kPower fraction bits, F of the samples
  std::vector<std::int32_t> pilots; ///< conj(p) / |p|^2, [pilot symbol][subcarrier][Re, Im]
  std::vector<FixedTap> linear;     ///< by symbol
  std::vector<int> nearest;         ///< by symbol: the pilot symbol's place in pilotSymbols

  /// Input codes: clamp(zeroPoint + factor of what the channel has, qMin, qMax).
  int zeroPoint, qMin, qMax;
  std::vector<FixedFactor> toCode;      ///< by input channel; constant planes have none
  std::vector<std::uint8_t> pilotCodes; ///< plane Pilots: [pilot symbol][subcarrier][Re, Im]
  std::uint8_t maskCode = 0;            ///< plane PilotMask: on pilots
  std::uint8_t zeroCode = 0;            ///< of both planes elsewhere
  std::vector<std::int32_t> noiseGain;  ///< by symbol: 1 + the linear estimate's noise by N0, kOne

  /// Channel head: an output code to what it is added to, by output.
  std::vector<FixedFactor> correction;
  std::vector<FixedScale> llrScale; ///< by symbol: sums of level units to LLR steps, times N0
  std::int32_t inverseUnit = 0;     ///< of the levels, kUnit
  float llrStep = 1;                ///< LLR = llrStep times the integer
};

} // namespace rxq::receiver
