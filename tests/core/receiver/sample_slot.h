#pragma once

#include <cmath>
#include <numbers>
#include <vector>

#include "core/base/random.h"
#include "core/phy/modulation.h"
#include "core/receiver/receiver.h"

/// A slot over a smooth random channel, made here so that these tests lean on nothing but phy.
namespace rxq::test {

using phy::Complex;

inline const std::vector<phy::Modulation> kModulations{
    phy::Modulation::Qpsk, phy::Modulation::Qam16, phy::Modulation::Qam64, phy::Modulation::Qam256};

struct SampleSlot {
  std::vector<std::uint8_t> bits;
  std::vector<Complex> x, h, y;
  float n0 = 1;
  receiver::ReceivedSlot received() const { return {y, h, n0}; }
};

inline phy::LinkSpec linkSpec(phy::Modulation modulation, int antennas, int resourceBlocks = 2,
                              std::vector<int> pilots = {2, 11}) {
  phy::LinkSpec spec;
  spec.modulation = modulation;
  spec.rxAntennas = antennas;
  spec.resourceBlocks = resourceBlocks;
  spec.pilotSymbols = std::move(pilots);
  return spec;
}

inline receiver::LinkContext contextOf(const phy::LinkSpec& spec, const phy::ResourceGrid& grid) {
  return {&grid, spec.modulation, spec.rxAntennas};
}

/// Four paths of random delay, Doppler shift and amplitude for each antenna: slow enough over the
/// grid that linear interpolation makes sense.
inline void drawChannel(const phy::ResourceGrid& grid, int antennas, base::Philox& random,
                        std::vector<Complex>& h) {
  constexpr int kPaths = 4;
  const auto elements = static_cast<std::size_t>(grid.elements());
  h.assign(elements * static_cast<std::size_t>(antennas), Complex{});
  for (std::size_t r = 0; r < static_cast<std::size_t>(antennas); ++r)
    for (int path = 0; path < kPaths; ++path) {
      std::vector<float> gain(2);
      random.fillGaussian(gain);
      const double delay = random.uniform(0, 100e-9), doppler = random.uniform(-50, 50);
      for (std::size_t e = 0; e < elements; ++e) {
        const double t = static_cast<double>(e / static_cast<std::size_t>(grid.subcarriers()));
        const double f = static_cast<double>(e % static_cast<std::size_t>(grid.subcarriers()));
        const double phase = 2 * std::numbers::pi *
                             (doppler * t * grid.symbolPeriod() - delay * f * grid.spacingHz());
        h[r * elements + e] += Complex(gain[0], gain[1]) *
                               std::polar(1 / std::sqrt(2.f * kPaths), static_cast<float>(phase));
      }
    }
}

inline SampleSlot drawSlot(const phy::LinkSpec& spec, const phy::ResourceGrid& grid,
                           std::uint64_t index, float n0) {
  base::Philox random({77, base::Domain::Other, base::Purpose::Test, index});
  SampleSlot slot;
  slot.n0 = n0;
  slot.bits.resize(grid.dataElements().size() *
                   static_cast<std::size_t>(bitsPerSymbol(spec.modulation)));
  random.fillBits(slot.bits);
  std::vector<Complex> symbols(grid.dataElements().size());
  phy::modulate(spec.modulation, slot.bits, symbols);
  slot.x.assign(grid.pilots().begin(), grid.pilots().end());
  for (std::size_t i = 0; i < symbols.size(); ++i)
    slot.x[static_cast<std::size_t>(grid.dataElements()[i])] = symbols[i];
  drawChannel(grid, spec.rxAntennas, random, slot.h);
  std::vector<float> noise(2 * slot.h.size());
  random.fillGaussian(noise);
  const float deviation = std::sqrt(n0 / 2);
  for (std::size_t i = 0; i < slot.h.size(); ++i)
    slot.y.push_back(slot.h[i] * slot.x[i % slot.x.size()] +
                     deviation * Complex(noise[2 * i], noise[2 * i + 1]));
  return slot;
}

/// All constellation points; point i carries the bits of i, first bit highest.
inline std::vector<std::complex<double>> constellation(phy::Modulation modulation) {
  const int bits = phy::bitsPerSymbol(modulation);
  std::vector<std::uint8_t> all;
  for (int i = 0; i < 1 << bits; ++i)
    for (int b = bits - 1; b >= 0; --b)
      all.push_back(static_cast<std::uint8_t>(i >> b & 1));
  std::vector<Complex> points(std::size_t{1} << bits);
  phy::modulate(modulation, all, points);
  return {points.begin(), points.end()};
}

/// LLRs from the definition: metric(x) is the log likelihood of point x.
template <class Metric>
std::vector<double> bruteForceLlrs(phy::Modulation modulation,
                                   const std::vector<std::complex<double>>& points, bool maxLog,
                                   const Metric& metric) {
  const int bits = phy::bitsPerSymbol(modulation);
  std::vector<double> metrics;
  for (const auto& x : points)
    metrics.push_back(metric(x));
  std::vector<double> llrs;
  for (int b = bits - 1; b >= 0; --b) {
    double best[2] = {-1e300, -1e300}, sum[2] = {};
    for (std::size_t i = 0; i < metrics.size(); ++i)
      best[i >> b & 1] = std::max(best[i >> b & 1], metrics[i]);
    for (std::size_t i = 0; i < metrics.size(); ++i)
      sum[i >> b & 1] += std::exp(metrics[i] - best[i >> b & 1]);
    llrs.push_back(best[1] - best[0] + (maxLog ? 0 : std::log(sum[1]) - std::log(sum[0])));
  }
  return llrs;
}

} // namespace rxq::test
