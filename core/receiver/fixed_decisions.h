#pragma once

#include <cstdint>
#include <cstdlib>

#include "core/receiver/fixed_combiner.h"

/// Decisions in fixed point, of input planes and of tracking.
namespace rxq::receiver {

/// kSymbol fraction bits; errors have decisionBits.
struct FixedSymbol {
  std::int64_t re = 0, im = 0;
  /// |x|^2, kSymbol.
  std::int32_t energy() const {
    return static_cast<std::int32_t>(fixed::shifted(re * re + im * im, fixed::kSymbol));
  }
};

/// The level nearest to u / g on one axis, in steps of kSymbol; u in level units, g >= 0. Nothing
/// is divided.
inline std::int32_t nearestLevel(const FixedTables& t, std::int64_t u, std::int64_t g) {
  std::size_t i = 0;
  while (i + 1 < t.levels.size() && std::abs(u) > 2 * static_cast<std::int64_t>(i + 1) * g)
    ++i;
  return u < 0 ? -t.levels[i] : t.levels[i];
}

/// The symbol nearest to c / g.
inline FixedSymbol nearestSymbol(const FixedTables& t, const FixedSums& sums) {
  using namespace fixed;
  return {nearestLevel(t, shifted(sums.re * t.inverseUnit, kUnit), sums.gain),
          nearestLevel(t, shifted(sums.im * t.inverseUnit, kUnit), sums.gain)};
}

/// (y - h x) conj(x), limited to decisionBits; h, y: Re, Im.
inline FixedSymbol errorOf(const FixedTables& t, const std::int32_t* h, const std::int32_t* y,
                           const FixedSymbol& x) {
  using namespace fixed;
  // h x has estimateFraction() + kSymbol fraction bits, the error kSymbol more.
  const int left = t.estimateFraction() + kSymbol - t.sampleFraction();
  const int right = t.estimateFraction() + 2 * kSymbol - t.decisionFraction();
  const std::int64_t re = shifted(y[0], -left) - (h[0] * x.re - h[1] * x.im);
  const std::int64_t im = shifted(y[1], -left) - (h[0] * x.im + h[1] * x.re);
  return {limited(shifted(re * x.re + im * x.im, right), t.bits.decisionBits),
          limited(shifted(im * x.re - re * x.im, right), t.bits.decisionBits)};
}

} // namespace rxq::receiver
