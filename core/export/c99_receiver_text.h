#pragma once

/// The C of a whole receiver, in parts; c99_receiver_source.cpp chooses and joins them. @name@ and
/// @TITLE@ stand for the model's.
namespace rxq::exporting::receiver_text {

inline constexpr const char* kHeader =
    R"c(/* @TITLE@: the whole receiver in integers, from samples to LLRs, written by RxQuant. C99, no float, no allocation,
   no library; it calls the network in @name@.c.

   Samples: the received grid after the FFT, [antenna][symbol][subcarrier][Re, Im], @SAMPLE_BITS@ bits each (at most
   +-@SAMPLE_MOST@). A sample of one is @SAMPLE_ONE@. The gain control before the converters sets the RMS of the pilots,
   over all antennas, between a half and one, in steps of 6 dB; what is left of it is done here.
   Noise: noise power of one element and antenna, by the square of a sample of one, times 2^24; 1 at the least.
   LLRs: of the data elements, [symbol][subcarrier][bit] without the pilot symbols; ln P(1)/P(0), a positive LLR is a
   one. LLR = @LLR_STEP@ times the integer. */
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
  PILOT_SYMBOLS = @PILOT_SYMBOLS@,
  BITS_PER_AXIS = @BITS_PER_AXIS@,
  /* widths, and fraction bits: of samples, estimates, sums */
  SAMPLE_BITS = @SAMPLE_BITS@,
  ESTIMATE_BITS = @ESTIMATE_BITS@,
  SUM_BITS = @SUM_BITS@,
  LLR_BITS = @LLR_BITS@,
  SAMPLE_FRACTION = @SAMPLE_FRACTION@,
  ESTIMATE_FRACTION = @ESTIMATE_FRACTION@,
  SUM_FRACTION = @SUM_FRACTION@
};

/* x times multiplier / 2^shift */
typedef struct {
  int32_t multiplier;
  int shift;
} factor_t;

)c";

inline constexpr const char* kArithmetic = R"c(
/* x / 2^right, halves upwards; C leaves a right shift of a negative number to the compiler. */
static int64_t shifted(int64_t x, int right) {
  if (right <= 0)
    return x * ((int64_t)1 << -right);
  x += (int64_t)1 << (right - 1);
  return x >= 0 ? x >> right : ~(~x >> right);
}

/* Within +-(2^(bits - 1) - 1). */
static int64_t limited(int64_t x, int bits) {
  const int64_t top = ((int64_t)1 << (bits - 1)) - 1;
  return x < -top ? -top : x > top ? top : x;
}

/* Largest integer whose square is not above x. */
static uint64_t root_of(uint64_t x) {
  uint64_t root = 0, bit;
  for (bit = (uint64_t)1 << 31; bit > 0; bit >>= 1)
    if ((root | bit) * (root | bit) <= x)
      root |= bit;
  return root;
}

/* Scales the samples to a pilot power of one, and the noise with them. */
static void control_gain(const int16_t *samples, uint32_t noise, @name@_work_t *w) {
  uint64_t sum = 0, power, factor;
  int r, p, i;
  for (r = 0; r < ANTENNAS; ++r)
    for (p = 0; p < PILOT_SYMBOLS; ++p) {
      const int16_t *row = samples + 2 * (r * ELEMENTS + pilot_symbols[p] * SUBCARRIERS);
      for (i = 0; i < 2 * SUBCARRIERS; ++i)
        sum += (uint64_t)((int32_t)row[i] * row[i]);
    }
  power = (sum << 6) / ((uint64_t)ANTENNAS * PILOT_SYMBOLS * SUBCARRIERS);
  factor = root_of(UINT64_C(@PILOT_ENERGY@) / (power > 0 ? power : 1));
  factor = factor < 1 ? 1 : factor > 262143u ? 262143u : factor;
  for (i = 0; i < 2 * ANTENNAS * ELEMENTS; ++i)
    w->samples[i] = (int16_t)limited(shifted(samples[i] * (int64_t)factor, 14), SAMPLE_BITS);
  w->noise = (((noise * factor + 32u) >> 6) * factor + (1u << 21)) >> 22;
  if (w->noise < 1)
    w->noise = 1;
}
)c";

inline constexpr const char* kTimes = R"c(
static int64_t times(factor_t f, int64_t x) { return shifted(x * f.multiplier, f.shift); }
)c";

inline constexpr const char* kEstimate = R"c(
/* Least squares at the pilots, then lines between the pilot symbols. */
static void estimate(@name@_work_t *w) {
  const int right = 10 + SAMPLE_FRACTION - ESTIMATE_FRACTION;
  int r, s, p, i;
  for (r = 0; r < ANTENNAS; ++r) {
    int32_t *to = w->channel + 2 * r * ELEMENTS;
    for (p = 0; p < PILOT_SYMBOLS; ++p) {
      const int16_t *y = w->samples + 2 * (r * ELEMENTS + pilot_symbols[p] * SUBCARRIERS);
      const int16_t *c = pilots + 2 * p * SUBCARRIERS; /* conj(p) / |p|^2 */
      int32_t *ls = w->pilots + 2 * p * SUBCARRIERS;
      for (i = 0; i < 2 * SUBCARRIERS; i += 2) {
        const int64_t re = (int64_t)y[i] * c[i] - (int64_t)y[i + 1] * c[i + 1];
        const int64_t im = (int64_t)y[i] * c[i + 1] + (int64_t)y[i + 1] * c[i];
        ls[i] = (int32_t)limited(shifted(re, right), ESTIMATE_BITS);
        ls[i + 1] = (int32_t)limited(shifted(im, right), ESTIMATE_BITS);
      }
    }
    for (s = 0; s < SYMBOLS; ++s) {
      const int32_t *a = w->pilots + 2 * taps[s].first * SUBCARRIERS;
      const int32_t *b = w->pilots + 2 * taps[s].second * SUBCARRIERS;
      for (i = 0; i < 2 * SUBCARRIERS; ++i)
        *to++ = (int32_t)shifted((int64_t)taps[s].weight * a[i] + (int64_t)(256 - taps[s].weight) * b[i], 8);
    }
  }
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

inline constexpr const char* kSumsOf = R"c(
/* Of element e's samples with the estimates at element h. */
static sums_t sums_of(const @name@_work_t *w, int e, int h) {
  sums_t s = {0, 0, 0};
  int r;
  for (r = 0; r < ANTENNAS; ++r) {
    const int32_t *c = w->channel + 2 * (r * ELEMENTS + h);
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

inline constexpr const char* kNearest = R"c(
/* The same subcarrier at the nearest pilot symbol. */
static int nearest_pilot(int e) {
  return pilot_symbols[nearest[e / SUBCARRIERS]] * SUBCARRIERS + e % SUBCARRIERS;
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
      put(w, e, first + c, w->channel[2 * (c / 2 * ELEMENTS + nearest_pilot(e)) + c % 2]);
}
)c";

inline constexpr const char* kLsLinear = R"c(
static void write_ls_linear(@name@_work_t *w, int first) {
  int e, c;
  for (e = 0; e < ELEMENTS; ++e)
    for (c = 0; c < 2 * ANTENNAS; ++c)
      put(w, e, first + c, w->channel[2 * (c / 2 * ELEMENTS + e) + c % 2]);
}
)c";

inline constexpr const char* kLsSmoothed = R"c(
/* The mean of nine subcarriers, of those there are at the edges. */
static void write_ls_smoothed(@name@_work_t *w, int first) {
  int e, c, k;
  for (e = 0; e < ELEMENTS; ++e) {
    const int f = e % SUBCARRIERS;
    const int low = f > 4 ? f - 4 : 0, high = f + 5 < SUBCARRIERS ? f + 5 : SUBCARRIERS;
    const int64_t inverse = (65536 + (high - low) / 2) / (high - low);
    for (c = 0; c < 2 * ANTENNAS; ++c) {
      int64_t sum = 0;
      for (k = low; k < high; ++k)
        sum += w->channel[2 * (c / 2 * ELEMENTS + e - f + k) + c % 2];
      put(w, e, first + c, shifted(sum * inverse, 16));
    }
  }
}
)c";

inline constexpr const char* kCombined = R"c(
static void write_combined(@name@_work_t *w, int first) {
  int e;
  for (e = 0; e < ELEMENTS; ++e) {
    const sums_t s = sums_of(w, e, nearest_pilot(e));
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
    const sums_t s = sums_of(w, e, e);
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
  int e, p, f;
  for (e = 0; e < ELEMENTS; ++e)
    w->codes[e * INPUTS + first] = w->codes[e * INPUTS + first + 1] = @ZERO_CODE@;
  for (p = 0; p < PILOT_SYMBOLS; ++p)
    for (f = 0; f < SUBCARRIERS; ++f) {
      uint8_t *to = w->codes + (pilot_symbols[p] * SUBCARRIERS + f) * INPUTS + first;
      to[0] = pilot_codes[2 * (p * SUBCARRIERS + f)];
      to[1] = pilot_codes[2 * (p * SUBCARRIERS + f) + 1];
    }
}
)c";

inline constexpr const char* kPilotMask = R"c(
static void write_pilot_mask(@name@_work_t *w, int first) {
  int e;
  for (e = 0; e < ELEMENTS; ++e)
    w->codes[e * INPUTS + first] = nearest_pilot(e) == e ? @MASK_CODE@ : @ZERO_CODE@;
}
)c";

inline constexpr const char* kChannelHead = R"c(
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

/* Max-log LLRs of one element, the network's corrections applied. */
static void demap(const @name@_work_t *w, int e, factor_t scale, const int16_t *o, int16_t *llrs) {
  const int64_t factor = 4096 + times(correction[2 * ANTENNAS], o[2 * ANTENNAS]);
  sums_t s = {0, 0, 0};
  int r, axis, b;
  int64_t k;
  for (r = 0; r < ANTENNAS; ++r) {
    const int32_t *h = w->channel + 2 * (r * ELEMENTS + e);
    add_antenna(&s, limited(h[0] + times(correction[2 * r], o[2 * r]), ESTIMATE_BITS),
                limited(h[1] + times(correction[2 * r + 1], o[2 * r + 1]), ESTIMATE_BITS),
                w->samples + 2 * (r * ELEMENTS + e));
  }
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
      llrs[at] = (int16_t)limited(shifted(llr * factor, 12) + times(correction[out], o[out]), LLR_BITS);
    }
  }
}
)c";

inline constexpr const char* kReceive = R"c(
int @name@_receive(const int16_t *samples, uint32_t noise, int16_t *llrs, @name@_work_t *w) {
  int d, f;
  if (!samples || !llrs || !w)
    return 1;
  control_gain(samples, noise, w);
@CALLS@  @name@_run(w->codes, w->output, w->network);
  for (d = 0; d < @DATA_SYMBOLS@; ++d) {
    const int first = data_symbols[d] * SUBCARRIERS;
@DEMAP@  }
  return 0;
}
)c";

inline constexpr const char* kDemapChannel =
    R"c(    const factor_t scale = over(llr_scale[data_symbols[d]], w->noise);
    for (f = 0; f < SUBCARRIERS; ++f, llrs += 2 * BITS_PER_AXIS)
      demap(w, first + f, scale, w->output + (first + f) * OUTPUTS, llrs);
)c";

inline constexpr const char* kDemapLlr = R"c(    for (f = 0; f < SUBCARRIERS * OUTPUTS; ++f)
      *llrs++ = w->output[first * OUTPUTS + f];
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
