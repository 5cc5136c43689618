// Receivers without a network: estimation, combining and demapping against their definitions.
#include <Eigen/Dense>
#include <QTest>

#include "core/base/error.h"
#include "core/channel/channel.h"
#include "core/receiver/catalog.h"
#include "core/receiver/estimation.h"
#include "tests/core/receiver/by_definition.h"

using namespace rxq;
using namespace rxq::receiver;

namespace {

using test::compareWithDefinition;
using test::ComplexD;
using test::receive;
using test::wide;

int errors(const std::vector<float>& llrs, const test::SampleSlot& slot) {
  int count = 0;
  for (std::size_t i = 0; i < llrs.size(); ++i)
    count += (llrs[i] > 0) != (slot.bits[i] == 1);
  return count;
}

} // namespace

class TestClassical : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void interpolation_data();
  void interpolation();
  void lsIsExactAtPilots();
  void smoothing();
  void evenSmoothing();
  void perfectCsiByDefinition_data();
  void perfectCsiByDefinition();
  void leastSquaresByDefinition_data();
  void leastSquaresByDefinition();
  void lmmseByDefinition_data();
  void lmmseByDefinition();
  void lmmseNeedsFittingCovariance();
  void catalog_data();
  void catalog();
  void unknownKind();
  void betterKnowledgeFewerErrors();
  void channelCovarianceIsTheChannels();
};

// The pilots' rows hold 10 times their symbol's number: the estimate shows the weights.
void TestClassical::interpolation_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<std::vector<int>>("pilots");
  QTest::addColumn<std::vector<double>>("expected");
  const auto row = [](const char* name, Interpolation kind, std::vector<int> pilots,
                      std::vector<double> expected) {
    QTest::newRow(name) << static_cast<int>(kind) << pilots << expected;
  };
  using I = Interpolation;
  row("nearest", I::Nearest, {2, 11},
      {20, 20, 20, 20, 20, 20, 20, 110, 110, 110, 110, 110, 110, 110});
  row("nearest, tie", I::Nearest, {2, 4, 8},
      {20, 20, 20, 20, 40, 40, 40, 80, 80, 80, 80, 80, 80, 80});
  row("linear held", I::LinearHeld, {2, 11},
      {20, 20, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 110, 110});
  row("linear extrapolated", I::LinearExtrapolated, {2, 11},
      {0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130});
  row("three held", I::LinearHeld, {1, 4, 12},
      {10, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 120});
  row("three extrapolated", I::LinearExtrapolated, {1, 4, 12},
      {0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130});
  for (const auto& choice : param::EnumTable<I>::table)
    row(qPrintable(QString("one pilot, %1").arg(choice.label)), choice.value, {3},
        std::vector<double>(14, 30));
}

void TestClassical::interpolation() {
  QFETCH(int, kind);
  QFETCH(std::vector<int>, pilots);
  QFETCH(std::vector<double>, expected);
  const phy::ResourceGrid grid(test::linkSpec(phy::Modulation::Qpsk, 1, 1, pilots));
  const auto subcarriers = static_cast<std::size_t>(grid.subcarriers());
  std::vector<Complex> rows, row(subcarriers);
  for (const int p : pilots)
    rows.insert(rows.end(), subcarriers, Complex(10 * static_cast<float>(p), -1));
  const auto taps = timeTaps(static_cast<Interpolation>(kind), grid);
  QCOMPARE(taps.size(), expected.size());
  for (std::size_t t = 0; t < taps.size(); ++t) {
    interpolateRow(taps[t], rows, row);
    for (const Complex h : row) {
      QVERIFY(std::abs(static_cast<double>(h.real()) - expected[t]) < 1e-4);
      QVERIFY(std::abs(h.imag() + 1) < 1e-5f); // weights sum to one
    }
    QVERIFY(std::abs(taps[t].noiseGain() - taps[t].firstWeight * taps[t].firstWeight -
                     taps[t].secondWeight * taps[t].secondWeight) < 1e-6f);
  }
}

void TestClassical::lsIsExactAtPilots() {
  const phy::LinkSpec spec = test::linkSpec(phy::Modulation::Qam16, 3, 2, {0, 5, 13});
  const phy::ResourceGrid grid(spec);
  const test::SampleSlot slot = test::drawSlot(spec, grid, 1, 0);
  const auto subcarriers = static_cast<std::size_t>(grid.subcarriers());
  std::vector<Complex> ls(3 * 3 * subcarriers);
  estimateAtPilots(grid, 3, slot.y, ls);
  for (std::size_t r = 0; r < 3; ++r)
    for (std::size_t p = 0; p < 3; ++p)
      for (std::size_t f = 0; f < subcarriers; ++f) {
        const auto symbol = static_cast<std::size_t>(grid.pilotSymbols()[p]);
        const Complex h = slot.h[(r * 14 + symbol) * subcarriers + f];
        QVERIFY(std::abs(ls[(r * 3 + p) * subcarriers + f] - h) < 1e-5f);
      }
}

void TestClassical::smoothing() {
  constexpr int kWidth = 24;
  for (const int taps : {1, 3, 9, 47, 63}) {
    SubcarrierSmoother smoother(taps, kWidth);
    base::Philox random({3, base::Domain::Other, base::Purpose::Test, 0});
    std::vector<float> values(2 * kWidth);
    random.fillGaussian(values);
    std::vector<Complex> row;
    for (std::size_t f = 0; f < kWidth; ++f)
      row.emplace_back(values[2 * f], values[2 * f + 1]);
    const std::vector<Complex> before = row;
    smoother.smooth(row);
    for (int f = 0; f < kWidth; ++f) {
      ComplexD sum = 0;
      int count = 0;
      for (int k = f - taps / 2; k <= f + taps / 2; ++k)
        if (k >= 0 && k < kWidth) {
          sum += wide(before[static_cast<std::size_t>(k)]);
          ++count;
        }
      QCOMPARE(smoother.windowAt(f), count);
      QVERIFY(std::abs(wide(row[static_cast<std::size_t>(f)]) - sum / double(count)) < 1e-6);
    }
  }
}

void TestClassical::evenSmoothing() {
  const phy::LinkSpec spec = test::linkSpec(phy::Modulation::Qpsk, 1);
  const phy::ResourceGrid grid(spec);
  for (const int taps : {0, 2, 64}) {
    ClassicalSpec classical;
    classical.smoothing = taps;
    try {
      makeLeastSquares(test::contextOf(spec, grid), classical);
      QFAIL("accepted");
    } catch (const base::Error& e) {
      QVERIFY2(QString(e.what()).contains("smoothing"), e.what());
    }
  }
}

void TestClassical::perfectCsiByDefinition_data() {
  QTest::addColumn<int>("modulation");
  QTest::addColumn<int>("antennas");
  QTest::addColumn<int>("demapper");
  for (const phy::Modulation m : test::kModulations)
    for (const int antennas : {1, 2, 4})
      for (const auto& demapper : param::EnumTable<Demapper>::table)
        QTest::newRow(qPrintable(QString("%1, %2 antennas, %3")
                                     .arg(param::labelOf(m))
                                     .arg(antennas)
                                     .arg(demapper.label)))
            << static_cast<int>(m) << antennas << static_cast<int>(demapper.value);
}

void TestClassical::perfectCsiByDefinition() {
  QFETCH(int, modulation);
  QFETCH(int, antennas);
  QFETCH(int, demapper);
  const phy::LinkSpec spec = test::linkSpec(static_cast<phy::Modulation>(modulation), antennas, 1);
  const phy::ResourceGrid grid(spec);
  ClassicalSpec classical;
  classical.demapper = static_cast<Demapper>(demapper);
  const auto receiver = makePerfectCsi(test::contextOf(spec, grid), classical);
  const test::SampleSlot slot = test::drawSlot(spec, grid, 2, 0.1f);
  compareWithDefinition(
      receive(*receiver, slot), spec, grid, slot, classical.demapper == Demapper::MaxLog,
      [&](int r, std::size_t e) {
        return wide(slot.h[static_cast<std::size_t>(r * grid.elements()) + e]);
      },
      [&](std::size_t) { return static_cast<double>(slot.n0); });
}

void TestClassical::leastSquaresByDefinition_data() {
  QTest::addColumn<int>("interpolation");
  QTest::addColumn<int>("taps");
  QTest::addColumn<int>("noise");
  for (const auto& i : param::EnumTable<Interpolation>::table) {
    if (i.value == Interpolation::Spline) // has no two taps: tst_comb_receivers
      continue;
    for (const int taps : {1, 5})
      for (const auto& n : param::EnumTable<EstimateNoise>::table)
        QTest::newRow(qPrintable(QString("%1, %2 taps, %3").arg(i.label).arg(taps).arg(n.label)))
            << static_cast<int>(i.value) << taps << static_cast<int>(n.value);
  }
}

// Three pilot symbols, smoothing and interpolation in one go, straight from the definition.
void TestClassical::leastSquaresByDefinition() {
  QFETCH(int, interpolation);
  QFETCH(int, taps);
  QFETCH(int, noise);
  const phy::LinkSpec spec = test::linkSpec(phy::Modulation::Qam16, 2, 2, {1, 6, 12});
  const phy::ResourceGrid grid(spec);
  ClassicalSpec classical;
  classical.interpolation = static_cast<Interpolation>(interpolation);
  classical.smoothing = taps;
  classical.estimateNoise = static_cast<EstimateNoise>(noise);
  const auto receiver = makeLeastSquares(test::contextOf(spec, grid), classical);
  const test::SampleSlot slot = test::drawSlot(spec, grid, 3, 0.05f);
  const auto timeTap = timeTaps(classical.interpolation, grid);
  const int width = grid.subcarriers();
  const auto smoothed = [&](int r, int pilot, int f) {
    ComplexD sum = 0;
    int count = 0;
    for (int k = std::max(0, f - taps / 2); k <= std::min(width - 1, f + taps / 2); ++k, ++count) {
      const auto e = static_cast<std::size_t>(
          grid.pilotSymbols()[static_cast<std::size_t>(pilot)] * width + k);
      sum +=
          wide(slot.y[static_cast<std::size_t>(r * grid.elements()) + e]) / wide(grid.pilots()[e]);
    }
    return std::pair(sum / double(count), count);
  };
  compareWithDefinition(
      receive(*receiver, slot), spec, grid, slot, false,
      [&](int r, std::size_t e) {
        const TimeTap& tap = timeTap[e / static_cast<std::size_t>(width)];
        const int f = static_cast<int>(e) % width;
        return static_cast<double>(tap.firstWeight) * smoothed(r, tap.first, f).first +
               static_cast<double>(tap.secondWeight) * smoothed(r, tap.second, f).first;
      },
      [&](std::size_t e) {
        const auto n0 = static_cast<double>(slot.n0);
        if (classical.estimateNoise == EstimateNoise::TwiceN0)
          return 2 * n0;
        const TimeTap& tap = timeTap[e / static_cast<std::size_t>(width)];
        const int window = smoothed(0, 0, static_cast<int>(e) % width).second;
        return n0 * (1 + static_cast<double>(tap.noiseGain()) / window);
      });
}

void TestClassical::lmmseByDefinition_data() {
  QTest::addColumn<std::vector<int>>("pilots");
  QTest::newRow("one pilot symbol") << std::vector<int>{2};
  QTest::newRow("two") << std::vector<int>{2, 11};
  QTest::newRow("three") << std::vector<int>{0, 6, 13};
}

// Against the dense textbook estimator: R_dp (R_pp + N0 I)^-1, in double.
void TestClassical::lmmseByDefinition() {
  QFETCH(std::vector<int>, pilots);
  const phy::LinkSpec spec = test::linkSpec(phy::Modulation::Qam16, 2, 1, pilots);
  const phy::ResourceGrid grid(spec);
  const test::SampleSlot slot = test::drawSlot(spec, grid, 4, 0.05f);
  const channel::Covariance covariance = assumedCovariance(grid, 150e-9, 300);
  const auto receiver = makeLmmse(test::contextOf(spec, grid), {}, covariance);

  const int width = grid.subcarriers();
  const auto r = [&](int a, int b) {
    return covariance.time[static_cast<std::size_t>(a / width * 14 + b / width)] *
           covariance.frequency[static_cast<std::size_t>(a % width * width + b % width)];
  };
  std::vector<int> at;
  for (const int p : pilots)
    for (int f = 0; f < width; ++f)
      at.push_back(p * width + f);
  const auto n = static_cast<Eigen::Index>(at.size());
  Eigen::MatrixXcd pp(n, n), dp(grid.elements(), n);
  for (Eigen::Index j = 0; j < n; ++j) {
    for (Eigen::Index i = 0; i < n; ++i)
      pp(i, j) = r(at[static_cast<std::size_t>(i)], at[static_cast<std::size_t>(j)]) +
                 (i == j ? static_cast<double>(slot.n0) : 0.0);
    for (int e = 0; e < grid.elements(); ++e)
      dp(e, j) = r(e, at[static_cast<std::size_t>(j)]);
  }
  const Eigen::MatrixXcd weights = dp * pp.inverse();
  const Eigen::VectorXd explained = (weights * dp.adjoint()).diagonal().real();
  std::vector<Eigen::VectorXcd> estimate;
  for (int antenna = 0; antenna < spec.rxAntennas; ++antenna) {
    Eigen::VectorXcd ls(n);
    for (Eigen::Index i = 0; i < n; ++i) {
      const auto e = static_cast<std::size_t>(at[static_cast<std::size_t>(i)]);
      ls(i) = wide(slot.y[static_cast<std::size_t>(antenna * grid.elements()) + e]) /
              wide(grid.pilots()[e]);
    }
    estimate.push_back(weights * ls);
  }
  compareWithDefinition(
      receive(*receiver, slot), spec, grid, slot, false,
      [&](int antenna, std::size_t e) {
        return estimate[static_cast<std::size_t>(antenna)](static_cast<Eigen::Index>(e));
      },
      [&](std::size_t e) {
        return static_cast<double>(slot.n0) + 1 - explained(static_cast<Eigen::Index>(e));
      });
}

void TestClassical::lmmseNeedsFittingCovariance() {
  const phy::LinkSpec spec = test::linkSpec(phy::Modulation::Qpsk, 1, 2);
  const phy::ResourceGrid grid(spec), smaller(test::linkSpec(phy::Modulation::Qpsk, 1, 1));
  const auto link = test::contextOf(spec, grid);
  QVERIFY_THROWS_EXCEPTION(base::Error, makeLmmse(link, {}, assumedCovariance(smaller, 1e-7, 100)));
  const ClassicalKind& kind = classicalKind("lmmse");
  ClassicalSpec classical;
  QVERIFY(needsCovariance(kind, classical));
  QVERIFY_THROWS_EXCEPTION(base::Error, kind.make(link, classical, nullptr));
  classical.covariance = CovarianceSource::Assumed;
  QVERIFY(!needsCovariance(kind, classical));
  QVERIFY(kind.make(link, classical, nullptr));
}

void TestClassical::catalog_data() {
  QTest::addColumn<QByteArray>("key");
  QTest::addColumn<int>("modulation");
  QTest::addColumn<int>("antennas");
  for (const ClassicalKind& kind : classicalKinds())
    for (const phy::Modulation m : test::kModulations)
      for (const int antennas : {1, 2, 3, 4, 8})
        QTest::newRow(
            qPrintable(QString("%1, %2, %3").arg(kind.label, param::labelOf(m)).arg(antennas)))
            << QByteArray(kind.key.data(), static_cast<qsizetype>(kind.key.size()))
            << static_cast<int>(m) << antennas;
}

// What every receiver owes: the sign of an LLR is the bit when noise is small, in mapping order;
// results depend on the slot alone, and a clone's are the same.
void TestClassical::catalog() {
  QFETCH(QByteArray, key);
  QFETCH(int, modulation);
  QFETCH(int, antennas);
  const phy::LinkSpec spec = test::linkSpec(static_cast<phy::Modulation>(modulation), antennas);
  const phy::ResourceGrid grid(spec);
  const channel::Covariance covariance = assumedCovariance(grid, 60e-9, 60);
  const CovarianceView view = covariance;
  const auto receiver =
      classicalKind(key.toStdString()).make(test::contextOf(spec, grid), {}, &view);
  const test::SampleSlot clean = test::drawSlot(spec, grid, 5, 1e-5f);
  const test::SampleSlot noisy = test::drawSlot(spec, grid, 6, 0.2f);
  const auto first = receive(*receiver, clean);
  // The fixed seed has fades; with one antenna a few symbols fall into them.
  QVERIFY2(errors(first, clean) <= static_cast<int>(first.size()) / 50,
           qPrintable(QString::number(errors(first, clean))));
  const auto clone = receiver->clone();
  const auto other = receive(*receiver, noisy);
  for (const float llr : other)
    QVERIFY(std::isfinite(llr));
  QVERIFY(receive(*receiver, clean) == first);
  QVERIFY(receive(*clone, noisy) == other);
}

void TestClassical::unknownKind() {
  try {
    classicalKind("zf");
    QFAIL("accepted");
  } catch (const base::Error& e) {
    QVERIFY2(QString(e.what()).contains("zf") && QString(e.what()).contains("lmmse"), e.what());
  }
}

// Knowing more must help: perfect CSI, LMMSE, smoothed LS, plain LS, in this order.
void TestClassical::betterKnowledgeFewerErrors() {
  const phy::LinkSpec spec = test::linkSpec(phy::Modulation::Qam16, 2, 4);
  const phy::ResourceGrid grid(spec);
  const auto link = test::contextOf(spec, grid);
  ClassicalSpec smoothed;
  smoothed.smoothing = 7;
  const std::vector<std::shared_ptr<Receiver>> receivers{
      makePerfectCsi(link, {}), makeLmmse(link, {}, assumedCovariance(grid, 40e-9, 50)),
      makeLeastSquares(link, smoothed), makeLeastSquares(link, {})};
  std::vector<int> counts(receivers.size());
  for (std::uint64_t i = 0; i < 200; ++i) {
    const test::SampleSlot slot = test::drawSlot(spec, grid, 100 + i, 0.2f);
    for (std::size_t k = 0; k < receivers.size(); ++k)
      counts[k] += errors(receive(*receivers[k], slot), slot);
  }
  for (std::size_t k = 1; k < counts.size(); ++k)
    QVERIFY2(counts[k - 1] < counts[k],
             qPrintable(QString("receiver %1: %2 errors, the next has %3")
                            .arg(k - 1)
                            .arg(counts[k - 1])
                            .arg(counts[k])));
}

// A 3GPP channel with the covariance that core/channel gives for it: signs and orders agree, or the
// estimator would be worse than none.
void TestClassical::channelCovarianceIsTheChannels() {
  const phy::LinkSpec spec = test::linkSpec(phy::Modulation::Qam16, 2, 4, {2});
  const phy::ResourceGrid grid(spec);
  const auto link = test::contextOf(spec, grid);
  channel::ChannelSpec channelSpec;
  channelSpec.kind = channel::ChannelKind::CdlB;
  channelSpec.delaySpread = {300, 300};
  ClassicalSpec smoothed;
  smoothed.smoothing = 5;
  ClassicalSpec assumed;
  assumed.covariance = CovarianceSource::Assumed;
  const channel::Covariance known = channel::covarianceOf(channelSpec, grid, spec.rxAntennas);
  const CovarianceView view = known;
  const std::vector<std::shared_ptr<Receiver>> receivers{
      makePerfectCsi(link, {}), classicalKind("lmmse").make(link, {}, &view),
      classicalKind("lmmse").make(link, assumed, nullptr), makeLeastSquares(link, smoothed)};
  const auto channel = channel::makeChannel(channelSpec, grid, spec.rxAntennas);
  std::vector<int> counts(receivers.size());
  for (std::uint64_t i = 0; i < 300; ++i) {
    test::SampleSlot slot = test::drawSlot(spec, grid, 400 + i, 0.05f);
    const std::vector<Complex> before = slot.h;
    channel->realize(9, base::Domain::Other, i, slot.h);
    for (std::size_t e = 0; e < slot.h.size(); ++e)
      slot.y[e] += (slot.h[e] - before[e]) * slot.x[e % slot.x.size()];
    for (std::size_t k = 0; k < receivers.size(); ++k)
      counts[k] += errors(receive(*receivers[k], slot), slot);
  }
  for (std::size_t k = 1; k < counts.size(); ++k)
    QVERIFY2(counts[k - 1] < counts[k],
             qPrintable(QString("receiver %1: %2 errors, the next has %3")
                            .arg(k - 1)
                            .arg(counts[k - 1])
                            .arg(counts[k])));
}

QTEST_APPLESS_MAIN(TestClassical)
#include "tst_classical.moc"
