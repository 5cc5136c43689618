#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/receiver/fixed_combiner.h"

/// The input planes of core/receiver/planes.h in fixed point.
namespace rxq::receiver {

/// What the fixed-point front end knows of one slot, all in the formats of FixedTables. Scratch;
/// sizes itself once.
struct FixedState {
  std::vector<std::int32_t> y;        ///< after gain control, [rx][element][Re, Im]
  std::vector<std::int32_t> ls;       ///< at the pilots, of one antenna and symbol at a time
  std::vector<std::int32_t> rows;     ///< the same of every pilot symbol, each subcarrier
  std::vector<std::int32_t> estimate; ///< LS, linear in time, [rx][element][Re, Im]
  std::vector<std::int32_t> current;  ///< what the pass at hand starts from, alike
  std::uint64_t noise = 1;            ///< after gain control, kNoise fraction bits
  // Decisions of the pass at hand.
  std::vector<std::int32_t> errors;     ///< (y - h x) conj(x), [rx][Re, Im][element]
  std::vector<std::int32_t> energy;     ///< |x|^2, [element], kSymbol fraction bits
  std::vector<std::int64_t> sums, part; ///< of one plane over near elements
  // Tracking, of one direction and symbol (fixed_tracking.h).
  std::vector<FixedTrackGain> gains;          ///< by distance
  std::vector<std::int32_t> channels, slopes; ///< states, [distance][rx][subcarrier][Re, Im]
  std::vector<std::int32_t> predicted;        ///< estimates, [rx][subcarrier][Re, Im]
  std::vector<std::int32_t> meanErrors;       ///< [rx][Re, Im][subcarrier]
  std::vector<std::int32_t> rowEnergy, copy;  ///< [subcarrier]
};

/// What input planes in fixed point are computed from, and where they go.
struct FixedPlaneSource {
  const FixedTables& tables;
  FixedState& state;
  std::span<std::uint8_t> codes; ///< [element][input channel]
  std::size_t channel = 0;       ///< the plane's first

  /// The code of x, channel c of the plane at element e.
  void put(std::size_t e, std::size_t c, std::int64_t x) const;
};

/// The furthest thing that a plane is computed from.
enum class FixedInput {
  Nothing,  ///< samples, noise, pilots: no estimate
  Estimate, ///< the LS estimate, in every pass
  Current,  ///< the estimate that the pass starts from
  Decisions
};

/// The fixed-point form of an input plane; a line in fixedPlaneKinds() adds one.
struct FixedPlaneKind {
  Plane plane;
  FixedInput takes;
  /// The value of one step of what channel c is put from; 0 for planes that put constant codes.
  double (*unit)(const FixedTables& tables, int channel);
  void (*write)(const FixedPlaneSource& source);
};
std::span<const FixedPlaneKind> fixedPlaneKinds();
bool hasFixedForm(Plane plane);
/// Of a plane that has one.
const FixedPlaneKind& fixedKindOf(Plane plane);

/// Computes errors and energy from what is decided with the current estimate: pilots, or the symbol
/// nearest to c / g, found without division. Where nothing is sent, zeros.
void decide(const FixedTables& tables, FixedState& state);

/// The mean of `from` ([rx][element][Re, Im]) over the subcarriers within `half` of element e's, of
/// those there are; at: index of its Re or Im.
std::int64_t meanOverSubcarriers(const std::vector<std::int32_t>& from, std::size_t at, int half,
                                 int subcarriers);

} // namespace rxq::receiver
