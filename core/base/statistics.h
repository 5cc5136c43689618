#pragma once

#include <cstdint>

namespace rxq::base {

struct Interval {
  double low = 0;
  double high = 0;
};

/// Clopper-Pearson interval for the probability of an event seen `events` times in `trials`
/// independent trials (Clopper and Pearson, Biometrika 1934). [0, 1] when there are no trials.
Interval clopperPearson(std::uint64_t events, std::uint64_t trials, double confidence = 0.95);

/// Two-proportion z-score of a/na against b/nb with the pooled variance; 0 when undefined.
double twoProportionZ(std::uint64_t a, std::uint64_t na, std::uint64_t b, std::uint64_t nb);

/// Quantile of the Beta(a, b) distribution, a, b > 0, p in [0, 1].
double betaQuantile(double a, double b, double p);

} // namespace rxq::base
