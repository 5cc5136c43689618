#pragma once

/// The C of a whole receiver's input planes, in parts as in c99_receiver_text.h.
namespace rxq::exporting::receiver_text {

inline constexpr const char* kSumsOf = R"c(
/* Of element e's samples with the estimates h at element `at`. */
static sums_t sums_of(const @name@_work_t *w, const int32_t *h, int e, int at) {
  sums_t s = {0, 0, 0};
  int r;
  for (r = 0; r < ANTENNAS; ++r) {
    const int32_t *c = h + 2 * (r * ELEMENTS + at);
    add_antenna(&s, c[0], c[1], w->samples + 2 * (r * ELEMENTS + e));
  }
  return limited_sums(&s);
}
)c";

inline constexpr const char* kLog = R"c(
/* log2 x with 16 fraction bits; x > 0. */
static int64_t log2_of(uint64_t x) {
  int exponent = 0, i;
  int64_t mantissa, low, high;
  while (x >> exponent > 1)
    ++exponent;
  mantissa = (int64_t)(exponent >= 16 ? x >> (exponent - 16) : x << (16 - exponent)) - 65536;
  i = (int)(mantissa >> 10);
  low = log_table[i];
  high = log_table[i + 1];
  return (int64_t)exponent * 65536 + low + shifted((high - low) * (mantissa & 1023), 10);
}
)c";

inline constexpr const char* kQuotient = R"c(
/* x / d, halves away from zero; d > 0. */
static int64_t quotient_of(int64_t x, int64_t d) {
  const int64_t magnitude = ((x < 0 ? -x : x) + d / 2) / d;
  return x < 0 ? -magnitude : magnitude;
}
)c";

inline constexpr const char* kPilotAt = R"c(
/* Index of the pilot at element e, -1 where there is none. */
static int pilot_at(int e) {
  const int row = pilot_row[e / SUBCARRIERS], column = pilot_column[e % SUBCARRIERS];
  return row < 0 || column < 0 ? -1 : row * PILOT_SUBCARRIERS + column;
}
)c";

inline constexpr const char* kNearest = R"c(
/* The same subcarrier at the nearest pilot symbol. */
static int nearest_pilot(int e) {
  return pilot_symbols[nearest_symbol[e / SUBCARRIERS]] * SUBCARRIERS + e % SUBCARRIERS;
}
)c";

inline constexpr const char* kNearestLevel = R"c(
/* The level nearest to u / gain on one axis, times 4096; u in units of half the levels' spacing. */
static int32_t nearest_level(int64_t u, int64_t gain) {
  const int64_t x = u < 0 ? -u : u;
  int i = 0;
  while (i + 1 < 1 << (BITS_PER_AXIS - 1) && x > 2 * (i + 1) * gain)
    ++i;
  return u < 0 ? -levels[i] : levels[i];
}
)c";

inline constexpr const char* kNearestSymbol = R"c(
/* The symbol nearest to c / g, times 4096. */
static void decide_symbol(const sums_t *s, int32_t *x) {
  x[0] = nearest_level(shifted(s->re * @INVERSE_UNIT@, 10), s->gain);
  x[1] = nearest_level(shifted(s->im * @INVERSE_UNIT@, 10), s->gain);
}
)c";

inline constexpr const char* kErrorOf = R"c(
/* |x|^2 of what was decided, times 4096. */
static int32_t energy_of(const int32_t *x) {
  return (int32_t)shifted((int64_t)x[0] * x[0] + (int64_t)x[1] * x[1], 12);
}

/* (y - h x) conj(x) */
static void error_of(const int32_t *h, const int16_t *y, const int32_t *x, int32_t *error_re, int32_t *error_im) {
  const int left = ESTIMATE_FRACTION + 12 - SAMPLE_FRACTION, right = ESTIMATE_FRACTION + 24 - DECISION_FRACTION;
  const int64_t re = shifted(y[0], -left) - ((int64_t)h[0] * x[0] - (int64_t)h[1] * x[1]);
  const int64_t im = shifted(y[1], -left) - ((int64_t)h[0] * x[1] + (int64_t)h[1] * x[0]);
  *error_re = (int32_t)limited(shifted(re * x[0] + im * x[1], right), DECISION_BITS);
  *error_im = (int32_t)limited(shifted(im * x[0] - re * x[1], right), DECISION_BITS);
}
)c";

inline constexpr const char* kDecide = R"c(
/* What was sent on element e, times 4096: the pilot, or the symbol nearest to c / g; else nothing. */
static void decision_at(const @name@_work_t *w, int e, int32_t *x) {
  const int pilot = pilot_at(e);
  if (pilot >= 0) {
    x[0] = pilot_values[2 * pilot];
    x[1] = pilot_values[2 * pilot + 1];
  } else if (pilot_row[e / SUBCARRIERS] >= 0 && pilot_column[e % SUBCARRIERS] != -1) {
    x[0] = x[1] = 0;
  } else {
    const sums_t s = sums_of(w, w->current, e, e);
    decide_symbol(&s, x);
  }
}

/* (y - h x) conj(x) for each antenna, and |x|^2. */
static void decide(@name@_work_t *w) {
  int e, r;
  for (e = 0; e < ELEMENTS; ++e) {
    int32_t x[2];
    decision_at(w, e, x);
    w->energy[e] = energy_of(x);
    for (r = 0; r < ANTENNAS; ++r)
      error_of(w->current + 2 * (r * ELEMENTS + e), w->samples + 2 * (r * ELEMENTS + e), x,
               w->errors + 2 * r * ELEMENTS + e, w->errors + (2 * r + 1) * ELEMENTS + e);
  }
}
)c";

inline constexpr const char* kPut = R"c(
static void put(@name@_work_t *w, int e, int c, int64_t x) {
  const int64_t code = @ZERO_POINT@ + times(to_code[c], x);
  w->codes[e * INPUTS + c] = (uint8_t)(code < @Q_MIN@ ? @Q_MIN@ : code > @Q_MAX@ ? @Q_MAX@ : code);
}
)c";

inline constexpr const char* kReceived = R"c(
static void write_received(@name@_work_t *w, int first) {
  int e, c;
  for (e = 0; e < ELEMENTS; ++e)
    for (c = 0; c < 2 * ANTENNAS; ++c)
      put(w, e, first + c, w->samples[2 * (c / 2 * ELEMENTS + e) + c % 2]);
}
)c";

inline constexpr const char* kLsNearest = R"c(
static void write_ls_nearest(@name@_work_t *w, int first) {
  int e, c;
  for (e = 0; e < ELEMENTS; ++e)
    for (c = 0; c < 2 * ANTENNAS; ++c)
      put(w, e, first + c, w->@LS@[2 * (c / 2 * ELEMENTS + nearest_pilot(e)) + c % 2]);
}
)c";

inline constexpr const char* kLsLinear = R"c(
static void write_ls_linear(@name@_work_t *w, int first) {
  int e, c;
  for (e = 0; e < ELEMENTS; ++e)
    for (c = 0; c < 2 * ANTENNAS; ++c)
      put(w, e, first + c, w->current[2 * (c / 2 * ELEMENTS + e) + c % 2]);
}
)c";

inline constexpr const char* kLsSmoothed = R"c(
/* The mean of nine subcarriers, of those there are at the edges. */
static void write_ls_smoothed(@name@_work_t *w, int first) {
  int e, c;
  for (e = 0; e < ELEMENTS; ++e)
    for (c = 0; c < 2 * ANTENNAS; ++c)
      put(w, e, first + c, mean_at(w->@LS@, 2 * (c / 2 * ELEMENTS + e) + c % 2, 4));
}
)c";

inline constexpr const char* kCombined = R"c(
static void write_combined(@name@_work_t *w, int first) {
  int e;
  for (e = 0; e < ELEMENTS; ++e) {
    const sums_t s = sums_of(w, w->@LS@, e, nearest_pilot(e));
    put(w, e, first, s.re);
    put(w, e, first + 1, s.im);
    put(w, e, first + 2, s.gain);
  }
}
)c";

inline constexpr const char* kEqualised = R"c(
/* c / (g + noise), g / (g + noise), and a quarter of log2(g / noise + 0.1): the factor is in to_code. */
static void write_equalised(@name@_work_t *w, int first) {
  int e;
  for (e = 0; e < ELEMENTS; ++e) {
    const sums_t s = sums_of(w, w->current, e, e);
    const int64_t one = (int64_t)1 << (24 - SUM_FRACTION), gain = s.gain * one;
    int64_t noise = shifted((int64_t)w->noise * noise_gain[e / SUBCARRIERS], 12), floored;
    if (noise < 1)
      noise = 1;
    floored = gain + shifted(noise * 6554, 16);
    put(w, e, first, quotient_of(s.re * one * 4096, gain + noise));
    put(w, e, first + 1, quotient_of(s.im * one * 4096, gain + noise));
    put(w, e, first + 2, quotient_of(gain * 4096, gain + noise));
    put(w, e, first + 3, log2_of((uint64_t)(floored < 1 ? 1 : floored)) - log2_of((uint64_t)noise));
  }
}
)c";

inline constexpr const char* kLogNoise = R"c(
static void write_log_noise(@name@_work_t *w, int first) {
  const int64_t log = log2_of(w->noise) - 24 * 65536;
  int e;
  for (e = 0; e < ELEMENTS; ++e)
    put(w, e, first, log);
}
)c";

inline constexpr const char* kPilots = R"c(
static void write_pilots(@name@_work_t *w, int first) {
  int e, c;
  for (e = 0; e < ELEMENTS; ++e)
    for (c = 0; c < 2; ++c)
      w->codes[e * INPUTS + first + c] = pilot_at(e) < 0 ? @ZERO_CODE@ : pilot_codes[2 * pilot_at(e) + c];
}
)c";

inline constexpr const char* kPilotMask = R"c(
static void write_pilot_mask(@name@_work_t *w, int first) {
  int e;
  for (e = 0; e < ELEMENTS; ++e)
    w->codes[e * INPUTS + first] = pilot_at(e) < 0 ? @ZERO_CODE@ : @MASK_CODE@;
}
)c";

inline constexpr const char* kDecision = R"c(
static void write_decision(@name@_work_t *w, int first) {
  int e, c;
  for (e = 0; e < ELEMENTS; ++e)
    for (c = 0; c < 2 * ANTENNAS; ++c)
      put(w, e, first + c, w->errors[c * ELEMENTS + e]);
}
)c";

inline constexpr const char* kDecisionMean = R"c(
/* For each element, the sum of `plane` over those within two symbols and four subcarriers. */
static void sum_near(const int32_t *plane, int32_t *part, int32_t *sums) {
  int s, f, k;
  for (s = 0; s < SYMBOLS; ++s)
    for (f = 0; f < SUBCARRIERS; ++f) {
      part[s * SUBCARRIERS + f] = 0;
      for (k = f > 4 ? f - 4 : 0; k <= f + 4 && k < SUBCARRIERS; ++k)
        part[s * SUBCARRIERS + f] += plane[s * SUBCARRIERS + k];
    }
  for (s = 0; s < SYMBOLS; ++s)
    for (f = 0; f < SUBCARRIERS; ++f) {
      sums[s * SUBCARRIERS + f] = 0;
      for (k = s > 2 ? s - 2 : 0; k <= s + 2 && k < SYMBOLS; ++k)
        sums[s * SUBCARRIERS + f] += part[k * SUBCARRIERS + f];
    }
}

/* The errors' mean over near elements, weighted by the energy of what was decided. */
static void write_decision_mean(@name@_work_t *w, int first) {
  int e, c;
  sum_near(w->energy, w->part, w->near_energy);
  for (c = 0; c < 2 * ANTENNAS; ++c) {
    sum_near(w->errors + c * ELEMENTS, w->part, w->sums);
    for (e = 0; e < ELEMENTS; ++e)
      put(w, e, first + c,
          w->near_energy[e] > 0 ? quotient_of((int64_t)w->sums[e] * 4096, w->near_energy[e]) : 0);
  }
}
)c";

} // namespace rxq::exporting::receiver_text
