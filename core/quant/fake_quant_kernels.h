#pragma once

#include <cstddef>

#include "core/base/cpu.h"

namespace rxq::quant::detail {

/// A symmetric-about-zero integer grid: codes low ... high, real = scale * code.
struct CodeRange {
  float low, high;
};

/// Sums over a tensor from which every range rule forms its gradient (quantizer.h). With u = x /
/// scale: inside = sum of dy * (round(u) - u) over low <= u <= high, above and below = sums of dy
/// beyond.
struct RangeSums {
  float inside, above, below;
};

/// The loops of fake quantization, which run in every step of quantization-aware training. All
/// instruction sets give the same bits: sums run in sixteen fixed lanes, divisions are true ones.
struct FakeQuantKernels {
  /// y = scale * round(clamp(x / scale, low, high)); y may be x.
  void (*forward)(const float* x, std::size_t n, float scale, CodeRange codes, float* y);
  /// Straight-through: dx = dy inside, 0 beyond; dx may be dy.
  void (*backward)(const float* x, const float* dy, std::size_t n, float scale, CodeRange codes,
                   float* dx, RangeSums& sums);
  /// The same for [row][channel] with a scale a channel.
  void (*forwardChannels)(const float* x, std::size_t rows, std::size_t channels,
                          const float* scale, CodeRange codes, float* y);
  /// `sums`: one a channel, overwritten.
  void (*backwardChannels)(const float* x, const float* dy, std::size_t rows, std::size_t channels,
                           const float* scale, CodeRange codes, float* dx, RangeSums* sums);
  /// Sum of (forward(x) - x)^2.
  double (*squaredError)(const float* x, std::size_t n, float scale, CodeRange codes);
  /// Smallest and largest of n >= 1 values, each joined with what is there.
  void (*extremes)(const float* x, std::size_t n, float* low, float* high);
};

const FakeQuantKernels& plainFakeQuantKernels();
const FakeQuantKernels& avx2FakeQuantKernels();
const FakeQuantKernels& avx512FakeQuantKernels();

/// Kernels for a set; sets without their own get the nearest narrower.
const FakeQuantKernels& fakeQuantKernels(base::Isa isa);
/// The widest that this processor runs.
const FakeQuantKernels& fakeQuantKernels();

} // namespace rxq::quant::detail
