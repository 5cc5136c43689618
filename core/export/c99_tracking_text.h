#pragma once

/// The C of decision-directed tracking, in parts as in c99_receiver_text.h.
namespace rxq::exporting::receiver_text {

inline constexpr const char* kTrackGains = R"c(
/* rest / 65536 of the way from a to b */
static gain_t gain_between(gain_t a, gain_t b, int64_t rest) {
  a.channel = (int16_t)(a.channel + shifted((b.channel - a.channel) * rest, 16));
  a.slope = (int16_t)(a.slope + shifted((b.slope - a.slope) * rest, 16));
  a.back_channel = (int16_t)(a.back_channel + shifted((b.back_channel - a.back_channel) * rest, 16));
  a.back_slope = (int16_t)(a.back_slope + shifted((b.back_slope - a.back_slope) * rest, 16));
  return a;
}

/* The gains at the noise relative to the power of the estimate on a pilot symbol, by the distance from it. */
static void choose_gains(const @name@_work_t *w, int pilot, gain_t *gains) {
  const int64_t most = (int64_t)(TRACK_LEVELS - 1) * 65536;
  uint64_t power = 0;
  int64_t position;
  int r, k, level;
  for (r = 0; r < ANTENNAS; ++r) {
    const int32_t *h = w->current + 2 * (r * ELEMENTS + pilot * SUBCARRIERS);
    for (k = 0; k < 2 * SUBCARRIERS; ++k)
      power += (uint64_t)((int64_t)h[k] * h[k]);
  }
  position = TRACK_STEPS * (log2_of(w->noise) - log2_of(power > 0 ? power : 1) + (@TRACK_LOG@));
  position = position < 0 ? 0 : position > most ? most : position;
  level = (int)(position >> 16);
  if (level > TRACK_LEVELS - 2)
    level = TRACK_LEVELS - 2;
  for (k = 0; k < TRACK_SYMBOLS; ++k)
    gains[k] = gain_between(track_gains[level * TRACK_SYMBOLS + k], track_gains[(level + 1) * TRACK_SYMBOLS + k],
                            position - (int64_t)level * 65536);
}
)c";

inline constexpr const char* kTrackSums = R"c(
/* Twice the sums over the subcarriers within TRACK_HALF of each, of those there are: a triangular window. */
static void sum_window(int32_t *row, int32_t *copy) {
  int time, f;
  for (time = 0; time < 2; ++time) {
    int32_t sum = 0;
    for (f = 0; f < SUBCARRIERS; ++f) {
      copy[f] = row[f];
      if (f < TRACK_HALF)
        sum += row[f];
    }
    for (f = 0; f < SUBCARRIERS; ++f) {
      if (f + TRACK_HALF < SUBCARRIERS)
        sum += copy[f + TRACK_HALF];
      row[f] = sum;
      if (f >= TRACK_HALF)
        sum -= copy[f - TRACK_HALF];
    }
  }
}

/* The sums of the predicted estimate's errors on a symbol, decided with the reference: its antennas are `stride`
   numbers apart. */
static void observe(@name@_work_t *w, int symbol, const int32_t *reference, int stride) {
  int f, r, plane;
  for (f = 0; f < SUBCARRIERS; ++f) {
    const int16_t *y = w->samples + 2 * (symbol * SUBCARRIERS + f);
    sums_t s = {0, 0, 0};
    int32_t x[2];
    for (r = 0; r < ANTENNAS; ++r)
      add_antenna(&s, reference[r * stride + 2 * f], reference[r * stride + 2 * f + 1], y + 2 * r * ELEMENTS);
    s = limited_sums(&s);
    decide_symbol(&s, x);
    w->row_energy[f] = energy_of(x);
    for (r = 0; r < ANTENNAS; ++r)
      error_of(w->predicted + 2 * (r * SUBCARRIERS + f), y + 2 * r * ELEMENTS, x,
               w->mean_errors + 2 * r * SUBCARRIERS + f, w->mean_errors + (2 * r + 1) * SUBCARRIERS + f);
  }
  sum_window(w->row_energy, w->copy);
  for (plane = 0; plane < 2 * ANTENNAS; ++plane)
    sum_window(w->mean_errors + plane * SUBCARRIERS, w->copy);
}
)c";

inline constexpr const char* kTrack = R"c(
/* Channel and slope within the range of states, six fraction bits finer than estimates; a state as an estimate. */
static int32_t state_of(int64_t x) { return (int32_t)limited(x, ESTIMATE_BITS + 6); }
static int32_t estimate_of(int64_t x) { return (int32_t)limited(shifted(x, 6), ESTIMATE_BITS); }

/* State i of a Kalman filter from state i - 1. */
static void filter(@name@_work_t *w, int i, int symbol, int decide_anew, const gain_t *gain) {
  const int64_t one = (int64_t)1 << (18 + ESTIMATE_FRACTION - DECISION_FRACTION);
  int32_t *h = w->channels[i], *s = w->slopes[i];
  int k;
  for (k = 0; k < TRACK_ROW; ++k) {
    h[k] = state_of((int64_t)w->channels[i - 1][k] + w->slopes[i - 1][k]);
    w->predicted[k] = estimate_of(h[k]);
  }
  if (decide_anew)
    observe(w, symbol, w->current + 2 * symbol * SUBCARRIERS, 2 * ELEMENTS);
  else
    observe(w, symbol, w->predicted, 2 * SUBCARRIERS);
  for (k = 0; k < TRACK_ROW; ++k) {
    const int f = k / 2 % SUBCARRIERS, plane = k / (2 * SUBCARRIERS) * 2 + k % 2;
    const int64_t error = quotient_of(w->mean_errors[plane * SUBCARRIERS + f] * one, w->row_energy[f]);
    h[k] = state_of(h[k] + shifted(gain->channel * error, 14));
    s[k] = state_of(w->slopes[i - 1][k] + shifted(gain->slope * error, 14));
  }
}

/* State i of the smoother, given the one after it. */
static void smooth(@name@_work_t *w, int i, const gain_t *gain) {
  const int32_t *next_h = w->channels[i + 1], *next_s = w->slopes[i + 1];
  int32_t *h = w->channels[i], *s = w->slopes[i];
  int k;
  for (k = 0; k < TRACK_ROW; ++k) {
    const int64_t dh = (int64_t)next_h[k] - h[k] - s[k], ds = (int64_t)next_s[k] - s[k];
    s[k] = state_of(s[k] + shifted(gain->back_channel * dh + gain->back_slope * ds, 14));
    h[k] = state_of((int64_t)next_h[k] - s[k]);
  }
}

/* From a pilot symbol outward; step: 1 or -1. */
static void track_from(@name@_work_t *w, int pilot, int step) {
  const int beyond = step > 0 ? SYMBOLS - 1 - pilot : pilot;
  gain_t gains[TRACK_SYMBOLS];
  int round, i, k;
  choose_gains(w, pilot, gains);
  for (round = 0; round < TRACK_ROUNDS; ++round) {
    for (k = 0; k < TRACK_ROW; ++k) {
      const int r = k / (2 * SUBCARRIERS);
      w->channels[0][k] = w->current[2 * (r * ELEMENTS + pilot * SUBCARRIERS) + k % (2 * SUBCARRIERS)] * 64;
      w->slopes[0][k] = 0;
    }
    for (i = 1; i <= beyond; ++i)
      filter(w, i, pilot + step * i, round > 0, gains + i - 1);
    for (i = beyond; i >= 1; --i) {
      int32_t *to = w->current + 2 * (pilot + step * i) * SUBCARRIERS;
      if (i < beyond)
        smooth(w, i, gains + i - 1);
      for (k = 0; k < TRACK_ROW; ++k)
        to[k / (2 * SUBCARRIERS) * 2 * ELEMENTS + k % (2 * SUBCARRIERS)] = estimate_of(w->channels[i][k]);
    }
  }
}

/* The estimate beyond the outermost pilot symbols, by decisions. */
static void track(@name@_work_t *w) {
  if (pilot_symbols[PILOT_SYMBOLS - 1] + 1 < SYMBOLS)
    track_from(w, pilot_symbols[PILOT_SYMBOLS - 1], 1);
  if (pilot_symbols[0] > 0)
    track_from(w, pilot_symbols[0], -1);
}
)c";

} // namespace rxq::exporting::receiver_text
