#pragma once

#include <QTest>
#include <complex>

#include "tests/core/receiver/sample_slot.h"

/// LLRs of receivers against those of their definition.
namespace rxq::test {

using ComplexD = std::complex<double>;
// Float arithmetic of receivers against double: a few roundings of values of the LLR's size.
inline constexpr double kTolerance = 2e-4;

inline ComplexD wide(Complex x) {
  return {static_cast<double>(x.real()), static_cast<double>(x.imag())};
}

inline std::vector<float> receive(receiver::Receiver& receiver, const SampleSlot& slot) {
  std::vector<float> llrs(slot.bits.size());
  receiver.receive(slot.received(), llrs);
  return llrs;
}

/// Compares with LLRs by definition, from the likelihood of all antennas' samples for estimate(r,
/// element) and noise(element); no combining here.
template <class Estimate, class Noise>
void compareWithDefinition(const std::vector<float>& llrs, const phy::LinkSpec& spec,
                           const phy::ResourceGrid& grid, const SampleSlot& slot, bool maxLog,
                           const Estimate& estimate, const Noise& noise) {
  const auto points = constellation(spec.modulation);
  std::size_t at = 0;
  for (const int element : grid.dataElements()) {
    const auto e = static_cast<std::size_t>(element);
    const auto expected = bruteForceLlrs(spec.modulation, points, maxLog, [&](ComplexD x) {
      double metric = 0;
      for (int r = 0; r < spec.rxAntennas; ++r) {
        const auto index = static_cast<std::size_t>(r * grid.elements()) + e;
        metric -= std::norm(wide(slot.y[index]) - estimate(r, e) * x) / noise(e);
      }
      return metric;
    });
    for (const double llr : expected) {
      const auto got = static_cast<double>(llrs[at++]);
      QVERIFY2(std::abs(got - llr) < kTolerance * (1 + std::abs(llr)),
               qPrintable(QString("LLR %1 is %2, not %3").arg(at - 1).arg(got).arg(llr)));
    }
  }
  QCOMPARE(at, llrs.size());
}

} // namespace rxq::test
