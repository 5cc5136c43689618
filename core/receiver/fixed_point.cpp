#include "core/receiver/fixed_point.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/base/error.h"
#include "core/receiver/estimation.h"
#include "core/receiver/fixed_planes.h"
#include "core/receiver/fixed_tracking.h"
#include "core/receiver/planes.h"
#include "core/receiver/soft_bits.h"

namespace rxq::receiver {

using namespace fixed;

namespace {
std::int32_t rounded(double value, int fraction) {
  return static_cast<std::int32_t>(std::lround(std::ldexp(value, fraction)));
}

double scaleAt(const quant::TensorQuant& tensor, std::size_t channel) {
  return static_cast<double>(tensor.scale[tensor.scale.size() == 1 ? 0 : channel]);
}

[[noreturn]] void bad(base::Message message) {
  throw base::Error(base::ErrorKind::BadInput, std::move(message));
}

/// Lines between the pilots of a comb, held outside.
std::vector<FixedTap> combTaps(const std::vector<int>& comb, int subcarriers) {
  std::vector<FixedTap> taps;
  int right = 0; // the first pilot that is not left of the subcarrier
  const int last = static_cast<int>(comb.size()) - 1;
  for (int f = 0; f < subcarriers; ++f) {
    while (right < last && comb[static_cast<std::size_t>(right)] < f)
      ++right;
    const int high = comb[static_cast<std::size_t>(right)];
    if (right == 0 || f >= high) {
      taps.push_back({right, right});
      continue;
    }
    const int low = comb[static_cast<std::size_t>(right - 1)];
    taps.push_back(
        {right - 1, right, rounded(static_cast<double>(high - f) / (high - low), kWeight)});
  }
  return taps;
}
} // namespace

void checkFixedPoint(const NeuralSpec& neural) {
  for (const Plane plane : neural.planes)
    if (!hasFixedForm(plane))
      bad(base::message("Fixed point (fixedPoint): the input plane '%1' has no fixed-point form.",
                        param::keyOf(plane)));
}

FixedTables::FixedTables(const FixedPointSpec& spec, const NeuralSpec& neural,
                         const LinkContext& link, const quant::IntegerNetwork& network)
    : bits(spec), head(neural.head), planes(neural.planes), passes(neural.passes),
      smoothing(neural.smoothing), gainControl(neural.gainControl), antennas(link.rxAntennas),
      symbols(link.grid->symbols()), subcarriers(link.grid->subcarriers()),
      bitsPerAxis(phy::bitsPerSymbol(link.modulation) / 2), inputs(network.inputChannels),
      outputs(network.outputChannels()), pilotSymbols(link.grid->pilotSymbols()),
      pilotSubcarriers(link.grid->pilotSubcarriers()), runs(link.grid->dataRuns()) {
  checkFixedPoint(neural);
  const double unit = axisUnit(bitsPerAxis);
  llrStep = static_cast<float>(bits.llrStep);
  inverseUnit = rounded(1 / unit, kUnit);
  for (int level = 1; level < 1 << bitsPerAxis; level += 2)
    levels.push_back(rounded(unit * level, kSymbol));
  placePilots(*link.grid);
  interpolate(*link.grid, unit);
  prepareTracking(neural, *link.grid);
  makeCodes(*link.grid, network.tensors.front());
  makeCorrections(network);
}

void FixedTables::placePilots(const phy::ResourceGrid& grid) {
  pilotEnergy = static_cast<std::uint64_t>(
      std::llround(std::ldexp(grid.pilotEnergy(), 2 * (sampleFraction() + kGain) + kPower)));
  pilotRow.assign(static_cast<std::size_t>(symbols), -1);
  pilotColumn.assign(static_cast<std::size_t>(subcarriers), -2);
  for (std::size_t i = 0; i < pilotSymbols.size(); ++i)
    pilotRow[static_cast<std::size_t>(pilotSymbols[i])] = static_cast<int>(i);
  for (const int e : grid.dataElements())
    if (grid.isPilot(e / subcarriers))
      pilotColumn[static_cast<std::size_t>(e % subcarriers)] = -1;
  for (std::size_t i = 0; i < pilotSubcarriers.size(); ++i)
    pilotColumn[static_cast<std::size_t>(pilotSubcarriers[i])] = static_cast<int>(i);
  for (const int symbol : pilotSymbols)
    for (const int f : pilotSubcarriers) {
      const Complex p = grid.pilots()[static_cast<std::size_t>(symbol * subcarriers + f)];
      const float scale = std::ldexp(1.0f, kPilot) / std::norm(p);
      pilots.push_back(static_cast<std::int32_t>(std::lround(p.real() * scale)));
      pilots.push_back(static_cast<std::int32_t>(std::lround(-p.imag() * scale)));
      symbolsOfPilots.push_back(rounded(static_cast<double>(p.real()), kSymbol));
      symbolsOfPilots.push_back(rounded(static_cast<double>(p.imag()), kSymbol));
    }
}

void FixedTables::interpolate(const phy::ResourceGrid& grid, double unit) {
  if (!grid.hasFullPilots())
    comb = combTaps(pilotSubcarriers, subcarriers);
  for (const TimeTap& tap : timeTaps(Interpolation::Nearest, grid))
    nearest.push_back(tap.first);
  for (const TimeTap& tap : timeTaps(Interpolation::LinearHeld, grid)) {
    linear.push_back(
        {tap.first, tap.second, rounded(static_cast<double>(tap.firstWeight), kWeight)});
    const double noise = 1 + static_cast<double>(tap.noiseGain());
    noiseGain.push_back(rounded(noise, kOne));
    llrScale.push_back(FixedScale::nearest(
        std::ldexp(unit * unit / noise / static_cast<double>(llrStep), -sumFraction())));
  }
}

void FixedTables::prepareTracking(const NeuralSpec& neural, const phy::ResourceGrid& grid) {
  trackSymbols = std::max(pilotSymbols.front(), symbols - 1 - pilotSymbols.back());
  if (neural.tracking == 0 || trackSymbols == 0)
    return;
  tracking = neural.tracking;
  const TrackingModel model(grid, smoothing, neural.trackingDoppler);
  trackHalf = model.half();
  trackGains = fixedTrackGains(model, trackSymbols);
  trackLog = log2Of(static_cast<std::uint64_t>(antennas * subcarriers)) +
             ((std::int64_t{2} * estimateFraction() - kNoise - kTrackLeast) << kLog);
}

void FixedTables::makeCodes(const phy::ResourceGrid& grid, const quant::TensorQuant& in) {
  zeroPoint = in.zeroPoint;
  qMin = in.qMin;
  qMax = in.qMax;
  const auto codeOf = [&](double value, std::size_t channel) {
    const double code = std::nearbyint(value / scaleAt(in, channel)) + in.zeroPoint;
    return static_cast<std::uint8_t>(std::clamp<double>(code, qMin, qMax));
  };
  zeroCode = codeOf(0, 0);
  for (const Plane plane : planes) {
    const std::size_t first = toCode.size();
    for (int c = 0; c < kindOf(plane).channels(antennas); ++c)
      toCode.push_back(
          FixedFactor::nearest(fixedKindOf(plane).unit(*this, c) / scaleAt(in, toCode.size())));
    if (plane == Plane::PilotMask)
      maskCode = codeOf(1, first);
    if (plane != Plane::Pilots)
      continue;
    for (const int symbol : pilotSymbols)
      for (const int f : pilotSubcarriers) {
        const Complex p = grid.pilots()[static_cast<std::size_t>(symbol * subcarriers + f)];
        pilotCodes.push_back(codeOf(static_cast<double>(p.real()), first));
        pilotCodes.push_back(codeOf(static_cast<double>(p.imag()), first + 1));
      }
  }
  assert(toCode.size() == static_cast<std::size_t>(inputs));
}

void FixedTables::makeCorrections(const quant::IntegerNetwork& network) {
  if (head == Head::Llr) {
    const quant::TensorQuant& out = network.output(0);
    for (const float scale : out.scale)
      if (scale != out.scale.front())
        bad(base::message("Fixed point (fixedPoint): the network's LLRs have scales of their own, "
                          "so its codes are not LLRs of one step."));
    llrStep = out.scale.front();
    return;
  }
  for (int pass = 0; pass < passes; ++pass)
    for (int o = 0; o < outputs; ++o) {
      const double target = o < 2 * antennas    ? std::ldexp(1.0, estimateFraction())
                            : o == 2 * antennas ? std::ldexp(1.0, kOne)
                                                : 1 / static_cast<double>(llrStep);
      correction.push_back(FixedFactor::nearest(
          scaleAt(network.output(pass), static_cast<std::size_t>(o)) * target));
    }
}

bool FixedTables::has(Plane plane) const {
  return std::find(planes.begin(), planes.end(), plane) != planes.end();
}

bool FixedTables::needsEstimate() const {
  return head == Head::Channel || std::any_of(planes.begin(), planes.end(), [](Plane plane) {
           return fixedKindOf(plane).takes != FixedInput::Nothing;
         });
}

bool FixedTables::needsDecisions() const {
  return std::any_of(planes.begin(), planes.end(),
                     [](Plane plane) { return fixedKindOf(plane).takes == FixedInput::Decisions; });
}

bool FixedTables::keepsEstimate() const {
  const bool taken = std::any_of(planes.begin(), planes.end(), [](Plane plane) {
    return fixedKindOf(plane).takes == FixedInput::Estimate;
  });
  return needsEstimate() && (smoothing > 1 || ((passes > 1 || tracking > 0) && taken));
}

std::size_t FixedTables::samples() const {
  return 2 * static_cast<std::size_t>(antennas) * elements();
}

std::size_t FixedTables::llrs() const {
  const phy::DataRun& last = runs.back();
  return static_cast<std::size_t>((last.data + last.count) * 2 * bitsPerAxis);
}

int FixedTables::pilotAt(std::size_t e) const {
  const auto columns = static_cast<std::size_t>(subcarriers);
  const int row = pilotRow[e / columns], column = pilotColumn[e % columns];
  return row < 0 || column < 0 ? -1 : row * static_cast<int>(pilotSubcarriers.size()) + column;
}

bool FixedTables::isData(std::size_t e) const {
  const auto columns = static_cast<std::size_t>(subcarriers);
  return pilotRow[e / columns] < 0 || pilotColumn[e % columns] == -1;
}

} // namespace rxq::receiver
