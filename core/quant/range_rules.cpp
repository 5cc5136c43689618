#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "core/quant/quantizer.h"

namespace rxq::quant {

namespace {
/// Smallest width of a learned range: scales stay normal numbers.
constexpr float kSmallestRange = 1e-12f;
/// Logarithms of steps stay where exp is far from the ends of float.
constexpr float kLogLimit = 40;
/// What one step's extremes move a tracked range, as in batch normalisation's running statistics.
constexpr float kTrackingRate = 0.01f;

float largestCode(Signedness s, int bits) {
  return static_cast<float>(s == Signedness::Symmetric ? (1 << (bits - 1)) - 1 : (1 << bits) - 1);
}

detail::CodeRange codesOf(Signedness s, int bits) {
  const float top = largestCode(s, bits);
  return {s == Signedness::Symmetric ? -top : 0, top};
}

/// Trainable min and max. Unsigned ranges have min = 0 and symmetric ones min = -max, so that they
/// lower to the integer grids of DESIGN section 3; affine ones are nudged to a whole zero point.
class MinMaxRule : public RangeRule {
 public:
  int parameters(Signedness s) const override { return s == Signedness::Affine ? 2 : 1; }

  Grid grid(Signedness s, int bits, std::span<const float> p) const override {
    if (s != Signedness::Affine)
      return {p[0] / largestCode(s, bits), codesOf(s, bits)};
    const float steps = largestCode(s, bits);
    const float scale = (p[1] - p[0]) / steps;
    const float zero = std::clamp(std::nearbyint(-p[0] / scale), 0.0f, steps);
    return {scale, {-zero, steps - zero}};
  }

  void start(Signedness s, int, float low, float high, std::span<float> p) const override {
    if (s == Signedness::Affine)
      p[0] = low;
    p[parameters(s) == 2 ? 1 : 0] =
        s == Signedness::Symmetric ? std::max(std::abs(low), std::abs(high)) : high;
    constrain(s, p);
  }

  // With rounding passed straight through, y = scale * round(x / scale) inside, so its derivative
  // by the scale is round(u) - u; clipped values give the range's ends. An affine zero point is z =
  // round(-min / scale), whose rounding is passed through, too: e is what it was off by.
  void gradient(Signedness s, int bits, std::span<const float> p, const detail::RangeSums& sums,
                std::size_t, std::span<float> dp) const override {
    const float steps = largestCode(s, bits);
    if (s == Signedness::Unsigned) {
      dp[0] += sums.inside / steps + sums.above;
    } else if (s == Signedness::Symmetric) {
      dp[0] += sums.inside / steps + sums.above - sums.below;
    } else {
      const Grid g = grid(s, bits, p);
      const float e = -g.codes.low + p[0] / g.scale;
      dp[0] += (-sums.inside + e * sums.above + (steps + e) * sums.below) / steps;
      dp[1] += (sums.inside + (steps - e) * sums.above - e * sums.below) / steps;
    }
  }

  void constrain(Signedness s, std::span<float> p) const override {
    if (s == Signedness::Affine) {
      p[0] = std::min(p[0], 0.0f);
      p[1] = std::max({p[1], 0.0f, p[0] + kSmallestRange});
    } else {
      p[0] = std::max(p[0], kSmallestRange);
    }
  }
};

/// Ranges that follow the data.
class MovingAverageRule final : public MinMaxRule {
 public:
  void track(Signedness s, float low, float high, std::span<float> p) const override {
    const auto follow = [](float& value, float target) {
      value += kTrackingRate * (target - value);
    };
    if (s == Signedness::Affine) {
      follow(p[0], std::min(low, 0.0f));
      follow(p[1], std::max(high, 0.0f));
    } else {
      follow(p[0], s == Signedness::Symmetric ? std::max(std::abs(low), std::abs(high)) : high);
    }
    constrain(s, p);
  }
  void gradient(Signedness, int, std::span<const float>, const detail::RangeSums&, std::size_t,
                std::span<float>) const override {}
  bool tracks() const override { return true; }
  bool trains() const override { return false; }
};

class FixedRule final : public MinMaxRule {
 public:
  void gradient(Signedness, int, std::span<const float>, const detail::RangeSums&, std::size_t,
                std::span<float>) const override {}
  bool trains() const override { return false; }
};

/// Learned step size. The parameter is the logarithm of the step, so the step stays positive and
/// Adam moves it by a fraction: d/dlog(s) = s d/ds.
class LsqRule final : public RangeRule {
 public:
  Signedness supported(Signedness s) const override {
    return s == Signedness::Affine ? Signedness::Symmetric : s;
  }
  int parameters(Signedness) const override { return 1; }
  Grid grid(Signedness s, int bits, std::span<const float> p) const override {
    return {std::exp(p[0]), codesOf(s, bits)};
  }
  void start(Signedness s, int bits, float low, float high, std::span<float> p) const override {
    const float range = s == Signedness::Symmetric ? std::max(std::abs(low), std::abs(high)) : high;
    p[0] = std::log(std::max(range, kSmallestRange) / largestCode(s, bits));
    constrain(s, p);
  }
  void gradient(Signedness s, int bits, std::span<const float> p, const detail::RangeSums& sums,
                std::size_t elements, std::span<float> dp) const override {
    const Grid g = grid(s, bits, p);
    const float factor = 1 / std::sqrt(static_cast<float>(elements) * g.codes.high);
    dp[0] +=
        factor * g.scale * (sums.inside + g.codes.high * sums.above + g.codes.low * sums.below);
  }
  void constrain(Signedness, std::span<float> p) const override {
    p[0] = std::clamp(p[0], -kLogLimit, kLogLimit);
  }
};

constinit const MinMaxRule kMinMax{};
constinit const LsqRule kLsq{};
constinit const MovingAverageRule kMovingAverage{};
constinit const FixedRule kFixed{};
} // namespace

std::span<const RangeRuleEntry> rangeRules() {
  static constexpr std::array table{
      RangeRuleEntry{RangeLearning::MinMax, "Trained min and max", &kMinMax, &kMinMax},
      RangeRuleEntry{RangeLearning::Lsq, "Learned step (LSQ)", &kLsq, &kLsq},
      RangeRuleEntry{RangeLearning::MovingAverage, "Moving average", &kMovingAverage, nullptr}};
  return table;
}

const RangeRuleEntry& rangeRule(RangeLearning key) {
  const auto rules = rangeRules();
  const auto found = std::find_if(rules.begin(), rules.end(),
                                  [key](const RangeRuleEntry& e) { return e.key == key; });
  assert(found != rules.end());
  return *found;
}

const RangeRule& fixedRange() { return kFixed; }

} // namespace rxq::quant
