#include "core/receiver/fixed_front_end.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdlib>

#include "core/receiver/planes.h"

namespace rxq::receiver {

using namespace fixed;

FixedFrontEnd::FixedFrontEnd(std::shared_ptr<const FixedTables> tables)
    : m_tables(std::move(tables)), m_antennas(static_cast<std::size_t>(m_tables->antennas)),
      m_subcarriers(static_cast<std::size_t>(m_tables->subcarriers)),
      m_elements(static_cast<std::size_t>(m_tables->symbols) * m_subcarriers),
      m_y(m_tables->samples()) {
  if (m_tables->needsEstimate()) {
    m_ls.resize(m_antennas * m_tables->pilots.size());
    m_h.resize(m_y.size());
  }
}

void FixedFrontEnd::convert(const ReceivedSlot& slot, FixedSlot& into) const {
  const FixedTables& t = *m_tables;
  assert(slot.y.size() == m_antennas * m_elements);
  double power = 0;
  for (std::size_t r = 0; r < m_antennas; ++r)
    for (const int symbol : t.pilotSymbols)
      for (std::size_t f = 0; f < m_subcarriers; ++f)
        power += static_cast<double>(std::norm(
            slot.y[r * m_elements + static_cast<std::size_t>(symbol) * m_subcarriers + f]));
  power /= static_cast<double>(m_antennas * t.pilotSymbols.size() * m_subcarriers);
  // Six-dB steps: the power of two at or above the pilots' RMS becomes one.
  const int step = power > 0 ? static_cast<int>(std::ceil(std::log2(power) / 2)) : 0;
  const float gain = std::ldexp(1.0f, t.sampleFraction() - step);
  const auto code = [&](float x) {
    return static_cast<std::int16_t>(fixed::limited(std::lround(x * gain), t.bits.sampleBits));
  };
  into.samples.resize(t.samples());
  for (std::size_t i = 0; i < slot.y.size(); ++i) {
    into.samples[2 * i] = code(slot.y[i].real());
    into.samples[2 * i + 1] = code(slot.y[i].imag());
  }
  const double noise = std::round(std::ldexp(static_cast<double>(slot.n0), kNoise - 2 * step));
  into.noise = static_cast<std::uint32_t>(std::clamp(noise, 1.0, 4294967295.0));
}

void FixedFrontEnd::controlGain(const FixedSlot& slot) {
  const FixedTables& t = *m_tables;
  std::uint64_t sum = 0;
  for (std::size_t r = 0; r < m_antennas; ++r)
    for (const int symbol : t.pilotSymbols) {
      const std::int16_t* row =
          &slot.samples[2 * (r * m_elements + static_cast<std::size_t>(symbol) * m_subcarriers)];
      for (std::size_t i = 0; i < 2 * m_subcarriers; ++i)
        sum += static_cast<std::uint64_t>(std::int32_t{row[i]} * row[i]);
    }
  const std::uint64_t count = m_antennas * t.pilotSymbols.size() * m_subcarriers;
  const std::uint64_t power = std::max<std::uint64_t>(1, (sum << kPower) / count);
  // sqrt(E / power): between one and two behind a gain control in steps of 6 dB.
  const std::uint64_t factor = std::clamp<std::uint64_t>(rootOf(t.pilotEnergy / power), 1,
                                                         (std::uint64_t{1} << kGainBits) - 1);
  for (std::size_t i = 0; i < m_y.size(); ++i)
    m_y[i] = static_cast<std::int32_t>(fixed::limited(
        shifted(slot.samples[i] * static_cast<std::int64_t>(factor), kGain), t.bits.sampleBits));
  // Noise times the factor's square, in two steps that fit 64 bits.
  constexpr int kFirst = 6;
  const std::uint64_t once = (slot.noise * factor + (std::uint64_t{1} << (kFirst - 1))) >> kFirst;
  constexpr int kSecond = 2 * kGain - kFirst;
  m_noise =
      std::max<std::uint64_t>(1, (once * factor + (std::uint64_t{1} << (kSecond - 1))) >> kSecond);
}

void FixedFrontEnd::estimate() {
  const FixedTables& t = *m_tables;
  const int width = t.bits.estimateBits;
  const int right = kPilot + t.sampleFraction() - t.estimateFraction();
  for (std::size_t r = 0; r < m_antennas; ++r) {
    std::int32_t* rows = &m_ls[r * t.pilots.size()];
    std::int32_t* ls = rows;
    const std::int32_t* p = t.pilots.data();
    for (const int symbol : t.pilotSymbols) {
      const std::int32_t* y =
          &m_y[2 * (r * m_elements + static_cast<std::size_t>(symbol) * m_subcarriers)];
      for (std::size_t f = 0; f < m_subcarriers; ++f, ls += 2, y += 2, p += 2) {
        const std::int64_t re = std::int64_t{y[0]} * p[0] - std::int64_t{y[1]} * p[1];
        const std::int64_t im = std::int64_t{y[0]} * p[1] + std::int64_t{y[1]} * p[0];
        ls[0] = static_cast<std::int32_t>(fixed::limited(shifted(re, right), width));
        ls[1] = static_cast<std::int32_t>(fixed::limited(shifted(im, right), width));
      }
    }
    std::int32_t* h = &m_h[2 * r * m_elements];
    for (const FixedTap& tap : t.linear) {
      const std::int64_t first = tap.weight, second = (std::int64_t{1} << kWeight) - first;
      const std::int32_t* a = rows + 2 * static_cast<std::size_t>(tap.first) * m_subcarriers;
      const std::int32_t* b = rows + 2 * static_cast<std::size_t>(tap.second) * m_subcarriers;
      for (std::size_t i = 0; i < 2 * m_subcarriers; ++i)
        *h++ = static_cast<std::int32_t>(shifted(first * a[i] + second * b[i], kWeight));
    }
  }
}

FixedFrontEnd::Sums FixedFrontEnd::combined(std::size_t e, std::size_t h) const {
  Sums sums;
  for (std::size_t r = 0; r < m_antennas; ++r) {
    const std::int32_t* y = &m_y[2 * (r * m_elements + e)];
    const std::int64_t re = m_h[2 * (r * m_elements + h)], im = m_h[2 * (r * m_elements + h) + 1];
    sums.re += re * y[0] + im * y[1];
    sums.im += re * y[1] - im * y[0];
    sums.gain += re * re + im * im;
  }
  return limited(sums);
}

FixedFrontEnd::Sums FixedFrontEnd::limited(const Sums& sums) const {
  const FixedTables& t = *m_tables;
  const int right = t.estimateFraction() + t.sampleFraction() - t.sumFraction();
  const int ofGain = 2 * t.estimateFraction() - t.sumFraction();
  const int width = t.bits.combinerBits;
  return {fixed::limited(shifted(sums.re, right), width),
          fixed::limited(shifted(sums.im, right), width),
          fixed::limited(shifted(sums.gain, ofGain), width)};
}

void FixedFrontEnd::put(std::size_t e, std::size_t channel, std::int64_t x) {
  const FixedTables& t = *m_tables;
  m_codes[e * static_cast<std::size_t>(t.inputs) + channel] = static_cast<std::uint8_t>(
      std::clamp<std::int64_t>(t.zeroPoint + t.toCode[channel].of(x), t.qMin, t.qMax));
}

std::size_t FixedFrontEnd::nearestPilot(std::size_t e) const {
  const int symbol =
      m_tables->pilotSymbols[static_cast<std::size_t>(m_tables->nearest[e / m_subcarriers])];
  return static_cast<std::size_t>(symbol) * m_subcarriers + e % m_subcarriers;
}

void FixedFrontEnd::writeAntennas(const std::vector<std::int32_t>& from, bool held,
                                  std::size_t channel) {
  for (std::size_t e = 0; e < m_elements; ++e) {
    const std::size_t at = held ? nearestPilot(e) : e;
    for (std::size_t c = 0; c < 2 * m_antennas; ++c)
      put(e, channel + c, from[2 * (c / 2 * m_elements + at) + c % 2]);
  }
}

void FixedFrontEnd::writeSmoothed(std::size_t channel) {
  for (std::size_t e = 0; e < m_elements; ++e) {
    const std::size_t f = e % m_subcarriers;
    const std::size_t low = f > kSmoothingHalf ? f - kSmoothingHalf : 0;
    const std::size_t high = std::min(m_subcarriers, f + kSmoothingHalf + 1);
    const auto count = static_cast<std::int64_t>(high - low);
    const std::int64_t inverse = ((std::int64_t{1} << kAverage) + count / 2) / count;
    for (std::size_t c = 0; c < 2 * m_antennas; ++c) {
      std::int64_t sum = 0;
      for (std::size_t k = low; k < high; ++k)
        sum += m_h[2 * (c / 2 * m_elements + e - f + k) + c % 2];
      put(e, channel + c, shifted(sum * inverse, kAverage));
    }
  }
}

void FixedFrontEnd::writeCombined(std::size_t channel) {
  for (std::size_t e = 0; e < m_elements; ++e) {
    const Sums sums = combined(e, nearestPilot(e));
    put(e, channel, sums.re);
    put(e, channel + 1, sums.im);
    put(e, channel + 2, sums.gain);
  }
}

void FixedFrontEnd::writeEqualised(std::size_t channel) {
  const FixedTables& t = *m_tables;
  const int left = kNoise - t.sumFraction(); // sums as fine as noise
  for (std::size_t e = 0; e < m_elements; ++e) {
    const Sums sums = combined(e, e);
    const std::int64_t gain = sums.gain << left;
    const std::int64_t noise = std::max<std::int64_t>(
        1, shifted(static_cast<std::int64_t>(m_noise) * t.noiseGain[e / m_subcarriers], kOne));
    const std::int64_t unit = std::int64_t{1} << (left + kOne);
    put(e, channel, quotientOf(sums.re * unit, gain + noise));
    put(e, channel + 1, quotientOf(sums.im * unit, gain + noise));
    put(e, channel + 2, quotientOf(sums.gain * unit, gain + noise));
    const std::int64_t floored =
        std::max<std::int64_t>(1, gain + shifted(noise * kTenth, kAverage));
    put(e, channel + 3,
        log2Of(static_cast<std::uint64_t>(floored)) - log2Of(static_cast<std::uint64_t>(noise)));
  }
}

void FixedFrontEnd::writeLogNoise(std::size_t channel) {
  const std::int64_t log = log2Of(m_noise) - (std::int64_t{kNoise} << kLog);
  for (std::size_t e = 0; e < m_elements; ++e)
    put(e, channel, log);
}

void FixedFrontEnd::writePilots(std::size_t channel) {
  const FixedTables& t = *m_tables;
  const auto inputs = static_cast<std::size_t>(t.inputs);
  for (std::size_t e = 0; e < m_elements; ++e)
    std::fill_n(&m_codes[e * inputs + channel], 2, t.zeroCode);
  const std::uint8_t* code = t.pilotCodes.data();
  for (const int symbol : t.pilotSymbols)
    for (std::size_t f = 0; f < m_subcarriers; ++f, code += 2)
      std::copy_n(
          code, 2,
          &m_codes[(static_cast<std::size_t>(symbol) * m_subcarriers + f) * inputs + channel]);
}

void FixedFrontEnd::writeMask(std::size_t channel) {
  const FixedTables& t = *m_tables;
  for (std::size_t e = 0; e < m_elements; ++e)
    m_codes[e * static_cast<std::size_t>(t.inputs) + channel] =
        nearestPilot(e) == e ? t.maskCode : t.zeroCode;
}

void FixedFrontEnd::writePlanes() {
  const FixedTables& t = *m_tables;
  std::size_t channel = 0; // the plane's first
  for (const Plane plane : t.planes) {
    switch (plane) {
    case Plane::Received:
      writeAntennas(m_y, false, channel);
      break;
    case Plane::LsNearest: // at pilot symbols the linear estimate is LS itself
      writeAntennas(m_h, true, channel);
      break;
    case Plane::LsLinear:
      writeAntennas(m_h, false, channel);
      break;
    case Plane::LsSmoothed:
      writeSmoothed(channel);
      break;
    case Plane::Combined:
      writeCombined(channel);
      break;
    case Plane::Equalised:
      writeEqualised(channel);
      break;
    case Plane::LogNoise:
      writeLogNoise(channel);
      break;
    case Plane::Pilots:
      writePilots(channel);
      break;
    case Plane::PilotMask:
      writeMask(channel);
      break;
    case Plane::Decision:
    case Plane::DecisionMean:
      assert(false); // FixedTables refuses it
    }
    channel += static_cast<std::size_t>(kindOf(plane).channels(t.antennas));
  }
}

void FixedFrontEnd::prepare(const FixedSlot& slot, std::span<std::uint8_t> codes) {
  assert(slot.samples.size() == m_y.size());
  assert(codes.size() == m_elements * static_cast<std::size_t>(m_tables->inputs));
  m_codes = codes;
  controlGain(slot);
  if (m_tables->needsEstimate())
    estimate();
  writePlanes();
}

void FixedFrontEnd::demapElement(std::size_t e, const FixedFactor& scale,
                                 const std::int16_t* output, std::int16_t* llrs) const {
  const FixedTables& t = *m_tables;
  const auto change = [&](std::size_t o) { return t.correction[o].of(output[o]); };
  Sums exact;
  for (std::size_t r = 0; r < m_antennas; ++r) {
    const std::size_t i = 2 * (r * m_elements + e);
    const std::int64_t re = fixed::limited(m_h[i] + change(2 * r), t.bits.estimateBits);
    const std::int64_t im = fixed::limited(m_h[i + 1] + change(2 * r + 1), t.bits.estimateBits);
    exact.re += re * m_y[i] + im * m_y[i + 1];
    exact.im += re * m_y[i + 1] - im * m_y[i];
    exact.gain += re * re + im * im;
  }
  const Sums sums = limited(exact);
  const std::int64_t factor = (std::int64_t{1} << kOne) + change(2 * m_antennas);
  for (int axis = 0; axis < 2; ++axis) {
    // As axisSoftBits(), all multiplied by the gain: nothing is divided.
    std::int64_t u = shifted((axis == 0 ? sums.re : sums.im) * t.inverseUnit, kUnit);
    for (int b = 0; b < t.bitsPerAxis; ++b) {
      if (b > 0)
        u = (sums.gain << (t.bitsPerAxis - b)) - std::abs(u);
      const std::int64_t x = std::abs(u);
      std::int64_t best = 4 * x;
      for (std::int64_t k = 2; k <= std::int64_t{1} << (t.bitsPerAxis - 1 - b); ++k)
        best = std::max(best, 4 * k * (x - (k - 1) * sums.gain));
      const std::int64_t llr = fixed::limited(scale.of(u < 0 ? best : -best), kWideLlrBits);
      const auto bit = static_cast<std::size_t>(2 * b + axis);
      llrs[bit] = static_cast<std::int16_t>(fixed::limited(
          shifted(llr * factor, kOne) + change(2 * m_antennas + 1 + bit), t.bits.llrBits));
    }
  }
}

void FixedFrontEnd::demap(std::span<const std::int16_t> output,
                          std::span<std::int16_t> llrs) const {
  const FixedTables& t = *m_tables;
  const auto outputs = static_cast<std::size_t>(t.outputs);
  const auto bits = static_cast<std::size_t>(2 * t.bitsPerAxis);
  assert(output.size() == m_elements * outputs && llrs.size() == t.llrs());
  std::int16_t* to = llrs.data();
  for (const int symbol : t.dataSymbols) {
    const std::size_t first = static_cast<std::size_t>(symbol) * m_subcarriers;
    if (t.head == Head::Llr) {
      to = std::copy_n(&output[first * outputs], m_subcarriers * outputs, to);
      continue;
    }
    const FixedFactor scale = t.llrScale[static_cast<std::size_t>(symbol)].over(m_noise);
    for (std::size_t e = first; e < first + m_subcarriers; ++e, to += bits)
      demapElement(e, scale, &output[e * outputs], to);
  }
}

} // namespace rxq::receiver
