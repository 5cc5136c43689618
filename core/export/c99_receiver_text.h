#pragma once

/// The C of a whole receiver but its input planes (c99_plane_text.h), in parts;
/// c99_receiver_source.cpp chooses and joins them. @name@ and @TITLE@ stand for the model's.
namespace rxq::exporting::receiver_text {

inline constexpr const char* kHeader =
    R"c(/* @TITLE@: the whole receiver in integers, from samples to LLRs, written by RxQuant. C99, no float, no allocation,
   no library; it calls the network in @name@.c.

   Samples: the received grid after the FFT, [antenna][symbol][subcarrier][Re, Im], @SAMPLE_BITS@ bits each (at most
   +-@SAMPLE_MOST@). A sample of one is @SAMPLE_ONE@. @GAIN_TEXT@
   Noise: noise power of one element and antenna, by the square of a sample of one, times 2^24; 1 at the least.
   LLRs: of the elements that carry data, [symbol][subcarrier][bit] without the others; ln P(1)/P(0), a positive LLR is
   a one. LLR = @LLR_STEP@ times the integer. */
#ifndef @NAME@_RECEIVE_H
#define @NAME@_RECEIVE_H

#include "@name@.h"

#define @NAME@_ANTENNAS @ANTENNAS@
#define @NAME@_SAMPLES (@NAME@_ANTENNAS * @NAME@_SYMBOLS * @NAME@_SUBCARRIERS * 2)
#define @NAME@_LLRS @LLRS@

#ifdef __cplusplus
extern "C" {
#endif

/* Working memory that the caller gives. */
typedef struct {
@WORK@} @name@_work_t;

/* Receives one slot. Returns 0, or 1 when a pointer is null. */
int @name@_receive(const int16_t *samples, uint32_t noise, int16_t *llrs, @name@_work_t *work);

#ifdef __cplusplus
}
#endif

#endif
)c";

inline constexpr const char* kBegin = R"c(/* @TITLE@: see @name@_receive.h. Written by RxQuant. */
#include "@name@_receive.h"

#if @NAME@_SYMBOLS != @SYMBOLS@ || @NAME@_SUBCARRIERS != @SUBCARRIERS@
#error "the pilots in this file are those of @SYMBOLS@ symbols and @SUBCARRIERS@ subcarriers"
#endif

enum {
  ANTENNAS = @ANTENNAS@,
  SYMBOLS = @SYMBOLS@,
  SUBCARRIERS = @SUBCARRIERS@,
  ELEMENTS = SYMBOLS * SUBCARRIERS,
  INPUTS = @INPUTS@,
  OUTPUTS = @OUTPUTS@,
  PASSES = @PASSES@,
  PILOT_SYMBOLS = @PILOT_SYMBOLS@,
  PILOT_SUBCARRIERS = @PILOT_SUBCARRIERS@,
  BITS_PER_AXIS = @BITS_PER_AXIS@,
  DATA_RUNS = @DATA_RUNS@,
  /* widths, and fraction bits: of samples, estimates, sums, errors of decisions */
  SAMPLE_BITS = @SAMPLE_BITS@,
  ESTIMATE_BITS = @ESTIMATE_BITS@,
  SUM_BITS = @SUM_BITS@,
  DECISION_BITS = @DECISION_BITS@,
  LLR_BITS = @LLR_BITS@,
  SAMPLE_FRACTION = @SAMPLE_FRACTION@,
  ESTIMATE_FRACTION = @ESTIMATE_FRACTION@,
  SUM_FRACTION = @SUM_FRACTION@,
  DECISION_FRACTION = @DECISION_FRACTION@@TRACKING@
};

/* x times multiplier / 2^shift */
typedef struct {
  int32_t multiplier;
  int shift;
} factor_t;

/* weight / 256 of the value at `first`, the rest of that at `second` */
typedef struct {
  int first, second, weight;
} tap_t;

)c";

inline constexpr const char* kShifted = R"c(
/* x / 2^right, halves upwards; C leaves a right shift of a negative number to the compiler. */
static int64_t shifted(int64_t x, int right) {
  if (right <= 0)
    return x * ((int64_t)1 << -right);
  x += (int64_t)1 << (right - 1);
  return x >= 0 ? x >> right : ~(~x >> right);
}
)c";

inline constexpr const char* kLimited = R"c(
/* Within +-(2^(bits - 1) - 1). */
static int64_t limited(int64_t x, int bits) {
  const int64_t top = ((int64_t)1 << (bits - 1)) - 1;
  return x < -top ? -top : x > top ? top : x;
}
)c";

inline constexpr const char* kRoot = R"c(
/* Largest integer whose square is not above x. */
static uint64_t root_of(uint64_t x) {
  uint64_t root = 0, bit;
  for (bit = (uint64_t)1 << 31; bit > 0; bit >>= 1)
    if ((root | bit) * (root | bit) <= x)
      root |= bit;
  return root;
}
)c";

inline constexpr const char* kTimes = R"c(
static int64_t times(factor_t f, int64_t x) { return shifted(x * f.multiplier, f.shift); }
)c";

inline constexpr const char* kControlGain = R"c(
/* Scales the samples to a pilot power of one, and the noise with them. */
static void control_gain(const int16_t *samples, uint32_t noise, @name@_work_t *w) {
  uint64_t sum = 0, power, factor;
  int r, p, k, i;
  for (r = 0; r < ANTENNAS; ++r)
    for (p = 0; p < PILOT_SYMBOLS; ++p) {
      const int16_t *row = samples + 2 * (r * ELEMENTS + pilot_symbols[p] * SUBCARRIERS);
      for (k = 0; k < PILOT_SUBCARRIERS; ++k)
        for (i = 2 * @PILOT_F@; i < 2 * @PILOT_F@ + 2; ++i)
          sum += (uint64_t)((int32_t)row[i] * row[i]);
    }
  power = (sum << 6) / ((uint64_t)ANTENNAS * PILOT_SYMBOLS * PILOT_SUBCARRIERS);
  factor = root_of(UINT64_C(@PILOT_ENERGY@) / (power > 0 ? power : 1));
  factor = factor < 1 ? 1 : factor > 262143u ? 262143u : factor;
  for (i = 0; i < 2 * ANTENNAS * ELEMENTS; ++i)
    w->samples[i] = (int16_t)limited(shifted(samples[i] * (int64_t)factor, 14), SAMPLE_BITS);
  w->noise = (((noise * factor + 32u) >> 6) * factor + (1u << 21)) >> 22;
  if (w->noise < 1)
    w->noise = 1;
}
)c";

inline constexpr const char* kNoGainControl = R"c(
/* The samples as they are: this receiver has no gain control. */
static void control_gain(const int16_t *samples, uint32_t noise, @name@_work_t *w) {
  int i;
  for (i = 0; i < 2 * ANTENNAS * ELEMENTS; ++i)
    w->samples[i] = samples[i];
  w->noise = noise < 1 ? 1 : noise;
}
)c";

inline constexpr const char* kBetween = R"c(
/* weight / 256 of a, the rest of b */
static int32_t between(int64_t weight, int32_t a, int32_t b) {
  return (int32_t)shifted(weight * a + (256 - weight) * b, 8);
}
)c";

inline constexpr const char* kEstimate = R"c(
/* Least squares at the pilots, @COMB_TEXT@then lines between the pilot symbols. */
static void estimate(@name@_work_t *w) {
  const int right = 10 + SAMPLE_FRACTION - ESTIMATE_FRACTION;
  int r, s, p, k, i;
  for (r = 0; r < ANTENNAS; ++r) {
    int32_t *to = w->@LS@ + 2 * r * ELEMENTS;
    for (p = 0; p < PILOT_SYMBOLS; ++p) {
      const int16_t *y = w->samples + 2 * (r * ELEMENTS + pilot_symbols[p] * SUBCARRIERS);
      const int16_t *c = pilot_factors + 2 * p * PILOT_SUBCARRIERS; /* conj(p) / |p|^2 */
      int32_t *ls = @LS_ROW@;
      for (k = 0; k < PILOT_SUBCARRIERS; ++k, c += 2, ls += 2) {
        const int64_t y_re = y[2 * @PILOT_F@], y_im = y[2 * @PILOT_F@ + 1];
        ls[0] = (int32_t)limited(shifted(y_re * c[0] - y_im * c[1], right), ESTIMATE_BITS);
        ls[1] = (int32_t)limited(shifted(y_re * c[1] + y_im * c[0], right), ESTIMATE_BITS);
      }
@COMB@    }
    for (s = 0; s < SYMBOLS; ++s) {
      const int32_t *a = w->rows + 2 * symbol_taps[s].first * SUBCARRIERS;
      const int32_t *b = w->rows + 2 * symbol_taps[s].second * SUBCARRIERS;
      for (i = 0; i < 2 * SUBCARRIERS; ++i)
        *to++ = between(symbol_taps[s].weight, a[i], b[i]);
    }
  }
}
)c";

inline constexpr const char* kComb =
    R"c(      for (i = 0; i < 2 * SUBCARRIERS; ++i) {
        const tap_t *tap = &comb_taps[i / 2];
        w->rows[2 * p * SUBCARRIERS + i] =
            between(tap->weight, w->comb[2 * tap->first + i % 2], w->comb[2 * tap->second + i % 2]);
      }
)c";

inline constexpr const char* kMean = R"c(
/* The mean of Re or Im over the subcarriers within `half` of the one at index i, of those there are. */
static int64_t mean_at(const int32_t *from, int i, int half) {
  const int f = i / 2 % SUBCARRIERS;
  const int low = f > half ? f - half : 0, high = f + half + 1 < SUBCARRIERS ? f + half + 1 : SUBCARRIERS;
  const int64_t inverse = (65536 + (high - low) / 2) / (high - low);
  int64_t sum = 0;
  int k;
  for (k = low; k < high; ++k)
    sum += from[i + 2 * (k - f)];
  return shifted(sum * inverse, 16);
}
)c";

inline constexpr const char* kStart = R"c(
/* What the first pass starts from. */
static void start(@name@_work_t *w) {
  int i;
  for (i = 0; i < 2 * ANTENNAS * ELEMENTS; ++i)
    w->current[i] = w->estimate[i];
}
)c";

inline constexpr const char* kStartSmoothed = R"c(
/* What the first pass starts from: the estimate's mean over subcarriers. */
static void start(@name@_work_t *w) {
  int i;
  for (i = 0; i < 2 * ANTENNAS * ELEMENTS; ++i)
    w->current[i] = (int32_t)mean_at(w->estimate, i, @SMOOTHING_HALF@);
}
)c";

inline constexpr const char* kSums = R"c(
/* sum conj(h) y and sum |h|^2 over the antennas */
typedef struct {
  int64_t re, im, gain;
} sums_t;

static void add_antenna(sums_t *s, int64_t re, int64_t im, const int16_t *y) {
  s->re += re * y[0] + im * y[1];
  s->im += re * y[1] - im * y[0];
  s->gain += re * re + im * im;
}

static sums_t limited_sums(const sums_t *s) {
  const int right = ESTIMATE_FRACTION + SAMPLE_FRACTION - SUM_FRACTION;
  sums_t result;
  result.re = limited(shifted(s->re, right), SUM_BITS);
  result.im = limited(shifted(s->im, right), SUM_BITS);
  result.gain = limited(shifted(s->gain, 2 * ESTIMATE_FRACTION - SUM_FRACTION), SUM_BITS);
  return result;
}
)c";

inline constexpr const char* kCorrected = R"c(
/* Re or Im c of the estimate at element e, with its correction in the outputs o of a pass. */
static int64_t corrected(const @name@_work_t *w, int pass, int e, const int16_t *o, int c) {
  const int64_t h = w->current[2 * (c / 2 * ELEMENTS + e) + c % 2];
  return limited(h + times(correction[pass * OUTPUTS + c], o[c]), ESTIMATE_BITS);
}
)c";

inline constexpr const char* kRefine = R"c(
/* The estimate that the next pass starts from. */
static void refine(@name@_work_t *w, int pass) {
  int e, c;
  for (e = 0; e < ELEMENTS; ++e)
    for (c = 0; c < 2 * ANTENNAS; ++c)
      w->current[2 * (c / 2 * ELEMENTS + e) + c % 2] = (int32_t)corrected(w, pass, e, w->output + e * OUTPUTS, c);
}
)c";

inline constexpr const char* kOver = R"c(
/* scale / (n / 2^24) with 15 bits. Where that is 2^13 or more, every LLR but zero is beyond its range. */
static factor_t over(factor_t scale, uint64_t n) {
  factor_t result;
  int64_t mantissa, inverse;
  int exponent = -16;
  while (n >> (exponent + 16) > 0)
    ++exponent;
  mantissa = (int64_t)(exponent > 0 ? (n + ((uint64_t)1 << (exponent - 1))) >> exponent : n << -exponent);
  inverse = (INT64_C(2147483648) + mantissa / 2) / mantissa;
  result.multiplier = (int32_t)shifted(scale.multiplier * inverse, 16);
  result.shift = scale.shift + exponent - 9;
  if (result.shift < 0) {
    result.multiplier = 32768;
    result.shift = 0;
  }
  if (result.shift > 62)
    result.shift = 62;
  return result;
}
)c";

inline constexpr const char* kDemap = R"c(
/* Max-log LLRs of one element, the network's corrections applied. */
static void demap(const @name@_work_t *w, int e, factor_t scale, const int16_t *o, int16_t *llrs) {
  const factor_t *last = correction + (PASSES - 1) * OUTPUTS;
  const int64_t factor = 4096 + times(last[2 * ANTENNAS], o[2 * ANTENNAS]);
  sums_t s = {0, 0, 0};
  int r, axis, b;
  int64_t k;
  for (r = 0; r < ANTENNAS; ++r)
    add_antenna(&s, corrected(w, PASSES - 1, e, o, 2 * r), corrected(w, PASSES - 1, e, o, 2 * r + 1),
                w->samples + 2 * (r * ELEMENTS + e));
  s = limited_sums(&s);
  for (axis = 0; axis < 2; ++axis) {
    int64_t u = shifted((axis == 0 ? s.re : s.im) * @INVERSE_UNIT@, 10);
    for (b = 0; b < BITS_PER_AXIS; ++b) {
      const int at = 2 * b + axis, out = 2 * ANTENNAS + 1 + at;
      int64_t x, best, llr;
      if (b > 0)
        u = s.gain * ((int64_t)1 << (BITS_PER_AXIS - b)) - (u < 0 ? -u : u);
      x = u < 0 ? -u : u;
      best = 4 * x;
      for (k = 2; k <= (int64_t)1 << (BITS_PER_AXIS - 1 - b); ++k) {
        const int64_t line = 4 * k * (x - (k - 1) * s.gain);
        best = line > best ? line : best;
      }
      llr = limited(times(scale, u < 0 ? best : -best), 24);
      llrs[at] = (int16_t)limited(shifted(llr * factor, 12) + times(last[out], o[out]), LLR_BITS);
    }
  }
}
)c";

inline constexpr const char* kReceive = R"c(
int @name@_receive(const int16_t *samples, uint32_t noise, int16_t *llrs, @name@_work_t *w) {
  int d, i@PASS_VARIABLE@;
  if (!samples || !llrs || !w)
    return 1;
  control_gain(samples, noise, w);
@ESTIMATE@@NETWORK@  for (d = 0; d < DATA_RUNS; ++d) {
    const int first = data_runs[d].first;
@DEMAP@  }
  return 0;
}
)c";

inline constexpr const char* kOnePass =
    R"c(  write_planes(w);
  @name@_run(w->codes, w->output, w->network);
)c";

inline constexpr const char* kPasses =
    R"c(  for (pass = 0; pass < PASSES; ++pass) {
    if (pass > 0)
      refine(w, pass - 1);
    write_planes(w);
    @name@_run_pass(pass, w->codes, w->output, w->network);
  }
)c";

inline constexpr const char* kDemapChannel =
    R"c(    const factor_t scale = over(llr_scale[first / SUBCARRIERS], w->noise);
    for (i = 0; i < data_runs[d].count; ++i, llrs += 2 * BITS_PER_AXIS)
      demap(w, first + i, scale, w->output + (first + i) * OUTPUTS, llrs);
)c";

inline constexpr const char* kDemapLlr =
    R"c(    for (i = 0; i < data_runs[d].count * OUTPUTS; ++i)
      *llrs++ = w->output[first * OUTPUTS + i];
)c";

inline constexpr const char* kCheck =
    R"c(/* Receives the golden slots of @name@_receive_golden.bin and compares every LLR. Build and run:
     cc -std=c99 -O2 check_@name@_receive.c @name@_receive.c @name@.c -o check_@name@_receive
     ./check_@name@_receive @name@_receive_golden.bin
   The file: the number of slots (32 bits, little-endian); for each slot the samples (16 bits each), the noise (32
   bits), then the LLRs (16 bits each). */
#include <stdio.h>

#include "@name@_receive.h"

static uint8_t bytes[2 * @NAME@_SAMPLES + 4 + 2 * @NAME@_LLRS];
static int16_t samples[@NAME@_SAMPLES], llrs[@NAME@_LLRS];
static @name@_work_t work;

static int16_t word_at(const uint8_t *p) {
  const unsigned word = p[0] | (unsigned)p[1] << 8;
  return (int16_t)(word >= 32768u ? (int)word - 65536 : (int)word);
}

static uint32_t long_at(const uint8_t *p) {
  return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

int main(int argc, char **argv) {
  const char *path = argc > 1 ? argv[1] : "@name@_receive_golden.bin";
  FILE *file = fopen(path, "rb");
  uint8_t head[4];
  unsigned long slot, slots, i, different = 0;
  if (!file || fread(head, 1, 4, file) != 4) {
    fprintf(stderr, "%s: cannot be read\n", path);
    return 2;
  }
  slots = long_at(head);
  for (slot = 0; slot < slots; ++slot) {
    if (fread(bytes, 1, sizeof bytes, file) != sizeof bytes) {
      fprintf(stderr, "%s: ends in slot %lu\n", path, slot);
      return 2;
    }
    for (i = 0; i < @NAME@_SAMPLES; ++i)
      samples[i] = word_at(bytes + 2 * i);
    if (@name@_receive(samples, long_at(bytes + 2 * @NAME@_SAMPLES), llrs, &work) != 0)
      return 2;
    for (i = 0; i < @NAME@_LLRS; ++i)
      different += llrs[i] != word_at(bytes + 2 * @NAME@_SAMPLES + 4 + 2 * i);
  }
  fclose(file);
  printf("%lu LLRs on %lu slots, %lu differ\n", slots * @NAME@_LLRS, slots, different);
  return different != 0;
}
)c";

} // namespace rxq::exporting::receiver_text
