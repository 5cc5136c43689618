#include "core/receiver/fixed_front_end.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

#include "core/receiver/planes.h"
#include "core/receiver/soft_bits.h"

namespace rxq::receiver {

namespace {
constexpr int kPilotFraction = 10; ///< of conj(p) / |p|^2
constexpr int kWeightFraction = 8; ///< of interpolation weights
constexpr int kUnitFraction = 10;  ///< of the inverse spacing of levels
constexpr int kGainFraction = 12;  ///< of 1 + c, the head's factor
constexpr double kLlrRange = 32;

/// floor(sqrt(x)).
std::uint64_t rootOf(std::uint64_t x) {
  std::uint64_t root = 0;
  for (std::uint64_t bit = std::uint64_t{1} << 31; bit > 0; bit >>= 1)
    if ((root | bit) * (root | bit) <= x)
      root |= bit;
  return root;
}

std::int64_t shifted(std::int64_t x, int right) {
  if (right <= 0)
    return x * (std::int64_t{1} << -right);
  return (x + (std::int64_t{1} << (right - 1))) >> right;
}

int sampleFraction(const FixedPointSpec& s) { return s.sampleBits - 3; }
int estimateFraction(const FixedPointSpec& s) { return s.estimateBits - 3; }
int sumFraction(const FixedPointSpec& s) { return s.combinerBits - 6; }

double unitOf(phy::Modulation modulation) {
  constexpr double energy[] = {2, 10, 42, 170};
  return 1 / std::sqrt(energy[phy::bitsPerSymbol(modulation) / 2 - 1]);
}
} // namespace

FixedFrontEnd::Factor FixedFrontEnd::factorOf(double value, int bits) {
  if (value == 0)
    return {};
  int exponent = 0;
  std::frexp(value, &exponent); // value in [2^(exponent - 1), 2^exponent)
  int shift = bits - exponent;
  while (shift < 0) // larger than any multiplier: an exact power of two more
    ++shift;
  return {static_cast<std::int32_t>(std::lround(std::ldexp(value, shift))), std::min(shift, 62)};
}

std::int64_t FixedFrontEnd::limited(std::int64_t x, int bits) const {
  const std::int64_t top = (std::int64_t{1} << (bits - 1)) - 1;
  return std::clamp(x, -top, top);
}

FixedFrontEnd::FixedFrontEnd(const FixedPointSpec& spec, const NeuralSpec& neural,
                             const LinkContext& link, const quant::IntegerNetwork& network)
    : m_spec(spec), m_link(link), m_taps(timeTaps(Interpolation::LinearHeld, *link.grid)),
      m_antennas(static_cast<std::size_t>(link.rxAntennas)),
      m_subcarriers(static_cast<std::size_t>(link.grid->subcarriers())),
      m_elements(static_cast<std::size_t>(link.grid->elements())),
      m_inputs(static_cast<std::size_t>(network.inputChannels)),
      m_outputs(static_cast<std::size_t>(network.outputChannels())),
      m_inputFormat(network.tensors.front()) {
  for (const int symbol : link.grid->pilotSymbols())
    for (std::size_t f = 0; f < m_subcarriers; ++f) {
      const Complex p = link.grid->pilots()[static_cast<std::size_t>(symbol) * m_subcarriers + f];
      const float scale = std::ldexp(1.0f, kPilotFraction) / std::norm(p);
      m_pilotRe.push_back(static_cast<std::int32_t>(std::lround(p.real() * scale)));
      m_pilotIm.push_back(static_cast<std::int32_t>(std::lround(-p.imag() * scale)));
    }
  const auto scaleOf = [](const quant::TensorQuant& t, std::size_t c) {
    return static_cast<double>(t.scale[t.scale.size() == 1 ? 0 : c]);
  };
  std::size_t channel = 0;
  for (const Plane plane : neural.planes) {
    const auto channels = static_cast<std::size_t>(kindOf(plane).channels(link.rxAntennas));
    if (plane == Plane::LogNoise)
      m_noisePlane = channel;
    for (std::size_t c = 0; c < channels; ++c, ++channel)
      m_toCode.push_back(
          factorOf(std::ldexp(1 / scaleOf(m_inputFormat, channel), -estimateFraction(m_spec))));
  }
  m_noiseScale = static_cast<float>(scaleOf(m_inputFormat, m_noisePlane));
  const quant::TensorQuant& out = network.output(0);
  for (std::size_t o = 0; o < m_outputs; ++o) {
    const double target = o < 2 * m_antennas    ? std::ldexp(1.0, estimateFraction(m_spec))
                          : o == 2 * m_antennas ? std::ldexp(1.0, kGainFraction)
                                                : 1 / static_cast<double>(llrStep());
    m_correction.push_back(factorOf(scaleOf(out, o) * target));
  }
  m_y.resize(2 * m_antennas * m_elements);
  m_h.resize(m_y.size());
  m_ls.resize(2 * m_antennas * m_pilotRe.size());
}

float FixedFrontEnd::llrStep() const {
  return static_cast<float>(std::ldexp(kLlrRange, 1 - m_spec.llrBits));
}

/// The converter, and gain control in integers behind it.
void FixedFrontEnd::takeSamples(const ReceivedSlot& slot) {
  // Six-dB steps: the power of two at or above the pilots' RMS.
  double power = 0;
  for (std::size_t r = 0; r < m_antennas; ++r)
    for (const int symbol : m_link.grid->pilotSymbols())
      for (std::size_t f = 0; f < m_subcarriers; ++f)
        power += static_cast<double>(std::norm(
            slot.y[r * m_elements + static_cast<std::size_t>(symbol) * m_subcarriers + f]));
  const std::size_t count = m_antennas * m_link.grid->pilotSymbols().size() * m_subcarriers;
  power = power > 0 ? power / static_cast<double>(count) : 1;
  const int step = static_cast<int>(std::ceil(std::log2(power) / 2));
  const int bits = m_spec.sampleBits, fraction = sampleFraction(m_spec);
  const float gain = std::ldexp(1.0f, fraction - step);
  for (std::size_t i = 0; i < slot.y.size(); ++i) {
    m_y[2 * i] = static_cast<std::int32_t>(limited(std::lround(slot.y[i].real() * gain), bits));
    m_y[2 * i + 1] = static_cast<std::int32_t>(limited(std::lround(slot.y[i].imag() * gain), bits));
  }
  // Mean power of the integer samples; a factor of 1 / sqrt(mean), between one and two.
  std::uint64_t sum = 0;
  for (std::size_t r = 0; r < m_antennas; ++r)
    for (const int symbol : m_link.grid->pilotSymbols()) {
      const std::int32_t* row =
          &m_y[2 * (r * m_elements + static_cast<std::size_t>(symbol) * m_subcarriers)];
      for (std::size_t i = 0; i < 2 * m_subcarriers; ++i)
        sum += static_cast<std::uint64_t>(std::int64_t{row[i]} * row[i]);
    }
  const std::uint64_t mean = std::max<std::uint64_t>(1, sum / count);
  constexpr int kFactorFraction = 14;
  // sqrt(E 2^(2 fraction) 2^(2 k) / mean) = 2^k 2^fraction sqrt(E) / RMS, E the pilots' energy.
  const auto factor = static_cast<std::int64_t>(
      rootOf((static_cast<std::uint64_t>(std::llround(
                 std::ldexp(m_link.grid->pilotEnergy(), 2 * fraction + 2 * kFactorFraction)))) /
             mean));
  for (std::int32_t& y : m_y)
    y = static_cast<std::int32_t>(limited(shifted(y * factor, kFactorFraction), bits));
  const double amplitude = std::ldexp(static_cast<double>(factor), -kFactorFraction - step);
  m_n0 = static_cast<float>(static_cast<double>(slot.n0) * amplitude * amplitude);
}

void FixedFrontEnd::estimate() {
  const int bits = m_spec.estimateBits;
  const int right = kPilotFraction + sampleFraction(m_spec) - estimateFraction(m_spec);
  const auto& symbols = m_link.grid->pilotSymbols();
  for (std::size_t r = 0; r < m_antennas; ++r) {
    std::int32_t* ls = &m_ls[2 * r * m_pilotRe.size()];
    for (std::size_t s = 0, i = 0; s < symbols.size(); ++s) {
      const std::int32_t* y =
          &m_y[2 * (r * m_elements + static_cast<std::size_t>(symbols[s]) * m_subcarriers)];
      for (std::size_t f = 0; f < m_subcarriers; ++f, ++i, ls += 2, y += 2) {
        const std::int64_t re =
            std::int64_t{y[0]} * m_pilotRe[i] - std::int64_t{y[1]} * m_pilotIm[i];
        const std::int64_t im =
            std::int64_t{y[0]} * m_pilotIm[i] + std::int64_t{y[1]} * m_pilotRe[i];
        ls[0] = static_cast<std::int32_t>(limited(shifted(re, right), bits));
        ls[1] = static_cast<std::int32_t>(limited(shifted(im, right), bits));
      }
    }
    const std::int32_t* rows = &m_ls[2 * r * m_pilotRe.size()];
    for (std::size_t t = 0; t < m_taps.size(); ++t) {
      const TimeTap& tap = m_taps[t];
      const auto first = static_cast<std::int64_t>(
          std::lround(std::ldexp(static_cast<double>(tap.firstWeight), kWeightFraction)));
      const std::int64_t second =
          tap.secondWeight == 0 ? 0 : (std::int64_t{1} << kWeightFraction) - first;
      const std::int32_t* a = rows + 2 * static_cast<std::size_t>(tap.first) * m_subcarriers;
      const std::int32_t* b = rows + 2 * static_cast<std::size_t>(tap.second) * m_subcarriers;
      std::int32_t* h = &m_h[2 * (r * m_elements + t * m_subcarriers)];
      for (std::size_t i = 0; i < 2 * m_subcarriers; ++i)
        h[i] = static_cast<std::int32_t>(
            limited(shifted(first * a[i] + second * b[i], kWeightFraction), bits));
    }
  }
}

void FixedFrontEnd::writeCodes(std::span<std::uint8_t> codes) const {
  const std::int64_t zero = m_inputFormat.zeroPoint, low = m_inputFormat.qMin,
                     high = m_inputFormat.qMax;
  const auto code = [&](std::int64_t x) {
    return static_cast<std::uint8_t>(std::clamp(x + zero, low, high));
  };
  const std::uint8_t noise = code(std::lround(std::log10(m_n0) / m_noiseScale));
  const std::size_t before = m_noisePlane == 0 ? 1 : 0; // first plane of the estimates
  for (std::size_t e = 0; e < m_elements; ++e) {
    std::uint8_t* to = codes.data() + e * m_inputs;
    to[m_noisePlane] = noise;
    for (std::size_t r = 0; r < m_antennas; ++r)
      for (std::size_t part = 0; part < 2; ++part) {
        const std::size_t plane = before + 2 * r + part;
        to[plane] = code(m_toCode[plane].of(m_h[2 * (r * m_elements + e) + part]));
      }
  }
}

void FixedFrontEnd::prepare(const ReceivedSlot& slot, std::span<std::uint8_t> codes) {
  assert(slot.y.size() == m_antennas * m_elements && codes.size() == m_elements * m_inputs);
  takeSamples(slot);
  estimate();
  writeCodes(codes);
}

void FixedFrontEnd::demap(std::span<const std::int16_t> output,
                          std::span<std::int32_t> llrs) const {
  assert(output.size() == m_elements * m_outputs);
  const int bitsPerAxis = phy::bitsPerSymbol(m_link.modulation) / 2;
  const double unit = unitOf(m_link.modulation);
  const auto inverseUnit =
      static_cast<std::int64_t>(std::lround(std::ldexp(1 / unit, kUnitFraction)));
  const int toSum = estimateFraction(m_spec) + sampleFraction(m_spec) - sumFraction(m_spec);
  const int gainToSum = 2 * estimateFraction(m_spec) - sumFraction(m_spec);
  std::size_t at = 0;
  for (int symbol = 0; symbol < m_link.grid->symbols(); ++symbol) {
    if (m_link.grid->isPilot(symbol))
      continue;
    const double noise =
        static_cast<double>(m_n0) *
        (1 + static_cast<double>(m_taps[static_cast<std::size_t>(symbol)].noiseGain()));
    // From a distance in units of the levels times the gain to steps of LLR.
    const Factor scale = factorOf(
        std::ldexp(unit * unit / noise / static_cast<double>(llrStep()), -sumFraction(m_spec)));
    for (std::size_t f = 0; f < m_subcarriers; ++f) {
      const std::size_t e = static_cast<std::size_t>(symbol) * m_subcarriers + f;
      const std::int16_t* o = output.data() + e * m_outputs;
      std::int64_t sum[2] = {}, gain = 0;
      for (std::size_t r = 0; r < m_antennas; ++r) {
        const std::size_t i = 2 * (r * m_elements + e);
        const auto corrected = [&](std::size_t part) {
          const std::size_t out = 2 * r + part;
          return limited(m_h[i + part] + m_correction[out].of(o[out]), m_spec.estimateBits);
        };
        const std::int64_t re = corrected(0), im = corrected(1);
        sum[0] += re * m_y[i] + im * m_y[i + 1];
        sum[1] += re * m_y[i + 1] - im * m_y[i];
        gain += re * re + im * im;
      }
      gain = limited(shifted(gain, gainToSum), m_spec.combinerBits);
      const std::int64_t factor =
          (std::int64_t{1} << kGainFraction) + m_correction[2 * m_antennas].of(o[2 * m_antennas]);
      for (std::size_t axis = 0; axis < 2; ++axis) {
        // As axisSoftBits(), all multiplied by the gain: nothing is divided.
        std::int64_t u = shifted(
            limited(shifted(sum[axis], toSum), m_spec.combinerBits) * inverseUnit, kUnitFraction);
        for (int b = 0; b < bitsPerAxis; ++b) {
          if (b > 0)
            u = (gain << (bitsPerAxis - b)) - std::abs(u);
          std::int64_t best = 4 * std::abs(u);
          for (std::int64_t k = 2; k <= std::int64_t{1} << (bitsPerAxis - 1 - b); ++k)
            best = std::max(best, 4 * k * (std::abs(u) - (k - 1) * gain));
          const std::int64_t llr = scale.of(u < 0 ? best : -best);
          const std::size_t bit = 2 * static_cast<std::size_t>(b) + axis;
          const std::size_t out = 2 * m_antennas + 1 + bit;
          llrs[at + bit] = static_cast<std::int32_t>(limited(
              shifted(llr * factor, kGainFraction) + m_correction[out].of(o[out]), m_spec.llrBits));
        }
      }
      at += 2 * static_cast<std::size_t>(bitsPerAxis);
    }
  }
}

} // namespace rxq::receiver
