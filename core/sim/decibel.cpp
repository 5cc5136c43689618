#include "core/sim/decibel.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

#include "core/base/number_text.h"
#include "core/base/random.h"

namespace rxq::sim {

namespace {
constexpr int kDraws = 2000;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// A point of a curve for interpolation.
struct Rate {
  double snrDb = 0;
  double rate = 0;
  double weight = 1;
};

/// Pools adjacent violators so that the rate never rises with SNR, then looks for the crossing.
/// +infinity: never at or below the target; -infinity: below it from the first point on.
double crossingOf(std::vector<Rate>& points, double target) {
  std::vector<std::size_t> blocks; // first point of each pooled block
  std::vector<Rate> pooled;
  for (const Rate& p : points) {
    pooled.push_back(p);
    blocks.push_back(1);
    while (pooled.size() > 1 && pooled[pooled.size() - 2].rate < pooled.back().rate) {
      const Rate last = pooled.back();
      const std::size_t count = blocks.back();
      pooled.pop_back();
      blocks.pop_back();
      Rate& before = pooled.back();
      before.rate =
          (before.rate * before.weight + last.rate * last.weight) / (before.weight + last.weight);
      before.weight += last.weight;
      blocks.back() += count;
    }
  }
  std::size_t i = 0;
  for (std::size_t b = 0; b < pooled.size(); ++b)
    for (std::size_t k = 0; k < blocks[b]; ++k)
      points[i++].rate = pooled[b].rate;
  if (points.empty())
    return kInfinity;
  if (points.front().rate <= target)
    return points.front().rate == target ? points.front().snrDb : -kInfinity;
  for (std::size_t k = 1; k < points.size(); ++k)
    if (points[k].rate <= target) {
      const double a = std::log(points[k - 1].rate), b = std::log(std::max(points[k].rate, 1e-12));
      return points[k - 1].snrDb +
             (points[k].snrDb - points[k - 1].snrDb) * (a - std::log(target)) / (a - b);
    }
  return kInfinity;
}

/// A zero count is read as half an error, which only matters beyond the target.
double rateOf(std::uint64_t errors, std::uint64_t blocks) {
  return (errors ? static_cast<double>(errors) : 0.5) / static_cast<double>(blocks);
}

/// Gamma(shape) draws for Beta and Dirichlet: Marsaglia and Tsang (ACM TOMS 26, 2000).
double gammaDraw(double shape, base::Philox& random) {
  if (shape < 1) {
    const double boost = std::pow(std::max(random.uniform(), 1e-300), 1 / shape);
    return gammaDraw(shape + 1, random) * boost;
  }
  const double d = shape - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  for (;;) {
    std::array<float, 2> normal;
    random.fillGaussian(normal);
    const double x = static_cast<double>(normal[0]), v = std::pow(1 + c * x, 3);
    if (v <= 0)
      continue;
    if (std::log(std::max(random.uniform(), 1e-300)) < 0.5 * x * x + d - d * v + d * std::log(v))
      return d * v;
  }
}

base::Interval percentiles(std::vector<double>& draws) {
  std::sort(draws.begin(), draws.end());
  const auto at = [&](double share) {
    return draws[static_cast<std::size_t>(
        std::lround(share * static_cast<double>(draws.size() - 1)))];
  };
  return {at(0.025), at(0.975)};
}

/// What two curves made of the slots that both saw at one SNR.
struct Joint {
  double snrDb = 0;
  std::array<std::uint64_t, 4> counts{}; ///< neither, curve only, parent only, both failed
  std::uint64_t slots() const { return counts[0] + counts[1] + counts[2] + counts[3]; }
};

std::vector<Joint> jointCounts(const Curve& curve, const Curve& parent) {
  std::vector<Joint> joints;
  for (const PointCounts& a : curve)
    for (const PointCounts& b : parent) {
      if (a.snrDb != b.snrDb)
        continue;
      Joint joint;
      joint.snrDb = a.snrDb;
      const std::uint64_t slots = std::min(a.slots, b.slots);
      for (std::uint64_t first = 0; first < slots; first += 64) {
        const std::uint64_t left = slots - first;
        const std::uint64_t mask = left >= 64 ? ~0ull : (1ull << left) - 1;
        const std::uint64_t x = a.errorMap[first / 64] & mask, y = b.errorMap[first / 64] & mask;
        joint.counts[1] += static_cast<std::uint64_t>(std::popcount(x & ~y));
        joint.counts[2] += static_cast<std::uint64_t>(std::popcount(~x & y));
        joint.counts[3] += static_cast<std::uint64_t>(std::popcount(x & y));
      }
      joint.counts[0] = slots - joint.counts[1] - joint.counts[2] - joint.counts[3];
      if (slots > 0)
        joints.push_back(joint);
    }
  return joints;
}

/// Both curves' crossings from given probabilities of the four outcomes at each point.
std::pair<double, double> crossings(const std::vector<Joint>& joints,
                                    const std::vector<std::array<double, 4>>& shares,
                                    double target) {
  std::vector<Rate> a, b;
  for (std::size_t i = 0; i < joints.size(); ++i) {
    const double n = static_cast<double>(joints[i].slots());
    a.push_back({joints[i].snrDb, std::max(shares[i][1] + shares[i][3], 1e-12), n});
    b.push_back({joints[i].snrDb, std::max(shares[i][2] + shares[i][3], 1e-12), n});
  }
  return {crossingOf(a, target), crossingOf(b, target)};
}

std::string intervalText(const base::Interval& i, int decimals) {
  const auto end = [&](double x) {
    return std::isfinite(x) ? base::toFixed(x, decimals) : std::string("\u2026");
  };
  return " [" + end(i.low) + ", " + end(i.high) + "]";
}
} // namespace

Crossing crossing(const Curve& curve, double target) {
  Crossing result;
  std::vector<Rate> rates;
  for (const PointCounts& p : curve)
    if (p.blocks > 0)
      rates.push_back({p.snrDb, rateOf(p.blockErrors, p.blocks), static_cast<double>(p.blocks)});
  if (rates.empty())
    return result;
  result.lastSnrDb = rates.back().snrDb;
  const double snr = crossingOf(rates, target);
  result.belowRange = snr == -kInfinity;
  result.reached = std::isfinite(snr);
  if (!result.reached)
    return result;
  result.snrDb = snr;
  base::Philox random({1, base::Domain::Other, base::Purpose::Bootstrap, 0});
  std::vector<double> draws;
  for (int d = 0; d < kDraws; ++d) {
    rates.clear();
    for (const PointCounts& p : curve) {
      if (p.blocks == 0)
        continue;
      const double x = gammaDraw(static_cast<double>(p.blockErrors) + 0.5, random);
      const double y = gammaDraw(static_cast<double>(p.blocks - p.blockErrors) + 0.5, random);
      rates.push_back({p.snrDb, std::max(x / (x + y), 1e-12), static_cast<double>(p.blocks)});
    }
    draws.push_back(crossingOf(rates, target));
  }
  result.interval = percentiles(draws);
  return result;
}

PairedLoss pairedLoss(const Curve& curve, const Curve& parent, double target) {
  PairedLoss loss;
  const std::vector<Joint> joints = jointCounts(curve, parent);
  if (joints.empty())
    return loss;
  std::vector<std::array<double, 4>> shares;
  for (const Joint& j : joints) {
    loss.commonSlots += j.slots();
    std::array<double, 4>& s = shares.emplace_back();
    for (std::size_t k = 0; k < 4; ++k)
      s[k] = static_cast<double>(j.counts[k]) / static_cast<double>(j.slots());
  }
  const auto [own, others] = crossings(joints, shares, target);
  if (!std::isfinite(others))
    return loss;
  if (!std::isfinite(own)) {
    loss.unbounded = own > 0;
    loss.lowerBoundDb = joints.back().snrDb - others;
    return loss;
  }
  loss.valid = true;
  loss.db = own - others;
  // Bayesian bootstrap (Rubin 1981) of the slots: Dirichlet weights of the four outcomes at each
  // point.
  base::Philox random({2, base::Domain::Other, base::Purpose::Bootstrap, 0});
  std::vector<double> draws;
  for (int d = 0; d < kDraws; ++d) {
    for (std::size_t i = 0; i < joints.size(); ++i) {
      double sum = 0;
      for (std::size_t k = 0; k < 4; ++k) {
        // A small prior keeps outcomes that were never seen possible.
        shares[i][k] = gammaDraw(static_cast<double>(joints[i].counts[k]) + 0.125, random);
        sum += shares[i][k];
      }
      for (double& s : shares[i])
        s /= sum;
    }
    const auto [a, b] = crossings(joints, shares, target);
    if (std::isfinite(b))
      draws.push_back(a - b);
  }
  loss.interval = percentiles(draws);
  return loss;
}

std::string toText(const Crossing& c) {
  if (c.reached)
    return base::toFixed(c.snrDb, 2) + " dB" + intervalText(c.interval, 2);
  if (c.belowRange)
    return "below the first point";
  return "not reached below " + base::toText(c.lastSnrDb) + " dB";
}

std::string toText(const PairedLoss& loss) {
  if (loss.valid)
    return (loss.db >= 0 ? "+" : "") + base::toFixed(loss.db, 2) + " dB" +
           intervalText(loss.interval, 2);
  if (loss.unbounded)
    return "more than " + base::toFixed(loss.lowerBoundDb, 1) + " dB";
  return "unknown";
}

} // namespace rxq::sim
