#include "core/channel/received_paths.h"

#include <cmath>

#include "core/channel/cdl_channel.h"
#include "core/channel/mixture_channel.h"
#include "core/channel/portable_math.h"
#include "core/channel/profile.h"

namespace rxq::channel {

std::vector<ReceivedPath> receivedPaths(const ChannelSpec& spec, int rxAntennas) {
  if (spec.kind == ChannelKind::Mixture) {
    std::vector<ReceivedPath> all;
    for (const auto& [one, weight] : componentsOf(spec))
      for (const ReceivedPath& path : receivedPaths(one, rxAntennas))
        all.push_back({path.delay, weight * path.power, path.lineOfSight});
    return all;
  }
  if (spec.kind == ChannelKind::Ricean) {
    const double k = fromDecibel(spec.kFactor);
    return {{0, 1 / (1 + k), false}, {0, k / (1 + k), true}};
  }
  if (!isDelayLine(spec.kind))
    return {{0, 1, spec.kind == ChannelKind::Awgn}};
  const Profile profile = profileFor(spec);
  std::vector<double> powers;
  if (isCdl(spec.kind)) {
    powers = receivedPathPowers(spec, rxAntennas);
  } else {
    const PathPowers table = normalizedPowers(profile);
    powers = table.paths;
    if (profile.hasLineOfSight)
      powers.push_back(table.lineOfSight);
  }
  std::vector<ReceivedPath> received;
  const double spread = 0.5 * (spec.delaySpread.low + spec.delaySpread.high) * 1e-9;
  for (std::size_t n = 0; n < powers.size(); ++n) {
    const bool specular = n == profile.paths.size();
    const Path& path = specular ? profile.lineOfSight : profile.paths[n];
    received.push_back({path.delay * spread, powers[n], specular});
  }
  return received;
}

double rmsDelaySpread(const std::vector<ReceivedPath>& paths) {
  double mean = 0, square = 0;
  for (const ReceivedPath& path : paths)
    mean += path.power * path.delay;
  for (const ReceivedPath& path : paths)
    square += path.power * (path.delay - mean) * (path.delay - mean);
  return std::sqrt(square);
}

} // namespace rxq::channel
