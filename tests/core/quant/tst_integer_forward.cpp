// The forward pass of quantization-aware training on the integer kernels, against fake quantization
// in float: the same numbers but for the rounding of float sums, on every instruction set, and the
// same gradients.
#include <QTest>

#include "core/base/random.h"
#include "core/quant/integer_forward.h"
#include "core/quant/lowering.h"

using namespace rxq;
using namespace rxq::quant;

namespace {
constexpr nn::PlaneSize kSize{5, 13};
constexpr int kBatch = 3;

std::vector<float> randomValues(std::size_t count, std::uint64_t index) {
  std::vector<float> values(count);
  base::Philox({9, base::Domain::Other, base::Purpose::Test, index}).fillGaussian(values);
  return values;
}

nn::ConvLayer layer(int input, int in, int out, int kernel, int residual = -1) {
  nn::ConvLayer l;
  l.name = "layer " + std::to_string(input);
  l.input = input;
  l.inChannels = in;
  l.outChannels = out;
  l.kernelT = l.kernelF = kernel;
  l.dilationF = kernel == 3 && input > 0 ? 2 : 1;
  l.residual = residual;
  return l;
}

/// Dense, depthwise (affine activations), residual and output layers.
nn::Network networkOf(int channels) {
  nn::Network n;
  n.inputChannels = 5;
  nn::addLayer(n, layer(0, 5, channels, 3));
  nn::ConvLayer depthwise = layer(1, channels, channels, 3);
  depthwise.depthwise = true;
  depthwise.relu = false;
  nn::addLayer(n, depthwise);
  nn::addLayer(n, layer(2, channels, channels, 1));
  nn::addLayer(n, layer(3, channels, channels, 3, 1));
  nn::ConvLayer last = layer(4, channels, 9, 1);
  last.relu = false;
  nn::addLayer(n, last);
  nn::initialise(n, 2);
  for (int i = 0; i < 5; ++i) {
    const auto bias = randomValues(n.bias(i).size(), 50 + static_cast<std::uint64_t>(i));
    for (std::size_t c = 0; c < bias.size(); ++c)
      n.bias(i)[c] = 0.1f * bias[c];
  }
  return n;
}

struct Setup {
  QuantizedModel model;
  std::vector<std::vector<float>> inputs;
  std::vector<float> slope;
  std::vector<std::vector<float>> outputs = std::vector<std::vector<float>>(kBatch);

  Setup(int channels, QuantSpec spec) {
    for (std::uint64_t b = 0; b < kBatch; ++b)
      inputs.push_back(randomValues(static_cast<std::size_t>(kSize.pixels()) * 5, 10 + b));
    const std::vector<int> groups(9, 1);
    model = quantize(networkOf(channels), kSize, spec, inputs, groups, 1);
    slope = randomValues(static_cast<std::size_t>(kSize.pixels()) * 9, 99);
  }

  /// Gradients of the mean of slope * output, a loss whose gradient does not depend on the output.
  nn::Gradients step(nn::ForwardEngine* forward, int workers = 1) {
    nn::Network network = model.network;
    std::vector<float> ranges = model.ranges;
    nn::BatchTrainer trainer(network, kSize, kBatch, workers, &model.hooks, &ranges, forward);
    nn::Gradients result = trainer.step(
        [&](std::size_t b, int, std::span<float> x) { std::ranges::copy(inputs[b], x.begin()); },
        [&](std::size_t b, int, std::span<const float> y, std::span<float> g) {
          outputs[b].assign(y.begin(), y.end());
          double loss = 0;
          for (std::size_t i = 0; i < y.size(); ++i) {
            loss += static_cast<double>(slope[i]) * y[i];
            g[i] = slope[i];
          }
          return loss;
        });
    if (model.spec.learning == RangeLearning::MovingAverage)
      result.ranges = ranges; // what was tracked
    return result;
  }
};

/// What the kernels do, as it is defined: one product after the other, in 64-bit integers.
class PlainForward final : public nn::ForwardEngine {
 public:
  explicit PlainForward(const QuantizedModel& model) : m_model(model) {}
  struct Codes final : Sample {
    std::vector<std::vector<int>> tensors = std::vector<std::vector<int>>(8); ///< less zero points
  };
  std::unique_ptr<Sample> makeSample() const override { return std::make_unique<Codes>(); }
  bool prepare(const nn::Network& network, std::span<const float> ranges, int) override {
    m_model.network = network;
    m_model.ranges.assign(ranges.begin(), ranges.end());
    return true;
  }
  void input(Sample& sample, std::span<const float> planes) const override {
    const TensorQuant t = detail::tensorQuant(m_model, 0);
    auto& codes = static_cast<Codes&>(sample).tensors[0];
    codes.clear();
    for (std::size_t i = 0; i < planes.size(); ++i) {
      const float u = planes[i] / t.scale[t.scale.size() == 1 ? 0 : i % t.scale.size()];
      codes.push_back(static_cast<int>(
          std::clamp(std::nearbyint(u), float(t.qMin - t.zeroPoint), float(t.qMax - t.zeroPoint))));
    }
  }
  void layer(Sample& sample, int layer, std::span<const float> residual, std::span<float> before,
             std::span<float> after) const override {
    const auto sums = detail::lowerSums(m_model, layer);
    const nn::ConvLayer& g = sums.layer.geometry;
    const int zero = detail::tensorQuant(m_model, g.input).zeroPoint;
    const TensorQuant t = detail::tensorQuant(m_model, layer + 1);
    const int low = layer + 1 == int(m_model.network.layers.size()) || !g.relu
                        ? t.qMin - t.zeroPoint
                        : 0; // affine grids reach below zero, and so may their codes
    auto& tensors = static_cast<Codes&>(sample).tensors;
    auto& codes = tensors[static_cast<std::size_t>(layer) + 1];
    codes.clear();
    const int rows = g.depthwise ? 1 : g.inChannels;
    for (int p = 0; p < kSize.pixels(); ++p)
      for (int o = 0; o < g.outChannels; ++o) {
        // Biases are given less the input's zero point times the weights, which codes here lack.
        std::int64_t sum = sums.layer.bias[static_cast<std::size_t>(o)];
        for (int tap = 0; tap < g.taps(); ++tap)
          for (int c = 0; c < rows; ++c) {
            const int ti = p / kSize.subcarriers + (tap / g.kernelF - g.kernelT / 2) * g.dilationT,
                      fj = p % kSize.subcarriers + (tap % g.kernelF - g.kernelF / 2) * g.dilationF;
            const bool inside = ti >= 0 && ti < kSize.symbols && fj >= 0 && fj < kSize.subcarriers;
            const int at = (ti * kSize.subcarriers + fj) * g.inChannels + (g.depthwise ? o : c);
            const int code =
                inside ? tensors[static_cast<std::size_t>(g.input)][static_cast<std::size_t>(at)]
                       : 0;
            sum += (code + zero) * std::int64_t{sums.layer.weights[static_cast<std::size_t>(
                                       (tap * rows + c) * g.outChannels + o)]};
          }
        const auto i = static_cast<std::size_t>(p * g.outChannels + o);
        float v =
            static_cast<float>(sum) * static_cast<float>(sums.scale[static_cast<std::size_t>(o)]);
        if (!residual.empty())
          v += residual[i];
        before[i] = g.relu ? std::max(v, 0.0f) : v;
        const float step = t.scale[t.scale.size() == 1 ? 0 : static_cast<std::size_t>(o)];
        const float u =
            std::clamp(std::nearbyint(before[i] / step), float(low), float(t.qMax - t.zeroPoint));
        after[i] = step * u;
        codes.push_back(static_cast<int>(u));
      }
  }

 private:
  QuantizedModel m_model;
};

double relativeError(const std::vector<float>& a, const std::vector<float>& b) {
  double error = 0, size = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    error += std::pow(static_cast<double>(a[i]) - b[i], 2);
    size += std::pow(static_cast<double>(b[i]), 2);
  }
  return std::sqrt(error / size);
}
} // namespace

class TestIntegerForward final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void isFakeQuantization_data();
  void isFakeQuantization();
  void onlyWhatIsFullyQuantized();
};

void TestIntegerForward::isFakeQuantization_data() {
  QTest::addColumn<int>("channels");
  QTest::addColumn<int>("weightBits");
  QTest::addColumn<int>("activationBits");
  QTest::addColumn<int>("learning");
  for (const int channels : {3, 8, 16, 17, 33})
    for (const auto& [w, a] : {std::pair{4, 8}, {2, 8}, {8, 8}, {4, 4}})
      for (const auto learning :
           {RangeLearning::Lsq, RangeLearning::MinMax, RangeLearning::MovingAverage})
        QTest::addRow("%d channels, W%d A%d, %s", channels, w, a, param::labelOf(learning))
            << channels << w << a << static_cast<int>(learning);
}

void TestIntegerForward::isFakeQuantization() {
  QFETCH(int, channels);
  QFETCH(int, weightBits);
  QFETCH(int, activationBits);
  QFETCH(int, learning);
  QuantSpec spec;
  spec.weightBits = weightBits;
  spec.activationBits = activationBits;
  spec.outputBits = 8;
  spec.learning = static_cast<RangeLearning>(learning);
  Setup s(channels, spec);
  const nn::Gradients inFloat = s.step(nullptr);
  const auto expected = s.outputs;
  PlainForward plain(s.model);
  const nn::Gradients exact = s.step(&plain);
  const auto outputs = s.outputs;
  // Values that float rounding leaves on the other side of the middle between two codes are rare: a
  // different output is a whole step away, an equal one equal to the last bits.
  std::size_t different = 0, all = 0;
  for (std::size_t b = 0; b < kBatch; ++b)
    for (std::size_t i = 0; i < expected[b].size(); ++i, ++all)
      different +=
          std::abs(expected[b][i] - outputs[b][i]) > 1e-5f * (1e-3f + std::abs(expected[b][i]));
  QVERIFY2(different * 200 <= all, qPrintable(QString("%1 of %2").arg(different).arg(all)));
  // Where few bits meet few channels, sums of exactly zero are common: a ReLU passes no gradient
  // there, while the float path's rounding decides by chance.
  QVERIFY2(relativeError(exact.parameters, inFloat.parameters) < 0.2,
           qPrintable(QString::number(relativeError(exact.parameters, inFloat.parameters))));
  for (const base::Isa isa : base::availableIsas()) {
    const auto forward = makeIntegerForward(s.model, kSize, isa);
    QCOMPARE(forward != nullptr, isa != base::Isa::Scalar);
    for (const int workers : {1, 2, 3})
      if (forward) {
        const nn::Gradients got = s.step(forward.get(), workers);
        QVERIFY2(s.outputs == outputs, base::name(isa).data());
        QVERIFY2(got.parameters == exact.parameters, base::name(isa).data());
        QVERIFY2(got.ranges == exact.ranges, base::name(isa).data());
      }
  }
}

void TestIntegerForward::onlyWhatIsFullyQuantized() {
  QuantSpec spec;
  spec.activationBits = 0;
  QVERIFY(!makeIntegerForward(Setup(8, spec).model, kSize));
  // Biases beyond 32-bit accumulators: the step falls back to floats rather than overflow.
  Setup s(8, {});
  for (float& b : s.model.network.bias(2))
    b = 1e9f;
  const auto forward = makeIntegerForward(s.model, kSize);
  if (!forward)
    QSKIP("this processor has no vector kernels");
  QVERIFY(!forward->prepare(s.model.network, s.model.ranges, 1));
  const nn::Gradients inFloat = s.step(nullptr), got = s.step(forward.get());
  QVERIFY(got.parameters == inFloat.parameters);
}

QTEST_APPLESS_MAIN(TestIntegerForward)
#include "tst_integer_forward.moc"
