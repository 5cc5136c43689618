#include <QtTest>

#include <cmath>
#include <numeric>

#include "core/quant/tensor_profile.h"

using namespace rxq;
using quant::profileOf;
using quant::QuantParams;

class TestTensorProfile : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void codesRoundHalfToEvenAndClamp() {
    const QuantParams grid{0.5, 8, 1, 15}; // -3.5 ... 3.5
    QCOMPARE(grid.low(), -3.5);
    QCOMPARE(grid.high(), 3.5);
    QCOMPARE(grid.code(0), 8);
    QCOMPARE(grid.code(0.25), 8);  // half a step: to even
    QCOMPARE(grid.code(0.75), 10); // a step and a half: to even
    QCOMPARE(grid.code(100), 15);
    QCOMPARE(grid.code(-100), 1);
    QCOMPARE(grid.value(10), 1.0);
  }

  void everyValueIsCountedOnce() {
    std::vector<float> values;
    for (int i = -500; i <= 500; ++i)
      values.push_back(static_cast<float>(i) / 100);
    const auto p = profileOf(values, QuantParams{1, 0, -3, 3}, 50);
    const auto& h = p.histogram;
    QCOMPARE(std::accumulate(h.counts.begin(), h.counts.end(), std::uint64_t{0}) + h.zeros,
             std::uint64_t{1001});
    QCOMPARE(h.zeros, std::uint64_t{1});
    QCOMPARE(h.least, -5.0);
    QCOMPARE(h.most, 5.0);
    QCOMPARE(h.low, -5.0);
    QCOMPARE(h.high, 5.0);
    // 3.51 ... 5.00 and its mirror image lie beyond half a step outside of the range.
    QCOMPARE(p.errors.clipped, 300.0 / 1001);
  }

  void errorsByHand() {
    const std::vector<float> values{0.25F, 1.0F, 3.0F};
    const auto p = profileOf(values, QuantParams{1, 0, -1, 1});
    QCOMPARE(p.errors.rounding, 0.0625 / 3);
    QCOMPARE(p.errors.clipping, 4.0 / 3);
    QCOMPARE(p.errors.signal, 10.0625 / 3);
    QVERIFY(std::abs(p.errors.sqnrDb() - 10 * std::log10(10.0625 / 4.0625)) < 1e-12);
  }

  void binsSpanTheGridToo() {
    const std::vector<float> values{0.1F, -0.1F};
    const auto p = profileOf(values, QuantParams{0.5, 0, -7, 7});
    QCOMPARE(p.histogram.low, -3.75);
    QCOMPARE(p.histogram.high, 3.75);
    QVERIFY(std::isinf(
        profileOf(std::vector<float>{0.5F}, QuantParams{0.5, 0, -7, 7}).errors.sqnrDb()));
  }

  void nothingAndConstants() {
    const auto none = profileOf({}, std::nullopt);
    QCOMPARE(none.histogram.values, std::uint64_t{0});
    QVERIFY(none.histogram.high > none.histogram.low);
    const auto same = profileOf(std::vector<float>{2, 2, 2}, std::nullopt);
    QVERIFY(same.histogram.low < 2 && same.histogram.high > 2);
    QCOMPARE(std::accumulate(same.histogram.counts.begin(), same.histogram.counts.end(),
                             std::uint64_t{0}),
             std::uint64_t{3});
    QVERIFY(!same.grid);
  }
};

QTEST_GUILESS_MAIN(TestTensorProfile)
#include "tst_tensor_profile.moc"
