#include "core/channel/antenna.h"

#include <algorithm>
#include <cmath>

#include "core/channel/portable_math.h"

namespace rxq::channel {

namespace {
constexpr double kBeamWidth = 65; ///< degrees, 3 dB
constexpr double kMaxLoss = 30;   ///< dB, front to back and side lobe
constexpr double kPeakGain = 8;   ///< dBi
constexpr double kHalf = 0.70710678118654752440;

double lobe(double degrees) {
  const double ratio = degrees / kBeamWidth;
  return fromDecibel(-0.5 * std::min(12 * ratio * ratio, kMaxLoss));
}
} // namespace

ElementPattern::ElementPattern(Element element) : directional(element == Element::Tr38901) {
  if (directional) {
    peak = fromDecibel(0.5 * kPeakGain);
    floor = fromDecibel(-0.5 * kMaxLoss);
  }
}

double ElementPattern::vertical(double zenith) const { return directional ? lobe(zenith - 90) : 1; }

double ElementPattern::horizontal(double azimuth) const {
  return directional ? lobe(azimuth - 360 * std::nearbyint(azimuth / 360)) : 1;
}

double ElementPattern::amplitude(double zenith, double azimuth) const {
  return peak * std::max(floor, vertical(zenith) * horizontal(azimuth));
}

PortArray::PortArray(Polarization polarization_, int portCount)
    : polarization(polarization_), ports(portCount), crossed(polarization_ != Polarization::Single),
      columns(crossed ? (portCount + 1) / 2 : portCount) {}

double PortArray::verticalWeight(int port) const {
  switch (polarization) {
  case Polarization::Single:
    return 1;
  case Polarization::Cross45:
    return kHalf;
  case Polarization::CrossVh:
    return port % 2 == 0 ? 1 : 0;
  }
  return 1;
}

double PortArray::horizontalWeight(int port) const {
  switch (polarization) {
  case Polarization::Single:
    return 0;
  case Polarization::Cross45:
    return port % 2 == 0 ? kHalf : -kHalf;
  case Polarization::CrossVh:
    return port % 2 == 0 ? 0 : 1;
  }
  return 0;
}

} // namespace rxq::channel
