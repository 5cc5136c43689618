#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <span>

/// The arithmetic of soft bits with its derivatives: what the loss differentiates through. Plain
/// loops over small blocks, written so that compilers turn them into vectors.
namespace rxq::receiver {

/// Half the spacing of Gray QAM's levels on an axis: they are 1, 3, 5 ... times this (TS 38.211
/// 5.1.3 to 5.1.6). bitsPerAxis: 1 ... 4.
inline double axisUnit(int bitsPerAxis) {
  constexpr double energy[] = {2, 10, 42, 170};
  return 1 / std::sqrt(energy[bitsPerAxis - 1]);
}
template <int BitsPerAxis> inline float axisUnit() {
  return static_cast<float>(axisUnit(BitsPerAxis));
}

/// Max-log LLRs of one real axis of Gray QAM, for noise such that LLR = phi * unit^2 / variance
/// with the complex noise variance: each is a piecewise linear function phi(y) of the position y in
/// level units. Exact, no approximation beside max-log.
///
/// The first bit is the sign. Each further bit is the sign of the distance to the middle of the
/// half that the last one chose: u' = 2^k - |u|. A sign bit among 2K levels has
///   phi = -sign(u) max_k 4 k (|u| - (k - 1)),  k = 1 .. K,
/// the difference of the squared distances to the nearest level on either side.
template <int BitsPerAxis>
inline void axisSoftBits(float y, float (&phi)[BitsPerAxis], float (&slope)[BitsPerAxis]) {
  float u = y;
  float du = 1; // derivative of u by y
  for (int i = 0; i < BitsPerAxis; ++i) {
    if (i > 0) {
      du = -std::copysign(du, du * u);
      u = static_cast<float>(1 << (BitsPerAxis - i)) - std::abs(u);
    }
    const float x = std::abs(u);
    float best = 4 * x, steep = 4;
    for (int k = 2; k <= 1 << (BitsPerAxis - 1 - i); ++k) {
      const float line = 4.f * static_cast<float>(k) * (x - static_cast<float>(k - 1));
      steep = line > best ? 4.f * static_cast<float>(k) : steep;
      best = line > best ? line : best;
    }
    phi[i] = -std::copysign(best, u);
    slope[i] = -steep * du;
  }
}

/// crossEntropy takes exp(-|logit|) no smaller than exp of this: far below what a float loss can
/// tell. Gradients of sure bits would be subnormal without it, and slow everything after them.
inline constexpr float kLeastExponent = -40;

/// exp(x) for -87 <= x <= 0, relative error below 3e-7. Not std::exp: this one vectorises and has
/// the same bits on every machine.
inline float expOfNegative(float x) {
  constexpr float kRound = 12582912.f; // 1.5 * 2^23: adding it rounds to an integer
  const float n = (x * 1.44269504f + kRound) - kRound;
  // Cody-Waite reduction by ln 2 in two parts, then a minimax polynomial on [-ln2/2, ln2/2].
  const float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1;
  const auto exponent = static_cast<std::int32_t>(n) + 127;
  return p * std::bit_cast<float>(exponent << 23);
}

/// Sum over i of softplus(logit) - bit * logit, the binary cross-entropy in nats, of at most
/// kMostLogits values; gradient = scale * (sigmoid(logit) - bit). Safe for any finite logit.
inline constexpr int kMostLogits = 512;
double crossEntropy(std::span<const float> logits, std::span<const std::uint8_t> bits, float scale,
                    std::span<float> gradient);
/// The same with probabilities of a one in place of bits.
double crossEntropy(std::span<const float> logits, std::span<const float> probabilities,
                    float scale, std::span<float> gradient);

} // namespace rxq::receiver
