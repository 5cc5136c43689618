#pragma once

#include <vector>

#include "core/channel/channel_spec.h"

namespace rxq::channel {

/// One echo as the receiver's antennas see it.
struct ReceivedPath {
  double delay;     ///< seconds
  double power;     ///< mean over slots and ports, antenna patterns included; all sum to 1
  bool lineOfSight; ///< specular: does not fade by itself
};

/// Power-delay profile of a channel, in the table's order, line of sight last; of a range of delay
/// spreads, at its middle. AWGN is one specular path at delay 0, block fading one that fades and,
/// if Ricean, one that does not.
/// A mixture has those of its models, weighted.
std::vector<ReceivedPath> receivedPaths(const ChannelSpec& spec, int rxAntennas);

/// Square root of the second central moment of the profile's delay, seconds.
double rmsDelaySpread(const std::vector<ReceivedPath>& paths);

} // namespace rxq::channel
