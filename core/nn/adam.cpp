#include "core/nn/adam.h"

#include <cassert>
#include <cmath>
#include <numbers>

#include "core/nn/element_kernels.h"

namespace rxq::nn {

namespace {
constexpr float kBeta1 = 0.9f, kBeta2 = 0.999f, kEpsilon = 1e-8f;
}

void Adam::step(std::span<float> parameters, std::span<const float> gradient, float rate) {
  if (first.empty()) {
    first.assign(parameters.size(), 0);
    second.assign(parameters.size(), 0);
  }
  assert(first.size() == parameters.size() && gradient.size() == parameters.size());
  ++steps;
  const auto n = static_cast<double>(steps);
  const auto step = static_cast<float>(rate / (1 - std::pow(static_cast<double>(kBeta1), n)));
  const auto scale =
      static_cast<float>(1 / std::sqrt(1 - std::pow(static_cast<double>(kBeta2), n)));
  elementKernels().adam({kBeta1, kBeta2, kEpsilon, step, scale}, parameters.size(), gradient.data(),
                        first.data(), second.data(), parameters.data());
}

float cosineRate(std::int64_t i, std::int64_t n, std::int64_t warmup, float peak,
                 float finalFraction) {
  if (i < warmup)
    return peak * static_cast<float>(i + 1) / static_cast<float>(warmup);
  const double progress =
      n > warmup ? static_cast<double>(i - warmup) / static_cast<double>(n - warmup) : 1.0;
  const double fall = 0.5 * (1 + std::cos(std::numbers::pi * progress));
  return static_cast<float>(peak * (finalFraction + (1 - finalFraction) * fall));
}

} // namespace rxq::nn
