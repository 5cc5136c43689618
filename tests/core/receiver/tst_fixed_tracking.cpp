// Tracking in fixed point: with many bits the float tracker's estimate, with few bits near it, at
// any noise; and whole receivers that start from it.
#include <QTest>

#include "core/receiver/fixed_front_end.h"
#include "core/receiver/fixed_tracking.h"
#include "tests/core/receiver/fixed_bench.h"

using namespace rxq;
using namespace rxq::receiver;
using test::bitsOf;
using test::specOf;
using Bench = test::FixedBench;

namespace {
constexpr double kDoppler = 300;

NeuralSpec trackedSpec(int rounds, int taps,
                       std::vector<Plane> planes = {Plane::LsLinear, Plane::LogNoise}) {
  NeuralSpec neural = specOf(std::move(planes));
  neural.tracking = rounds;
  neural.smoothing = taps;
  neural.trackingDoppler = kDoppler;
  return neural;
}

FixedPointSpec manyBits() {
  FixedPointSpec bits = bitsOf(16, 18, 24, 16);
  bits.decisionBits = 18;
  return bits;
}

/// The estimate beyond the outermost pilot symbols, from the same samples and pilots' estimates.
struct Comparison {
  double error = 0;  ///< mean squared, of the fixed-point tracker's by that of the float one
  double change = 0; ///< of the float tracker's by the held estimate
  double worst = 0;
};

Comparison compare(const Bench& b, const FixedPointSpec& bits, const test::SampleSlot& slot) {
  NeuralSpec held = b.neural;
  held.tracking = 0;
  const auto tables = std::make_shared<const FixedTables>(bits, held, b.link, b.integers);
  const FixedFrontEnd frontEnd(tables);
  const FixedTables tracked(bits, b.neural, b.link, b.integers);
  FixedSlot samples;
  FixedState state;
  std::vector<std::uint8_t> codes(tables->elements() * static_cast<std::size_t>(tables->inputs));
  frontEnd.convert(slot.received(), samples);
  frontEnd.prepare(samples, state, codes);
  const auto toFloat = [](const std::vector<std::int32_t>& from, int fraction) {
    std::vector<Complex> to;
    for (std::size_t i = 0; i < from.size(); i += 2)
      to.emplace_back(std::ldexp(static_cast<float>(from[i]), -fraction),
                      std::ldexp(static_cast<float>(from[i + 1]), -fraction));
    return to;
  };
  const std::vector<Complex> y = toFloat(state.y, tables->sampleFraction());
  const std::vector<Complex> start = toFloat(state.current, tables->estimateFraction());
  std::vector<Complex> wanted = start;
  base::AlignedVector<float> scratch;
  const DecisionTracker tracker(b.link, b.neural.tracking, b.neural.smoothing,
                                b.neural.trackingDoppler);
  tracker.track(y, std::ldexp(static_cast<float>(state.noise), -fixed::kNoise), scratch, wanted);
  track(tracked, state);
  const std::vector<Complex> got = toFloat(state.current, tables->estimateFraction());
  Comparison result;
  for (std::size_t i = 0; i < got.size(); ++i) {
    const double error = static_cast<double>(std::norm(got[i] - wanted[i]));
    result.error += error / static_cast<double>(got.size());
    result.change +=
        static_cast<double>(std::norm(wanted[i] - start[i])) / static_cast<double>(got.size());
    result.worst = std::max(result.worst, std::sqrt(error));
  }
  return result;
}
} // namespace

class TestFixedTracking final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void manyBitsAreFloat_data();
  void manyBitsAreFloat();
  void fewerBitsCostMore();
  void anyNoise();
  void gainsFit();
  void onlyBeyondThePilots();
  void wholeReceivers_data();
  void wholeReceivers();
  void loudSlotsAreClamped();
  void statesAreLimited();
};

void TestFixedTracking::manyBitsAreFloat_data() {
  QTest::addColumn<int>("modulation");
  QTest::addColumn<std::vector<int>>("pilots");
  QTest::addColumn<int>("rounds");
  QTest::addColumn<int>("taps");
  for (const std::vector<int>& pilots : {std::vector<int>{2}, {7}, {13}, {3, 8}})
    for (const int rounds : {1, 3})
      for (const int taps : {1, 9, 33})
        QTest::addRow("pilots from %d on, %d rounds, %d taps", pilots[0], rounds, taps)
            << static_cast<int>(phy::Modulation::Qam16) << pilots << rounds << taps;
  for (const phy::Modulation m : test::kModulations)
    QTest::newRow(param::labelOf(m)) << static_cast<int>(m) << std::vector<int>{2} << 3 << 9;
}

// Noisy slots, decisions wrong and right: the same ones, so the same estimate but for rounding.
void TestFixedTracking::manyBitsAreFloat() {
  QFETCH(int, modulation);
  QFETCH(std::vector<int>, pilots);
  QFETCH(int, rounds);
  QFETCH(int, taps);
  const Bench b(trackedSpec(rounds, taps),
                test::linkSpec(static_cast<phy::Modulation>(modulation), 2, 2, pilots));
  for (const test::SampleSlot& slot : b.slots) {
    const Comparison c = compare(b, manyBits(), slot);
    QVERIFY2(c.error < 1e-5 * c.change && c.worst < 1e-3,
             qPrintable(QString("%1 of %2, worst %3").arg(c.error).arg(c.change).arg(c.worst)));
    QVERIFY(c.change > 1e-4);
  }
}

void TestFixedTracking::fewerBitsCostMore() {
  const Bench b(trackedSpec(3, 9), test::linkSpec(phy::Modulation::Qam16, 2, 2, {2}));
  double last = 0;
  for (const int n : {14, 12, 10, 8, 6}) {
    FixedPointSpec bits = bitsOf(n, n + 2, n + 6, 14);
    bits.decisionBits = n + 2;
    double error = 0;
    for (const test::SampleSlot& slot : b.slots)
      error += compare(b, bits, slot).error / static_cast<double>(b.slots.size());
    QVERIFY2(error > last, qPrintable(QString("%1 bits: %2").arg(n).arg(error)));
    // Steps of the samples and estimates, Re and Im, are what the error may come to.
    QVERIFY2(error < std::ldexp(2.0, -2 * (n - 3)),
             qPrintable(QString("%1 bits: %2").arg(n).arg(error)));
    last = error;
  }
}

// Gains are linear between levels half an octave apart; the float tracker has its own for each
// noise.
void TestFixedTracking::anyNoise() {
  const Bench b(trackedSpec(2, 9), test::linkSpec(phy::Modulation::Qam16, 2, 2, {2}));
  for (double octave = -15.3; octave < 4; octave += 0.7) {
    const test::SampleSlot slot =
        test::drawSlot(b.spec, b.grid, 60, static_cast<float>(std::exp2(octave)));
    const Comparison c = compare(b, manyBits(), slot);
    QVERIFY2(c.error < 1e-5 * c.change,
             qPrintable(QString("2^%1: %2 of %3").arg(octave).arg(c.error).arg(c.change)));
  }
}

void TestFixedTracking::gainsFit() {
  for (const double doppler : {0.0, 20.0, 400.0, 10000.0})
    for (const int taps : {1, 63}) {
      const phy::LinkSpec spec = test::linkSpec(phy::Modulation::Qpsk, 1, 1, {0});
      const phy::ResourceGrid grid(spec);
      const auto table = fixedTrackGains(TrackingModel(grid, taps, doppler), 13);
      QCOMPARE(table.size(), std::size_t{13 * fixed::kTrackLevels});
      for (const FixedTrackGain& gain : table)
        for (const std::int32_t x : {gain.channel, gain.slope, gain.backChannel, gain.backSlope})
          QVERIFY2(std::abs(x) <= 1 << fixed::kTrackGain, qPrintable(QString::number(x)));
    }
}

void TestFixedTracking::onlyBeyondThePilots() {
  const Bench b(trackedSpec(2, 5), test::linkSpec(phy::Modulation::Qam16, 2, 2, {3, 8}));
  const FixedFrontEnd frontEnd(
      std::make_shared<const FixedTables>(FixedPointSpec{}, b.neural, b.link, b.integers));
  const FixedTables& t = frontEnd.tables();
  FixedSlot samples;
  FixedState state;
  std::vector<std::uint8_t> codes(t.elements() * static_cast<std::size_t>(t.inputs));
  frontEnd.convert(b.slots[0].received(), samples);
  frontEnd.prepare(samples, state, codes);
  const std::size_t subcarriers = static_cast<std::size_t>(t.subcarriers);
  for (std::size_t symbol = 0; symbol < 14; ++symbol) {
    std::size_t other = 0;
    for (std::size_t r = 0; r < 2; ++r)
      for (std::size_t k = 0; k < 2 * subcarriers; ++k) {
        const std::size_t i = 2 * (r * t.elements() + symbol * subcarriers) + k;
        other += state.current[i] != meanOverSubcarriers(state.estimate, i, 2, t.subcarriers);
      }
    if (symbol >= 3 && symbol <= 8)
      QCOMPARE(other, std::size_t{0});
    else
      QVERIFY2(other > subcarriers, qPrintable(QString("%1: %2").arg(symbol).arg(other)));
  }
  // With pilots on the first and the last symbol there is nothing to track.
  const Bench whole(trackedSpec(2, 5), test::linkSpec(phy::Modulation::Qam16, 2, 2, {0, 13}));
  QCOMPARE(FixedTables(FixedPointSpec{}, whole.neural, whole.link, whole.integers).tracking, 0);
}

void TestFixedTracking::wholeReceivers_data() {
  QTest::addColumn<std::vector<int>>("pilots");
  QTest::addColumn<int>("passes");
  QTest::addColumn<int>("taps");
  QTest::addColumn<bool>("llrHead");
  QTest::addColumn<bool>("comb");
  QTest::addColumn<bool>("gainControl");
  QTest::newRow("one pilot symbol") << std::vector{2} << 1 << 33 << false << false << true;
  QTest::newRow("in the middle") << std::vector{6} << 1 << 9 << false << false << true;
  QTest::newRow("two") << std::vector{3, 8} << 1 << 1 << false << false << true;
  QTest::newRow("two passes") << std::vector{2} << 2 << 9 << false << false << true;
  QTest::newRow("LLR head") << std::vector{11} << 1 << 9 << true << false << true;
  QTest::newRow("DMRS") << std::vector{2} << 1 << 5 << false << true << true;
  QTest::newRow("no gain control") << std::vector{2} << 1 << 9 << false << false << false;
}

// Planes of the tracked estimate beside those of least squares, which tracking leaves alone.
void TestFixedTracking::wholeReceivers() {
  QFETCH(std::vector<int>, pilots);
  QFETCH(int, passes);
  QFETCH(int, taps);
  QFETCH(bool, llrHead);
  QFETCH(bool, comb);
  QFETCH(bool, gainControl);
  NeuralSpec neural = trackedSpec(3, taps,
                                  {Plane::LsLinear, Plane::Equalised, Plane::Decision,
                                   Plane::DecisionMean, Plane::LsNearest, Plane::LsSmoothed,
                                   Plane::Combined, Plane::PilotMask, Plane::LogNoise});
  neural.head = llrHead ? Head::Llr : Head::Channel;
  neural.passes = passes;
  neural.gainControl = gainControl;
  phy::LinkSpec link = test::linkSpec(phy::Modulation::Qam16, 2, 2, pilots);
  if (comb)
    link.pilots = phy::PilotPattern::Dmrs;
  const Bench b(neural, link);
  const double sqnr = b.sqnrDb(manyBits()), usual = b.sqnrDb(FixedPointSpec{});
  QVERIFY2(sqnr > 30, qPrintable(QString::number(sqnr)));
  QVERIFY2(usual > 15 && usual < sqnr, qPrintable(QString("%1 of %2").arg(usual).arg(sqnr)));
}

void TestFixedTracking::loudSlotsAreClamped() {
  const Bench b(trackedSpec(3, 9), test::linkSpec(phy::Modulation::Qam256, 2, 2, {2}));
  test::SampleSlot slot = b.slots[0];
  for (std::size_t i = 0; i < slot.y.size(); i += 7)
    slot.y[i] *= 1000.f; // beyond the converter's range
  for (const float n0 : {1e-12f, 1e9f}) {
    slot.n0 = n0;
    for (const FixedPointSpec& fixed : {FixedPointSpec{}, manyBits()})
      for (const float llr : b.llrs(fixed, slot))
        QVERIFY(std::isfinite(llr) && std::abs(llr) <= 32);
  }
  for (Complex& y : slot.y)
    y = {};
  for (const float llr : b.llrs(FixedPointSpec{}, slot))
    QVERIFY(std::isfinite(llr) && std::abs(llr) <= 32);
}

// Data far louder than the pilots, taken for free of noise: states run into their limits and stay.
void TestFixedTracking::statesAreLimited() {
  const Bench b(trackedSpec(3, 1), test::linkSpec(phy::Modulation::Qpsk, 2, 2, {2}));
  const FixedFrontEnd frontEnd(
      std::make_shared<const FixedTables>(FixedPointSpec{}, b.neural, b.link, b.integers));
  const FixedTables& t = frontEnd.tables();
  test::SampleSlot slot = b.slots[0];
  slot.n0 = 1e-9f;
  for (std::size_t i = 0; i < slot.y.size(); ++i)
    if (!b.grid.isPilot(static_cast<int>(i % t.elements()) / t.subcarriers))
      slot.y[i] *= 1000.f;
  FixedSlot samples;
  FixedState state;
  std::vector<std::uint8_t> codes(t.elements() * static_cast<std::size_t>(t.inputs));
  frontEnd.convert(slot.received(), samples);
  frontEnd.prepare(samples, state, codes);
  const int top = (1 << (t.bits.estimateBits + fixed::kTrack - 1)) - 1;
  int most = 0;
  for (const std::int32_t x : state.channels)
    most = std::max(most, std::abs(x));
  QCOMPARE(most, top);
}

QTEST_APPLESS_MAIN(TestFixedTracking)
#include "tst_fixed_tracking.moc"
