#include <QtTest>

#include <cmath>
#include <numbers>

#include "core/base/random.h"
#include "core/channel/converter.h"

using namespace rxq;
using channel::Converter;
using phy::Complex;

namespace {
/// Max, "Quantizing for minimum distortion", IRE Trans. Inf. Theory 6(1), 1960, table II: best step
/// of a uniform quantizer of 2^b levels for a unit Gaussian, and its mean square error.
struct MaxLine {
  int bits;
  double step, distortion;
};
constexpr MaxLine kMax[]{{1, 1.596, 0.3634},
                         {2, 0.9957, 0.1188},
                         {3, 0.5860, 0.03744},
                         {4, 0.3352, 0.01154},
                         {5, 0.1881, 0.003495}};

double decibels(double ratio) { return 20 * std::log10(ratio); }

/// 64 bins, all used: samples of independent elements are independent.
phy::ResourceGrid fullGrid() {
  phy::LinkSpec spec;
  spec.grid = phy::GridKind::Fft;
  spec.fftSize = 64;
  spec.guardLow = spec.guardHigh = 0;
  spec.dcNull = false;
  return phy::ResourceGrid(spec);
}

std::vector<Complex> gaussianSlot(const phy::ResourceGrid& grid, std::uint64_t index, float power) {
  std::vector<float> values(2 * static_cast<std::size_t>(2 * grid.elements()));
  base::Philox({21, base::Domain::Other, base::Purpose::Test, index}).fillGaussian(values);
  std::vector<Complex> y;
  for (std::size_t i = 0; i < values.size(); i += 2)
    y.push_back(std::sqrt(power / 2) * Complex(values[i], values[i + 1]));
  return y;
}
} // namespace

class TestConverter : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void distortionIsMaxs() {
    for (const MaxLine& line : kMax) {
      const double fullScale = line.step * std::pow(2, line.bits - 1);
      const double d = Converter::gaussianDistortion(line.bits, fullScale);
      // Four digits are printed.
      QVERIFY2(std::abs(d / line.distortion - 1) < 1e-3,
               qPrintable(QString("%1 bits: %2").arg(line.bits).arg(d)));
      // And it is a minimum.
      QVERIFY(Converter::gaussianDistortion(line.bits, 0.97 * fullScale) > d);
      QVERIFY(Converter::gaussianDistortion(line.bits, 1.03 * fullScale) > d);
    }
    // Far from clipping: one twelfth of the step squared.
    QVERIFY(std::abs(Converter::gaussianDistortion(12, 8) * 12 / std::pow(8.0 / 2048, 2) - 1) <
            1e-3);
  }

  /// By a sum over a fine grid, for loadings that clip and that do not.
  void distortionIsTheIntegral() {
    for (const int bits : {1, 2, 3, 6})
      for (const double fullScale : {0.5, 1.5, 4.0}) {
        double sum = 0;
        constexpr double kStep = 1e-4;
        const double half = std::pow(2, bits - 1), step = fullScale / half;
        for (double x = -9 + kStep / 2; x < 9; x += kStep) {
          const double level = (std::clamp(std::floor(x / step), -half, half - 1) + 0.5) * step;
          sum += std::pow(x - level, 2) * std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi) *
                 kStep;
        }
        QVERIFY(std::abs(Converter::gaussianDistortion(bits, fullScale) - sum) < 1e-6);
      }
  }

  /// What comes out of Gaussian elements differs by the theory's noise, which convert() tells. 200
  /// slots have 716 800 samples a dimension; the mean square of their errors has a relative
  /// deviation below 0.3 % for all lines, so that 1.5 % is five of them: false alarm below 1e-5.
  void noiseOfGaussianSignals_data() {
    QTest::addColumn<int>("bits");
    QTest::addColumn<double>("backoff");
    for (const MaxLine& line : kMax)
      QTest::addRow("%d bits, Max's step", line.bits)
          << line.bits << decibels(line.step * std::pow(2, line.bits - 1));
    QTest::newRow("4 bits, clipping") << 4 << 3.0;
    QTest::newRow("8 bits, 16 dB") << 8 << 16.0; // rare clips would widen the deviation
  }
  void noiseOfGaussianSignals() {
    QFETCH(int, bits);
    QFETCH(double, backoff);
    const phy::ResourceGrid grid = fullGrid();
    Converter converter(bits, backoff, grid, 2);
    constexpr int kSlots = 200;
    constexpr float kPower = 3;
    double measured = 0, told = 0;
    for (std::uint64_t i = 0; i < kSlots; ++i) {
      const auto before = gaussianSlot(grid, i, kPower);
      auto after = before;
      told += converter.convert(after) / kSlots;
      for (std::size_t e = 0; e < after.size(); ++e)
        measured += static_cast<double>(std::norm(after[e] - before[e])) /
                    static_cast<double>(after.size()) / kSlots;
    }
    const double theory = static_cast<double>(kPower) *
                          Converter::gaussianDistortion(bits, std::pow(10, backoff / 20));
    QVERIFY2(std::abs(measured / theory - 1) < 0.015 && std::abs(told / theory - 1) < 0.015,
             qPrintable(QString("%1, %2 told, theory %3").arg(measured).arg(told).arg(theory)));
  }

  /// Half of the bins used: half of the noise falls beside them.
  void emptyBinsTakeTheirShare() {
    phy::LinkSpec spec;
    spec.grid = phy::GridKind::Fft;
    spec.fftSize = 64;
    spec.guardLow = spec.guardHigh = 16;
    spec.dcNull = false;
    const phy::ResourceGrid grid(spec);
    QCOMPARE(grid.subcarriers(), 32);
    Converter converter(8, 16, grid, 2);
    double measured = 0, told = 0;
    constexpr int kSlots = 100;
    for (std::uint64_t i = 0; i < kSlots; ++i) {
      const auto before = gaussianSlot(grid, i, 1);
      auto after = before;
      told += converter.convert(after) / kSlots;
      for (std::size_t e = 0; e < after.size(); ++e)
        measured += static_cast<double>(std::norm(after[e] - before[e])) /
                    static_cast<double>(after.size()) / kSlots;
    }
    const double alone = Converter::gaussianDistortion(8, std::pow(10, 0.8));
    QVERIFY2(std::abs(told / (alone / 2) - 1) < 0.015 && std::abs(measured / told - 1) < 0.03,
             qPrintable(QString("%1 %2 %3").arg(measured).arg(told).arg(alone)));
  }

  void gainControlMakesItBlindToLevels() {
    const phy::ResourceGrid grid = fullGrid();
    Converter converter(3, 9, grid, 2);
    auto a = gaussianSlot(grid, 1, 1), b = a;
    for (Complex& y : b)
      y *= 0.25f;
    const double noise = converter.convert(a);
    QVERIFY(std::abs(converter.convert(b) * 16 / noise - 1) < 1e-6);
    for (std::size_t i = 0; i < a.size(); ++i)
      QVERIFY(std::abs(a[i] - 4.f * b[i]) < 1e-4f);
    std::vector<Complex> silence(a.size());
    QCOMPARE(converter.convert(silence), 0.0);
    QCOMPARE(silence[0], Complex());
  }

  void manyBitsChangeNothing() {
    const phy::ResourceGrid grid(phy::LinkSpec{}); // 48 subcarriers of 64 bins
    Converter converter(16, 15, grid, 2);
    const auto before = gaussianSlot(grid, 2, 1);
    auto after = before;
    QVERIFY(converter.convert(after) < 1e-8);
    for (std::size_t i = 0; i < after.size(); ++i)
      QVERIFY(std::abs(after[i] - before[i]) < 1e-3f);
  }

  /// One bit knows signs alone: each sample becomes +-A/2 in both dimensions.
  void oneBitIsTheSign() {
    const phy::ResourceGrid grid = fullGrid();
    Converter converter(1, 0, grid, 1);
    std::vector<Complex> y(static_cast<std::size_t>(grid.elements()));
    // One tone of every symbol at 0 Hz: all samples equal.
    for (int t = 0; t < 14; ++t)
      y[static_cast<std::size_t>(t * 64 + 32)] = {t % 2 ? 2.f : -2.f, 2.f};
    converter.convert(y);
    for (int t = 0; t < 14; ++t) { // RMS 2 a dimension, full scale 2, levels +-1
      const Complex got = y[static_cast<std::size_t>(t * 64 + 32)];
      QVERIFY(std::abs(got - Complex(t % 2 ? 1.f : -1.f, 1.f)) < 1e-5f);
    }
  }
};

QTEST_APPLESS_MAIN(TestConverter)
#include "tst_converter.moc"
