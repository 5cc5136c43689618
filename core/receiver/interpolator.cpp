#include "core/receiver/interpolator.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdlib>

namespace rxq::receiver {

namespace {
using Weights = std::vector<double>; ///< of one position on all knots

Weights unit(std::size_t knots, std::size_t at) {
  Weights w(knots, 0.0);
  w[at] = 1;
  return w;
}

std::size_t nearestKnot(std::span<const int> knots, int position) {
  std::size_t best = 0;
  for (std::size_t k = 1; k < knots.size(); ++k)
    if (std::abs(knots[k] - position) < std::abs(knots[best] - position))
      best = k;
  return best;
}

/// The segment that holds the position, or the outermost one.
std::size_t segmentOf(std::span<const int> knots, int position) {
  std::size_t segment = 0;
  while (segment + 2 < knots.size() && position > knots[segment + 1])
    ++segment;
  return segment;
}

Weights linearWeights(std::span<const int> knots, int position) {
  const std::size_t s = segmentOf(knots, position);
  const double share =
      static_cast<double>(position - knots[s]) / static_cast<double>(knots[s + 1] - knots[s]);
  Weights w(knots.size(), 0.0);
  w[s] = 1 - share;
  w[s + 1] = share;
  return w;
}

/// Second derivatives at the knots by the values there, [knot][value], of the natural cubic spline:
///   h0 M0 + 2 (h0 + h1) M1 + h1 M2 = 6 ((y2 - y1) / h1 - (y1 - y0) / h0), none at the ends.
std::vector<Weights> curvatures(std::span<const int> knots) {
  const std::size_t n = knots.size();
  const auto gap = [&](std::size_t i) { return static_cast<double>(knots[i + 1] - knots[i]); };
  std::vector<Weights> m(n, Weights(n, 0.0));
  std::vector<double> upper(n, 0.0);
  // Thomas' elimination, all right-hand sides at once.
  for (std::size_t i = 1; i + 1 < n; ++i) {
    const double pivot = 2 * (gap(i - 1) + gap(i)) - gap(i - 1) * upper[i - 1];
    upper[i] = gap(i) / pivot;
    Weights right(n, 0.0);
    right[i - 1] = 6 / gap(i - 1);
    right[i] = -6 / gap(i - 1) - 6 / gap(i);
    right[i + 1] = 6 / gap(i);
    for (std::size_t k = 0; k < n; ++k)
      m[i][k] = (right[k] - gap(i - 1) * m[i - 1][k]) / pivot;
  }
  for (std::size_t i = n - 1; i-- > 1;)
    for (std::size_t k = 0; k < n; ++k)
      m[i][k] -= upper[i] * m[i + 1][k];
  return m;
}

Weights splineWeights(std::span<const int> knots, const std::vector<Weights>& curvature,
                      int position) {
  const std::size_t s = segmentOf(knots, position);
  Weights w = linearWeights(knots, position);
  const double a = w[s], b = w[s + 1];
  const double h = static_cast<double>(knots[s + 1] - knots[s]);
  const double low = (a * a * a - a) * h * h / 6, high = (b * b * b - b) * h * h / 6;
  for (std::size_t k = 0; k < w.size(); ++k)
    w[k] += low * curvature[s][k] + high * curvature[s + 1][k];
  return w;
}
} // namespace

Interpolator::Interpolator(Interpolation method, std::span<const int> knots, int positions)
    : m_knots(knots.size()) {
  assert(!knots.empty());
  // A spline's weights fall fourfold a knot; below float's resolution they are left out.
  constexpr double kLeast = 1e-9;
  const bool spline = method == Interpolation::Spline && knots.size() >= 3;
  const std::vector<Weights> curvature = spline ? curvatures(knots) : std::vector<Weights>{};
  for (int i = 0; i < positions; ++i) {
    const bool outside = i <= knots.front() || i >= knots.back();
    const bool held = outside && method != Interpolation::LinearExtrapolated;
    Weights w;
    if (knots.size() == 1 || held || method == Interpolation::Nearest)
      w = unit(knots.size(), nearestKnot(knots, i));
    else
      w = spline ? splineWeights(knots, curvature, i) : linearWeights(knots, i);
    const auto matters = [](double x) { return std::abs(x) > kLeast; };
    const auto first = std::find_if(w.begin(), w.end(), matters);
    const auto last = std::find_if(w.rbegin(), w.rend(), matters).base();
    m_first.push_back(static_cast<std::size_t>(first - w.begin()));
    m_begin.push_back(m_weights.size());
    for (auto it = first; it != last; ++it)
      m_weights.push_back(static_cast<float>(*it));
  }
  m_begin.push_back(m_weights.size());
}

void Interpolator::apply(std::span<const Complex> in, std::span<Complex> out) const {
  assert(in.size() == m_knots && out.size() == m_first.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    const Complex* from = in.data() + m_first[i];
    float re = 0, im = 0;
    for (std::size_t k = m_begin[i]; k < m_begin[i + 1]; ++k, ++from) {
      re += m_weights[k] * from->real();
      im += m_weights[k] * from->imag();
    }
    out[i] = {re, im};
  }
}

std::vector<double> Interpolator::weightsAt(int position) const {
  const auto i = static_cast<std::size_t>(position);
  std::vector<double> all(m_knots, 0.0);
  for (std::size_t k = m_begin[i]; k < m_begin[i + 1]; ++k)
    all[m_first[i] + k - m_begin[i]] = static_cast<double>(m_weights[k]);
  return all;
}

} // namespace rxq::receiver
