#include "core/nn/adam.h"

#include <cassert>
#include <cmath>
#include <numbers>

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
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const float g = gradient[i];
    first[i] = kBeta1 * first[i] + (1 - kBeta1) * g;
    second[i] = kBeta2 * second[i] + (1 - kBeta2) * g * g;
    parameters[i] -= step * first[i] / (std::sqrt(second[i]) * scale + kEpsilon);
  }
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
