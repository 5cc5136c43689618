#pragma once

#include <cstddef>
#include <vector>

namespace rxq::channel {

/// Correlation of the base station's antennas a and b in a uniform linear array of n, TS 36.104
/// table B.5.1-1 (and TS 38.104 annex G.2.3): alpha ^ (((a - b) / (n - 1)) ^ 2). With one user
/// antenna that is the whole matrix of B.5.1-3. Table B.5.2-1 has alpha 0 for low and 0.9 for
/// medium and high correlation. n x n, row-major.
std::vector<double> antennaCorrelation(double alpha, int antennas);

/// Gives independent antennas' gains that correlation: multiplies by its Cholesky factor.
class AntennaMixer {
 public:
  AntennaMixer(double alpha, int antennas);
  /// False when the antennas stay independent.
  bool active() const { return m_active; }
  /// values[antenna][each], in place.
  void mix(float* values, std::size_t each) const;

 private:
  bool m_active;
  std::size_t m_antennas;
  std::vector<float> m_factor; ///< lower triangle, row-major
};

} // namespace rxq::channel
