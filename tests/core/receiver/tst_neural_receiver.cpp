// Receivers around a network: architectures, float and integer engines.
#include <QTest>

#include "core/base/error.h"
#include "core/quant/fake_quant.h"
#include "core/receiver/architecture.h"
#include "core/receiver/neural.h"
#include "tests/core/receiver/sample_slot.h"

using namespace rxq;
using namespace rxq::receiver;

namespace {

struct Bench {
  explicit Bench(const NeuralSpec& neuralSpec, int resourceBlocks = 1, int antennas = 2)
      : neural(neuralSpec), spec(test::linkSpec(phy::Modulation::Qam16, antennas, resourceBlocks)),
        grid(spec), link(test::contextOf(spec, grid)), ports(neural, link) {}

  test::SampleSlot slot(std::uint64_t index) const {
    return test::drawSlot(spec, grid, index, 0.05f);
  }
  std::vector<float> planes(std::uint64_t index) const {
    FrontEndState state;
    std::vector<float> result(static_cast<std::size_t>(grid.elements() * ports.inputChannels()));
    ports.prepare(slot(index).received(), state, result);
    return result;
  }

  NeuralSpec neural;
  phy::LinkSpec spec;
  phy::ResourceGrid grid;
  LinkContext link;
  NeuralPorts ports;
};

std::vector<float> receive(Receiver& receiver, const test::SampleSlot& slot) {
  std::vector<float> llrs(slot.bits.size());
  receiver.receive(slot.received(), llrs);
  return llrs;
}

double power(const std::vector<float>& values) {
  double sum = 0;
  for (const float v : values)
    sum += static_cast<double>(v) * static_cast<double>(v);
  return sum;
}

double errorPower(std::vector<float> a, const std::vector<float>& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    a[i] -= b[i];
  return power(a);
}

/// Stands in for fake quantization that leaves nothing of a tensor.
class Erase final : public nn::Transform {
 public:
  int parameterCount() const override { return 0; }
  void forward(std::span<const float>, std::span<const float>, std::span<float> y) const override {
    std::fill(y.begin(), y.end(), 0.f);
  }
  void backward(std::span<const float>, std::span<const float>, std::span<const float>,
                std::span<float> dx, std::span<float>) const override {
    std::fill(dx.begin(), dx.end(), 0.f);
  }
};

void architectureRows() {
  QTest::addColumn<int>("architecture");
  QTest::addColumn<int>("head");
  QTest::addColumn<bool>("batchNorm");
  for (const auto& a : param::EnumTable<Architecture>::table)
    for (const auto& h : param::EnumTable<Head>::table)
      for (const bool norm : {false, true})
        QTest::newRow(
            qPrintable(QString("%1, %2%3").arg(a.label, h.label, norm ? ", batch norm" : "")))
            << static_cast<int>(a.value) << static_cast<int>(h.value) << norm;
}

NeuralSpec specOfRow() {
  QFETCH(int, architecture);
  QFETCH(int, head);
  QFETCH(bool, batchNorm);
  NeuralSpec spec;
  spec.architecture = static_cast<Architecture>(architecture);
  spec.head = static_cast<Head>(head);
  spec.batchNorm = batchNorm;
  return spec;
}

} // namespace

class TestNeuralReceiver : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void architecture_data() { architectureRows(); }
  void architecture();
  void startsAsLs_data();
  void startsAsLs();
  void floatReceiver_data() { architectureRows(); }
  void floatReceiver();
  void hooksReachTheNetwork();
  void costOfTheDefault();
  void otherNetworksAreRejected();
  void integerReceiver_data() { architectureRows(); }
  void integerReceiver();
  void integerLlrsAreCodes();
};

void TestNeuralReceiver::architecture() {
  const NeuralSpec spec = specOfRow();
  const Bench b(spec), wide(spec, 5);
  const nn::Network network = b.ports.makeNetwork(3);
  QCOMPARE(network.inputChannels, b.ports.inputChannels());
  QCOMPARE(network.outputChannels(), b.ports.outputChannels());
  QVERIFY(!network.layers.back().relu);
  QVERIFY(!network.layers.back().batchNorm);
  for (std::size_t i = 0; i + 1 < network.layers.size(); ++i) {
    QCOMPARE(network.layers[i].batchNorm, spec.batchNorm);
    QCOMPARE(network.layers[i].outChannels, spec.channels);
    for (std::size_t k = 0; k < i; ++k)
      QVERIFY2(network.layers[i].name != network.layers[k].name, network.layers[i].name.c_str());
    if (spec.architecture == Architecture::Pointwise)
      QCOMPARE(network.layers[i].taps(), 1);
  }
  QCOMPARE(nn::hashOf(b.ports.makeNetwork(3)), nn::hashOf(network));
  QVERIFY(nn::hashOf(b.ports.makeNetwork(4)) != nn::hashOf(network));
  // No parameter knows the grid's size.
  QCOMPARE(nn::hashOf(wide.ports.makeNetwork(3)), nn::hashOf(network));
  QCOMPARE(b.ports.cost().parameters, nn::costOf(network, b.ports.planeSize()).parameters);
}

void TestNeuralReceiver::startsAsLs_data() {
  QTest::addColumn<int>("architecture");
  for (const auto& a : param::EnumTable<Architecture>::table)
    QTest::newRow(a.label) << static_cast<int>(a.value);
}

// The channel head starts near the LS receiver, whatever the architecture.
void TestNeuralReceiver::startsAsLs() {
  QFETCH(int, architecture);
  NeuralSpec spec;
  spec.architecture = static_cast<Architecture>(architecture);
  const Bench b(spec, 4);
  const test::SampleSlot slot = b.slot(1);
  const auto llrs = receive(*makeNeuralFloat(spec, b.link, b.ports.makeNetwork(1)), slot);
  ClassicalSpec classical;
  classical.demapper = Demapper::MaxLog;
  const auto expected = receive(*makeLeastSquares(b.link, classical), slot);
  QVERIFY(errorPower(llrs, expected) < 0.02 * power(expected));
}

void TestNeuralReceiver::floatReceiver() {
  const Bench b(specOfRow());
  nn::Network network = b.ports.makeNetwork(1);
  // The output layer starts too small to show anything.
  for (float& weight : network.weights(static_cast<int>(network.layers.size()) - 1))
    weight *= 20;
  const auto receiver = makeNeuralFloat(b.neural, b.link, network);
  const test::SampleSlot one = b.slot(1), two = b.slot(2);
  const auto first = receive(*receiver, one);
  const auto clone = receiver->clone();
  const auto second = receive(*receiver, two);
  QVERIFY(first != second);
  for (const float llr : first)
    QVERIFY(std::isfinite(llr));
  QVERIFY(receive(*receiver, one) == first);
  QVERIFY(receive(*clone, two) == second);
  QVERIFY(receive(*clone->clone(), one) == first);

  // The pieces by hand.
  FrontEndState state;
  std::vector<float> planes(static_cast<std::size_t>(b.grid.elements() * b.ports.inputChannels()));
  std::vector<float> output(static_cast<std::size_t>(b.grid.elements() * b.ports.outputChannels()));
  std::vector<float> llrs(first.size());
  b.ports.prepare(one.received(), state, planes);
  nn::FloatExecutor(network, b.ports.planeSize()).run(planes, output);
  b.ports.llrs(state, output, llrs);
  QVERIFY(llrs == first);
}

void TestNeuralReceiver::hooksReachTheNetwork() {
  const Bench b({});
  nn::Network network = b.ports.makeNetwork(1);
  for (float& parameter : network.parameters)
    parameter += 0.1f;
  const Erase erase;
  nn::Hooks hooks;
  hooks.weight.assign(network.layers.size(), nullptr);
  hooks.weightOffset.assign(network.layers.size(), 0);
  hooks.activation.assign(network.layers.size() + 1, nullptr);
  hooks.activationOffset.assign(network.layers.size() + 1, 0);
  hooks.activation.back() = &erase;
  const test::SampleSlot slot = b.slot(1);
  ClassicalSpec classical;
  classical.demapper = Demapper::MaxLog;
  const auto expected = receive(*makeLeastSquares(b.link, classical), slot);
  const auto plain = receive(*makeNeuralFloat(b.neural, b.link, network), slot);
  const auto erased = receive(*makeNeuralFloat(b.neural, b.link, network, &hooks), slot);
  QVERIFY(errorPower(plain, expected) > 1e-3 * power(expected));
  QVERIFY(errorPower(erased, expected) < 1e-8 * power(expected));
}

// By hand: 5 planes, 16 channels, two blocks, 9 outputs, on 14 x 48.
void TestNeuralReceiver::costOfTheDefault() {
  const Bench b({}, 4);
  const nn::NetworkCost cost = b.ports.cost();
  const std::int64_t weights = 9 * 5 * 16 + 4 * 9 * 16 * 16 + 16 * 9;
  QCOMPARE(cost.parameters, weights + 5 * 16 + 9);
  QCOMPARE(cost.weights, weights);
  QCOMPARE(cost.macs, weights * 14 * 48);
  QCOMPARE(cost.receptiveSymbols, 1 + 2 + 2 * 2 + 2 * 4);
  QCOMPARE(cost.receptiveSubcarriers, 1 + 2 + 2 * 2 + 2 * 6);
}

void TestNeuralReceiver::otherNetworksAreRejected() {
  const Bench two({}, 1, 2), one({}, 1, 1);
  const nn::Network network = one.ports.makeNetwork(1);
  try {
    makeNeuralFloat(two.neural, two.link, network);
    QFAIL("accepted");
  } catch (const base::Error& e) {
    QVERIFY2(QString(e.what()).contains("antennas"), e.what());
  }
  quant::IntegerNetwork integer;
  integer.inputChannels = two.ports.inputChannels() + 1;
  integer.layers.resize(1);
  QVERIFY_THROWS_EXCEPTION(base::Error, makeNeuralInteger(two.neural, two.link, integer));
}

// Eight bits everywhere: the integer receiver stays close to its float parent.
void TestNeuralReceiver::integerReceiver() {
  const Bench b(specOfRow());
  nn::Network network = b.ports.makeNetwork(1);
  for (float& weight : network.weights(static_cast<int>(network.layers.size()) - 1))
    weight *= 20;
  quant::QuantSpec quantSpec;
  quantSpec.weightBits = quantSpec.edgeWeightBits = quantSpec.activationBits = 8;
  quantSpec.edgeActivationBits = 8;
  quantSpec.outputBits = 12;
  std::vector<std::vector<float>> calibration;
  for (std::uint64_t i = 10; i < 18; ++i)
    calibration.push_back(b.planes(i));
  const quant::QuantizedModel model = quant::quantize(network, b.ports.planeSize(), quantSpec,
                                                      calibration, b.ports.outputGroups(), 1);
  const auto integer = makeNeuralInteger(b.neural, b.link, quant::lower(model));
  const auto parent = makeNeuralFloat(b.neural, b.link, network);
  const auto fake = makeNeuralFloat(b.neural, b.link, model.network, &model.hooks, model.ranges);
  double error = 0, difference = 0, total = 0;
  for (std::uint64_t i = 10; i < 14; ++i) {
    const test::SampleSlot slot = b.slot(i);
    const auto expected = receive(*parent, slot), got = receive(*integer, slot);
    total += power(expected);
    error += errorPower(got, expected);
    difference += errorPower(got, receive(*fake, slot));
    QVERIFY(receive(*integer->clone(), slot) == got);
  }
  QVERIFY2(error < 0.01 * total, qPrintable(QString::number(error / total)));
  QVERIFY2(difference < 0.001 * total, qPrintable(QString::number(difference / total)));
}

// LLR head: what the decoder gets is a whole number of steps.
void TestNeuralReceiver::integerLlrsAreCodes() {
  NeuralSpec neural;
  neural.head = Head::Llr;
  const Bench b(neural);
  std::vector<std::vector<float>> calibration{b.planes(1), b.planes(2)};
  const quant::IntegerNetwork network = quant::lower(quant::quantize(
      b.ports.makeNetwork(1), b.ports.planeSize(), {}, calibration, b.ports.outputGroups(), 1));
  const auto llrs = receive(*makeNeuralInteger(neural, b.link, network), b.slot(3));
  const float step = network.tensors.back().scale.front();
  int nonZero = 0;
  for (const float llr : llrs) {
    const float code = llr / step;
    QVERIFY(std::abs(code - std::round(code)) < 1e-3f);
    nonZero += llr != 0;
  }
  QVERIFY(nonZero > static_cast<int>(llrs.size()) / 2);
}

QTEST_APPLESS_MAIN(TestNeuralReceiver)
#include "tst_neural_receiver.moc"
