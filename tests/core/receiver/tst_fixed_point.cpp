// The front end in fixed point beside the one in float, around the same integer network: with many
// bits input codes and LLRs are the same, with fewer the noise grows as it should, and nothing
// overflows.
#include <QTest>

#include "core/base/error.h"
#include "core/nn/executor.h"
#include "core/quant/fake_quant.h"
#include "core/receiver/fixed_front_end.h"
#include "core/receiver/neural.h"
#include "core/receiver/planes.h"
#include "tests/core/receiver/sample_slot.h"

using namespace rxq;
using namespace rxq::receiver;

namespace {
struct Bench {
  explicit Bench(phy::Modulation modulation,
                 std::vector<Plane> planes = {Plane::LsLinear, Plane::LogNoise},
                 Head head = Head::Channel)
      : spec(test::linkSpec(modulation, 2, 2)), grid(spec), link(test::contextOf(spec, grid)) {
    neural.head = head;
    neural.channels = 8;
    neural.blocks = 1;
    neural.planes = std::move(planes);
    const NeuralPorts ports(neural, link);
    nn::Network network = ports.makeNetwork(1);
    base::Philox random({4, base::Domain::Other, base::Purpose::Test, 1});
    std::vector<float> noise(network.parameters.size());
    random.fillGaussian(noise);
    for (std::size_t i = 0; i < noise.size(); ++i)
      network.parameters[i] += 0.03f * noise[i];
    std::vector<std::vector<float>> inputs;
    for (std::uint64_t i = 0; i < 8; ++i) {
      slots.push_back(test::drawSlot(spec, grid, 40 + i, 0.02f));
      FrontEndState state;
      inputs.emplace_back(static_cast<std::size_t>(grid.elements() * ports.inputChannels()));
      ports.prepare(slots.back().received(), state, inputs.back());
    }
    quant::QuantSpec bits;
    bits.weightBits = bits.edgeWeightBits = 8;
    integers = quant::lower(
        quant::quantize(network, ports.planeSize(), bits, inputs, ports.outputGroups(), 1));
  }
  std::vector<float> llrs(const std::optional<FixedPointSpec>& fixed,
                          const test::SampleSlot& slot) const {
    std::vector<float> result(slot.bits.size());
    makeNeuralInteger(neural, link, integers, fixed)->clone()->receive(slot.received(), result);
    return result;
  }
  /// Of all slots, LLRs held within the fixed-point range.
  double sqnrDb(const FixedPointSpec& fixed) const {
    double signal = 0, noise = 0;
    for (const test::SampleSlot& slot : slots) {
      const auto exact = llrs({}, slot), rounded = llrs(fixed, slot);
      for (std::size_t i = 0; i < exact.size(); ++i) {
        const double x = std::clamp(static_cast<double>(exact[i]), -32.0, 32.0);
        signal += x * x;
        noise += std::pow(static_cast<double>(rounded[i]) - x, 2);
      }
    }
    return 10 * std::log10(signal / noise);
  }

  phy::LinkSpec spec;
  phy::ResourceGrid grid;
  LinkContext link;
  NeuralSpec neural;
  std::vector<test::SampleSlot> slots;
  quant::IntegerNetwork integers;
};

/// LLRs over a range of +-32.
FixedPointSpec bitsOf(int samples, int estimates, int combiner, int llr) {
  return {samples, estimates, combiner, llr, std::ldexp(32, 1 - llr)};
}
} // namespace

class TestFixedPoint final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void manyBitsAreFloat_data();
  void manyBitsAreFloat();
  void fewerBitsCostMore();
  void planesInEitherOrder();
  void anyPowerFits();
  void loudSlotsAreClamped();
  void badSpecsNameTheField();
  void combsAreRefused();
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
  const Bench b(phy::Modulation::Qpsk, {Plane::LogNoise, Plane::LsLinear});
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

void TestFixedPoint::badSpecsNameTheField() {
  const Bench b(phy::Modulation::Qpsk);
  NeuralSpec decision = b.neural, passes = b.neural, level = b.neural, smooth = b.neural;
  decision.planes.push_back(Plane::Decision);
  passes.passes = 2;
  level.gainControl = false;
  smooth.smoothing = 9;
  for (const NeuralSpec& spec : {decision, passes, level, smooth})
    try {
      checkFixedPoint(spec, b.grid);
      QFAIL("accepted");
    } catch (const base::Error& e) {
      QVERIFY2(QString(e.what()).contains("(fixedPoint)"), e.what());
    }
}

void TestFixedPoint::combsAreRefused() {
  phy::LinkSpec combs = test::linkSpec(phy::Modulation::Qpsk, 2, 2);
  combs.pilots = phy::PilotPattern::Dmrs;
  try {
    checkFixedPoint({}, phy::ResourceGrid(combs));
    QFAIL("accepted");
  } catch (const base::Error& e) {
    QVERIFY2(QString(e.what()).contains("(fixedPoint)"), e.what());
  }
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
  for (const PlaneKind& kind : planeKinds())
    if (hasFixedForm(kind.plane))
      QTest::newRow(param::labelOf(kind.plane)) << static_cast<int>(kind.plane);
}

// Each input plane beside the float one: the same codes but where the value lies between two.
void TestFixedPoint::planesOfManyBits() {
  QFETCH(int, plane);
  const Bench b(phy::Modulation::Qam16, {static_cast<Plane>(plane)}, Head::Llr);
  const NeuralPorts ports(b.neural, b.link);
  FixedFrontEnd frontEnd(
      std::make_shared<const FixedTables>(bitsOf(16, 18, 24, 16), b.neural, b.link, b.integers));
  std::size_t codes = 0, other = 0;
  for (const test::SampleSlot& slot : b.slots) {
    FrontEndState state;
    std::vector<float> planes(static_cast<std::size_t>(b.grid.elements() * ports.inputChannels()));
    ports.prepare(slot.received(), state, planes);
    std::vector<std::uint8_t> expected(planes.size()), got(planes.size());
    quant::quantizeInput(b.integers, planes, expected);
    FixedSlot samples;
    frontEnd.convert(slot.received(), samples);
    frontEnd.prepare(samples, got);
    for (std::size_t i = 0; i < got.size(); ++i, ++codes) {
      QVERIFY2(std::abs(got[i] - expected[i]) <= 1,
               qPrintable(QString("%1: %2, not %3").arg(i).arg(got[i]).arg(expected[i])));
      other += got[i] != expected[i];
    }
  }
  // Pilots and factors have 10 to 15 bits, interpolation weights 8: the largest codes differ by a
  // fiftieth of a step or so before they are rounded.
  QVERIFY2(other < codes / 50, qPrintable(QString("%1 of %2").arg(other).arg(codes)));
}

// The LLR head's integers are the network's.
void TestFixedPoint::llrHead() {
  const Bench b(
      phy::Modulation::Qam64,
      {Plane::Received, Plane::Pilots, Plane::LsLinear, Plane::Equalised, Plane::LogNoise},
      Head::Llr);
  const double sqnr = b.sqnrDb(bitsOf(16, 18, 24, 16)), few = b.sqnrDb(bitsOf(6, 8, 12, 8));
  QVERIFY2(sqnr > 30 && few < sqnr - 6, qPrintable(QString("%1 %2").arg(sqnr).arg(few)));
  const float step = b.integers.output(0).scale.front();
  for (const float llr : b.llrs(FixedPointSpec{}, b.slots[0]))
    QCOMPARE(llr, step * std::round(llr / step));
}

QTEST_APPLESS_MAIN(TestFixedPoint)
#include "tst_fixed_point.moc"
