#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/cpu.h"

/// The inner loops of the LDPC decoders. Here a positive value means a zero bit, as the literature
/// has it.
///
/// A column of the base graph is kept as one period of `lifting` values, cyclically shifted, and a
/// margin that repeats its beginning, so that any shift is read in whole vectors. Kernels run over
/// whole vectors and therefore compute some checks twice: harmless, since they see the same values.
/// Every operation is elementwise and in a fixed order: all instruction sets give the same bits.
namespace rxq::phy::detail {

inline constexpr int kMaxRowDegree = 19;
inline constexpr int kMaxColumnDegree = 46;
inline constexpr int kMaxLifting = 384;
inline constexpr float kMostRatioClip = 20; ///< products of ratios stay normal numbers

/// One row of the base graph: `lifting` checks of `degree` bits each.
template <class T> struct CheckRow {
  int degree = 0;
  int lifting = 0;
  const T* const* from = nullptr; ///< [degree] a-posteriori values of each edge's column
  T* const* to = nullptr;         ///< [degree] layered: where they go, check 0 first
  const int* start = nullptr;     ///< [degree] place in `from` of the bit that check 0 involves
  T* messages = nullptr;          ///< [degree][stride] check-to-bit messages, updated
  int stride = 0;                 ///< a multiple of the vector's length
};

/// One column of the base graph: total = channel + all messages to it.
template <class T> struct BitColumn {
  int degree = 0;
  int lifting = 0;
  const T* channel = nullptr;         ///< [lifting], readable to the end of its last vector
  const T* const* messages = nullptr; ///< [degree] with margin
  const int* start = nullptr;         ///< [degree] place of the message to bit 0
  T* total = nullptr;                 ///< written with its margin
};

/// Magnitude of a message: min(clip, max(0, scale * minimum - offset)).
struct FloatRule {
  float scale = 1;
  float offset = 0;
  float clip = 0;    ///< largest check-to-bit message
  float bitClip = 0; ///< largest bit-to-check message, flooding only
  /// The same limits of likelihood ratios: e^-bitClip, e^-clip, e^clip.
  float leastBit = 0, leastRatio = 0, mostRatio = 0;
};
/// In steps: min(clip, max(0, floor(scale16 * minimum / 16) - offset)). Values saturate at -128 and
/// 127.
struct Int8Rule {
  std::uint8_t scale16 = 16; ///< 1 to 16
  std::uint8_t offset = 0;
  std::uint8_t clip = 31;
};

/// The kernels of one message type for one instruction set.
template <class T, class Rule> struct CheckKernels {
  int lanes = 0; ///< values in a vector: columns need margins of that many
  void (*layeredMinSum)(const CheckRow<T>&, const Rule&) = nullptr;
  void (*floodingMinSum)(const CheckRow<T>&, const Rule&) = nullptr;
  void (*layeredSumProduct)(const CheckRow<T>&, const Rule&) = nullptr; ///< float only
  void (*floodingSumProduct)(const CheckRow<T>&, const Rule&) = nullptr;
  void (*updateColumn)(const BitColumn<T>&) = nullptr;
  bool (*parityHolds)(const CheckRow<T>&) = nullptr; ///< of the signs; no messages needed
  /// Sets the sign of failed[i % lanes] for every check i that does not hold.
  void (*failedChecks)(const CheckRow<T>&, T* failed) = nullptr;
  void (*repeat)(T* column, int lifting) = nullptr; ///< writes the margin
  /// Ratios only: values[i] = e^-llrs[i], LLRs clipped at clip.
  void (*toRatios)(const float* llrs, T* values, std::size_t count, float clip) = nullptr;
};
using FloatKernels = CheckKernels<float, FloatRule>;
using Int8Kernels = CheckKernels<std::int8_t, Int8Rule>;

const FloatKernels& floatKernels(base::Isa isa);
/// Flooding sum-product where every value x is kept as its likelihood ratio e^x, no messages being
/// 1: for clips up to kMostRatioClip. Layered kernels are null.
const FloatKernels& ratioKernels(base::Isa isa);
const Int8Kernels& int8Kernels(base::Isa isa);

} // namespace rxq::phy::detail
