// What surrounds the network: input planes, heads, and the loss with its gradient, against plain
// double-precision versions written from their definitions.
#include <QTest>

#include "core/base/error.h"
#include "core/receiver/channel_head.h"
#include "core/receiver/neural.h"
#include "core/receiver/planes.h"
#include "tests/core/receiver/sample_slot.h"

using namespace rxq;
using namespace rxq::receiver;

namespace {

using ComplexD = std::complex<double>;

ComplexD wide(Complex x) { return {static_cast<double>(x.real()), static_cast<double>(x.imag())}; }

struct Bench {
  explicit Bench(phy::Modulation modulation, int antennas, NeuralSpec neural = {},
                 std::vector<int> pilots = {2, 11})
      : spec(test::linkSpec(modulation, antennas, 1, std::move(pilots))), grid(spec),
        link(test::contextOf(spec, grid)), ports(neural, link) {}

  std::vector<float> prepare(const test::SampleSlot& slot) {
    std::vector<float> planes(static_cast<std::size_t>(grid.elements() * ports.inputChannels()));
    ports.prepare(slot.received(), state, planes);
    return planes;
  }
  std::vector<float> randomOutput(float deviation) const {
    base::Philox random({8, base::Domain::Other, base::Purpose::Test, 1});
    std::vector<float> output(static_cast<std::size_t>(grid.elements() * ports.outputChannels()));
    random.fillGaussian(output);
    for (float& o : output)
      o *= deviation;
    return output;
  }

  phy::LinkSpec spec;
  phy::ResourceGrid grid;
  LinkContext link;
  NeuralPorts ports;
  FrontEndState state;
};

/// LLRs of one element from its outputs, by definition and in double.
std::vector<double> headLlrs(const Bench& b, Head head, std::size_t e,
                             const std::vector<double>& output,
                             const std::vector<ComplexD>& points) {
  if (head == Head::Llr)
    return output;
  const auto antennas = static_cast<std::size_t>(b.spec.rxAntennas);
  ComplexD z = 0;
  double gain = 0;
  for (std::size_t r = 0; r < antennas; ++r) {
    const std::size_t at = r * static_cast<std::size_t>(b.grid.elements()) + e;
    const ComplexD h = wide(b.state.estimate[at]) + ComplexD(output[2 * r], output[2 * r + 1]);
    z += std::conj(h) * wide(b.state.y[at]);
    gain += std::norm(h);
  }
  const TimeTap tap = timeTaps(Interpolation::LinearHeld,
                               b.grid)[e / static_cast<std::size_t>(b.grid.subcarriers())];
  const double noise =
      static_cast<double>(b.state.n0) * (1 + static_cast<double>(tap.noiseGain())) / gain;
  std::vector<double> llrs = test::bruteForceLlrs(b.spec.modulation, points, true, [&](ComplexD x) {
    return -std::norm(z / gain - x) / noise;
  });
  for (std::size_t i = 0; i < llrs.size(); ++i)
    llrs[i] = llrs[i] * (1 + output[2 * antennas]) + output[2 * antennas + 1 + i];
  return llrs;
}

double crossEntropy(const std::vector<double>& llrs, const std::uint8_t* bits) {
  double sum = 0;
  for (std::size_t i = 0; i < llrs.size(); ++i)
    sum += std::max(llrs[i], 0.0) + std::log1p(std::exp(-std::abs(llrs[i]))) - bits[i] * llrs[i];
  return sum;
}

} // namespace

class TestNeuralPorts : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void planesInDocumentedOrder();
  void everyPlaneHasNamesAndChannels_data();
  void everyPlaneHasNamesAndChannels();
  void gainControl();
  void outputs();
  void headLlrsAndLossGradient_data();
  void headLlrsAndLossGradient();
  void zeroOutputsAreTheLsReceiver_data();
  void zeroOutputsAreTheLsReceiver();
  void wideRowsAndSeveralBlocks();
  void badSpecsNameTheField_data();
  void badSpecsNameTheField();
};

void TestNeuralPorts::planesInDocumentedOrder() {
  NeuralSpec neural;
  neural.gainControl = false;
  neural.planes = {Plane::LogNoise,  Plane::Received, Plane::Combined, Plane::Pilots,
                   Plane::LsNearest, Plane::LsLinear, Plane::Equalised};
  Bench b(phy::Modulation::Qam16, 2, neural);
  const test::SampleSlot slot = test::drawSlot(b.spec, b.grid, 1, 0.1f);
  const std::vector<float> planes = b.prepare(slot);
  const std::vector<std::string> names{
      "log10 N0",
      "Re Y, antenna 1",
      "Im Y, antenna 1",
      "Re Y, antenna 2",
      "Im Y, antenna 2",
      "Re combined",
      "Im combined",
      "Combined gain",
      "Re pilot",
      "Im pilot",
      "Re LS nearest, antenna 1",
      "Im LS nearest, antenna 1",
      "Re LS nearest, antenna 2",
      "Im LS nearest, antenna 2",
      "Re LS linear, antenna 1",
      "Im LS linear, antenna 1",
      "Re LS linear, antenna 2",
      "Im LS linear, antenna 2",
      "Re equalised",
      "Im equalised",
      "Equalised gain",
      "log2 SNR",
  };
  QCOMPARE(b.ports.inputNames(), names);
  QCOMPARE(b.ports.inputChannels(), static_cast<int>(names.size()));

  const int width = b.grid.subcarriers();
  const auto y = [&](int r, int e) {
    return wide(slot.y[static_cast<std::size_t>(r * b.grid.elements() + e)]);
  };
  const auto ls = [&](int r, int symbol, int f) {
    const int e = symbol * width + f;
    return y(r, e) / wide(b.grid.pilots()[static_cast<std::size_t>(e)]);
  };
  for (int e = 0; e < b.grid.elements(); ++e) {
    const int t = e / width, f = e % width;
    const double w = t <= 2 ? 0 : t >= 11 ? 1 : (t - 2) / 9.0;
    std::vector<double> expected{std::log10(0.1)};
    const auto push = [&](ComplexD x) {
      expected.push_back(x.real());
      expected.push_back(x.imag());
    };
    const auto nearest = [&](int r) { return ls(r, t <= 6 ? 2 : 11, f); };
    push(y(0, e));
    push(y(1, e));
    push(std::conj(nearest(0)) * y(0, e) + std::conj(nearest(1)) * y(1, e));
    expected.push_back(std::norm(nearest(0)) + std::norm(nearest(1)));
    push(wide(b.grid.pilots()[static_cast<std::size_t>(e)]));
    push(nearest(0));
    push(nearest(1));
    const auto linear = [&](int r) { return (1 - w) * ls(r, 2, f) + w * ls(r, 11, f); };
    push(linear(0));
    push(linear(1));
    const double gain = std::norm(linear(0)) + std::norm(linear(1));
    const double noise = 0.1 * (1 + w * w + (1 - w) * (1 - w));
    push((std::conj(linear(0)) * y(0, e) + std::conj(linear(1)) * y(1, e)) / (gain + noise));
    expected.push_back(gain / (gain + noise));
    expected.push_back(std::log2(gain / noise + 0.1) / 4);
    for (std::size_t c = 0; c < expected.size(); ++c) {
      const auto got =
          static_cast<double>(planes[static_cast<std::size_t>(e) * expected.size() + c]);
      QVERIFY2(std::abs(got - expected[c]) < 1e-5, qPrintable(QString("%1, element %2: %3, not %4")
                                                                  .arg(names[c].c_str())
                                                                  .arg(e)
                                                                  .arg(got)
                                                                  .arg(expected[c])));
    }
  }
}

void TestNeuralPorts::everyPlaneHasNamesAndChannels_data() {
  QTest::addColumn<int>("plane");
  for (const auto& choice : param::EnumTable<Plane>::table)
    QTest::newRow(choice.label) << static_cast<int>(choice.value);
}

void TestNeuralPorts::everyPlaneHasNamesAndChannels() {
  QFETCH(int, plane);
  for (const int antennas : {1, 2, 3, 4, 8}) {
    NeuralSpec neural;
    neural.planes = {static_cast<Plane>(plane)};
    Bench b(phy::Modulation::Qpsk, antennas, neural, {3});
    QCOMPARE(kindOf(neural.planes[0]).plane, neural.planes[0]);
    const std::vector<std::string> names = b.ports.inputNames();
    QCOMPARE(names.size(), static_cast<std::size_t>(b.ports.inputChannels()));
    const auto planes = b.prepare(test::drawSlot(b.spec, b.grid, 2, 0.1f));
    for (const float value : planes)
      QVERIFY(std::isfinite(value));
    // Every channel is written: none stays at the vector's zeros.
    for (std::size_t c = 0; c < names.size(); ++c) {
      float sum = 0;
      for (std::size_t at = c; at < planes.size(); at += names.size())
        sum += std::abs(planes[at]);
      QVERIFY2(sum > 0, names[c].c_str());
    }
  }
}

// Scaling what is received, noise included, changes nothing behind the gain control.
void TestNeuralPorts::gainControl() {
  NeuralSpec neural;
  neural.planes = {Plane::Received, Plane::LsLinear, Plane::LogNoise};
  Bench b(phy::Modulation::Qam64, 2, neural);
  test::SampleSlot slot = test::drawSlot(b.spec, b.grid, 3, 0.01f);
  const auto before = b.prepare(slot);
  double power = 0;
  for (int r = 0; r < 2; ++r)
    for (const int symbol : b.grid.pilotSymbols())
      for (int f = 0; f < b.grid.subcarriers(); ++f)
        power += std::norm(wide(b.state.y[static_cast<std::size_t>(
            r * b.grid.elements() + symbol * b.grid.subcarriers() + f)]));
  QVERIFY(std::abs(power / (4 * b.grid.subcarriers()) - 1) < 1e-5);
  for (Complex& y : slot.y)
    y *= 30;
  slot.n0 *= 900;
  const auto after = b.prepare(slot);
  for (std::size_t i = 0; i < before.size(); ++i)
    QVERIFY(std::abs(before[i] - after[i]) < 1e-5f * (1 + std::abs(before[i])));
  slot.y.assign(slot.y.size(), Complex{});
  for (const float silence : b.prepare(slot))
    QVERIFY(std::isfinite(silence));
}

void TestNeuralPorts::outputs() {
  NeuralSpec neural;
  Bench channel(phy::Modulation::Qam64, 3, neural);
  QCOMPARE(channel.ports.outputChannels(), 2 * 3 + 1 + 6);
  QCOMPARE(channel.ports.outputGroups(), std::vector<int>(13, 1));
  neural.head = Head::Llr;
  Bench llr(phy::Modulation::Qam64, 3, neural);
  QCOMPARE(llr.ports.outputChannels(), 6);
  QCOMPARE(llr.ports.outputGroups(), std::vector<int>{6});
  QCOMPARE(llr.ports.planeSize().symbols, 14);
  QCOMPARE(llr.ports.planeSize().subcarriers, 12);
}

void TestNeuralPorts::headLlrsAndLossGradient_data() {
  QTest::addColumn<int>("head");
  QTest::addColumn<int>("modulation");
  QTest::addColumn<int>("antennas");
  for (const auto& head : param::EnumTable<Head>::table)
    for (const phy::Modulation m : test::kModulations)
      for (const int antennas : {1, 2, 3, 4, 8})
        QTest::newRow(
            qPrintable(QString("%1, %2, %3").arg(head.label, param::labelOf(m)).arg(antennas)))
            << static_cast<int>(head.value) << static_cast<int>(m) << antennas;
}

void TestNeuralPorts::headLlrsAndLossGradient() {
  QFETCH(int, head);
  QFETCH(int, modulation);
  QFETCH(int, antennas);
  NeuralSpec neural;
  neural.head = static_cast<Head>(head);
  Bench b(static_cast<phy::Modulation>(modulation), antennas, neural);
  const auto points = test::constellation(b.spec.modulation);
  // Noise at which about every tenth bit is wrong: neither a flat nor a saturated loss.
  const test::SampleSlot slot = test::drawSlot(b.spec, b.grid, 4, 0.1f);
  b.prepare(slot);
  const std::vector<float> output = b.randomOutput(neural.head == Head::Llr ? 3.f : 0.2f);

  std::vector<float> llrs(slot.bits.size()), gradient(output.size(), 99.f);
  b.ports.llrs(b.state, output, llrs);
  const double loss = b.ports.loss(b.state, output, slot.bits, gradient);

  const auto outputs = static_cast<std::size_t>(b.ports.outputChannels());
  const auto bits = static_cast<std::size_t>(phy::bitsPerSymbol(b.spec.modulation));
  const auto total = static_cast<double>(slot.bits.size());
  double sum = 0;
  int checked = 0;
  for (std::size_t d = 0; d < b.grid.dataElements().size(); ++d) {
    const auto e = static_cast<std::size_t>(b.grid.dataElements()[d]);
    std::vector<double> at(outputs);
    for (std::size_t o = 0; o < outputs; ++o)
      at[o] = static_cast<double>(output[e * outputs + o]);
    const std::uint8_t* sent = slot.bits.data() + d * bits;
    const auto expected = headLlrs(b, neural.head, e, at, points);
    sum += crossEntropy(expected, sent);
    for (std::size_t i = 0; i < bits; ++i) {
      const auto got = static_cast<double>(llrs[d * bits + i]);
      QVERIFY2(
          std::abs(got - expected[i]) < 2e-4 * (1 + std::abs(expected[i])),
          qPrintable(
              QString("element %1, bit %2: %3, not %4").arg(e).arg(i).arg(got).arg(expected[i])));
    }
    constexpr double kStep = 1e-6;
    for (std::size_t o = 0; o < outputs; ++o) {
      const auto lossAt = [&](double shift) {
        std::vector<double> moved = at;
        moved[o] += shift;
        return crossEntropy(headLlrs(b, neural.head, e, moved, points), sent) / total;
      };
      const double left = (lossAt(0) - lossAt(-kStep)) / kStep;
      const double right = (lossAt(kStep) - lossAt(0)) / kStep;
      const double slope = (left + right) / 2;
      // A kink of max-log between the two has no one slope.
      if (std::abs(left - right) > 1e-3 * (std::abs(slope) + 1 / total))
        continue;
      ++checked;
      const auto got = static_cast<double>(gradient[e * outputs + o]);
      QVERIFY2(std::abs(got - slope) < 2e-4 * (std::abs(slope) + 1 / total),
               qPrintable(
                   QString("element %1, output %2: %3, not %4").arg(e).arg(o).arg(got).arg(slope)));
    }
  }
  QVERIFY(std::abs(loss - sum / total) < 1e-5 * (1 + loss));
  // Kinks are rare: nearly all slopes were compared.
  QVERIFY2(checked > 0.98 * static_cast<double>(b.grid.dataElements().size() * outputs),
           qPrintable(QString::number(checked)));
  for (int e = 0; e < b.grid.elements(); ++e)
    if (b.grid.isPilot(e / b.grid.subcarriers()))
      for (std::size_t o = 0; o < outputs; ++o)
        QCOMPARE(gradient[static_cast<std::size_t>(e) * outputs + o], 0.f);
}

void TestNeuralPorts::zeroOutputsAreTheLsReceiver_data() {
  QTest::addColumn<int>("modulation");
  QTest::addColumn<std::vector<int>>("pilots");
  for (const phy::Modulation m : test::kModulations) {
    QTest::newRow(qPrintable(QString("%1, two pilot symbols").arg(param::labelOf(m))))
        << static_cast<int>(m) << std::vector<int>{2, 11};
    QTest::newRow(qPrintable(QString("%1, one").arg(param::labelOf(m))))
        << static_cast<int>(m) << std::vector<int>{2};
  }
}

void TestNeuralPorts::zeroOutputsAreTheLsReceiver() {
  QFETCH(int, modulation);
  QFETCH(std::vector<int>, pilots);
  Bench b(static_cast<phy::Modulation>(modulation), 2, {}, pilots);
  const test::SampleSlot slot = test::drawSlot(b.spec, b.grid, 5, 0.05f);
  b.prepare(slot);
  std::vector<float> llrs(slot.bits.size()), expected(slot.bits.size());
  b.ports.llrs(b.state, b.randomOutput(0), llrs);
  ClassicalSpec classical;
  classical.demapper = Demapper::MaxLog;
  makeLeastSquares(b.link, classical)->receive(slot.received(), expected);
  for (std::size_t i = 0; i < llrs.size(); ++i)
    QVERIFY2(std::abs(llrs[i] - expected[i]) < 1e-4f * (1 + std::abs(expected[i])),
             qPrintable(QString("LLR %1: %2, not %3").arg(i).arg(llrs[i]).arg(expected[i])));
}

// A row longer than the head's block: the same elements as in a loop over single ones.
void TestNeuralPorts::wideRowsAndSeveralBlocks() {
  const phy::LinkSpec spec = test::linkSpec(phy::Modulation::Qam16, 2, 13);
  const phy::ResourceGrid grid(spec);
  const LinkContext link = test::contextOf(spec, grid);
  const NeuralPorts ports({}, link);
  const test::SampleSlot slot = test::drawSlot(spec, grid, 6, 0.1f);
  FrontEndState state;
  std::vector<float> planes(static_cast<std::size_t>(grid.elements() * ports.inputChannels()));
  ports.prepare(slot.received(), state, planes);
  const std::vector<float> zero(static_cast<std::size_t>(grid.elements() * ports.outputChannels()));
  std::vector<float> llrs(slot.bits.size()), expected(slot.bits.size()), gradient(zero.size(), 99);
  ports.llrs(state, zero, llrs);
  ClassicalSpec classical;
  classical.demapper = Demapper::MaxLog;
  makeLeastSquares(link, classical)->receive(slot.received(), expected);
  std::vector<double> all;
  for (std::size_t i = 0; i < llrs.size(); ++i) {
    QVERIFY(std::abs(llrs[i] - expected[i]) < 1e-4f * (1 + std::abs(expected[i])));
    all.push_back(static_cast<double>(llrs[i]));
  }
  const double loss = ports.loss(state, zero, slot.bits, gradient);
  QVERIFY(std::abs(loss - crossEntropy(all, slot.bits.data()) / static_cast<double>(all.size())) <
          1e-6);
  for (const float g : gradient)
    QVERIFY(std::abs(g) < 1);
}

void TestNeuralPorts::badSpecsNameTheField_data() {
  QTest::addColumn<QString>("json");
  QTest::addColumn<QString>("field");
  const auto row = [](const char* json, const char* field) {
    QTest::newRow(json) << QString(json) << QString(field);
  };
  row(R"({"kernelTime": 4})", "kernelTime");
  row(R"({"kernelFrequency": 2})", "kernelFrequency");
  row(R"({"outputKernel": 2})", "outputKernel");
  row(R"({"planes": []})", "planes");
  row(R"({"planes": ["received", "received"]})", "planes");
  row(R"({"dilationTime": []})", "dilationTime");
  row(R"({"dilationFrequency": []})", "dilationFrequency");
  row(R"({"dilationTime": [0]})", "dilationTime[0]");
  row(R"({"channels": 0})", "channels");
  row(R"({"blocks": 1000})", "blocks");
}

void TestNeuralPorts::badSpecsNameTheField() {
  QFETCH(QString, json);
  QFETCH(QString, field);
  try {
    Bench b(phy::Modulation::Qpsk, 1,
            param::readJson<NeuralSpec>(json.toStdString(), "the test's spec"));
    QFAIL("accepted");
  } catch (const base::Error& e) {
    QVERIFY2(QString(e.what()).contains("(" + field + ")"), e.what());
  }
}

QTEST_APPLESS_MAIN(TestNeuralPorts)
#include "tst_neural_ports.moc"
