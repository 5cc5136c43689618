#include "core/receiver/fixed_front_end.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdlib>

#include "core/receiver/fixed_tracking.h"
#include "core/receiver/planes.h"

namespace rxq::receiver {

using namespace fixed;

FixedFrontEnd::FixedFrontEnd(std::shared_ptr<const FixedTables> tables)
    : m_tables(std::move(tables)), m_antennas(static_cast<std::size_t>(m_tables->antennas)),
      m_subcarriers(static_cast<std::size_t>(m_tables->subcarriers)),
      m_elements(m_tables->elements()) {}

void FixedFrontEnd::convert(const ReceivedSlot& slot, FixedSlot& into) const {
  const FixedTables& t = *m_tables;
  assert(slot.y.size() == m_antennas * m_elements);
  double power = 0;
  for (std::size_t r = 0; r < m_antennas; ++r)
    for (const int symbol : t.pilotSymbols)
      for (const int f : t.pilotSubcarriers)
        power += static_cast<double>(
            std::norm(slot.y[r * m_elements + static_cast<std::size_t>(symbol) * m_subcarriers +
                             static_cast<std::size_t>(f)]));
  power /= static_cast<double>(m_antennas * t.pilotSymbols.size() * t.pilotSubcarriers.size());
  // Six-dB steps: the power of two at or above the pilots' RMS becomes one.
  const int step =
      t.gainControl && power > 0 ? static_cast<int>(std::ceil(std::log2(power) / 2)) : 0;
  const float gain = std::ldexp(1.0f, t.sampleFraction() - step);
  const auto code = [&](float x) {
    return static_cast<std::int16_t>(limited(std::lround(x * gain), t.bits.sampleBits));
  };
  into.samples.resize(t.samples());
  for (std::size_t i = 0; i < slot.y.size(); ++i) {
    into.samples[2 * i] = code(slot.y[i].real());
    into.samples[2 * i + 1] = code(slot.y[i].imag());
  }
  const double noise = std::round(std::ldexp(static_cast<double>(slot.n0), kNoise - 2 * step));
  into.noise = static_cast<std::uint32_t>(std::clamp(noise, 1.0, 4294967295.0));
}

void FixedFrontEnd::controlGain(const FixedSlot& slot, FixedState& state) const {
  const FixedTables& t = *m_tables;
  if (!t.gainControl) {
    state.y.assign(slot.samples.begin(), slot.samples.end());
    state.noise = std::max<std::uint64_t>(1, slot.noise);
    return;
  }
  std::uint64_t sum = 0;
  for (std::size_t r = 0; r < m_antennas; ++r)
    for (const int symbol : t.pilotSymbols) {
      const std::int16_t* row =
          &slot.samples[2 * (r * m_elements + static_cast<std::size_t>(symbol) * m_subcarriers)];
      for (const int f : t.pilotSubcarriers)
        for (const std::int32_t x : {row[2 * f], row[2 * f + 1]})
          sum += static_cast<std::uint64_t>(x * x);
    }
  const std::uint64_t count = m_antennas * t.pilotSymbols.size() * t.pilotSubcarriers.size();
  const std::uint64_t power = std::max<std::uint64_t>(1, (sum << kPower) / count);
  // sqrt(E / power): between one and two behind a gain control in steps of 6 dB.
  const std::uint64_t factor = std::clamp<std::uint64_t>(rootOf(t.pilotEnergy / power), 1,
                                                         (std::uint64_t{1} << kGainBits) - 1);
  state.y.resize(slot.samples.size());
  for (std::size_t i = 0; i < state.y.size(); ++i)
    state.y[i] = static_cast<std::int32_t>(limited(
        shifted(slot.samples[i] * static_cast<std::int64_t>(factor), kGain), t.bits.sampleBits));
  // Noise times the factor's square, in two steps that fit 64 bits.
  constexpr int kFirst = 6;
  const std::uint64_t once = (slot.noise * factor + (std::uint64_t{1} << (kFirst - 1))) >> kFirst;
  constexpr int kSecond = 2 * kGain - kFirst;
  state.noise =
      std::max<std::uint64_t>(1, (once * factor + (std::uint64_t{1} << (kSecond - 1))) >> kSecond);
}

void FixedFrontEnd::estimateRow(std::size_t antenna, std::size_t pilotSymbol,
                                FixedState& state) const {
  const FixedTables& t = *m_tables;
  const int right = kPilot + t.sampleFraction() - t.estimateFraction();
  const auto symbol = static_cast<std::size_t>(t.pilotSymbols[pilotSymbol]);
  const std::int32_t* row = &state.y[2 * (antenna * m_elements + symbol * m_subcarriers)];
  const std::int32_t* p = &t.pilots[2 * pilotSymbol * t.pilotSubcarriers.size()];
  std::int32_t* to = &state.rows[2 * pilotSymbol * m_subcarriers];
  std::int32_t* ls = t.comb.empty() ? to : state.ls.data();
  const auto narrow = [&](std::int64_t exact) {
    return static_cast<std::int32_t>(limited(shifted(exact, right), t.bits.estimateBits));
  };
  for (const int f : t.pilotSubcarriers) {
    const std::int64_t re = row[2 * f], im = row[2 * f + 1];
    *ls++ = narrow(re * p[0] - im * p[1]);
    *ls++ = narrow(re * p[1] + im * p[0]);
    p += 2;
  }
  for (const FixedTap& tap : t.comb)
    for (const int c : {0, 1}) {
      const std::int64_t first = tap.weight, second = (std::int64_t{1} << kWeight) - first;
      *to++ = static_cast<std::int32_t>(
          shifted(first * state.ls[static_cast<std::size_t>(2 * tap.first + c)] +
                      second * state.ls[static_cast<std::size_t>(2 * tap.second + c)],
                  kWeight));
    }
}

void FixedFrontEnd::estimate(FixedState& state) const {
  const FixedTables& t = *m_tables;
  state.ls.resize(2 * t.pilotSubcarriers.size());
  state.rows.resize(2 * t.pilotSymbols.size() * m_subcarriers);
  state.estimate.resize(state.y.size());
  std::int32_t* h = state.estimate.data();
  for (std::size_t r = 0; r < m_antennas; ++r) {
    for (std::size_t p = 0; p < t.pilotSymbols.size(); ++p)
      estimateRow(r, p, state);
    for (const FixedTap& tap : t.linear) {
      const std::int64_t first = tap.weight, second = (std::int64_t{1} << kWeight) - first;
      const std::int32_t* a = &state.rows[2 * static_cast<std::size_t>(tap.first) * m_subcarriers];
      const std::int32_t* b = &state.rows[2 * static_cast<std::size_t>(tap.second) * m_subcarriers];
      for (std::size_t i = 0; i < 2 * m_subcarriers; ++i)
        *h++ = static_cast<std::int32_t>(shifted(first * a[i] + second * b[i], kWeight));
    }
  }
  state.current = state.estimate;
  if (t.smoothing > 1)
    for (std::size_t i = 0; i < state.current.size(); ++i)
      state.current[i] = static_cast<std::int32_t>(
          meanOverSubcarriers(state.estimate, i, t.smoothing / 2, t.subcarriers));
  if (t.tracking > 0)
    track(t, state);
}

void FixedFrontEnd::writePlanes(FixedState& state, std::span<std::uint8_t> codes) const {
  const FixedTables& t = *m_tables;
  if (t.needsDecisions()) {
    state.errors.resize(2 * m_antennas * m_elements);
    state.energy.resize(m_elements);
    decide(t, state);
  }
  FixedPlaneSource source{t, state, codes};
  for (const Plane plane : t.planes) {
    fixedKindOf(plane).write(source);
    source.channel += static_cast<std::size_t>(kindOf(plane).channels(t.antennas));
  }
}

void FixedFrontEnd::prepare(const FixedSlot& slot, FixedState& state,
                            std::span<std::uint8_t> codes) const {
  assert(slot.samples.size() == m_tables->samples());
  assert(codes.size() == m_elements * static_cast<std::size_t>(m_tables->inputs));
  controlGain(slot, state);
  if (m_tables->needsEstimate())
    estimate(state);
  writePlanes(state, codes);
}

std::int64_t FixedFrontEnd::corrected(const FixedState& state, int pass, std::size_t e,
                                      const std::int16_t* output, std::size_t channel) const {
  const std::int64_t h = state.current[2 * (channel / 2 * m_elements + e) + channel % 2];
  return limited(h + m_tables->correctionOf(pass, channel).of(output[channel]),
                 m_tables->bits.estimateBits);
}

void FixedFrontEnd::refine(int pass, FixedState& state, std::span<const std::int16_t> output,
                           std::span<std::uint8_t> codes) const {
  const auto outputs = static_cast<std::size_t>(m_tables->outputs);
  assert(output.size() == m_elements * outputs);
  for (std::size_t e = 0; e < m_elements; ++e)
    for (std::size_t c = 0; c < 2 * m_antennas; ++c)
      state.current[2 * (c / 2 * m_elements + e) + c % 2] =
          static_cast<std::int32_t>(corrected(state, pass - 1, e, &output[e * outputs], c));
  writePlanes(state, codes);
}

void FixedFrontEnd::demapElement(const FixedState& state, std::size_t e, const FixedFactor& scale,
                                 const std::int16_t* output, std::int16_t* llrs) const {
  const FixedTables& t = *m_tables;
  const int last = t.passes - 1;
  const auto change = [&](std::size_t o) { return t.correctionOf(last, o).of(output[o]); };
  FixedSums exact;
  for (std::size_t r = 0; r < m_antennas; ++r)
    exact.add(corrected(state, last, e, output, 2 * r),
              corrected(state, last, e, output, 2 * r + 1), &state.y[2 * (r * m_elements + e)]);
  const FixedSums sums = exact.limitedTo(t);
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
      const std::int64_t llr = limited(scale.of(u < 0 ? best : -best), kWideLlrBits);
      const auto bit = static_cast<std::size_t>(2 * b + axis);
      llrs[bit] = static_cast<std::int16_t>(
          limited(shifted(llr * factor, kOne) + change(2 * m_antennas + 1 + bit), t.bits.llrBits));
    }
  }
}

void FixedFrontEnd::demap(const FixedState& state, std::span<const std::int16_t> output,
                          std::span<std::int16_t> llrs) const {
  const FixedTables& t = *m_tables;
  const auto outputs = static_cast<std::size_t>(t.outputs);
  const auto bits = static_cast<std::size_t>(2 * t.bitsPerAxis);
  assert(output.size() == m_elements * outputs && llrs.size() == t.llrs());
  std::int16_t* to = llrs.data();
  for (const phy::DataRun& run : t.runs) {
    const auto first = static_cast<std::size_t>(run.element);
    const auto count = static_cast<std::size_t>(run.count);
    if (t.head == Head::Llr) {
      to = std::copy_n(&output[first * outputs], count * outputs, to);
      continue;
    }
    const FixedFactor scale = t.llrScale[first / m_subcarriers].over(state.noise);
    for (std::size_t e = first; e < first + count; ++e, to += bits)
      demapElement(state, e, scale, &output[e * outputs], to);
  }
}

} // namespace rxq::receiver
