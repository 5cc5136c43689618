#include "core/receiver/soft_bits.h"

#include <cassert>

namespace rxq::receiver {

namespace {
float targetOf(std::uint8_t bit) { return static_cast<float>(static_cast<std::int32_t>(bit)); }
float targetOf(float probability) { return probability; }

template <class Target>
double crossEntropyOf(std::span<const float> logits, std::span<const Target> bits, float scale,
                      std::span<float> gradient) {
  const std::size_t n = logits.size();
  assert(n <= kMostLogits && bits.size() == n && gradient.size() == n);
  float tail[kMostLogits];   // exp(-|logit|)
  float linear[kMostLogits]; // max(logit, 0) - bit * logit
  // Selections stand apart from the arithmetic: in one loop the compiler specialises the paths of
  // their constants and gives up on vectors.
  for (std::size_t i = 0; i < n; ++i)
    tail[i] = std::max(-std::abs(logits[i]), kLeastExponent);
  for (std::size_t i = 0; i < n; ++i)
    tail[i] = expOfNegative(tail[i]);
  for (std::size_t i = 0; i < n; ++i) {
    linear[i] = std::max(logits[i], 0.f);
    gradient[i] = logits[i] >= 0 ? 1.f : tail[i];
  }
  for (std::size_t i = 0; i < n; ++i) {
    const float bit = targetOf(bits[i]);
    linear[i] -= bit * logits[i];
    gradient[i] = scale * (gradient[i] / (1 + tail[i]) - bit);
  }
  // softplus(x) = max(x, 0) + ln(1 + exp(-|x|)). One logarithm of the product serves all: at most
  // 2^512 in double. Four lanes, in a fixed order.
  double sum[4] = {}, product[4] = {1, 1, 1, 1};
  std::size_t i = 0;
  for (; i + 4 <= n; i += 4)
    for (std::size_t lane = 0; lane < 4; ++lane) {
      sum[lane] += static_cast<double>(linear[i + lane]);
      product[lane] *= 1 + static_cast<double>(tail[i + lane]);
    }
  for (; i < n; ++i) {
    sum[0] += static_cast<double>(linear[i]);
    product[0] *= 1 + static_cast<double>(tail[i]);
  }
  return (sum[0] + sum[1]) + (sum[2] + sum[3]) +
         std::log((product[0] * product[1]) * (product[2] * product[3]));
}
} // namespace

double crossEntropy(std::span<const float> logits, std::span<const std::uint8_t> bits, float scale,
                    std::span<float> gradient) {
  return crossEntropyOf(logits, bits, scale, gradient);
}

double crossEntropy(std::span<const float> logits, std::span<const float> probabilities,
                    float scale, std::span<float> gradient) {
  return crossEntropyOf(logits, probabilities, scale, gradient);
}

} // namespace rxq::receiver
