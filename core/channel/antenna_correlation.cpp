#include "core/channel/antenna_correlation.h"

#include <cmath>

#include "core/channel/portable_math.h"

namespace rxq::channel {

std::vector<double> antennaCorrelation(double alpha, int antennas) {
  std::vector<double> matrix;
  for (int a = 0; a < antennas; ++a)
    for (int b = 0; b < antennas; ++b) {
      const double distance = antennas > 1 ? static_cast<double>(a - b) / (antennas - 1) : 0;
      if (a == b)
        matrix.push_back(1);
      else
        matrix.push_back(alpha > 0 ? fromDecibel(toDecibel(alpha) * distance * distance) : 0);
    }
  return matrix;
}

AntennaMixer::AntennaMixer(double alpha, int antennas)
    : m_active(alpha > 0 && antennas > 1), m_antennas(static_cast<std::size_t>(antennas)) {
  // Close to alpha = 1 the matrix is singular to rounding: such a pivot is 0.
  constexpr double kSingular = 1e-12;
  const std::size_t n = m_antennas;
  const std::vector<double> matrix = antennaCorrelation(alpha, antennas);
  std::vector<double> factor(n * n);
  for (std::size_t c = 0; c < n; ++c)
    for (std::size_t r = c; r < n; ++r) {
      double rest = matrix[r * n + c];
      for (std::size_t k = 0; k < c; ++k)
        rest -= factor[r * n + k] * factor[c * n + k];
      if (r == c)
        factor[r * n + c] = rest > kSingular ? std::sqrt(rest) : 0;
      else
        factor[r * n + c] = factor[c * n + c] > 0 ? rest / factor[c * n + c] : 0;
    }
  m_factor.assign(factor.begin(), factor.end());
}

void AntennaMixer::mix(float* values, std::size_t each) const {
  // From the last antenna down: a row needs only rows above it as they were.
  for (std::size_t a = m_antennas; a-- > 0;) {
    float* row = values + a * each;
    const float* factor = &m_factor[a * m_antennas];
    for (std::size_t i = 0; i < each; ++i)
      row[i] *= factor[a];
    for (std::size_t b = 0; b < a; ++b)
      for (std::size_t i = 0; i < each; ++i)
        row[i] += factor[b] * values[b * each + i];
  }
}

} // namespace rxq::channel
