#include "core/base/statistics.h"

#include <cassert>
#include <cmath>

#include <boost/math/distributions/beta.hpp>

namespace rxq::base {

double betaQuantile(double a, double b, double p) {
  return boost::math::quantile(boost::math::beta_distribution<double>(a, b), p);
}

Interval clopperPearson(std::uint64_t events, std::uint64_t trials, double confidence) {
  assert(events <= trials);
  if (trials == 0)
    return {0, 1};
  const auto k = static_cast<double>(events);
  const auto n = static_cast<double>(trials);
  const double tail = (1 - confidence) / 2;
  return {events == 0 ? 0.0 : betaQuantile(k, n - k + 1, tail),
          events == trials ? 1.0 : betaQuantile(k + 1, n - k, 1 - tail)};
}

double twoProportionZ(std::uint64_t a, std::uint64_t na, std::uint64_t b, std::uint64_t nb) {
  if (na == 0 || nb == 0)
    return 0;
  const double pa = static_cast<double>(a) / static_cast<double>(na);
  const double pb = static_cast<double>(b) / static_cast<double>(nb);
  const double pooled = static_cast<double>(a + b) / static_cast<double>(na + nb);
  const double variance =
      pooled * (1 - pooled) * (1 / static_cast<double>(na) + 1 / static_cast<double>(nb));
  return variance > 0 ? (pa - pb) / std::sqrt(variance) : 0;
}

} // namespace rxq::base
