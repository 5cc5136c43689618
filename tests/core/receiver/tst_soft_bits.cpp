// The arithmetic that the loss differentiates through, against its definitions.
#include <QTest>

#include "core/receiver/soft_bits.h"
#include "tests/core/receiver/sample_slot.h"

using namespace rxq;
using namespace rxq::receiver;

namespace {

template <int BitsPerAxis>
void softBitsAt(float y, std::vector<float>& phi, std::vector<float>& s) {
  float value[BitsPerAxis], slope[BitsPerAxis];
  axisSoftBits<BitsPerAxis>(y, value, slope);
  phi.assign(value, value + BitsPerAxis);
  s.assign(slope, slope + BitsPerAxis);
}

struct Axis {
  std::vector<float> phi, slope;
  float unit;
};

Axis axisAt(int bitsPerAxis, float y) {
  Axis a;
  switch (bitsPerAxis) {
  case 1:
    softBitsAt<1>(y, a.phi, a.slope), a.unit = axisUnit<1>();
    break;
  case 2:
    softBitsAt<2>(y, a.phi, a.slope), a.unit = axisUnit<2>();
    break;
  case 3:
    softBitsAt<3>(y, a.phi, a.slope), a.unit = axisUnit<3>();
    break;
  default:
    softBitsAt<4>(y, a.phi, a.slope), a.unit = axisUnit<4>();
  }
  return a;
}

double exactCrossEntropy(double logit, int bit) {
  return std::max(logit, 0.0) + std::log1p(std::exp(-std::abs(logit))) - bit * logit;
}

} // namespace

class TestSoftBits : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void axisEqualsBruteForce_data();
  void axisEqualsBruteForce();
  void exponential();
  void crossEntropyValueAndGradient();
  void crossEntropyOfExtremes();
};

void TestSoftBits::axisEqualsBruteForce_data() {
  QTest::addColumn<int>("modulation");
  for (const phy::Modulation m : test::kModulations)
    QTest::newRow(param::labelOf(m)) << static_cast<int>(m);
}

void TestSoftBits::axisEqualsBruteForce() {
  QFETCH(int, modulation);
  const auto m = static_cast<phy::Modulation>(modulation);
  const auto points = test::constellation(m);
  const int bitsPerAxis = phy::bitsPerSymbol(m) / 2;
  const float variance = 0.3f;
  // An odd step keeps clear of the kinks at the integers, where a slope has no one value.
  for (float y = -19.03f; y < 19; y += 0.171f) {
    const Axis re = axisAt(bitsPerAxis, y), im = axisAt(bitsPerAxis, 0.7f - y);
    const std::complex<double> z(static_cast<double>(re.unit * y),
                                 static_cast<double>(re.unit * (0.7f - y)));
    const auto llrs = test::bruteForceLlrs(m, points, true, [&](std::complex<double> x) {
      return -std::norm(z - x) / static_cast<double>(variance);
    });
    for (std::size_t b = 0; b < llrs.size(); ++b) {
      const Axis& axis = b % 2 == 0 ? re : im;
      const double llr = static_cast<double>(axis.phi[b / 2] * axis.unit * axis.unit / variance);
      QVERIFY2(std::abs(llr - llrs[b]) < 1e-4 * (1 + std::abs(llrs[b])),
               qPrintable(QString("bit %1 at %2: %3, not %4").arg(b).arg(y).arg(llr).arg(llrs[b])));
    }
    constexpr float kStep = 1e-3f;
    const Axis next = axisAt(bitsPerAxis, y + kStep), before = axisAt(bitsPerAxis, y - kStep);
    for (std::size_t b = 0; b < next.phi.size(); ++b) {
      const float slope = (next.phi[b] - before.phi[b]) / (2 * kStep);
      if (next.slope[b] == before.slope[b])
        QVERIFY(std::abs(slope - re.slope[b]) < 0.02f * std::abs(re.slope[b]));
    }
  }
}

void TestSoftBits::exponential() {
  for (float x = 0; x > -87; x -= 0.0137f) {
    const double exact = std::exp(static_cast<double>(x));
    QVERIFY(std::abs(static_cast<double>(expOfNegative(x)) - exact) < 3e-7 * exact);
  }
  QCOMPARE(expOfNegative(0), 1.f);
}

void TestSoftBits::crossEntropyValueAndGradient() {
  // All lengths up to a few vectors, and the longest: tails of unrolled loops.
  for (const std::size_t n : {1u, 2u, 3u, 4u, 5u, 7u, 16u, 61u, 512u}) {
    base::Philox random({5, base::Domain::Other, base::Purpose::Test, n});
    std::vector<float> logits(n), gradient(n);
    std::vector<std::uint8_t> bits(n);
    random.fillGaussian(logits);
    random.fillBits(bits);
    double sum = 0;
    for (float& logit : logits)
      logit *= 8;
    const double got = crossEntropy(logits, bits, 0.5f, gradient);
    for (std::size_t i = 0; i < n; ++i) {
      const auto x = static_cast<double>(logits[i]);
      sum += exactCrossEntropy(x, bits[i]);
      const double slope = 0.5 * (1 / (1 + std::exp(-x)) - bits[i]);
      QVERIFY(std::abs(static_cast<double>(gradient[i]) - slope) < 2e-7);
    }
    QVERIFY(std::abs(got - sum) < 1e-6 * (1 + sum));
  }
}

void TestSoftBits::crossEntropyOfExtremes() {
  const std::vector<float> logits{1e30f, -1e30f, 200, -200, 0};
  std::vector<float> gradient(logits.size());
  const std::vector<std::uint8_t> right{1, 0, 1, 0, 1};
  const double good = crossEntropy(logits, right, 1, gradient);
  QVERIFY(std::abs(good - std::log(2.0)) < 1e-6);
  const std::vector<float> tail(logits.begin() + 2, logits.end());
  gradient.resize(tail.size());
  const double bad = crossEntropy(tail, std::vector<std::uint8_t>{0, 1, 0}, 1, gradient);
  QVERIFY(std::abs(bad - 400 - std::log(2.0)) < 1e-3);
  QCOMPARE(gradient[0], 1.f);
  QCOMPARE(gradient[1], -1.f);
  QCOMPARE(gradient[2], 0.5f);
}

QTEST_APPLESS_MAIN(TestSoftBits)
#include "tst_soft_bits.moc"
