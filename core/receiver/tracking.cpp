#include "core/receiver/tracking.h"

#include <algorithm>
#include <cassert>
#include <numbers>

namespace rxq::receiver {

namespace {

/// Noise of a decision-directed error by that of right decisions.
constexpr double kDecisionNoise = 2;
/// Standard deviation by which a slope changes from symbol to symbol, by the channel's amplitude.
constexpr double kSlopeChange = 0.002;
constexpr float kLeastGain = 1e-20f;

struct Matrix {
  double a = 0, b = 0, c = 0, d = 0; ///< (a b; c d)
};
Matrix operator*(const Matrix& x, const Matrix& y) {
  return {x.a * y.a + x.b * y.c, x.a * y.b + x.b * y.d, x.c * y.a + x.d * y.c,
          x.c * y.b + x.d * y.d};
}
Matrix inverse(const Matrix& x) {
  const double scale = 1 / (x.a * x.d - x.b * x.c);
  return {x.d * scale, -x.b * scale, -x.c * scale, x.a * scale};
}

std::size_t sizeOf(int n) { return static_cast<std::size_t>(n); }

} // namespace

/// Of the filter at one symbol, and of the smoother from the next one back to it; the same for all
/// antennas and subcarriers.
struct DecisionTracker::Gains {
  float channel = 0, slope = 0;
  Matrix smoother;
};

/// Scratch: planes of [Re, Im][rx][subcarrier], the state after each symbol, and rows.
struct DecisionTracker::Rows {
  Rows(const LinkContext& link, base::AlignedVector<float>& scratch)
      : width(2 * sizeOf(link.rxAntennas) * sizeOf(link.grid->subcarriers())),
        subcarriers(sizeOf(link.grid->subcarriers())) {
    const auto states = sizeOf(link.grid->symbols());
    scratch.resize((2 * states + 3) * width + 4 * subcarriers);
    channel = scratch.data();
    slope = channel + states * width;
    predicted = slope + states * width;
    error = predicted + width;
    reference = error + width;
    decidedRe = reference + width;
    decidedIm = decidedRe + subcarriers;
    energy = decidedIm + subcarriers;
    prefix = energy + subcarriers;
  }
  float* channelAt(std::size_t i) const { return channel + i * width; }
  float* slopeAt(std::size_t i) const { return slope + i * width; }

  std::size_t width, subcarriers;
  float *channel, *slope, *predicted, *error, *reference, *decidedRe, *decidedIm, *energy, *prefix;
};

DecisionTracker::DecisionTracker(const LinkContext& link, int rounds, int taps, double dopplerHz)
    : m_link(link), m_rounds(rounds), m_taps(taps), m_levels(link.modulation) {
  assert(rounds >= 1 && taps % 2 == 1);
  const double turn = 2 * std::numbers::pi * dopplerHz * link.grid->symbolPeriod();
  m_slopeVariance = turn * turn / 2;
}

std::vector<DecisionTracker::Gains> DecisionTracker::gains(int symbols, double noise) const {
  constexpr Matrix kStep{1, 1, 0, 1}, kStepTurned{1, 0, 1, 1};
  const double observed = kDecisionNoise * noise;
  std::vector<Gains> gains(sizeOf(symbols));
  Matrix after{noise, 0, 0, m_slopeVariance};
  for (std::size_t i = 1; i < gains.size(); ++i) {
    const Matrix reached = after * kStepTurned;
    Matrix before = kStep * reached;
    before.d += kSlopeChange * kSlopeChange;
    gains[i - 1].smoother = reached * inverse(before);
    const double scale = 1 / (before.a + observed);
    gains[i].channel = static_cast<float>(before.a * scale);
    gains[i].slope = static_cast<float>(before.c * scale);
    after = Matrix{1 - before.a * scale, 0, -before.c * scale, 1} * before;
  }
  return gains;
}
void DecisionTracker::decide(std::span<const Complex> y, int symbol, const float* reference,
                             Rows& rows) const {
  const std::size_t subcarriers = rows.subcarriers;
  const auto antennas = sizeOf(m_link.rxAntennas);
  const std::size_t elements = y.size() / antennas;
  const Complex* row = y.data() + sizeOf(symbol) * subcarriers;
  for (std::size_t f = 0; f < subcarriers; ++f) {
    float re = 0, im = 0, gain = kLeastGain;
    for (std::size_t r = 0; r < antennas; ++r) {
      const float hRe = reference[2 * r * subcarriers + f];
      const float hIm = reference[(2 * r + 1) * subcarriers + f];
      const Complex value = row[r * elements + f];
      re += hRe * value.real() + hIm * value.imag();
      im += hRe * value.imag() - hIm * value.real();
      gain += hRe * hRe + hIm * hIm;
    }
    const float xRe = m_levels.nearest(re / gain), xIm = m_levels.nearest(im / gain);
    rows.decidedRe[f] = xRe;
    rows.decidedIm[f] = xIm;
    rows.energy[f] = xRe * xRe + xIm * xIm;
  }
}

namespace {
/// Replaces each value by the sum over those within `half` of it, cut off at the edges.
void sumNear(float* row, std::size_t n, std::size_t half, float* prefix) {
  float sum = 0;
  for (std::size_t f = 0; f < n; ++f) {
    prefix[f] = sum;
    sum += row[f];
  }
  for (std::size_t f = 0; f < n; ++f) {
    const std::size_t low = f > half ? f - half : 0, high = f + half + 1;
    row[f] = (high < n ? prefix[high] : sum) - prefix[low];
  }
}
} // namespace

void DecisionTracker::meanErrors(std::span<const Complex> y, int symbol, const float* predicted,
                                 Rows& rows) const {
  const std::size_t subcarriers = rows.subcarriers;
  const auto antennas = sizeOf(m_link.rxAntennas);
  const std::size_t elements = y.size() / antennas;
  const std::size_t half = sizeOf(m_taps) / 2;
  sumNear(rows.energy, subcarriers, half, rows.prefix);
  for (std::size_t r = 0; r < antennas; ++r) {
    const Complex* row = y.data() + r * elements + sizeOf(symbol) * subcarriers;
    const float *hRe = predicted + 2 * r * subcarriers, *hIm = hRe + subcarriers;
    float *eRe = rows.error + 2 * r * subcarriers, *eIm = eRe + subcarriers;
    for (std::size_t f = 0; f < subcarriers; ++f) {
      const float xRe = rows.decidedRe[f], xIm = rows.decidedIm[f];
      const float re = row[f].real() - (hRe[f] * xRe - hIm[f] * xIm);
      const float im = row[f].imag() - (hRe[f] * xIm + hIm[f] * xRe);
      eRe[f] = re * xRe + im * xIm;
      eIm[f] = im * xRe - re * xIm;
    }
    for (float* e : {eRe, eIm}) {
      sumNear(e, subcarriers, half, rows.prefix);
      for (std::size_t f = 0; f < subcarriers; ++f)
        e[f] /= rows.energy[f];
    }
  }
}

void DecisionTracker::trackFrom(int pilot, int step, std::span<const Complex> y, float noise,
                                Rows& rows, std::span<Complex> estimate) const {
  const int beyond = step > 0 ? m_link.grid->symbols() - 1 - pilot : pilot;
  const std::size_t width = rows.width, subcarriers = rows.subcarriers;
  const std::size_t elements = estimate.size() / sizeOf(m_link.rxAntennas);
  const std::vector<Gains> gains = this->gains(beyond + 1, static_cast<double>(noise));
  // Rows of the estimate as planes, and back.
  const auto read = [&](int symbol, float* to) {
    for (std::size_t at = sizeOf(symbol) * subcarriers; at < estimate.size();
         at += elements, to += 2 * subcarriers)
      for (std::size_t f = 0; f < subcarriers; ++f) {
        to[f] = estimate[at + f].real();
        to[subcarriers + f] = estimate[at + f].imag();
      }
  };
  const auto write = [&](int symbol, const float* from) {
    for (std::size_t at = sizeOf(symbol) * subcarriers; at < estimate.size();
         at += elements, from += 2 * subcarriers)
      for (std::size_t f = 0; f < subcarriers; ++f)
        estimate[at + f] = {from[f], from[subcarriers + f]};
  };

  for (int round = 0; round < m_rounds; ++round) {
    read(pilot, rows.channelAt(0));
    std::fill_n(rows.slopeAt(0), width, 0.f);
    for (std::size_t i = 1; i < gains.size(); ++i) {
      const int symbol = pilot + step * static_cast<int>(i);
      const float *h = rows.channelAt(i - 1), *d = rows.slopeAt(i - 1);
      for (std::size_t k = 0; k < width; ++k)
        rows.predicted[k] = h[k] + d[k];
      if (round > 0)
        read(symbol, rows.reference);
      decide(y, symbol, round > 0 ? rows.reference : rows.predicted, rows);
      meanErrors(y, symbol, rows.predicted, rows);
      for (std::size_t k = 0; k < width; ++k) {
        rows.channelAt(i)[k] = rows.predicted[k] + gains[i].channel * rows.error[k];
        rows.slopeAt(i)[k] = d[k] + gains[i].slope * rows.error[k];
      }
    }
    for (std::size_t i = gains.size(); i-- > 1;) {
      if (i + 1 < gains.size()) {
        const auto a = static_cast<float>(gains[i].smoother.a),
                   b = static_cast<float>(gains[i].smoother.b),
                   c = static_cast<float>(gains[i].smoother.c),
                   e = static_cast<float>(gains[i].smoother.d);
        float *h = rows.channelAt(i), *d = rows.slopeAt(i);
        const float *nextH = rows.channelAt(i + 1), *nextD = rows.slopeAt(i + 1);
        for (std::size_t k = 0; k < width; ++k) {
          const float dh = nextH[k] - (h[k] + d[k]), dd = nextD[k] - d[k];
          h[k] += a * dh + b * dd;
          d[k] += c * dh + e * dd;
        }
      }
      write(pilot + step * static_cast<int>(i), rows.channelAt(i));
    }
  }
}

void DecisionTracker::track(std::span<const Complex> y, float n0,
                            base::AlignedVector<float>& scratch,
                            std::span<Complex> estimate) const {
  assert(y.size() == estimate.size());
  const auto antennas = sizeOf(m_link.rxAntennas);
  Rows rows(m_link, scratch);
  const auto from = [&](int pilot, int step) {
    float power = 0;
    for (std::size_t r = 0; r < antennas; ++r)
      for (std::size_t f = 0; f < rows.subcarriers; ++f)
        power +=
            std::norm(estimate[r * (y.size() / antennas) + sizeOf(pilot) * rows.subcarriers + f]);
    power /= static_cast<float>(antennas * rows.subcarriers);
    const float noise = n0 / (std::max(power, kLeastGain) * static_cast<float>(m_taps));
    trackFrom(pilot, step, y, std::max(noise, 1e-9f), rows, estimate);
  };
  from(m_link.grid->pilotSymbols().back(), 1);
  from(m_link.grid->pilotSymbols().front(), -1);
}

} // namespace rxq::receiver
