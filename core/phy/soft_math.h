#pragma once

#include <bit>
#include <cstdint>

/// exp and log as short polynomials in loops that compilers vectorise; the same bits on every
/// machine.
namespace rxq::phy {

/// e^x for x <= 0, relative error below 3e-7; 0 below -87.
inline float fastExp(float x) {
  const float clamped = x < -87.0f ? -87.0f : x;
  const float scaled = clamped * 1.44269504f; // in powers of two
  const float rounded = static_cast<float>(static_cast<std::int32_t>(scaled - 0.5f));
  const float r = (clamped - rounded * 0.693359375f) + rounded * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  const float power = std::bit_cast<float>((static_cast<std::int32_t>(rounded) + 127) << 23);
  return x < -87.0f ? 0.0f : p * power;
}

/// ln x for finite x >= the smallest normal number, absolute error below 2e-7 plus rounding.
inline float fastLog(float x) {
  const std::int32_t bits = std::bit_cast<std::int32_t>(x);
  // Mantissa in [sqrt(1/2), sqrt(2)).
  const std::int32_t shifted = bits - 0x3f3504f3;
  const std::int32_t exponent = shifted >> 23;
  const float m = std::bit_cast<float>(bits - (exponent << 23)) - 1.0f;
  const float z = m * m;
  float p = 7.0376836292e-2f;
  p = p * m - 1.1514610310e-1f;
  p = p * m + 1.1676998740e-1f;
  p = p * m - 1.2420140846e-1f;
  p = p * m + 1.4249322787e-1f;
  p = p * m - 1.6668057665e-1f;
  p = p * m + 2.0000714765e-1f;
  p = p * m - 2.4999993993e-1f;
  p = p * m + 3.3333331174e-1f;
  return m - 0.5f * z + p * m * z + static_cast<float>(exponent) * 0.693147181f;
}

} // namespace rxq::phy
