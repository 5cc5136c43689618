#include "app/link_picture.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/sim/slot_source.h"

namespace rxq::app {

namespace {
using phy::Complex;

constexpr int kMostPoints = 1500; ///< of a constellation; more are one blot
constexpr int kDelays = 160;
constexpr double kFloorDb = -40;

/// Power at delays up to the cyclic prefix or so: a plain transform of each symbol's response.
QVector<QPointF> delayProfile(const phy::ResourceGrid& grid, std::span<const Complex> h,
                              int antennas) {
  const int n = grid.subcarriers();
  const double longest = 0.25 / grid.spacingHz(); // a quarter of a symbol
  std::vector<double> power(kDelays);
  std::vector<double> window(static_cast<std::size_t>(n));
  for (int f = 0; f < n; ++f)
    window[static_cast<std::size_t>(f)] =
        0.5 - 0.5 * std::cos(2 * std::numbers::pi * (f + 0.5) / n);
  for (int d = 0; d < kDelays; ++d) {
    const double delay = longest * (d - kDelays / 16) / kDelays; // a little before the first path
    std::vector<std::complex<double>> turn(static_cast<std::size_t>(n));
    for (int f = 0; f < n; ++f) {
      const auto at = static_cast<std::size_t>(f);
      const double angle = 2 * std::numbers::pi * delay * grid.frequencyOfBin(grid.bins()[at]);
      turn[at] = std::polar(window[at], angle);
    }
    for (int row = 0; row < antennas * grid.symbols(); row += 3) { // neighbours are much alike
      std::complex<double> sum = 0;
      for (int f = 0; f < n; ++f)
        sum += std::complex<double>(h[static_cast<std::size_t>(row * n + f)]) *
               turn[static_cast<std::size_t>(f)];
      power[static_cast<std::size_t>(d)] += std::norm(sum);
    }
  }
  const double most = std::max(1e-30, *std::max_element(power.begin(), power.end()));
  QVector<QPointF> profile;
  for (int d = 0; d < kDelays; ++d)
    profile << QPointF(
        1e9 * longest * (d - kDelays / 16) / kDelays,
        std::max(kFloorDb, 10 * std::log10(power[static_cast<std::size_t>(d)] / most + 1e-12)));
  return profile;
}
} // namespace

LinkPicture pictureOf(const study::StudySpec& spec, std::uint64_t slotIndex) {
  const sim::Link link(spec.link, spec.channel);
  const phy::ResourceGrid& grid = link.grid();
  sim::SlotSource source(link, spec.seed);
  sim::Slot slot;
  LinkPicture picture;
  picture.snrDb = (spec.sweep.snr.low + spec.sweep.snr.high) / 2;
  source.make(base::Domain::Evaluate, slotIndex, picture.snrDb, true, slot);
  picture.symbols = grid.symbols();
  picture.subcarriers = grid.subcarriers();
  const auto elements = static_cast<std::size_t>(grid.elements());
  for (std::size_t i = 0; i < elements; ++i)
    picture.decibels.push_back(10 * std::log10(std::norm(slot.h[i]) + 1e-4f));
  picture.delayProfile = delayProfile(grid, slot.h, spec.link.rxAntennas);
  const auto& data = grid.dataElements();
  const std::size_t stride = 1 + data.size() / kMostPoints;
  for (std::size_t i = 0; i < data.size(); i += stride) {
    const auto at = static_cast<std::size_t>(data[i]);
    Complex z = 0;
    float gain = 1e-12f;
    for (int rx = 0; rx < spec.link.rxAntennas; ++rx) {
      const std::size_t element = static_cast<std::size_t>(rx) * elements + at;
      z += std::conj(slot.h[element]) * slot.y[element];
      gain += std::norm(slot.h[element]);
    }
    z /= gain;
    picture.received << QPointF(slot.y[at].real(), slot.y[at].imag());
    picture.equalised << QPointF(z.real(), z.imag());
  }
  return picture;
}

} // namespace rxq::app
