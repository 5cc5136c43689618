#pragma once

#include "core/receiver/fixed_planes.h"
#include "core/receiver/tracking.h"

/// DecisionTracker (tracking.h) in fixed point, the same step by step:
///   states      channel and slope of each antenna and subcarrier, estimateBits + kTrack bits, of
///               which estimateFraction() + kTrack are fraction bits; limited
///   estimates   predicted and smoothed channels, rounded to the format of estimates; decisions and
///               errors are computed with those
///   mean error  of sums over the window, exact: one division, halves away from zero, to the
///               fraction bits of states
///   gains       kTrackGain fraction bits, of a table by log2 of the noise relative to the power of
///               the estimate on the pilot symbol, linear between its levels and held outside
/// The smoother is the float one's in two gains instead of four: as a channel's step has no noise
/// of its own in the model, h = h' - s once the slope s between them is smoothed.
namespace rxq::receiver {

/// state.current: of the outermost pilot symbols it is read, of the symbols beyond them it is
/// written, as DecisionTracker::track() does.
void track(const FixedTables& tables, FixedState& state);

/// FixedTables::trackGains: [level][distance - 1], `symbols` distances.
std::vector<FixedTrackGain> fixedTrackGains(const TrackingModel& model, int symbols);

} // namespace rxq::receiver
