#include "core/receiver/fixed_planes.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdlib>

#include "core/receiver/fixed_decisions.h"

namespace rxq::receiver {

using namespace fixed;

namespace {

constexpr int kSmoothedHalf = 4; ///< plane LsSmoothed: subcarriers on either side
constexpr int kNearSymbols = 2, kNearSubcarriers = 4; ///< plane DecisionMean: on either side

std::size_t antennasOf(const FixedPlaneSource& s) {
  return static_cast<std::size_t>(s.tables.antennas);
}

/// The same subcarrier at the nearest pilot symbol: there the linear estimate is LS itself.
std::size_t nearestPilot(const FixedTables& t, std::size_t e) {
  const auto subcarriers = static_cast<std::size_t>(t.subcarriers);
  const int symbol = t.pilotSymbols[static_cast<std::size_t>(t.nearest[e / subcarriers])];
  return static_cast<std::size_t>(symbol) * subcarriers + e % subcarriers;
}

/// Of element e's samples with the estimates h at element `at`.
FixedSums sumsOf(const FixedTables& t, const FixedState& state, const std::vector<std::int32_t>& h,
                 std::size_t e, std::size_t at) {
  FixedSums sums;
  for (std::size_t r = 0; r < static_cast<std::size_t>(t.antennas); ++r) {
    const std::size_t i = 2 * (r * t.elements() + at);
    sums.add(h[i], h[i + 1], &state.y[2 * (r * t.elements() + e)]);
  }
  return sums.limitedTo(t);
}

/// Re, Im of each antenna of a [rx][element] array.
void writeAntennas(const FixedPlaneSource& s, const std::vector<std::int32_t>& from) {
  for (std::size_t e = 0; e < s.tables.elements(); ++e)
    for (std::size_t c = 0; c < 2 * antennasOf(s); ++c)
      s.put(e, c, from[2 * (c / 2 * s.tables.elements() + e) + c % 2]);
}

void writeNearest(const FixedPlaneSource& s) {
  for (std::size_t e = 0; e < s.tables.elements(); ++e) {
    const std::size_t at = nearestPilot(s.tables, e);
    for (std::size_t c = 0; c < 2 * antennasOf(s); ++c)
      s.put(e, c, s.state.estimate[2 * (c / 2 * s.tables.elements() + at) + c % 2]);
  }
}

void writeSmoothed(const FixedPlaneSource& s) {
  for (std::size_t e = 0; e < s.tables.elements(); ++e)
    for (std::size_t c = 0; c < 2 * antennasOf(s); ++c)
      s.put(e, c,
            meanOverSubcarriers(s.state.estimate, 2 * (c / 2 * s.tables.elements() + e) + c % 2,
                                kSmoothedHalf, s.tables.subcarriers));
}

void writeCombined(const FixedPlaneSource& s) {
  for (std::size_t e = 0; e < s.tables.elements(); ++e) {
    const FixedSums sums =
        sumsOf(s.tables, s.state, s.state.estimate, e, nearestPilot(s.tables, e));
    s.put(e, 0, sums.re);
    s.put(e, 1, sums.im);
    s.put(e, 2, sums.gain);
  }
}

void writeEqualised(const FixedPlaneSource& s) {
  const FixedTables& t = s.tables;
  const int left = kNoise - t.sumFraction(); // sums as fine as noise
  for (std::size_t e = 0; e < t.elements(); ++e) {
    const FixedSums sums = sumsOf(t, s.state, s.state.current, e, e);
    const std::int64_t gain = sums.gain << left;
    const std::int64_t noise = std::max<std::int64_t>(
        1, shifted(static_cast<std::int64_t>(s.state.noise) *
                       t.noiseGain[e / static_cast<std::size_t>(t.subcarriers)],
                   kOne));
    const std::int64_t unit = std::int64_t{1} << (left + kOne);
    s.put(e, 0, quotientOf(sums.re * unit, gain + noise));
    s.put(e, 1, quotientOf(sums.im * unit, gain + noise));
    s.put(e, 2, quotientOf(sums.gain * unit, gain + noise));
    const std::int64_t floored =
        std::max<std::int64_t>(1, gain + shifted(noise * kTenth, kAverage));
    s.put(e, 3,
          log2Of(static_cast<std::uint64_t>(floored)) - log2Of(static_cast<std::uint64_t>(noise)));
  }
}

void writeLogNoise(const FixedPlaneSource& s) {
  const std::int64_t log = log2Of(s.state.noise) - (std::int64_t{kNoise} << kLog);
  for (std::size_t e = 0; e < s.tables.elements(); ++e)
    s.put(e, 0, log);
}

std::uint8_t* codesAt(const FixedPlaneSource& s, std::size_t e) {
  return &s.codes[e * static_cast<std::size_t>(s.tables.inputs) + s.channel];
}

void writePilots(const FixedPlaneSource& s) {
  const FixedTables& t = s.tables;
  for (std::size_t e = 0; e < t.elements(); ++e) {
    const int pilot = t.pilotAt(e);
    for (std::size_t c = 0; c < 2; ++c)
      codesAt(s, e)[c] =
          pilot < 0 ? t.zeroCode : t.pilotCodes[2 * static_cast<std::size_t>(pilot) + c];
  }
}

void writeMask(const FixedPlaneSource& s) {
  for (std::size_t e = 0; e < s.tables.elements(); ++e)
    *codesAt(s, e) = s.tables.pilotAt(e) < 0 ? s.tables.zeroCode : s.tables.maskCode;
}

void writeDecision(const FixedPlaneSource& s) {
  for (std::size_t c = 0; c < 2 * antennasOf(s); ++c)
    for (std::size_t e = 0; e < s.tables.elements(); ++e)
      s.put(e, c, s.state.errors[c * s.tables.elements() + e]);
}

/// state.sums: of each element, the sum of `plane` over those near it, cut off at the grid's edges.
void sumNear(const FixedTables& t, const std::int32_t* plane, FixedState& state) {
  const int symbols = t.symbols, subcarriers = t.subcarriers;
  state.part.assign(t.elements(), 0);
  state.sums.assign(t.elements(), 0);
  for (int s = 0; s < symbols; ++s)
    for (int f = 0; f < subcarriers; ++f)
      for (int k = std::max(0, f - kNearSubcarriers);
           k <= std::min(subcarriers - 1, f + kNearSubcarriers); ++k)
        state.part[static_cast<std::size_t>(s * subcarriers + f)] += plane[s * subcarriers + k];
  for (int s = 0; s < symbols; ++s)
    for (int k = std::max(0, s - kNearSymbols); k <= std::min(symbols - 1, s + kNearSymbols); ++k)
      for (int f = 0; f < subcarriers; ++f)
        state.sums[static_cast<std::size_t>(s * subcarriers + f)] +=
            state.part[static_cast<std::size_t>(k * subcarriers + f)];
}

void writeDecisionMean(const FixedPlaneSource& s) {
  FixedState& state = s.state;
  sumNear(s.tables, state.energy.data(), state);
  const std::vector<std::int64_t> energy = state.sums;
  for (std::size_t c = 0; c < 2 * antennasOf(s); ++c) {
    sumNear(s.tables, &state.errors[c * s.tables.elements()], state);
    for (std::size_t e = 0; e < s.tables.elements(); ++e)
      s.put(e, c, energy[e] > 0 ? quotientOf(state.sums[e] * (1 << kSymbol), energy[e]) : 0);
  }
}

// Units of what is put.
double ofSamples(const FixedTables& t, int) { return std::ldexp(1.0, -t.sampleFraction()); }
double ofEstimates(const FixedTables& t, int) { return std::ldexp(1.0, -t.estimateFraction()); }
double ofSums(const FixedTables& t, int) { return std::ldexp(1.0, -t.sumFraction()); }
double ofErrors(const FixedTables& t, int) { return std::ldexp(1.0, -t.decisionFraction()); }
/// The last one is a quarter of log2 of the SNR.
double ofEqualised(const FixedTables&, int channel) {
  return channel < 3 ? std::ldexp(1.0, -kOne) : std::ldexp(0.25, -kLog);
}
double ofLogNoise(const FixedTables&, int) { return std::ldexp(std::log10(2.0), -kLog); }
double ofConstants(const FixedTables&, int) { return 0; }

constexpr FixedPlaneKind kKinds[] = {
    {Plane::Received, FixedInput::Nothing, ofSamples,
     [](const FixedPlaneSource& s) { writeAntennas(s, s.state.y); }},
    {Plane::Pilots, FixedInput::Nothing, ofConstants, writePilots},
    {Plane::LsNearest, FixedInput::Estimate, ofEstimates, writeNearest},
    {Plane::LsLinear, FixedInput::Current, ofEstimates,
     [](const FixedPlaneSource& s) { writeAntennas(s, s.state.current); }},
    {Plane::Combined, FixedInput::Estimate, ofSums, writeCombined},
    {Plane::Equalised, FixedInput::Current, ofEqualised, writeEqualised},
    {Plane::LogNoise, FixedInput::Nothing, ofLogNoise, writeLogNoise},
    {Plane::LsSmoothed, FixedInput::Estimate, ofEstimates, writeSmoothed},
    {Plane::Decision, FixedInput::Decisions, ofErrors, writeDecision},
    {Plane::PilotMask, FixedInput::Nothing, ofConstants, writeMask},
    {Plane::DecisionMean, FixedInput::Decisions, ofErrors, writeDecisionMean},
};

FixedSymbol decisionAt(const FixedTables& t, const FixedState& state, std::size_t e) {
  const int pilot = t.pilotAt(e);
  if (pilot >= 0) {
    const std::int32_t* p = &t.symbolsOfPilots[2 * static_cast<std::size_t>(pilot)];
    return {p[0], p[1]};
  }
  if (!t.isData(e))
    return {};
  return nearestSymbol(t, sumsOf(t, state, state.current, e, e));
}

} // namespace

void FixedPlaneSource::put(std::size_t e, std::size_t c, std::int64_t x) const {
  const FixedTables& t = tables;
  codes[e * static_cast<std::size_t>(t.inputs) + channel + c] = static_cast<std::uint8_t>(
      std::clamp<std::int64_t>(t.zeroPoint + t.toCode[channel + c].of(x), t.qMin, t.qMax));
}

std::span<const FixedPlaneKind> fixedPlaneKinds() { return kKinds; }

bool hasFixedForm(Plane plane) {
  return std::any_of(std::begin(kKinds), std::end(kKinds),
                     [&](const FixedPlaneKind& kind) { return kind.plane == plane; });
}

const FixedPlaneKind& fixedKindOf(Plane plane) {
  for (const FixedPlaneKind& kind : kKinds)
    if (kind.plane == plane)
      return kind;
  assert(false);
  return kKinds[0];
}

void decide(const FixedTables& t, FixedState& state) {
  const std::size_t elements = t.elements();
  for (std::size_t e = 0; e < elements; ++e) {
    const FixedSymbol x = decisionAt(t, state, e);
    state.energy[e] = x.energy();
    for (std::size_t r = 0; r < static_cast<std::size_t>(t.antennas); ++r) {
      const std::size_t i = 2 * (r * elements + e);
      const FixedSymbol error = errorOf(t, &state.current[i], &state.y[i], x);
      state.errors[2 * r * elements + e] = static_cast<std::int32_t>(error.re);
      state.errors[(2 * r + 1) * elements + e] = static_cast<std::int32_t>(error.im);
    }
  }
}

std::int64_t meanOverSubcarriers(const std::vector<std::int32_t>& from, std::size_t at, int half,
                                 int subcarriers) {
  const int f = static_cast<int>(at / 2) % subcarriers;
  const int low = std::max(0, f - half), high = std::min(subcarriers, f + half + 1);
  const int count = high - low;
  const std::int64_t inverse = ((std::int64_t{1} << kAverage) + count / 2) / count;
  std::int64_t sum = 0;
  for (int k = low; k < high; ++k)
    sum += from[at + 2 * static_cast<std::size_t>(k) - 2 * static_cast<std::size_t>(f)];
  return shifted(sum * inverse, kAverage);
}

} // namespace rxq::receiver
