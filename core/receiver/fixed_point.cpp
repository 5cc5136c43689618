#include "core/receiver/fixed_point.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

#include "core/base/error.h"
#include "core/receiver/estimation.h"
#include "core/receiver/planes.h"

namespace rxq::receiver {

namespace fixed {
std::int64_t shifted(std::int64_t x, int right) {
  if (right <= 0)
    return x * (std::int64_t{1} << -right);
  return (x + (std::int64_t{1} << (right - 1))) >> right;
}

std::int64_t limited(std::int64_t x, int bits) {
  const std::int64_t top = (std::int64_t{1} << (bits - 1)) - 1;
  return std::clamp(x, -top, top);
}

std::uint64_t rootOf(std::uint64_t x) {
  std::uint64_t root = 0;
  for (std::uint64_t bit = std::uint64_t{1} << 31; bit > 0; bit >>= 1)
    if ((root | bit) * (root | bit) <= x)
      root |= bit;
  return root;
}

std::int64_t quotientOf(std::int64_t x, std::int64_t d) {
  const std::int64_t magnitude = (std::abs(x) + d / 2) / d;
  return x < 0 ? -magnitude : magnitude;
}

const std::vector<std::int32_t>& logTable() {
  static const std::vector<std::int32_t> table = [] {
    std::vector<std::int32_t> values;
    for (int i = 0; i <= kLogSegments; ++i)
      values.push_back(static_cast<std::int32_t>(
          std::lround(std::ldexp(std::log2(1 + static_cast<double>(i) / kLogSegments), kLog))));
    return values;
  }();
  return table;
}

std::int64_t log2Of(std::uint64_t x) {
  assert(x > 0);
  constexpr int kSegmentBits = 6, kRest = kLog - kSegmentBits;
  static_assert(1 << kSegmentBits == kLogSegments);
  const int exponent = std::bit_width(x) - 1;
  // The kLog bits behind the leading one.
  const auto mantissa = static_cast<std::int64_t>(exponent >= kLog ? x >> (exponent - kLog)
                                                                   : x << (kLog - exponent)) -
                        (1 << kLog);
  const auto i = static_cast<std::size_t>(mantissa >> kRest);
  const std::int64_t rest = mantissa & ((1 << kRest) - 1);
  const std::int64_t low = logTable()[i], high = logTable()[i + 1];
  return (std::int64_t{exponent} << kLog) + low + shifted((high - low) * rest, kRest);
}
} // namespace fixed

using namespace fixed;

namespace {
constexpr int kMultiplierBits = 15;
constexpr int kMostShift = 62;
constexpr int kInverse = 31; ///< fraction bits of an inverse, of a number of kMantissa bits
constexpr int kMantissa = 16;

FixedScale scaleOf(double value) {
  int exponent = 0;
  const double mantissa = std::frexp(value, &exponent);
  return {static_cast<std::int32_t>(std::lround(std::ldexp(mantissa, kMultiplierBits))),
          kMultiplierBits - exponent};
}

FixedFactor factorOf(double value) {
  if (value == 0)
    return {};
  int exponent = 0;
  std::frexp(value, &exponent);
  const int shift = std::clamp(kMultiplierBits - exponent, 0, kMostShift);
  constexpr double kMost = 2147483647;
  return {static_cast<std::int32_t>(std::lround(std::min(kMost, std::ldexp(value, shift)))), shift};
}

double unitOf(phy::Modulation modulation) {
  constexpr double energy[] = {2, 10, 42, 170};
  return 1 / std::sqrt(energy[phy::bitsPerSymbol(modulation) / 2 - 1]);
}

double scaleAt(const quant::TensorQuant& tensor, std::size_t channel) {
  return static_cast<double>(tensor.scale[tensor.scale.size() == 1 ? 0 : channel]);
}

[[noreturn]] void bad(base::Message message) {
  throw base::Error(base::ErrorKind::BadInput, std::move(message));
}
} // namespace

FixedFactor FixedScale::over(std::uint64_t n) const {
  const int exponent = std::bit_width(n) - kMantissa;
  const auto mantissa = static_cast<std::int64_t>(
      exponent > 0 ? (n + (std::uint64_t{1} << (exponent - 1))) >> exponent : n << -exponent);
  const std::int64_t inverse = ((std::int64_t{1} << kInverse) + mantissa / 2) / mantissa;
  const auto product = static_cast<std::int32_t>(fixed::shifted(multiplier * inverse, kMantissa));
  const int right = shift + kInverse - kMantissa + exponent - kNoise;
  if (right < 0)
    return {1 << kMultiplierBits, 0};
  return {product, std::min(right, kMostShift)};
}

bool hasFixedForm(Plane plane) { return plane != Plane::Decision && plane != Plane::DecisionMean; }

void checkFixedPoint(const NeuralSpec& neural, const phy::ResourceGrid& grid) {
  if (neural.passes != 1)
    bad(base::message("Fixed point (fixedPoint): the parts around the network have a fixed-point "
                      "form for one pass, not for several."));
  if (!neural.gainControl)
    bad(base::message("Fixed point (fixedPoint): in fixed point the parts around the network need "
                      "gain control; turn it on."));
  if (neural.smoothing != 1)
    bad(base::message(
        "Fixed point (fixedPoint): a smoothed estimate (smoothing) has no fixed-point "
        "form; the plane 'ls-smoothed' has."));
  if (neural.tracking != 0)
    bad(base::message("Fixed point (fixedPoint): a tracked estimate (tracking) has no fixed-point "
                      "form."));
  for (const Plane plane : neural.planes)
    if (!hasFixedForm(plane))
      bad(base::message("Fixed point (fixedPoint): the input plane '%1' has no fixed-point form.",
                        param::keyOf(plane)));
  if (!grid.hasFullPilots())
    bad(base::message("Fixed point (fixedPoint): in fixed point pilots stand on every subcarrier "
                      "of their symbols, not on combs."));
}

FixedTables::FixedTables(const FixedPointSpec& spec, const NeuralSpec& neural,
                         const LinkContext& link, const quant::IntegerNetwork& network)
    : bits(spec), head(neural.head), planes(neural.planes), antennas(link.rxAntennas),
      symbols(link.grid->symbols()), subcarriers(link.grid->subcarriers()),
      bitsPerAxis(phy::bitsPerSymbol(link.modulation) / 2), inputs(network.inputChannels),
      outputs(network.outputChannels()), pilotSymbols(link.grid->pilotSymbols()),
      dataSymbols(link.grid->dataSymbols()) {
  checkFixedPoint(neural, *link.grid);
  const phy::ResourceGrid& grid = *link.grid;
  pilotEnergy = static_cast<std::uint64_t>(
      std::llround(std::ldexp(grid.pilotEnergy(), 2 * (sampleFraction() + kGain) + kPower)));
  for (const int symbol : pilotSymbols)
    for (int f = 0; f < subcarriers; ++f) {
      const Complex p = grid.pilots()[static_cast<std::size_t>(symbol * subcarriers + f)];
      const float scale = std::ldexp(1.0f, kPilot) / std::norm(p);
      pilots.push_back(static_cast<std::int32_t>(std::lround(p.real() * scale)));
      pilots.push_back(static_cast<std::int32_t>(std::lround(-p.imag() * scale)));
    }
  for (const TimeTap& tap : timeTaps(Interpolation::Nearest, grid))
    nearest.push_back(tap.first);
  const double unit = unitOf(link.modulation);
  inverseUnit = static_cast<std::int32_t>(std::lround(std::ldexp(1 / unit, kUnit)));
  llrStep = static_cast<float>(bits.llrStep);
  for (const TimeTap& tap : timeTaps(Interpolation::LinearHeld, grid)) {
    linear.push_back({tap.first, tap.second,
                      static_cast<std::int32_t>(
                          std::lround(std::ldexp(static_cast<double>(tap.firstWeight), kWeight)))});
    const double noise = 1 + static_cast<double>(tap.noiseGain());
    noiseGain.push_back(static_cast<std::int32_t>(std::lround(std::ldexp(noise, kOne))));
    llrScale.push_back(
        scaleOf(std::ldexp(unit * unit / noise / static_cast<double>(llrStep), -sumFraction())));
  }

  // Input codes.
  const quant::TensorQuant& in = network.tensors.front();
  zeroPoint = in.zeroPoint;
  qMin = in.qMin;
  qMax = in.qMax;
  const auto codeOf = [&](double value, std::size_t channel) {
    const double code = std::nearbyint(value / scaleAt(in, channel)) + in.zeroPoint;
    return static_cast<std::uint8_t>(std::clamp<double>(code, qMin, qMax));
  };
  zeroCode = codeOf(0, 0);
  const auto add = [&](double unitOfChannel) {
    toCode.push_back(factorOf(unitOfChannel / scaleAt(in, toCode.size())));
  };
  for (const Plane plane : planes) {
    const std::size_t first = toCode.size();
    const int channels = kindOf(plane).channels(antennas);
    switch (plane) {
    case Plane::Received:
      for (int c = 0; c < channels; ++c)
        add(std::ldexp(1.0, -sampleFraction()));
      break;
    case Plane::LsNearest:
    case Plane::LsLinear:
    case Plane::LsSmoothed:
      for (int c = 0; c < channels; ++c)
        add(std::ldexp(1.0, -estimateFraction()));
      break;
    case Plane::Combined:
      for (int c = 0; c < channels; ++c)
        add(std::ldexp(1.0, -sumFraction()));
      break;
    case Plane::Equalised:
      for (int c = 0; c < 3; ++c)
        add(std::ldexp(1.0, -kOne));
      add(std::ldexp(0.25, -kLog)); // a quarter of log2 of the SNR
      break;
    case Plane::LogNoise:
      add(std::ldexp(std::log10(2.0), -kLog));
      break;
    case Plane::Pilots:
      toCode.resize(first + 2);
      for (const int symbol : pilotSymbols)
        for (int f = 0; f < subcarriers; ++f) {
          const Complex p = grid.pilots()[static_cast<std::size_t>(symbol * subcarriers + f)];
          pilotCodes.push_back(codeOf(static_cast<double>(p.real()), first));
          pilotCodes.push_back(codeOf(static_cast<double>(p.imag()), first + 1));
        }
      break;
    case Plane::PilotMask:
      toCode.resize(first + 1);
      maskCode = codeOf(1, first);
      break;
    case Plane::Decision:
    case Plane::DecisionMean:
      break; // refused above
    }
  }
  assert(toCode.size() == static_cast<std::size_t>(inputs));

  const quant::TensorQuant& out = network.output(0);
  if (head == Head::Llr) {
    for (const float scale : out.scale)
      if (scale != out.scale.front())
        bad(base::message("Fixed point (fixedPoint): the network's LLRs have scales of their own, "
                          "so its codes are not LLRs of one step."));
    llrStep = out.scale.front();
    return;
  }
  for (int o = 0; o < outputs; ++o) {
    const double target = o < 2 * antennas    ? std::ldexp(1.0, estimateFraction())
                          : o == 2 * antennas ? std::ldexp(1.0, kOne)
                                              : 1 / static_cast<double>(llrStep);
    correction.push_back(factorOf(scaleAt(out, static_cast<std::size_t>(o)) * target));
  }
}

bool FixedTables::has(Plane plane) const {
  return std::find(planes.begin(), planes.end(), plane) != planes.end();
}

bool FixedTables::needsEstimate() const {
  return head == Head::Channel || has(Plane::LsNearest) || has(Plane::LsLinear) ||
         has(Plane::LsSmoothed) || has(Plane::Combined) || has(Plane::Equalised);
}

std::size_t FixedTables::samples() const {
  return 2 * static_cast<std::size_t>(antennas * symbols * subcarriers);
}

std::size_t FixedTables::llrs() const {
  return dataSymbols.size() * static_cast<std::size_t>(subcarriers * 2 * bitsPerAxis);
}

} // namespace rxq::receiver
