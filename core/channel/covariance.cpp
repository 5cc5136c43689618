#include "core/channel/covariance.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/channel/cdl_channel.h"
#include "core/channel/mixture_channel.h"
#include "core/channel/motion.h"
#include "core/channel/portable_math.h"
#include "core/channel/received_paths.h"
#include "core/channel/tdl_channel.h"

namespace rxq::channel {

namespace {

using std::numbers::pi;

struct Node {
  double value;
  double weight;
};

/// Gauss and Legendre's rule on the range, weights summing to 1; Newton from Chebyshev's nodes.
std::vector<Node> average(const param::Range& range, int count) {
  if (range.low == range.high)
    return {{range.low, 1}};
  std::vector<Node> nodes;
  for (int i = 0; i < count; ++i) {
    double x = std::cos(pi * (i + 0.75) / (count + 0.5)), slope = 0;
    for (int step = 0; step < 50; ++step) {
      double p = 1, previous = 0;
      for (int n = 1; n <= count; ++n) {
        const double next = ((2 * n - 1) * x * p - (n - 1) * previous) / n;
        previous = p;
        p = next;
      }
      slope = count * (x * p - previous) / (x * x - 1);
      const double change = p / slope;
      x -= change;
      if (std::abs(change) < 1e-15)
        break;
    }
    nodes.push_back({0.5 * (range.low + range.high) + 0.5 * (range.high - range.low) * x,
                     1 / ((1 - x * x) * slope * slope)});
  }
  return nodes;
}

double besselJ0(double x) { return std::cyl_bessel_j(0.0, std::abs(x)); }

/// Mean over directions of travel of exp(j x (ray . travel)), ray at a zenith angle given by its
/// sine and cosine. Averaging over the azimuth leaves J0 of the horizontal part.
double directionAverage(VelocityZenith zenith, double sine, double cosine, double x) {
  switch (zenith) {
  case VelocityZenith::Horizontal:
    return besselJ0(x * sine);
  case VelocityZenith::Sphere:
    return std::abs(x) < 1e-6 ? 1 : std::sin(x) / x;
  case VelocityZenith::UniformAngle: {
    // Smooth and periodic in the angle: the midpoint rule converges geometrically.
    const int nodes = 12 + static_cast<int>(std::abs(x));
    double sum = 0;
    for (int i = 0; i < nodes; ++i) {
      const double angle = pi * (i + 0.5) / nodes;
      sum += besselJ0(x * sine * std::sin(angle)) * std::cos(x * cosine * std::cos(angle));
    }
    return sum / nodes;
  }
  }
  return 1;
}

/// Power by zenith angle at the user. Rays are split linearly between angles half a degree apart,
/// which changes a correlation by less than 1e-5.
std::vector<Node> zenithProfile(const ChannelSpec& spec, int rxAntennas) {
  constexpr double step = 0.5;
  const Profile profile = profileFor(spec);
  const ElementPattern user(spec.userElement);
  const std::vector<double> powers = receivedPathPowers(spec, rxAntennas);
  std::vector<double> bins(362);
  const auto add = [&](double zenith, double power) {
    const double position = zenith / step;
    const auto at = static_cast<std::size_t>(position);
    const double part = position - static_cast<double>(at);
    bins[at] += power * (1 - part);
    bins[at + 1] += power * part;
  };
  for (std::size_t n = 0; n < profile.paths.size(); ++n) {
    const Path& path = profile.paths[n];
    std::vector<Node> rays;
    double total = 0;
    for (const double z : rayOffsets()) {
      const double reflected = std::abs(path.zoa + profile.spreadZoa * z);
      const double zenith = reflected > 180 ? 360 - reflected : reflected;
      double gain = 0;
      for (const double a : rayOffsets())
        gain += std::pow(user.amplitude(zenith, path.aoa + profile.spreadAoa * a - 180), 2);
      rays.push_back({zenith, gain});
      total += gain;
    }
    for (const Node& ray : rays)
      add(ray.value, powers[n] * ray.weight / total);
  }
  if (profile.hasLineOfSight)
    add(profile.lineOfSight.zoa, powers.back());
  std::vector<Node> nodes;
  for (std::size_t i = 0; i < bins.size(); ++i)
    if (bins[i] > 0)
      nodes.push_back({step * static_cast<double>(i), bins[i]});
  return nodes;
}

std::vector<std::complex<double>> cdlTime(const ChannelSpec& spec, int rxAntennas,
                                          const std::vector<Node>& shifts,
                                          const std::vector<double>& lags) {
  std::vector<std::complex<double>> result(lags.size());
  // A sphere's average does not depend on the ray.
  const std::vector<Node> zeniths = spec.zenith == VelocityZenith::Sphere
                                        ? std::vector<Node>{{90, 1}}
                                        : zenithProfile(spec, rxAntennas);
  for (const Node& ray : zeniths) {
    const SinCos angle = sinCosDegrees(ray.value);
    for (const Node& shift : shifts)
      for (std::size_t i = 0; i < lags.size(); ++i)
        result[i] +=
            ray.weight * shift.weight *
            directionAverage(spec.zenith, angle.sine, angle.cosine, 2 * pi * shift.value * lags[i]);
  }
  return result;
}

std::vector<std::complex<double>> tdlTime(const ChannelSpec& spec, const std::vector<Node>& shifts,
                                          const std::vector<double>& lags) {
  std::vector<std::complex<double>> result(lags.size());
  const double line = normalizedPowers(profileFor(spec)).lineOfSight;
  for (const Node& shift : shifts)
    for (std::size_t i = 0; i < lags.size(); ++i) {
      const double x = 2 * pi * shift.value * lags[i];
      result[i] += shift.weight *
                   ((1 - line) * besselJ0(x) + line * std::polar(1.0, kLineOfSightDoppler * x));
    }
  return result;
}

using Correlation = std::vector<std::complex<double>>;

/// Mean of `one` over a mixture's models.
template <class F> Correlation mixed(const ChannelSpec& spec, std::size_t lags, F&& one) {
  Correlation result(lags);
  for (const auto& [component, weight] : componentsOf(spec)) {
    const Correlation part = one(component);
    for (std::size_t i = 0; i < lags; ++i)
      result[i] += weight * part[i];
  }
  return result;
}

} // namespace

std::vector<std::complex<double>> timeCorrelation(const ChannelSpec& spec, int rxAntennas,
                                                  const std::vector<double>& lags) {
  if (spec.kind == ChannelKind::Mixture)
    return mixed(spec, lags.size(),
                 [&](const ChannelSpec& one) { return timeCorrelation(one, rxAntennas, lags); });
  if (!isDelayLine(spec.kind))
    return std::vector<std::complex<double>>(lags.size(), 1);
  double longest = 0;
  for (const double lag : lags)
    longest = std::max(longest, std::abs(lag));
  // Largest Doppler shifts, Hz: products of speeds and carriers.
  const double turns = spec.speed.high * longest / wavelength(spec.carrier.high);
  const int nodes = 10 + std::min(static_cast<int>(6 * turns), 190);
  std::vector<Node> shifts;
  for (const Node& speed : average(spec.speed, nodes))
    for (const Node& carrier : average(spec.carrier, nodes))
      shifts.push_back({speed.value / wavelength(carrier.value), speed.weight * carrier.weight});
  return isCdl(spec.kind) ? cdlTime(spec, rxAntennas, shifts, lags) : tdlTime(spec, shifts, lags);
}

std::vector<std::complex<double>> frequencyCorrelation(const ChannelSpec& spec, int rxAntennas,
                                                       const std::vector<double>& lags) {
  if (spec.kind == ChannelKind::Mixture)
    return mixed(spec, lags.size(), [&](const ChannelSpec& one) {
      return frequencyCorrelation(one, rxAntennas, lags);
    });
  if (!isDelayLine(spec.kind))
    return std::vector<std::complex<double>>(lags.size(), 1);
  std::vector<std::complex<double>> result;
  // Powers do not depend on the delay spread, so at unit spread they serve the whole range.
  ChannelSpec unit = spec;
  unit.delaySpread = {1, 1};
  const std::vector<ReceivedPath> paths = receivedPaths(unit, rxAntennas);
  double widest = 0, latest = 0;
  for (const double lag : lags)
    widest = std::max(widest, std::abs(lag));
  for (const ReceivedPath& path : paths)
    latest = std::max(latest, path.delay);
  const double turns = (spec.delaySpread.high - spec.delaySpread.low) * widest * latest;
  const auto spreads = average(spec.delaySpread, 10 + static_cast<int>(std::min(4 * turns, 190.0)));
  for (const double lag : lags) {
    std::complex<double> sum = 0;
    for (const Node& spread : spreads)
      for (const ReceivedPath& path : paths)
        sum += std::polar(path.power * spread.weight, -2 * pi * lag * path.delay * spread.value);
    result.push_back(sum);
  }
  return result;
}

Covariance covarianceOf(const ChannelSpec& spec, const phy::ResourceGrid& grid, int rxAntennas) {
  Covariance result;
  const auto symbols = static_cast<std::size_t>(grid.symbols());
  std::vector<double> lags;
  for (std::size_t t = 0; t < symbols; ++t)
    lags.push_back(static_cast<double>(t) * grid.symbolPeriod());
  const auto time = timeCorrelation(spec, rxAntennas, lags);
  for (std::size_t t = 0; t < symbols; ++t)
    for (std::size_t u = 0; u < symbols; ++u)
      result.time.push_back(t >= u ? time[t - u] : std::conj(time[u - t]));

  // Used bins lie on a regular grid: one correlation a distance.
  const std::vector<int>& bins = grid.bins();
  std::vector<double> distances;
  for (int d = 0; d <= bins.back() - bins.front(); ++d)
    distances.push_back(d * grid.spacingHz());
  const auto frequency = frequencyCorrelation(spec, rxAntennas, distances);
  result.frequency.reserve(bins.size() * bins.size());
  for (const int a : bins)
    for (const int b : bins)
      result.frequency.push_back(a >= b ? frequency[static_cast<std::size_t>(a - b)]
                                        : std::conj(frequency[static_cast<std::size_t>(b - a)]));
  return result;
}

} // namespace rxq::channel
