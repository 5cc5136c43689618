#pragma once

#include <array>

#include "core/base/random.h"
#include "core/channel/channel_spec.h"

namespace rxq::channel {

inline constexpr double kSpeedOfLight = 299792458.0; ///< m/s

/// Metres.
inline double wavelength(double gigahertz) { return kSpeedOfLight / (gigahertz * 1e9); }

/// Draws the user's velocity, m/s: speed uniform in the range, azimuth uniform, zenith as the spec
/// says. Always takes three doubles from the stream.
std::array<double, 3> drawVelocity(const ChannelSpec& spec, base::Philox& random);

} // namespace rxq::channel
