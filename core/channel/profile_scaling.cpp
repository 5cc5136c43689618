#include <array>
#include <cmath>

#include "core/channel/cdl_channel.h"
#include "core/channel/portable_math.h"
#include "core/channel/profile.h"

namespace rxq::channel {

namespace {

double rmsDelay(const Profile& profile) {
  const PathPowers powers = normalizedPowers(profile);
  double mean = powers.lineOfSight * profile.lineOfSight.delay;
  double square = mean * profile.lineOfSight.delay;
  for (std::size_t n = 0; n < profile.paths.size(); ++n) {
    const double part = powers.paths[n] * profile.paths[n].delay;
    mean += part;
    square += part * profile.paths[n].delay;
  }
  return std::sqrt(square - mean * mean);
}

void scaleKFactor(Profile& profile, double wanted) {
  const PathPowers powers = normalizedPowers(profile);
  const double model = toDecibel(powers.lineOfSight / (1 - powers.lineOfSight));
  for (Path& path : profile.paths)
    path.powerDb += model - wanted;
  const double spread = rmsDelay(profile);
  for (Path& path : profile.paths)
    path.delay /= spread;
  profile.lineOfSight.delay /= spread;
}

/// One kind of angle: its place in a path, the clusters' spread and what is asked for.
struct Angle {
  double Path::*center;
  double Profile::*clusterSpread;
  double wanted;
  bool zenith;
};

void scaleAngle(Profile& profile, const Angle& angle) {
  const PathPowers powers = normalizedPowers(profile);
  std::vector<std::pair<double, double>> rays;
  for (std::size_t n = 0; n < profile.paths.size(); ++n)
    for (const double offset : rayOffsets())
      rays.emplace_back(profile.paths[n].*angle.center + profile.*angle.clusterSpread * offset,
                        powers.paths[n] / static_cast<double>(rayOffsets().size()));
  if (profile.hasLineOfSight)
    rays.emplace_back(profile.lineOfSight.*angle.center, powers.lineOfSight);
  const AngularSpread model = angularSpread(rays);
  const double ratio = angle.wanted / model.spread;
  const auto scale = [&](double& degrees) {
    const double offset = degrees - model.mean;
    degrees = model.mean + ratio * (offset - 360 * std::nearbyint(offset / 360));
  };
  for (Path& path : profile.paths)
    scale(path.*angle.center);
  profile.*angle.clusterSpread *= ratio;
  double& line = profile.lineOfSight.*angle.center;
  scale(line);
  if (angle.zenith) { // rays are folded where they are used; the line of sight is used as it is
    line = std::abs(line);
    line = line > 180 ? 360 - line : line;
  }
}

} // namespace

AngularSpread angularSpread(const std::vector<std::pair<double, double>>& rays) {
  double sine = 0, cosine = 0, power = 0;
  for (const auto& [degrees, weight] : rays) {
    const SinCos direction = sinCosDegrees(degrees);
    sine += weight * direction.sine;
    cosine += weight * direction.cosine;
    power += weight;
  }
  const double square = (sine * sine + cosine * cosine) / (power * power);
  // sqrt(-2 ln |R|); rounding may bring |R| above 1.
  const double spread = square < 1 ? std::sqrt(-naturalLog(square)) : 0;
  return {degreesOf(sine, cosine), spread * 57.295779513082320877};
}

Profile profileFor(const ChannelSpec& spec) {
  Profile profile = profileOf(spec.kind);
  if (profile.hasLineOfSight && spec.scaleKFactor)
    scaleKFactor(profile, spec.kFactor);
  if (isCdl(spec.kind) && spec.scaleAngles)
    for (const Angle& angle : {Angle{&Path::aod, &Profile::spreadAod, spec.aodSpread, false},
                               Angle{&Path::aoa, &Profile::spreadAoa, spec.aoaSpread, false},
                               Angle{&Path::zod, &Profile::spreadZod, spec.zodSpread, true},
                               Angle{&Path::zoa, &Profile::spreadZoa, spec.zoaSpread, true}})
      scaleAngle(profile, angle);
  return profile;
}

} // namespace rxq::channel
