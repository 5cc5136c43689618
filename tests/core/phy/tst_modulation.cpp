#include <QtTest>

#include <cmath>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/phy/demap_kernels.h"
#include "core/phy/modulation.h"

using namespace rxq;
using namespace rxq::phy;

namespace {
/// TS 38.211 5.1.3 to 5.1.6, word for word.
std::complex<double> byTheStandard(Modulation m, const std::vector<std::uint8_t>& b) {
  const auto s = [&](int i) { return 1.0 - 2.0 * b[static_cast<std::size_t>(i)]; };
  switch (m) {
  case Modulation::Qpsk:
    return std::complex<double>(s(0), s(1)) / std::sqrt(2.0);
  case Modulation::Qam16:
    return std::complex<double>(s(0) * (2 - s(2)), s(1) * (2 - s(3))) / std::sqrt(10.0);
  case Modulation::Qam64:
    return std::complex<double>(s(0) * (4 - s(2) * (2 - s(4))), s(1) * (4 - s(3) * (2 - s(5)))) /
           std::sqrt(42.0);
  case Modulation::Qam256:
    return std::complex<double>(s(0) * (8 - s(2) * (4 - s(4) * (2 - s(6)))),
                                s(1) * (8 - s(3) * (4 - s(5) * (2 - s(7))))) /
           std::sqrt(170.0);
  }
  return {};
}

std::vector<std::uint8_t> bitsOf(unsigned word, int count) {
  std::vector<std::uint8_t> bits;
  for (int i = 0; i < count; ++i)
    bits.push_back(static_cast<std::uint8_t>((word >> i) & 1u));
  return bits;
}
} // namespace

class TestModulation : public QObject {
  Q_OBJECT
 private:
  void eachModulation() {
    QTest::addColumn<int>("index");
    for (const auto& m : param::EnumTable<Modulation>::table)
      QTest::addRow("%s", m.label) << static_cast<int>(m.value);
  }

 private Q_SLOTS:
  void pointsAreTheStandards_data() { eachModulation(); }
  void pointsAreTheStandards() {
    QFETCH(int, index);
    const auto m = static_cast<Modulation>(index);
    const int q = bitsPerSymbol(m);
    double energy = 0;
    for (unsigned word = 0; word < 1u << q; ++word) {
      Complex x;
      const auto bits = bitsOf(word, q);
      modulate(m, bits, {&x, 1});
      QVERIFY(std::abs(std::complex<double>(x) - byTheStandard(m, bits)) < 1e-6);
      energy += std::norm(x);
    }
    QVERIFY(std::abs(energy / (1u << q) - 1) < 1e-6);
  }

  void llrsAreThoseOfBruteForce_data() { eachModulation(); }
  void llrsAreThoseOfBruteForce() {
    QFETCH(int, index);
    const auto m = static_cast<Modulation>(index);
    const int q = bitsPerSymbol(m);
    constexpr std::size_t kCount = 131; // not a multiple of any vector or block
    base::Philox random(
        {5, base::Domain::Other, base::Purpose::Test, static_cast<std::uint64_t>(index)});
    std::vector<Complex> z;
    std::vector<float> variance;
    for (std::size_t i = 0; i < kCount; ++i) {
      z.emplace_back(4 * random.uniformFloat() - 2, 4 * random.uniformFloat() - 2);
      variance.push_back(static_cast<float>(std::pow(10.0, random.uniform(-2.5, 1))));
    }
    std::vector<float> exact(kCount * static_cast<std::size_t>(q)), maxLog(exact.size());
    demap(m, DemapRule::Exact, z, variance, exact);
    demap(m, DemapRule::MaxLog, z, variance, maxLog);
    for (std::size_t i = 0; i < kCount; ++i)
      for (int b = 0; b < q; ++b) {
        long double sum[2] = {0, 0};
        double best[2] = {-1e300, -1e300};
        for (unsigned word = 0; word < 1u << q; ++word) {
          const auto x = byTheStandard(m, bitsOf(word, q));
          const double metric =
              -std::norm(std::complex<double>(z[i]) - x) / static_cast<double>(variance[i]);
          const unsigned bit = (word >> b) & 1u;
          sum[bit] += std::exp(static_cast<long double>(metric));
          best[bit] = std::max(best[bit], metric);
        }
        const std::size_t at = i * static_cast<std::size_t>(q) + static_cast<std::size_t>(b);
        const double reference = static_cast<double>(std::log(sum[1]) - std::log(sum[0]));
        const double tolerance = 1e-4 + 2e-5 * std::abs(reference);
        QVERIFY2(
            std::abs(exact[at] - reference) < tolerance,
            qPrintable(QString("%1 and %2").arg(static_cast<double>(exact[at])).arg(reference)));
        QVERIFY(std::abs(maxLog[at] - (best[1] - best[0])) <
                1e-4 + 2e-5 * std::abs(best[1] - best[0]));
      }
  }

  void aPositiveLlrIsAOne() {
    Complex x;
    const std::vector<std::uint8_t> bits{1, 0};
    modulate(Modulation::Qpsk, bits, {&x, 1});
    std::vector<float> llrs(2);
    const float variance = 0.1f;
    demap(Modulation::Qpsk, DemapRule::Exact, {&x, 1}, {&variance, 1}, llrs);
    QVERIFY(llrs[0] > 0 && llrs[1] < 0);
  }

  void everyInstructionSetGivesTheSameLlrs_data() { eachModulation(); }
  void everyInstructionSetGivesTheSameLlrs() {
    QFETCH(int, index);
    const auto m = static_cast<Modulation>(index);
    detail::Axis axis;
    axis.bits = bitsPerSymbol(m) / 2;
    for (int word = 0; word < 1 << axis.bits; ++word) {
      Complex x;
      auto bits = std::vector<std::uint8_t>(static_cast<std::size_t>(bitsPerSymbol(m)));
      for (int i = 0; i < axis.bits; ++i)
        bits[static_cast<std::size_t>(2 * i)] = static_cast<std::uint8_t>((word >> i) & 1);
      modulate(m, bits, {&x, 1});
      axis.amplitude[static_cast<std::size_t>(word)] = x.real();
    }
    base::Philox random({6, base::Domain::Other, base::Purpose::Test, 0});
    std::array<float, detail::kDemapBlock> y, inverse;
    for (std::size_t i = 0; i < y.size(); ++i) {
      y[i] = 6 * random.uniformFloat() - 3;
      inverse[i] = static_cast<float>(std::pow(10.0, random.uniform(-2, 6)));
    }
    const std::size_t used = static_cast<std::size_t>(axis.bits);
    const auto& plain = detail::demapKernels(base::Isa::Scalar);
    for (const base::Isa isa : base::availableIsas())
      for (const auto kernel : {&detail::DemapKernels::exact, &detail::DemapKernels::maxLog}) {
        detail::AxisLlrs a{}, b{};
        (plain.*kernel)(axis, y.data(), inverse.data(), a);
        (detail::demapKernels(isa).*kernel)(axis, y.data(), inverse.data(), b);
        QVERIFY2(a == b, base::name(isa).data());
        for (std::size_t bit = 0; bit < used; ++bit)
          for (const float llr : a[bit])
            QVERIFY(std::isfinite(llr));
      }
  }

  void gridsAreTheSpecs() {
    LinkSpec spec;
    spec.grid = GridKind::Fft;
    const ResourceGrid grid(spec); // 128 bins, guards 5 and 6, DC null
    QCOMPARE(grid.subcarriers(), 116);
    QCOMPARE(grid.frequencyOfBin(64), 0.0);
    QVERIFY(std::find(grid.bins().begin(), grid.bins().end(), 64) == grid.bins().end());
    QCOMPARE(static_cast<int>(grid.dataElements().size()), 12 * 116);
    QCOMPARE(grid.dataElements()[0], 0);
    QCOMPARE(grid.dataElements()[2 * 116], 3 * 116); // symbol 2 is a pilot
    for (int e = 0; e < grid.elements(); ++e) {
      const float power = std::norm(grid.pilots()[static_cast<std::size_t>(e)]);
      QVERIFY(std::abs(power - (grid.isPilot(e / 116) ? 1.0f : 0.0f)) < 1e-6f);
    }
    spec.grid = GridKind::ResourceBlocks;
    QCOMPARE(ResourceGrid(spec).subcarriers(), 48);
    for (const auto& pilots : std::vector<std::vector<int>>{{}, {2, 2}, {14}, {-1}}) {
      spec.pilotSymbols = pilots;
      QVERIFY_EXCEPTION_THROWN(ResourceGrid{spec}, base::Error);
    }
  }

  void noiseFollowsTheAxis() {
    LinkSpec spec;
    spec.modulation = Modulation::Qam16;
    const ResourceGrid grid(spec);
    QVERIFY(std::abs(noisePower(spec, grid, 10) - 1 / (10 * 0.5 * 4)) < 1e-12);
    spec.countOverhead = true;
    const double overhead = 12.0 / 14 / (1 + spec.cyclicPrefix);
    QVERIFY(std::abs(noisePower(spec, grid, 10) - 1 / (10 * 0.5 * 4 * overhead)) < 1e-12);
    spec.snrAxis = SnrAxis::EsN0;
    QVERIFY(std::abs(noisePower(spec, grid, 10) - 0.1) < 1e-12);
  }
};

QTEST_APPLESS_MAIN(TestModulation)
#include "tst_modulation.moc"
