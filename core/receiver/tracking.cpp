#include "core/receiver/tracking.h"

#include <algorithm>
#include <cassert>
#include <numbers>
#include <utility>

namespace rxq::receiver {

namespace {

/// Noise of a decision-directed error by that of right decisions.
constexpr double kDecisionNoise = 2;
/// Standard deviation by which a slope changes from symbol to symbol, by the channel's amplitude.
constexpr double kSlopeChange = 0.002;
/// Below any noise or gain that matters: keeps quotients finite.
constexpr float kLeast = 1e-20f, kLeastNoise = 1e-9f;

using Matrix = TrackingMatrix;
Matrix operator*(const Matrix& x, const Matrix& y) {
  return {x.a * y.a + x.b * y.c, x.a * y.b + x.b * y.d, x.c * y.a + x.d * y.c,
          x.c * y.b + x.d * y.d};
}
Matrix inverse(const Matrix& x) {
  const double scale = 1 / (x.a * x.d - x.b * x.c);
  return {x.d * scale, -x.b * scale, -x.c * scale, x.a * scale};
}

std::size_t sizeOf(int n) { return static_cast<std::size_t>(n); }

/// Replaces each value by the sum over those within `half` of it, cut off at the edges.
void sumOver(float* row, std::size_t n, std::size_t half, float* prefix) {
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

/// Twice: a triangular window. Its frequency response has no negative lobes, by which errors that
/// change quickly over frequency would be fed back with the wrong sign and grow.
void sumNear(float* row, std::size_t n, std::size_t half, float* prefix) {
  sumOver(row, n, half, prefix);
  sumOver(row, n, half, prefix);
}

} // namespace

TrackingModel::TrackingModel(const phy::ResourceGrid& grid, int taps, double dopplerHz)
    : m_taps(taps), m_half((taps / 2 + 1) / 2) {
  assert(taps % 2 == 1);
  const double width = 2 * m_half + 1;
  m_windowNoise = (2 * width * width + 1) / (3 * width * width * width);
  const double turn = 2 * std::numbers::pi * dopplerHz * grid.symbolPeriod();
  m_slopeVariance = turn * turn / 2;
}

std::vector<TrackingGains> TrackingModel::gains(int symbols, double noise) const {
  constexpr Matrix kStep{1, 1, 0, 1}, kStepTurned{1, 0, 1, 1};
  const double observed = kDecisionNoise * noise * m_windowNoise;
  std::vector<TrackingGains> gains(sizeOf(symbols));
  Matrix after{noise / m_taps, 0, 0, m_slopeVariance};
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

/// Scratch: planes of [rx][Re, Im][subcarrier], `width` floats each; the state after each symbol,
/// counted from the pilots outward, and what one symbol needs.
struct DecisionTracker::Rows {
  Rows(const LinkContext& link, base::AlignedVector<float>& scratch)
      : width(2 * sizeOf(link.rxAntennas) * sizeOf(link.grid->subcarriers())),
        subcarriers(sizeOf(link.grid->subcarriers())) {
    const auto states = sizeOf(link.grid->symbols());
    scratch.resize((2 * states + 3) * width + 4 * subcarriers);
    channels = scratch.data();
    slopes = channels + states * width;
    predicted = slopes + states * width;
    error = predicted + width;
    before = error + width;
    decidedRe = before + width;
    decidedIm = decidedRe + subcarriers;
    energy = decidedIm + subcarriers;
    prefix = energy + subcarriers;
  }
  float* channel(std::size_t i) const { return channels + i * width; }
  float* slope(std::size_t i) const { return slopes + i * width; }

  /// A symbol of an [rx][element] array, to a plane and back.
  void read(std::span<const Complex> from, std::size_t elements, int symbol, float* to) const {
    for (std::size_t at = sizeOf(symbol) * subcarriers; at < from.size(); at += elements) {
      for (std::size_t f = 0; f < subcarriers; ++f) {
        to[f] = from[at + f].real();
        to[subcarriers + f] = from[at + f].imag();
      }
      to += 2 * subcarriers;
    }
  }
  void write(const float* from, std::size_t elements, int symbol, std::span<Complex> to) const {
    for (std::size_t at = sizeOf(symbol) * subcarriers; at < to.size(); at += elements) {
      for (std::size_t f = 0; f < subcarriers; ++f)
        to[at + f] = {from[f], from[subcarriers + f]};
      from += 2 * subcarriers;
    }
  }
  /// State i, given the smoothed state after it.
  void smooth(std::size_t i, const Matrix& gain) {
    const auto a = static_cast<float>(gain.a), b = static_cast<float>(gain.b);
    const auto c = static_cast<float>(gain.c), d = static_cast<float>(gain.d);
    float *h = channel(i), *s = slope(i);
    const float *nextH = channel(i + 1), *nextS = slope(i + 1);
    for (std::size_t k = 0; k < width; ++k) {
      const float dh = nextH[k] - (h[k] + s[k]), ds = nextS[k] - s[k];
      h[k] += a * dh + b * ds;
      s[k] += c * dh + d * ds;
    }
  }

  std::size_t width, subcarriers;
  float *channels, *slopes, *predicted, *error;
  float* before; ///< the estimate of the round before
  float *decidedRe, *decidedIm, *energy, *prefix;
};

DecisionTracker::DecisionTracker(const LinkContext& link, int rounds, int taps, double dopplerHz)
    : m_link(link), m_rounds(rounds), m_model(*link.grid, taps, dopplerHz),
      m_levels(link.modulation) {
  assert(rounds >= 1);
}

float DecisionTracker::relativeNoise(int pilot, float n0, std::span<const Complex> estimate) const {
  const auto subcarriers = sizeOf(m_link.grid->subcarriers());
  float power = 0;
  for (std::size_t at = sizeOf(pilot) * subcarriers; at < estimate.size();
       at += sizeOf(m_link.grid->elements()))
    for (std::size_t f = 0; f < subcarriers; ++f)
      power += std::norm(estimate[at + f]);
  power /= static_cast<float>(sizeOf(m_link.rxAntennas) * subcarriers);
  return std::max(n0 / std::max(power, kLeast), kLeastNoise);
}

void DecisionTracker::decide(std::span<const Complex> y, int symbol, const float* reference,
                             Rows& rows) const {
  const std::size_t subcarriers = rows.subcarriers;
  const auto antennas = sizeOf(m_link.rxAntennas);
  const std::size_t elements = y.size() / antennas;
  const Complex* row = y.data() + sizeOf(symbol) * subcarriers;
  for (std::size_t f = 0; f < subcarriers; ++f) {
    float re = 0, im = 0, gain = kLeast;
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

/// Of the predicted estimate: sum (y - h x^) conj(x^) / sum |x^|^2.
void DecisionTracker::meanErrors(std::span<const Complex> y, int symbol, Rows& rows) const {
  const std::size_t subcarriers = rows.subcarriers, half = sizeOf(m_model.half());
  const auto antennas = sizeOf(m_link.rxAntennas);
  const std::size_t elements = y.size() / antennas;
  sumNear(rows.energy, subcarriers, half, rows.prefix);
  for (std::size_t r = 0; r < antennas; ++r) {
    const Complex* row = y.data() + r * elements + sizeOf(symbol) * subcarriers;
    const float *hRe = rows.predicted + 2 * r * subcarriers, *hIm = hRe + subcarriers;
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

/// State i from state i - 1.
void DecisionTracker::filterSymbol(std::size_t i, const TrackingGains& gains,
                                   std::span<const Complex> y, int symbol, bool decideAnew,
                                   Rows& rows) const {
  const float *h = rows.channel(i - 1), *s = rows.slope(i - 1);
  for (std::size_t k = 0; k < rows.width; ++k)
    rows.predicted[k] = h[k] + s[k];
  decide(y, symbol, decideAnew ? rows.before : rows.predicted, rows);
  meanErrors(y, symbol, rows);
  float *nextH = rows.channel(i), *nextS = rows.slope(i);
  for (std::size_t k = 0; k < rows.width; ++k) {
    nextH[k] = rows.predicted[k] + gains.channel * rows.error[k];
    nextS[k] = s[k] + gains.slope * rows.error[k];
  }
}

void DecisionTracker::trackFrom(int pilot, int step, float noise, std::span<const Complex> y,
                                Rows& rows, std::span<Complex> estimate) const {
  const int beyond = step > 0 ? m_link.grid->symbols() - 1 - pilot : pilot;
  const auto elements = sizeOf(m_link.grid->elements());
  const auto gains = m_model.gains(beyond + 1, static_cast<double>(noise));
  for (int round = 0; round < m_rounds; ++round) {
    rows.read(estimate, elements, pilot, rows.channel(0));
    std::fill_n(rows.slope(0), rows.width, 0.f);
    for (int i = 1; i <= beyond; ++i) {
      const int symbol = pilot + step * i;
      if (round > 0)
        rows.read(estimate, elements, symbol, rows.before);
      filterSymbol(sizeOf(i), gains[sizeOf(i)], y, symbol, round > 0, rows);
    }
    for (int i = beyond; i >= 1; --i) {
      if (i < beyond)
        rows.smooth(sizeOf(i), gains[sizeOf(i)].smoother);
      rows.write(rows.channel(sizeOf(i)), elements, pilot + step * i, estimate);
    }
  }
}

void DecisionTracker::track(std::span<const Complex> y, float n0,
                            base::AlignedVector<float>& scratch,
                            std::span<Complex> estimate) const {
  assert(y.size() == estimate.size());
  Rows rows(m_link, scratch);
  const std::vector<int>& pilots = m_link.grid->pilotSymbols();
  for (const auto& [pilot, step] : {std::pair{pilots.back(), 1}, std::pair{pilots.front(), -1}})
    trackFrom(pilot, step, relativeNoise(pilot, n0, estimate), y, rows, estimate);
}

} // namespace rxq::receiver
