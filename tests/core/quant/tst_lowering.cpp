#include <QTest>

#include <cmath>
#include <numeric>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/quant/fake_quant.h"
#include "core/quant/integer_engine.h"
#include "core/quant/scalar_engine.h"

using namespace rxq;
using namespace rxq::quant;

namespace {
constexpr nn::PlaneSize kSize{6, 24};
constexpr int kInputs = 5, kOutputs = 4, kPlanes = 8;

/// A residual network of `width` channels and that many convolutions before the output.
nn::Network network(int convolutions, int width = 16) {
  nn::Network net;
  net.inputChannels = kInputs;
  for (int i = 0; i < convolutions; ++i) {
    nn::ConvLayer layer;
    layer.name = "conv " + std::to_string(i + 1);
    layer.input = i;
    layer.inChannels = i == 0 ? kInputs : width;
    layer.outChannels = width;
    layer.residual = i >= 2 && i % 2 == 0 ? i - 1 : -1;
    nn::addLayer(net, layer);
  }
  nn::ConvLayer output;
  output.name = "output";
  output.input = convolutions;
  output.inChannels = convolutions == 0 ? kInputs : width;
  output.outChannels = kOutputs;
  output.kernelT = output.kernelF = 1;
  output.relu = false;
  nn::addLayer(net, output);
  nn::initialise(net, 3);
  for (int i = 0; i <= convolutions; ++i)
    base::Philox({4, base::Domain::Other, base::Purpose::Test, static_cast<std::uint64_t>(i)})
        .fillGaussian(net.bias(i));
  return net;
}

std::vector<std::vector<float>> planes() {
  std::vector<std::vector<float>> all;
  for (std::uint64_t i = 0; i < kPlanes; ++i) {
    auto& x = all.emplace_back(static_cast<std::size_t>(kSize.pixels() * kInputs));
    base::Philox({9, base::Domain::Other, base::Purpose::Test, i}).fillGaussian(x);
    for (std::size_t k = 0; k < x.size(); k += kInputs)
      x[k] *= 8; // planes of different range
  }
  return all;
}

QuantSpec bits(int weights, int activations) {
  QuantSpec spec;
  spec.weightBits = spec.edgeWeightBits = weights;
  spec.activationBits = spec.edgeActivationBits = activations;
  return spec;
}

QuantizedModel quantized(const nn::Network& net, const QuantSpec& spec) {
  const std::vector<int> groups{kOutputs};
  return quantize(net, kSize, spec, planes(), groups, 1);
}

/// Output codes of fake quantization less those of the integers, over all planes.
std::vector<int> differences(const QuantizedModel& model) {
  const IntegerNetwork integers = lower(model);
  nn::FloatExecutor executor(model.network, kSize, &model.hooks, model.ranges);
  const auto engine = detail::makeScalarEngine(integers, kSize);
  std::vector<int> all;
  std::vector<float> output(static_cast<std::size_t>(kSize.pixels() * kOutputs));
  std::vector<std::int16_t> codes(output.size());
  std::vector<std::uint8_t> inputCodes(static_cast<std::size_t>(kSize.pixels() * kInputs));
  for (const std::vector<float>& x : planes()) {
    executor.run(x, output);
    quantizeInput(integers, x, inputCodes);
    engine->run(inputCodes, codes);
    for (std::size_t i = 0; i < codes.size(); ++i)
      all.push_back(static_cast<int>(std::lround(output[i] / integers.tensors.back().scale[0])) -
                    codes[i]);
  }
  return all;
}

double share(const std::vector<int>& differences) {
  const auto same = std::count(differences.begin(), differences.end(), 0);
  return 1 - static_cast<double>(same) / static_cast<double>(differences.size());
}
int largest(const std::vector<int>& differences) {
  int most = 0;
  for (const int d : differences)
    most = std::max(most, std::abs(d));
  return most;
}
} // namespace

class TestLowering final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void oneLayerAgrees_data();
  void oneLayerAgrees();
  void deepNetworksHaveNoOffset_data();
  void deepNetworksHaveNoOffset();
  void loneBiasIsKept();
  void boundHolds();
  void floatTensorIsRefused_data();
  void floatTensorIsRefused();
  void overflowIsRefused();
};

void TestLowering::oneLayerAgrees_data() {
  QTest::addColumn<int>("weights");
  QTest::addColumn<int>("activations");
  for (const int w : {2, 3, 4, 6, 8})
    for (const int a : {2, 4, 8})
      QTest::addRow("W%d A%d", w, a) << w << a;
}

// Alone, a layer differs from its fake quantization only where a value lies within a float's error
// of the middle between two codes.
void TestLowering::oneLayerAgrees() {
  QFETCH(int, weights);
  QFETCH(int, activations);
  const std::vector<int> d = differences(quantized(network(0), bits(weights, activations)));
  constexpr double kTies = 0.002;
  QVERIFY2(largest(d) <= 1, qPrintable(QString::number(largest(d))));
  QVERIFY2(share(d) <= kTies, qPrintable(QString::number(share(d))));
}

void TestLowering::deepNetworksHaveNoOffset_data() { oneLayerAgrees_data(); }

// Over several layers single differences spread, but stay few and do not lean to one side.
void TestLowering::deepNetworksHaveNoOffset() {
  QFETCH(int, weights);
  QFETCH(int, activations);
  const std::vector<int> d = differences(quantized(network(5), bits(weights, activations)));
  const double n = static_cast<double>(d.size());
  const double mean = std::accumulate(d.begin(), d.end(), 0.0) / n;
  QVERIFY2(share(d) <= 0.05, qPrintable(QString::number(share(d))));
  QVERIFY2(std::abs(mean) <= 0.01, qPrintable(QString::number(mean)));
}

void TestLowering::loneBiasIsKept() {
  nn::Network net = network(1);
  for (std::size_t i = 0; i < net.weights(1).size(); i += kOutputs)
    net.weights(1)[i] *= 1e-3f;
  QuantSpec spec = bits(2, 8);
  spec.learning = RangeLearning::Lsq;
  QuantizedModel model = quantized(net, spec);
  // The scale of output channel 0 as training can leave it: far above its weights.
  const std::size_t at = model.hooks.weightOffset[1];
  model.ranges[at] = std::log(50.0f);
  const IntegerNetwork integers = lower(model);
  for (std::size_t i = 0; i < integers.layers[1].weights.size(); i += kOutputs)
    QCOMPARE(int{integers.layers[1].weights[i]}, 0);
  std::vector<int> d = differences(model);
  for (std::size_t i = 0; i < d.size(); i += kOutputs)
    QVERIFY2(std::abs(d[i]) <= 1, qPrintable(QString::number(d[i])));
}

// The bound is reached by the worst input, and no input passes it.
void TestLowering::boundHolds() {
  const IntegerNetwork integers = lower(quantized(network(0), bits(8, 8)));
  const IntegerLayer& layer = integers.layers[0];
  std::int64_t worst = 0;
  for (std::size_t c = 0; c < kOutputs; ++c) {
    std::int64_t high = layer.bias[c], low = layer.bias[c];
    for (std::size_t i = c; i < layer.weights.size(); i += kOutputs) {
      const std::int64_t most = std::int64_t{layer.weights[i]} * integers.tensors[0].qMax;
      (most > 0 ? high : low) += most;
    }
    worst = std::max({worst, std::abs(high), std::abs(low)});
  }
  QCOMPARE(layer.accumulatorBound, worst);
}

void TestLowering::floatTensorIsRefused_data() {
  QTest::addColumn<int>("which");
  QTest::addColumn<QString>("named");
  QTest::newRow("weights") << 0 << QStringLiteral("'conv 2'");
  QTest::newRow("activations") << 1 << QStringLiteral("'conv 1'");
  QTest::newRow("input") << 2 << QStringLiteral("input planes");
  QTest::newRow("output") << 3 << QStringLiteral("'output'");
}

void TestLowering::floatTensorIsRefused() {
  QFETCH(int, which);
  QFETCH(QString, named);
  QuantSpec spec = bits(8, 8);
  int* const fields[] = {&spec.weightBits, &spec.activationBits, &spec.edgeActivationBits,
                         &spec.outputBits};
  *fields[which] = kBitsOff;
  const QuantizedModel model = quantized(network(3), spec);
  try {
    lower(model);
    QFAIL("lowered a network with a float tensor");
  } catch (const base::Error& e) {
    QVERIFY2(QString::fromStdString(e.what()).contains(named), e.what());
  }
}

void TestLowering::overflowIsRefused() {
  nn::Network net = network(1);
  net.bias(1)[2] = 1e9f;
  try {
    lower(quantized(net, bits(8, 8)));
    QFAIL("lowered a network whose sums overflow");
  } catch (const base::Error& e) {
    QVERIFY2(QString::fromStdString(e.what()).contains(QStringLiteral("'output'")), e.what());
  }
}

QTEST_APPLESS_MAIN(TestLowering)
#include "tst_lowering.moc"
