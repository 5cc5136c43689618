#include "core/receiver/fixed_tracking.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/receiver/fixed_decisions.h"

namespace rxq::receiver {

using namespace fixed;

namespace {

std::int32_t rounded(double gain) {
  return static_cast<std::int32_t>(std::lround(std::ldexp(gain, kTrackGain)));
}

std::int32_t between(std::int32_t low, std::int32_t high, std::int64_t rest) {
  return low + static_cast<std::int32_t>(shifted((high - low) * rest, kLog));
}

/// Of an integer array of n, the sums over those within `half` of each, cut off at the edges.
void sumOver(std::int32_t* row, int n, int half, std::vector<std::int32_t>& copy) {
  copy.assign(row, row + n);
  const auto at = [&](int f) { return copy[static_cast<std::size_t>(f)]; };
  std::int32_t sum = 0;
  for (int f = 0; f < std::min(half, n); ++f)
    sum += at(f);
  for (int f = 0; f < n; ++f) {
    sum += f + half < n ? at(f + half) : 0;
    row[f] = sum;
    sum -= f >= half ? at(f - half) : 0;
  }
}

/// What one direction is tracked with. Rows are [rx][subcarrier][Re, Im].
class Direction {
 public:
  Direction(const FixedTables& tables, FixedState& state, int pilot, int step)
      : m_t(tables), m_state(state), m_pilot(pilot), m_step(step),
        m_antennas(static_cast<std::size_t>(tables.antennas)),
        m_subcarriers(static_cast<std::size_t>(tables.subcarriers)),
        m_row(2 * m_antennas * m_subcarriers),
        m_beyond(static_cast<std::size_t>(step > 0 ? tables.symbols - 1 - pilot : pilot)) {
    const std::size_t states = static_cast<std::size_t>(tables.trackSymbols) + 1;
    state.channels.resize(states * m_row);
    state.slopes.resize(states * m_row);
    state.predicted.resize(m_row);
    state.meanErrors.resize(m_row);
    state.rowEnergy.resize(m_subcarriers);
  }

  void run() {
    chooseGains();
    for (int round = 0; round < m_t.tracking; ++round) {
      start();
      for (std::size_t i = 1; i <= m_beyond; ++i)
        filter(i, round > 0);
      for (std::size_t i = m_beyond; i >= 1; --i) {
        if (i < m_beyond)
          smooth(i);
        write(i);
      }
    }
  }

 private:
  std::size_t symbol(std::size_t i) const {
    return static_cast<std::size_t>(m_pilot + m_step * static_cast<int>(i));
  }
  std::int32_t* channel(std::size_t i) { return &m_state.channels[i * m_row]; }
  std::int32_t* slope(std::size_t i) { return &m_state.slopes[i * m_row]; }
  /// Of an [rx][element] array, antenna r's row at distance i.
  std::size_t at(std::size_t i, std::size_t r) const {
    return 2 * (r * m_t.elements() + symbol(i) * m_subcarriers);
  }
  const FixedTrackGain& gain(std::size_t i) const { return m_state.gains[i - 1]; }

  std::int64_t state(std::int64_t x) const { return limited(x, m_t.bits.estimateBits + kTrack); }
  std::int32_t estimate(std::int64_t x) const {
    return static_cast<std::int32_t>(limited(shifted(x, kTrack), m_t.bits.estimateBits));
  }

  void chooseGains() {
    std::uint64_t power = 0;
    for (std::size_t r = 0; r < m_antennas; ++r)
      for (std::size_t k = 0; k < 2 * m_subcarriers; ++k) {
        const std::int64_t h = m_state.current[at(0, r) + k];
        power += static_cast<std::uint64_t>(h * h);
      }
    const std::int64_t log =
        log2Of(m_state.noise) - log2Of(std::max<std::uint64_t>(1, power)) + m_t.trackLog;
    const std::int64_t position =
        std::clamp<std::int64_t>(log * kTrackSteps, 0, std::int64_t{kTrackLevels - 1} << kLog);
    const std::int64_t level = std::min<std::int64_t>(position >> kLog, kTrackLevels - 2);
    const std::int64_t rest = position - (level << kLog);
    const auto distances = static_cast<std::size_t>(m_t.trackSymbols);
    const FixedTrackGain* low = &m_t.trackGains[static_cast<std::size_t>(level) * distances];
    m_state.gains.resize(distances);
    for (FixedTrackGain& gain : m_state.gains) {
      const FixedTrackGain& high = low[distances];
      gain = {between(low->channel, high.channel, rest), between(low->slope, high.slope, rest),
              between(low->backChannel, high.backChannel, rest),
              between(low->backSlope, high.backSlope, rest)};
      ++low;
    }
  }

  /// State 0: the estimate on the pilot symbol, a slope of zero.
  void start() {
    for (std::size_t r = 0; r < m_antennas; ++r)
      for (std::size_t k = 0; k < 2 * m_subcarriers; ++k)
        channel(0)[2 * r * m_subcarriers + k] = m_state.current[at(0, r) + k] * (1 << kTrack);
    std::fill_n(slope(0), m_row, 0);
  }

  /// State i from state i - 1.
  void filter(std::size_t i, bool decideAnew) {
    std::int32_t *h = channel(i), *s = slope(i);
    const std::int32_t *lastH = channel(i - 1), *lastS = slope(i - 1);
    for (std::size_t k = 0; k < m_row; ++k) {
      h[k] = static_cast<std::int32_t>(state(std::int64_t{lastH[k]} + lastS[k]));
      m_state.predicted[k] = estimate(h[k]);
    }
    observe(i, decideAnew);
    const int left = kSymbol + m_t.estimateFraction() + kTrack - m_t.decisionFraction();
    for (std::size_t k = 0; k < m_row; ++k) {
      const std::size_t plane = k / (2 * m_subcarriers) * 2 + k % 2;
      const std::size_t f = k / 2 % m_subcarriers;
      const std::int64_t sum = m_state.meanErrors[plane * m_subcarriers + f];
      const std::int64_t error = quotientOf(sum * (std::int64_t{1} << left), m_state.rowEnergy[f]);
      h[k] = static_cast<std::int32_t>(state(h[k] + shifted(gain(i).channel * error, kTrackGain)));
      s[k] =
          static_cast<std::int32_t>(state(lastS[k] + shifted(gain(i).slope * error, kTrackGain)));
    }
  }

  /// Over the window, the sums of the predicted estimate's errors, [rx][Re, Im][subcarrier], and of
  /// the energy of what is decided.
  void observe(std::size_t i, bool decideAnew) {
    for (std::size_t f = 0; f < m_subcarriers; ++f) {
      FixedSums sums;
      for (std::size_t r = 0; r < m_antennas; ++r) {
        const std::int32_t* h = decideAnew ? &m_state.current[at(i, r) + 2 * f]
                                           : &m_state.predicted[2 * (r * m_subcarriers + f)];
        sums.add(h[0], h[1], &m_state.y[at(i, r) + 2 * f]);
      }
      const FixedSymbol x = nearestSymbol(m_t, sums.limitedTo(m_t));
      m_state.rowEnergy[f] = x.energy();
      for (std::size_t r = 0; r < m_antennas; ++r) {
        const FixedSymbol error = errorOf(m_t, &m_state.predicted[2 * (r * m_subcarriers + f)],
                                          &m_state.y[at(i, r) + 2 * f], x);
        m_state.meanErrors[2 * r * m_subcarriers + f] = static_cast<std::int32_t>(error.re);
        m_state.meanErrors[(2 * r + 1) * m_subcarriers + f] = static_cast<std::int32_t>(error.im);
      }
    }
    sumNear(m_state.rowEnergy.data());
    for (std::size_t plane = 0; plane < 2 * m_antennas; ++plane)
      sumNear(&m_state.meanErrors[plane * m_subcarriers]);
  }

  /// Twice: a triangular window.
  void sumNear(std::int32_t* row) {
    for (int time = 0; time < 2; ++time)
      sumOver(row, m_t.subcarriers, m_t.trackHalf, m_state.copy);
  }

  /// State i, given the smoothed state after it.
  void smooth(std::size_t i) {
    std::int32_t *h = channel(i), *s = slope(i);
    const std::int32_t *nextH = channel(i + 1), *nextS = slope(i + 1);
    for (std::size_t k = 0; k < m_row; ++k) {
      const std::int64_t dh = std::int64_t{nextH[k]} - h[k] - s[k];
      const std::int64_t ds = std::int64_t{nextS[k]} - s[k];
      const std::int64_t change = gain(i).backChannel * dh + gain(i).backSlope * ds;
      s[k] = static_cast<std::int32_t>(state(s[k] + shifted(change, kTrackGain)));
      h[k] = static_cast<std::int32_t>(state(std::int64_t{nextH[k]} - s[k]));
    }
  }

  void write(std::size_t i) {
    for (std::size_t r = 0; r < m_antennas; ++r)
      for (std::size_t k = 0; k < 2 * m_subcarriers; ++k)
        m_state.current[at(i, r) + k] = estimate(channel(i)[2 * r * m_subcarriers + k]);
  }

  const FixedTables& m_t;
  FixedState& m_state;
  int m_pilot, m_step;
  std::size_t m_antennas, m_subcarriers, m_row, m_beyond;
};

} // namespace

std::vector<FixedTrackGain> fixedTrackGains(const TrackingModel& model, int symbols) {
  std::vector<FixedTrackGain> table;
  for (int level = 0; level < kTrackLevels; ++level) {
    const double noise = std::exp2(kTrackLeast + static_cast<double>(level) / kTrackSteps);
    const auto gains = model.gains(symbols + 1, noise);
    for (std::size_t i = 1; i < gains.size(); ++i)
      table.push_back({rounded(static_cast<double>(gains[i].channel)),
                       rounded(static_cast<double>(gains[i].slope)), rounded(gains[i].smoother.c),
                       rounded(gains[i].smoother.d)});
  }
  return table;
}

void track(const FixedTables& t, FixedState& state) {
  for (const auto& [pilot, step] :
       {std::pair{t.pilotSymbols.back(), 1}, std::pair{t.pilotSymbols.front(), -1}})
    if (step > 0 ? pilot + 1 < t.symbols : pilot > 0)
      Direction(t, state, pilot, step).run();
}

} // namespace rxq::receiver
