// The front end in fixed point beside the one in float, around the same integer network: with many
// bits input codes and LLRs are the same, with fewer the noise grows as it should, and nothing
// overflows.
#include <QTest>

#include <algorithm>
#include <complex>

#include "core/receiver/fixed_front_end.h"
#include "core/receiver/neural.h"
#include "core/receiver/planes.h"
#include "tests/core/receiver/fixed_bench.h"

using namespace rxq;
using namespace rxq::receiver;
using test::bitsOf;
using test::specOf;
using Bench = test::FixedBench;

class TestFixedPoint final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void manyBitsAreFloat_data();
  void manyBitsAreFloat();
  void fewerBitsCostMore();
  void planesInEitherOrder();
  void anyPowerFits();
  void loudSlotsAreClamped();
  void everyReceiverHasAFixedForm_data();
  void everyReceiverHasAFixedForm();
  void decisionBits();
  void decisionsByTheirDefinition();
  void powerIsKeptWithoutGainControl();
  void operations();
  void planesOfManyBits_data();
  void planesOfManyBits();
  void llrHead();
};

void TestFixedPoint::manyBitsAreFloat_data() {
  QTest::addColumn<int>("modulation");
  for (const phy::Modulation m : test::kModulations)
    QTest::newRow(param::labelOf(m)) << static_cast<int>(m);
}

void TestFixedPoint::manyBitsAreFloat() {
  QFETCH(int, modulation);
  const Bench b(static_cast<phy::Modulation>(modulation));
  // What is left is the rounding of input codes near the middle between two, which the two front
  // ends may settle differently.
  const double sqnr = b.sqnrDb(bitsOf(16, 18, 24, 16));
  QVERIFY2(sqnr > 40, qPrintable(QString::number(sqnr)));
}

void TestFixedPoint::fewerBitsCostMore() {
  const Bench b(phy::Modulation::Qam16);
  double last = 100;
  for (const int bits : {14, 12, 10, 8, 6}) {
    const double sqnr = b.sqnrDb(bitsOf(bits, bits + 2, bits + 6, 14));
    QVERIFY2(sqnr < last, qPrintable(QString("%1 bits: %2 dB").arg(bits).arg(sqnr)));
    last = sqnr;
  }
  QVERIFY2(last > 5, qPrintable(QString::number(last)));
  const double usual = b.sqnrDb(FixedPointSpec{}); // the defaults
  QVERIFY2(usual > 25, qPrintable(QString::number(usual)));
  // LLR bits: uniform rounding of the range +-32, 6 dB a bit.
  const double eight = b.sqnrDb(bitsOf(16, 18, 24, 8)), five = b.sqnrDb(bitsOf(16, 18, 24, 5));
  QVERIFY2(std::abs(eight - five - 18) < 4, qPrintable(QString("%1 %2").arg(eight).arg(five)));
}

void TestFixedPoint::planesInEitherOrder() {
  const Bench b(phy::Modulation::Qpsk, specOf({Plane::LogNoise, Plane::LsLinear}));
  QVERIFY(b.sqnrDb(bitsOf(16, 18, 24, 16)) > 40);
}

// Gain control: the same slot at any power, noise included, gives nearly the same LLRs; by powers
// of four (six dB), exactly the same.
void TestFixedPoint::anyPowerFits() {
  const Bench b(phy::Modulation::Qam16);
  const auto expected = b.llrs(FixedPointSpec{}, b.slots[0]);
  for (const float gain : {0.25f, 64.0f, 3.7f, 1e-3f}) {
    test::SampleSlot slot = b.slots[0];
    for (Complex& y : slot.y)
      y *= gain;
    slot.n0 *= gain * gain;
    const auto got = b.llrs(FixedPointSpec{}, slot);
    double error = 0, power = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
      error += std::pow(static_cast<double>(got[i] - expected[i]), 2);
      power += std::pow(static_cast<double>(expected[i]), 2);
    }
    if (gain == 0.25f || gain == 64.0f)
      QCOMPARE(error, 0.0);
    else
      QVERIFY2(error < 3e-3 * power, qPrintable(QString("%1: %2").arg(gain).arg(error / power)));
  }
}

void TestFixedPoint::loudSlotsAreClamped() {
  const Bench b(phy::Modulation::Qam64);
  test::SampleSlot slot = b.slots[0];
  slot.n0 = 1e-12f; // an SNR that no format holds
  for (std::size_t i = 0; i < slot.y.size(); i += 7)
    slot.y[i] *= 1000.f; // interference beyond the converter's range
  const FixedPointSpec fixed;
  for (const float llr : b.llrs(fixed, slot))
    QVERIFY(std::isfinite(llr) && std::abs(llr) <= 32);
  for (Complex& y : slot.y)
    y = {};
  for (const float llr : b.llrs(fixed, slot))
    QVERIFY(std::isfinite(llr) && std::abs(llr) <= 32);
}

namespace {
/// Planes that follow the estimate, planes that stay, and decisions.
const std::vector<Plane> kRefined{Plane::LsLinear,  Plane::Equalised,    Plane::Decision,
                                  Plane::PilotMask, Plane::LsSmoothed,   Plane::Combined,
                                  Plane::LsNearest, Plane::DecisionMean, Plane::LogNoise};

phy::LinkSpec combLink(phy::DmrsType type, int groupsWithoutData) {
  phy::LinkSpec spec = test::linkSpec(phy::Modulation::Qam16, 2, 2);
  spec.pilots = phy::PilotPattern::Dmrs;
  spec.dmrsType = type;
  spec.dmrsGroupsWithoutData = groupsWithoutData;
  return spec;
}
} // namespace

void TestFixedPoint::everyReceiverHasAFixedForm_data() {
  QTest::addColumn<int>("passes");
  QTest::addColumn<int>("smoothing");
  QTest::addColumn<bool>("gainControl");
  QTest::addColumn<int>("comb"); // DMRS: 10 times the type and the groups without data
  QTest::addColumn<bool>("llrHead");
  QTest::newRow("decisions") << 1 << 1 << true << 0 << false;
  QTest::newRow("two passes") << 2 << 1 << true << 0 << false;
  QTest::newRow("three passes, smoothed") << 3 << 5 << true << 0 << false;
  QTest::newRow("smoothed") << 1 << 9 << true << 0 << false;
  QTest::newRow("no gain control") << 2 << 1 << false << 0 << false;
  QTest::newRow("LLR head, decisions") << 1 << 1 << true << 0 << true;
  QTest::newRow("LLR head, no gain control") << 1 << 3 << false << 0 << true;
  for (const int comb : {11, 12, 21, 22, 23}) {
    const int type = comb / 10, groups = comb % 10;
    QTest::addRow("DMRS type %d, %d groups without data", type, groups)
        << 1 << 1 << true << comb << false;
    QTest::addRow("DMRS type %d, %d groups without data, two passes", type, groups)
        << 2 << 3 << true << comb << false;
  }
  QTest::newRow("DMRS type 1, LLR head") << 1 << 1 << true << 11 << true;
}

// With many bits it is the receiver in float but for codes near the middle between two, and the few
// decisions between two symbols.
void TestFixedPoint::everyReceiverHasAFixedForm() {
  QFETCH(int, passes);
  QFETCH(int, smoothing);
  QFETCH(bool, gainControl);
  QFETCH(int, comb);
  QFETCH(bool, llrHead);
  NeuralSpec neural = specOf(kRefined, llrHead ? Head::Llr : Head::Channel);
  neural.passes = passes;
  neural.smoothing = smoothing;
  neural.gainControl = gainControl;
  const Bench b(neural, comb == 0
                            ? test::linkSpec(phy::Modulation::Qam16, 2, 2)
                            : combLink(comb / 10 == 1 ? phy::DmrsType::Type1 : phy::DmrsType::Type2,
                                       comb % 10));
  FixedPointSpec many = bitsOf(16, 18, 24, 16), few = bitsOf(6, 8, 12, 8);
  many.decisionBits = 18;
  const double sqnr = b.sqnrDb(many), coarse = b.sqnrDb(few);
  QVERIFY2(sqnr > 30, qPrintable(QString::number(sqnr)));
  QVERIFY2(coarse < sqnr - 6, qPrintable(QString("%1 of %2").arg(coarse).arg(sqnr)));
}

// Errors of few bits are coarse, or beyond their range.
void TestFixedPoint::decisionBits() {
  NeuralSpec neural = specOf(kRefined);
  neural.passes = 2;
  const Bench b(phy::Modulation::Qam16, neural);
  FixedPointSpec bits = bitsOf(16, 18, 24, 16);
  double last = 100;
  for (const int n : {12, 8, 5}) {
    bits.decisionBits = n;
    const double sqnr = b.sqnrDb(bits);
    QVERIFY2(sqnr < last + 0.5, qPrintable(QString("%1 bits: %2 dB").arg(n).arg(sqnr)));
    last = sqnr;
  }
  bits.decisionBits = 12;
  QVERIFY(last < b.sqnrDb(bits) - 3);
}

// (y - h x) conj(x) of the nearest symbol to c / g, by plain arithmetic in double; pilots where
// they stand, zeros where nothing is sent.
void TestFixedPoint::decisionsByTheirDefinition() {
  for (const int groups : {1, 2}) {
    const Bench b(specOf({Plane::Decision}), combLink(phy::DmrsType::Type1, groups));
    FixedPointSpec bits = bitsOf(16, 18, 24, 16);
    bits.decisionBits = 18;
    const FixedFrontEnd frontEnd(
        std::make_shared<const FixedTables>(bits, b.neural, b.link, b.integers));
    const FixedTables& t = frontEnd.tables();
    FixedSlot samples;
    FixedState state;
    std::vector<std::uint8_t> codes(t.elements() * static_cast<std::size_t>(t.inputs));
    frontEnd.convert(b.slots[0].received(), samples);
    frontEnd.prepare(samples, state, codes);
    const auto points = test::constellation(phy::Modulation::Qam16);
    const auto isData = [&](std::size_t e) {
      const auto& data = b.grid.dataElements();
      return std::find(data.begin(), data.end(), static_cast<int>(e)) != data.end();
    };
    const auto at = [&](const std::vector<std::int32_t>& from, std::size_t i, int fraction) {
      return std::complex<double>(std::ldexp(from[2 * i], -fraction),
                                  std::ldexp(from[2 * i + 1], -fraction));
    };
    std::size_t empty = 0;
    for (std::size_t e = 0; e < t.elements(); ++e) {
      std::complex<double> x = 0, c = 0;
      double gain = 0;
      for (std::size_t i = e; i < 2 * t.elements(); i += t.elements()) {
        const auto h = at(state.current, i, t.estimateFraction());
        c += std::conj(h) * at(state.y, i, t.sampleFraction());
        gain += std::norm(h);
      }
      const Complex pilot = b.grid.pilots()[e];
      if (pilot != Complex{})
        x = std::complex<double>(static_cast<double>(pilot.real()),
                                 static_cast<double>(pilot.imag()));
      else if (isData(e))
        x = *std::min_element(points.begin(), points.end(), [&](auto a, auto z) {
          return std::norm(c / gain - a) < std::norm(c / gain - z);
        });
      else
        ++empty;
      QVERIFY(std::abs(std::ldexp(state.energy[e], -fixed::kSymbol) - std::norm(x)) < 1e-3);
      for (std::size_t r = 0; r < 2; ++r) {
        const std::size_t i = r * t.elements() + e;
        const auto error =
            (at(state.y, i, t.sampleFraction()) - at(state.current, i, t.estimateFraction()) * x) *
            std::conj(x);
        const double re = std::ldexp(state.errors[2 * r * t.elements() + e], -t.decisionFraction());
        const double im =
            std::ldexp(state.errors[(2 * r + 1) * t.elements() + e], -t.decisionFraction());
        QVERIFY(std::abs(error - std::complex<double>(re, im)) < 2e-3);
      }
    }
    QCOMPARE(empty > 0, groups == 2);
  }
}

// Without gain control a slot of other power is another slot, as it is in float.
void TestFixedPoint::powerIsKeptWithoutGainControl() {
  NeuralSpec neural = specOf();
  neural.gainControl = false;
  const Bench b(phy::Modulation::Qam16, neural);
  FixedPointSpec bits = bitsOf(16, 18, 24, 16);
  test::SampleSlot slot = b.slots[0];
  for (Complex& y : slot.y)
    y *= 0.5f;
  const auto exact = b.llrs({}, slot), got = b.llrs(bits, slot), whole = b.llrs(bits, b.slots[0]);
  double error = 0, power = 0, other = 0;
  for (std::size_t i = 0; i < got.size(); ++i) {
    const double x = std::clamp(static_cast<double>(exact[i]), -32.0, 32.0);
    error += std::pow(static_cast<double>(got[i]) - x, 2);
    other += std::pow(static_cast<double>(whole[i] - got[i]), 2);
    power += x * x;
  }
  QVERIFY2(error < 1e-3 * power, qPrintable(QString::number(error / power)));
  QVERIFY(other > 0.01 * power);
}

void TestFixedPoint::operations() {
  base::Philox random({9, base::Domain::Other, base::Purpose::Test, 2});
  for (int i = 0; i < 20000; ++i) {
    const auto x = static_cast<std::uint64_t>(std::exp2(random.uniform(0, 46)));
    const auto d = static_cast<std::int64_t>(std::exp2(random.uniform(0, 40)));
    const double real = static_cast<double>(x);
    // Linear between 64 entries: 4.4e-5 at the most, and the rounding of the table and the result.
    QVERIFY(std::abs(std::ldexp(static_cast<double>(fixed::log2Of(x)), -fixed::kLog) -
                     std::log2(real)) < 8e-5);
    const std::uint64_t root = fixed::rootOf(x);
    QVERIFY(root * root <= x && x < (root + 1) * (root + 1));
    const auto signedX = static_cast<std::int64_t>(x);
    QVERIFY(std::abs(static_cast<double>(fixed::quotientOf(-signedX, d)) +
                     real / static_cast<double>(d)) <= 0.5 * (1 + 1e-12));
    // 16, 16 and 14 bits, each rounded.
    const FixedScale scale{static_cast<std::int32_t>((1 << 14) + random.below(1 << 14)), 20};
    const FixedFactor factor = scale.over(x);
    const double exact = scale.multiplier / 1048576.0 / std::ldexp(real, -fixed::kNoise);
    if (exact < 8192)
      QVERIFY(std::abs(std::ldexp(static_cast<double>(factor.multiplier), -factor.shift) / exact -
                       1) < 1e-4);
    else
      QVERIFY(factor.of(1) >= 1 << 13);
  }
  QCOMPARE(fixed::quotientOf(-5, 2), -3);
  QCOMPARE(fixed::shifted(-5, 1), -2);
  QCOMPARE(fixed::shifted(3, -2), 12);
}

void TestFixedPoint::planesOfManyBits_data() {
  QTest::addColumn<int>("plane");
  for (const PlaneKind& kind : planeKinds()) {
    QVERIFY2(hasFixedForm(kind.plane), param::labelOf(kind.plane));
    QTest::newRow(param::labelOf(kind.plane)) << static_cast<int>(kind.plane);
  }
}

// Each input plane beside the float one: the same codes but where the value lies between two.
void TestFixedPoint::planesOfManyBits() {
  QFETCH(int, plane);
  const Bench b(phy::Modulation::Qam16, specOf({static_cast<Plane>(plane)}, Head::Llr));
  FixedPointSpec bits = bitsOf(16, 18, 24, 16);
  bits.decisionBits = 18;
  const NeuralPorts ports(b.neural, b.link);
  const FixedFrontEnd frontEnd(
      std::make_shared<const FixedTables>(bits, b.neural, b.link, b.integers));
  FixedState fixedState;
  std::size_t codes = 0, other = 0;
  for (const test::SampleSlot& slot : b.slots) {
    FrontEndState state;
    std::vector<float> planes(static_cast<std::size_t>(b.grid.elements() * ports.inputChannels()));
    ports.prepare(slot.received(), state, planes);
    std::vector<std::uint8_t> expected(planes.size()), got(planes.size());
    quant::quantizeInput(b.integers, planes, expected);
    FixedSlot samples;
    frontEnd.convert(slot.received(), samples);
    frontEnd.prepare(samples, fixedState, got);
    for (std::size_t i = 0; i < got.size(); ++i, ++codes) {
      QVERIFY2(std::abs(got[i] - expected[i]) <= 1,
               qPrintable(QString("%1: %2, not %3").arg(i).arg(got[i]).arg(expected[i])));
      other += got[i] != expected[i];
    }
  }
  // Pilots and factors have 10 to 15 bits, interpolation weights 8: the largest codes differ by a
  // fiftieth of a step or so before they are rounded. The mean of errors is computed from larger
  // numbers than it is itself, and its steps are finer accordingly.
  const std::size_t most = codes / (static_cast<Plane>(plane) == Plane::DecisionMean ? 20 : 50);
  QVERIFY2(other < most, qPrintable(QString("%1 of %2").arg(other).arg(codes)));
}

// The LLR head's integers are the network's.
void TestFixedPoint::llrHead() {
  const Bench b(phy::Modulation::Qam64, specOf({Plane::Received, Plane::Pilots, Plane::LsLinear,
                                                Plane::Equalised, Plane::LogNoise},
                                               Head::Llr));
  const double sqnr = b.sqnrDb(bitsOf(16, 18, 24, 16)), few = b.sqnrDb(bitsOf(6, 8, 12, 8));
  QVERIFY2(sqnr > 30 && few < sqnr - 6, qPrintable(QString("%1 %2").arg(sqnr).arg(few)));
  const float step = b.integers.output(0).scale.front();
  for (const float llr : b.llrs(FixedPointSpec{}, b.slots[0]))
    QCOMPARE(llr, step * std::round(llr / step));
}

QTEST_APPLESS_MAIN(TestFixedPoint)
#include "tst_fixed_point.moc"
