#include "core/channel/motion.h"

#include <cmath>

#include "core/channel/portable_math.h"

namespace rxq::channel {

std::array<double, 3> drawVelocity(const ChannelSpec& spec, base::Philox& random) {
  const double speed = random.uniform(spec.speed.low, spec.speed.high);
  const SinCos azimuth = sinCosTurns(random.uniform());
  const double u = random.uniform();
  SinCos zenith{1, 0};
  if (spec.zenith == VelocityZenith::UniformAngle) {
    zenith = sinCosTurns(0.5 * u);
  } else if (spec.zenith == VelocityZenith::Sphere) {
    zenith.cosine = 1 - 2 * u;
    zenith.sine = std::sqrt(1 - zenith.cosine * zenith.cosine);
  }
  return {speed * zenith.sine * azimuth.cosine, speed * zenith.sine * azimuth.sine,
          speed * zenith.cosine};
}

} // namespace rxq::channel
