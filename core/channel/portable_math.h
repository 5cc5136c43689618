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

} // namespace rxq::channel
