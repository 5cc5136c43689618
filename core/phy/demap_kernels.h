#pragma once

#include <array>
#include <cstddef>

#include "core/base/cpu.h"

/// The inner loop of the demapper. All instruction sets give the same bits.
namespace rxq::phy::detail {

inline constexpr int kMaxAxisBits = 4;
inline constexpr std::size_t kMaxAxisLevels = 1u << kMaxAxisBits;

/// One axis of a Gray QAM: real and imaginary parts are alike (TS 38.211 5.1.3 to 5.1.6), even bits
/// on one, odd bits on the other.
struct Axis {
  int bits = 1;
  /// By the number whose bit i, from the lowest, is the axis' bit i.
  std::array<float, kMaxAxisLevels> amplitude{};
};

/// Values demapped at once; a multiple of every vector's length.
inline constexpr std::size_t kDemapBlock = 128;
/// LLRs of a block: [axis bit][value].
using AxisLlrs = std::array<std::array<float, kDemapBlock>, kMaxAxisBits>;

struct DemapKernels {
  /// y: received amplitudes; inverse: 1 / noise variance of the complex symbol. kDemapBlock each.
  void (*exact)(const Axis& axis, const float* y, const float* inverse, AxisLlrs& llrs) = nullptr;
  void (*maxLog)(const Axis& axis, const float* y, const float* inverse, AxisLlrs& llrs) = nullptr;
};
const DemapKernels& demapKernels(base::Isa isa);
const DemapKernels& demapKernels();

} // namespace rxq::phy::detail
