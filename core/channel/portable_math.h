#pragma once

#include <cmath>

/// Elementary functions in double precision from sums and products only, so that tables built from
/// them have the same bits on every machine (a C library may choose another formula for another
/// processor). Errors below 3e-16 relative to the largest result.
namespace rxq::channel {

struct SinCos {
  double sine;
  double cosine;
};

/// sin and cos of 2 pi x.
inline SinCos sinCosTurns(double x) {
  const double quarters = std::nearbyint(4 * x);
  const double r = (x - 0.25 * quarters) * 6.283185307179586477, z = r * r;
  double s = 0, c = 0;
  for (int n = 9; n > 0; --n) {
    s = (1 + s) * (-z / ((2 * n) * (2 * n + 1)));
    c = (1 + c) * (-z / ((2 * n - 1) * (2 * n)));
  }
  s = r * (1 + s);
  c = 1 + c;
  switch (static_cast<long long>(quarters) & 3) {
  case 0:
    return {s, c};
  case 1:
    return {c, -s};
  case 2:
    return {-s, -c};
  default:
    return {-c, s};
  }
}

inline SinCos sinCosDegrees(double degrees) { return sinCosTurns(degrees / 360); }

/// 10^(db / 10).
inline double fromDecibel(double db) {
  const double x = db * 0.33219280948873623479; // log2(10) / 10
  const double whole = std::nearbyint(x), y = (x - whole) * 0.69314718055994530942;
  double sum = 0;
  for (int n = 17; n > 0; --n)
    sum = (1 + sum) * (y / n);
  return std::ldexp(1 + sum, static_cast<int>(whole));
}

/// ln(x), x normal and positive.
inline double naturalLog(double x) {
  int exponent = 0;
  double mantissa = std::frexp(x, &exponent);
  if (mantissa < 0.70710678118654752440) {
    mantissa *= 2;
    --exponent;
  }
  // 2 artanh(y), |y| < 0.172: the series ends when its terms are below 1e-17.
  const double y = (mantissa - 1) / (mantissa + 1), z = y * y;
  double sum = 0;
  for (int n = 23; n > 0; n -= 2)
    sum = sum * z + 1.0 / n;
  return 2 * y * sum + exponent * 0.69314718055994530942;
}

inline double toDecibel(double ratio) { return naturalLog(ratio) * 4.3429448190325182765; }

/// Angle of (cosine, sine), any length but 0: degrees in (-180, 180].
inline double degreesOf(double sine, double cosine) {
  const double length = std::sqrt(sine * sine + cosine * cosine);
  // Tangent of half the angle from the better conditioned of two forms, then halved twice more.
  const bool behind = cosine < 0;
  double t = sine / (length + std::abs(cosine));
  for (int halving = 0; halving < 2; ++halving)
    t = t / (1 + std::sqrt(1 + t * t));
  const double z = -t * t;
  double sum = 0;
  for (int n = 25; n > 0; n -= 2)
    sum = sum * z + 1.0 / n;
  const double degrees = 8 * t * sum * 57.295779513082320877;
  if (!behind)
    return degrees;
  return sine < 0 ? -180 - degrees : 180 - degrees;
}

} // namespace rxq::channel
