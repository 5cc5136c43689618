#pragma once

#include <span>
#include <vector>

#include "core/receiver/receiver.h"

namespace rxq::receiver {

/// Interpolation on a line, from values at rising integer knots to every integer position from 0:
///   out[i] = sum over k of weights[i][k] in[first[i] + k].
/// Nearest: ties go to the earlier knot. Linear: held before the first and behind the last knot, or
/// the outermost line is carried on. Spline: natural cubic (no curvature at its ends), held
/// outside; linear with fewer than three knots. One knot is held everywhere.
class Interpolator {
 public:
  /// knots: at least one, rising.
  Interpolator(Interpolation method, std::span<const int> knots, int positions);

  /// in: one a knot; out: one a position.
  void apply(std::span<const Complex> in, std::span<Complex> out) const;
  /// Weights of one position on all knots.
  std::vector<double> weightsAt(int position) const;

 private:
  std::size_t m_knots;
  std::vector<std::size_t> m_first; ///< [position]
  std::vector<std::size_t> m_begin; ///< [position], into m_weights, and the end
  std::vector<float> m_weights;
};

} // namespace rxq::receiver
