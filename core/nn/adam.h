#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace rxq::nn {

/// Adam (Kingma and Ba, arXiv 1412.6980), bias-corrected, beta 0.9 and 0.999, epsilon 1e-8.
/// A plain value: part of a checkpoint.
struct Adam {
  std::vector<float> first, second;
  std::int64_t steps = 0;

  /// One step; `rate` may differ a call. Sizes are fixed by the first call.
  void step(std::span<float> parameters, std::span<const float> gradient, float rate);
};

/// Learning rate of iteration i (0-based) of n: linear warm-up, then cosine to finalFraction *
/// peak.
float cosineRate(std::int64_t i, std::int64_t n, std::int64_t warmup, float peak,
                 float finalFraction);

} // namespace rxq::nn
