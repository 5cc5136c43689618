#include "core/receiver/estimation.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <string>

#include "core/base/error.h"
#include "core/receiver/interpolator.h"

namespace rxq::receiver {

namespace {
TimeTap nearestTap(std::span<const int> pilots, int symbol) {
  TimeTap tap;
  for (int p = 1; p < static_cast<int>(pilots.size()); ++p)
    if (std::abs(pilots[static_cast<std::size_t>(p)] - symbol) <
        std::abs(pilots[static_cast<std::size_t>(tap.first)] - symbol))
      tap.first = p;
  tap.second = tap.first;
  return tap;
}

TimeTap linearTap(std::span<const int> pilots, int symbol, bool extrapolate) {
  const bool outside = symbol <= pilots.front() || symbol >= pilots.back();
  if (pilots.size() == 1 || (outside && !extrapolate))
    return nearestTap(pilots, symbol);
  // The segment that holds the symbol, or the outermost one.
  std::size_t segment = 0;
  while (segment + 2 < pilots.size() && symbol > pilots[segment + 1])
    ++segment;
  const float low = static_cast<float>(pilots[segment]);
  const float high = static_cast<float>(pilots[segment + 1]);
  const float position = (static_cast<float>(symbol) - low) / (high - low);
  const int first = static_cast<int>(segment);
  return {first, first + 1, 1 - position, position};
}

/// Y conj(p) / |p|^2.
Complex leastSquares(Complex y, Complex p) {
  const float scale = 1 / (p.real() * p.real() + p.imag() * p.imag());
  return {(y.real() * p.real() + y.imag() * p.imag()) * scale,
          (y.imag() * p.real() - y.real() * p.imag()) * scale};
}

/// Fills a row that holds estimates at the comb: lines between, held outside.
void fillComb(std::span<const int> comb, Complex* row, int subcarriers) {
  std::fill(row, row + comb.front(), row[comb.front()]);
  for (std::size_t i = 1; i < comb.size(); ++i) {
    const Complex a = row[comb[i - 1]], b = row[comb[i]];
    const float step = 1 / static_cast<float>(comb[i] - comb[i - 1]);
    for (int f = comb[i - 1] + 1; f < comb[i]; ++f) {
      const float w = static_cast<float>(f - comb[i - 1]) * step;
      row[f] = {(1 - w) * a.real() + w * b.real(), (1 - w) * a.imag() + w * b.imag()};
    }
  }
  std::fill(row + comb.back() + 1, row + subcarriers, row[comb.back()]);
}

/// Mean over a row of the noise of its estimate, by N0.
float meanPilotNoise(const phy::ResourceGrid& grid) {
  if (grid.hasFullPilots() && grid.pilotEnergy() == 1)
    return 1;
  const Interpolator lines(Interpolation::LinearHeld, grid.pilotSubcarriers(), grid.subcarriers());
  double sum = 0;
  for (int f = 0; f < grid.subcarriers(); ++f)
    for (const double w : lines.weightsAt(f))
      sum += w * w;
  return static_cast<float>(sum / grid.subcarriers() / grid.pilotEnergy());
}
} // namespace

std::vector<TimeTap> timeTaps(Interpolation interpolation, const phy::ResourceGrid& grid) {
  assert(!grid.pilotSymbols().empty());
  std::vector<TimeTap> taps;
  for (int symbol = 0; symbol < grid.symbols(); ++symbol)
    taps.push_back(interpolation == Interpolation::Nearest
                       ? nearestTap(grid.pilotSymbols(), symbol)
                       : linearTap(grid.pilotSymbols(), symbol,
                                   interpolation == Interpolation::LinearExtrapolated));
  const float noise = meanPilotNoise(grid);
  for (TimeTap& tap : taps)
    tap.pilotNoise = noise;
  return taps;
}

void estimateAtPilots(const phy::ResourceGrid& grid, int rxAntennas, std::span<const Complex> y,
                      std::span<Complex> ls) {
  const auto subcarriers = static_cast<std::size_t>(grid.subcarriers());
  const auto elements = static_cast<std::size_t>(grid.elements());
  assert(y.size() == elements * static_cast<std::size_t>(rxAntennas));
  assert(ls.size() ==
         grid.pilotSymbols().size() * subcarriers * static_cast<std::size_t>(rxAntennas));
  Complex* out = ls.data();
  for (std::size_t r = 0; r < static_cast<std::size_t>(rxAntennas); ++r)
    for (const int symbol : grid.pilotSymbols()) {
      const std::size_t start = static_cast<std::size_t>(symbol) * subcarriers;
      const Complex* row = y.data() + r * elements + start;
      const Complex* pilot = grid.pilots().data() + start;
      if (grid.hasFullPilots()) {
        for (std::size_t f = 0; f < subcarriers; ++f)
          out[f] = leastSquares(row[f], pilot[f]);
      } else {
        for (const int f : grid.pilotSubcarriers())
          out[f] = leastSquares(row[f], pilot[f]);
        fillComb(grid.pilotSubcarriers(), out, grid.subcarriers());
      }
      out += subcarriers;
    }
}

void estimateOnComb(const phy::ResourceGrid& grid, int rxAntennas, std::span<const Complex> y,
                    std::span<Complex> ls) {
  const auto elements = static_cast<std::size_t>(grid.elements());
  assert(y.size() == elements * static_cast<std::size_t>(rxAntennas));
  assert(ls.size() == grid.pilotSymbols().size() * grid.pilotSubcarriers().size() *
                          static_cast<std::size_t>(rxAntennas));
  Complex* out = ls.data();
  for (std::size_t r = 0; r < static_cast<std::size_t>(rxAntennas); ++r)
    for (const int symbol : grid.pilotSymbols())
      for (const int f : grid.pilotSubcarriers()) {
        const auto e = static_cast<std::size_t>(symbol * grid.subcarriers() + f);
        *out++ = leastSquares(y[r * elements + e], grid.pilots()[e]);
      }
}

void interpolateRow(const TimeTap& tap, std::span<const Complex> pilotRows,
                    std::span<Complex> row) {
  const Complex* a = pilotRows.data() + static_cast<std::size_t>(tap.first) * row.size();
  if (tap.secondWeight == 0 && tap.firstWeight == 1) {
    std::copy(a, a + row.size(), row.begin());
    return;
  }
  const Complex* b = pilotRows.data() + static_cast<std::size_t>(tap.second) * row.size();
  for (std::size_t f = 0; f < row.size(); ++f)
    row[f] = {tap.firstWeight * a[f].real() + tap.secondWeight * b[f].real(),
              tap.firstWeight * a[f].imag() + tap.secondWeight * b[f].imag()};
}

SubcarrierSmoother::SubcarrierSmoother(int taps, int subcarriers)
    : m_half(taps / 2), m_prefixRe(static_cast<std::size_t>(subcarriers) + 1),
      m_prefixIm(static_cast<std::size_t>(subcarriers) + 1) {
  if (taps < 1 || taps % 2 == 0)
    throw base::Error(
        base::ErrorKind::BadInput,
        base::message("Smoothing (smoothing): give an odd number of taps, not %1.", taps));
}

int SubcarrierSmoother::windowAt(int f) const {
  const int subcarriers = static_cast<int>(m_prefixRe.size()) - 1;
  return std::min(subcarriers, f + m_half + 1) - std::max(0, f - m_half);
}

void SubcarrierSmoother::smooth(std::span<Complex> row) {
  assert(row.size() + 1 == m_prefixRe.size());
  if (isIdentity())
    return;
  // Prefix sums in double: the cost does not depend on the number of taps.
  for (std::size_t f = 0; f < row.size(); ++f) {
    m_prefixRe[f + 1] = m_prefixRe[f] + static_cast<double>(row[f].real());
    m_prefixIm[f + 1] = m_prefixIm[f] + static_cast<double>(row[f].imag());
  }
  const auto half = static_cast<std::size_t>(m_half);
  for (std::size_t f = 0; f < row.size(); ++f) {
    const std::size_t low = f > half ? f - half : 0;
    const std::size_t high = std::min(row.size(), f + half + 1);
    const double scale = 1.0 / static_cast<double>(high - low);
    row[f] = {static_cast<float>((m_prefixRe[high] - m_prefixRe[low]) * scale),
              static_cast<float>((m_prefixIm[high] - m_prefixIm[low]) * scale)};
  }
}

} // namespace rxq::receiver
