#include <QtTest>

#include <bit>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/nn/adam.h"
#include "core/nn/bordered_plane.h"
#include "core/nn/executor.h"
#include "core/nn/plane_ops.h"
#include "tests/core/nn/bfloat16_numbers.h"

using namespace rxq;
using namespace rxq::nn;

namespace {
constexpr PlaneSize kSize{5, 7};
constexpr int kBatch = 3;

std::vector<float> randomValues(std::size_t count, std::uint64_t index) {
  std::vector<float> values(count);
  base::Philox({3, base::Domain::Other, base::Purpose::Test, index}).fillGaussian(values);
  return values;
}

/// A smooth stand-in for a quantizer: y = x + a tanh(x), one parameter a, so that finite
/// differences hold.
class Smooth final : public Transform {
 public:
  int parameterCount() const override { return 1; }
  void forward(std::span<const float> x, std::span<const float> p,
               std::span<float> y) const override {
    for (std::size_t i = 0; i < x.size(); ++i)
      y[i] = x[i] + p[0] * std::tanh(x[i]);
  }
  void backward(std::span<const float> x, std::span<const float> p, std::span<const float> dy,
                std::span<float> dx, std::span<float> dp) const override {
    for (std::size_t i = 0; i < x.size(); ++i) {
      const float t = std::tanh(x[i]), d = dy[i];
      dp[0] += d * t;
      dx[i] = d * (1 + p[0] * (1 - t * t));
    }
  }
};

struct Case {
  const char* name;
  ConvLayer first, second; ///< between an input of 3 channels and 2 outputs
  bool hooks = false;
};

ConvLayer layer(int in, int out, int kt, int kf, int dt, int df) {
  ConvLayer l;
  l.inChannels = in;
  l.outChannels = out;
  l.kernelT = kt;
  l.kernelF = kf;
  l.dilationT = dt;
  l.dilationF = df;
  return l;
}

std::vector<Case> cases() {
  std::vector<Case> all;
  const auto add = [&](const char* name, ConvLayer a, ConvLayer b, bool hooks = false) {
    all.push_back({name, a, b, hooks});
  };
  add("3x3", layer(3, 4, 3, 3, 1, 1), layer(4, 4, 3, 3, 1, 1));
  add("dilated", layer(3, 4, 3, 3, 1, 1), layer(4, 4, 3, 3, 2, 3));
  add("1x1", layer(3, 4, 1, 1, 1, 1), layer(4, 4, 1, 1, 1, 1));
  add("wide", layer(3, 19, 3, 5, 1, 1), layer(19, 17, 1, 3, 1, 1));
  ConvLayer depthwise = layer(4, 4, 3, 3, 1, 2);
  depthwise.depthwise = true;
  add("depthwise", layer(3, 4, 3, 3, 1, 1), depthwise);
  ConvLayer residual = layer(4, 4, 3, 3, 1, 1);
  residual.residual = 1;
  add("residual", layer(3, 4, 3, 3, 1, 1), residual);
  ConvLayer normal = layer(3, 4, 3, 3, 1, 1), normalResidual = residual;
  normal.batchNorm = normalResidual.batchNorm = true;
  add("batch normalisation", normal, normalResidual);
  add("transforms", layer(3, 4, 3, 3, 1, 1), residual, true);
  add("transforms and batch normalisation", normal, normalResidual, true);
  return all;
}

/// A small network, its hooks and a fixed loss: the mean of c * y + y^2 / 2 over the output.
struct Setup {
  Network network;
  Smooth smooth;
  Hooks hooks;
  std::vector<float> ranges;
  std::vector<std::vector<float>> inputs;
  std::vector<float> slope;

  explicit Setup(const Case& c) {
    network.inputChannels = 3;
    addLayer(network, c.first);
    ConvLayer second = c.second;
    second.input = 1;
    addLayer(network, second);
    ConvLayer last = layer(second.outChannels, 2, 1, 1, 1, 1);
    last.input = 2;
    last.relu = false;
    addLayer(network, last);
    network.parameters = randomValues(network.parameters.size(), 1);
    for (float& p : network.parameters)
      p *= 0.4f;
    if (c.hooks) {
      hooks.weight.assign(3, &smooth);
      hooks.activation.assign(4, &smooth);
      for (std::size_t i = 0; i < 3; ++i)
        hooks.weightOffset.push_back(i);
      for (std::size_t i = 0; i < 4; ++i)
        hooks.activationOffset.push_back(3 + i);
      hooks.parameterCount = 7;
      ranges = {0.3f, -0.2f, 0.1f, 0.2f, 0.4f, -0.3f, 0.25f};
    }
    for (std::uint64_t b = 0; b < kBatch; ++b)
      inputs.push_back(randomValues(static_cast<std::size_t>(kSize.pixels()) * 3, 10 + b));
    slope = randomValues(static_cast<std::size_t>(kSize.pixels()) * 2, 99);
  }

  double lossOf(std::span<const float> y, std::span<float> gradient) const {
    double loss = 0;
    const auto n = static_cast<double>(y.size());
    for (std::size_t i = 0; i < y.size(); ++i) {
      loss += (static_cast<double>(slope[i]) * y[i] + 0.5 * static_cast<double>(y[i]) * y[i]) / n;
      if (!gradient.empty())
        gradient[i] = static_cast<float>((slope[i] + y[i]) / n);
    }
    return loss;
  }

  /// Gradients by back-propagation; leaves the network as it was.
  Gradients gradients(int workers, Precision precision = Precision::Float) {
    Network copy = network;
    std::vector<float> rangeCopy = ranges;
    BatchTrainer trainer(copy, kSize, kBatch, workers, hooks.empty() ? nullptr : &hooks, &rangeCopy,
                         nullptr, precision);
    return trainer.step(
        [&](std::size_t b, int, std::span<float> x) {
          std::copy(inputs[b].begin(), inputs[b].end(), x.begin());
        },
        [&](std::size_t, int, std::span<const float> y, std::span<float> g) {
          return lossOf(y, g);
        });
  }
};
} // namespace

class TestTraining : public QObject {
  Q_OBJECT
 private:
  static void eachCase() {
    QTest::addColumn<int>("index");
    const auto all = cases();
    for (std::size_t i = 0; i < all.size(); ++i)
      QTest::newRow(all[i].name) << static_cast<int>(i);
  }

 private Q_SLOTS:
  void gradientsAreThoseOfFiniteDifferences_data() { eachCase(); }
  void gradientsAreThoseOfFiniteDifferences() {
    QFETCH(int, index);
    Setup s(cases()[static_cast<std::size_t>(index)]);
    const Gradients exact = s.gradients(1);
    // Central differences in float: an error of about 1e-4 from rounding, more where a ReLU
    // switches inside the step; those few are told by the share, not by a wide tolerance.
    constexpr float kStep = 5e-4f;
    int checked = 0, off = 0;
    double error = 0, size = 0;
    const auto check = [&](std::vector<float>& values, const std::vector<float>& gradient) {
      const std::size_t stride = std::max<std::size_t>(1, values.size() / 150);
      for (std::size_t i = 0; i < values.size(); i += stride) {
        const float saved = values[i];
        values[i] = saved + kStep;
        const double up = s.gradients(1).loss;
        values[i] = saved - kStep;
        const double down = s.gradients(1).loss;
        values[i] = saved;
        const double numeric = (up - down) / (2.0 * kStep);
        ++checked;
        off += std::abs(numeric - gradient[i]) > 1e-3 + 0.03 * std::abs(numeric);
        error += (numeric - gradient[i]) * (numeric - gradient[i]);
        size += numeric * numeric;
      }
    };
    check(s.network.parameters, exact.parameters);
    check(s.ranges, exact.ranges);
    QVERIFY(checked > 40);
    QVERIFY2(off <= checked / 25, qPrintable(QString("%1 of %2 are off").arg(off).arg(checked)));
    QVERIFY2(std::sqrt(error / size) < 0.02,
             qPrintable(QString("relative error %1").arg(std::sqrt(error / size))));
  }

  void anyNumberOfThreadsGivesTheSameBits_data() { eachCase(); }
  void anyNumberOfThreadsGivesTheSameBits() {
    QFETCH(int, index);
    Setup s(cases()[static_cast<std::size_t>(index)]);
    for (const Precision precision :
         {Precision::Float, Precision::Bfloat16, Precision::Bfloat16Tiles}) {
      const Gradients one = s.gradients(1, precision);
      for (const int workers : {2, 3}) {
        const Gradients more = s.gradients(workers, precision);
        QVERIFY(one.parameters == more.parameters);
        QVERIFY(one.ranges == more.ranges);
        QCOMPARE(one.loss, more.loss);
      }
    }
  }

  /// Each factor is off by up to 2^-9 of itself, each product by 2^-8; through three layers and
  /// back errors add up at random rather than all one way.
  void bfloat16GradientsAreNearThoseOfFloat_data() { eachCase(); }
  void bfloat16GradientsAreNearThoseOfFloat() {
    QFETCH(int, index);
    Setup s(cases()[static_cast<std::size_t>(index)]);
    const Gradients exact = s.gradients(1);
    for (const Precision precision : {Precision::Bfloat16, Precision::Bfloat16Tiles}) {
      const Gradients rounded = s.gradients(1, precision);
      double error = 0, size = 0;
      for (std::size_t i = 0; i < exact.parameters.size(); ++i) {
        error += std::pow(rounded.parameters[i] - exact.parameters[i], 2);
        size += std::pow(exact.parameters[i], 2);
      }
      const double relative = std::sqrt(error / size);
      QVERIFY2(relative > 0 && relative < 1.0 / 64, qPrintable(QString::number(relative)));
      QVERIFY(std::abs(rounded.loss - exact.loss) < std::abs(exact.loss) / 64 + 1e-3);
    }
  }

  void inferenceIsTheForwardPass_data() { eachCase(); }
  void inferenceIsTheForwardPass() {
    QFETCH(int, index);
    const Case c = cases()[static_cast<std::size_t>(index)];
    if (c.first.batchNorm)
      return foldingKeepsTheFunction(c);
    Setup s(c);
    FloatExecutor executor(s.network, kSize, s.hooks.empty() ? nullptr : &s.hooks, s.ranges);
    const auto clone = executor.clone();
    std::vector<float> y(static_cast<std::size_t>(kSize.pixels()) * 2), z(y.size());
    double loss = 0;
    for (const auto& input : s.inputs) {
      executor.run(input, y);
      clone->run(input, z);
      QVERIFY(y == z);
      loss += s.lossOf(y, {}) / kBatch;
    }
    QVERIFY(std::abs(loss - s.gradients(1).loss) < 1e-5);
  }

  void kernelsAgreeWithAPlainLoop_data() {
    QTest::addColumn<int>("isa");
    for (const base::Isa isa : {base::Isa::Scalar, base::Isa::Avx2, base::Isa::Avx512})
      QTest::addRow("%s", std::string(base::name(isa)).c_str()) << static_cast<int>(isa);
  }
  void kernelsAgreeWithAPlainLoop() {
    QFETCH(int, isa);
    if (!base::cpuHas(static_cast<base::Isa>(isa)))
      QSKIP("this processor lacks the instruction set");
    const ConvKernels& kernels = convKernels(static_cast<base::Isa>(isa));
    std::uint64_t compared = 0;
    for (const auto& [kernel, dilation] : {std::pair{3, 2}, {1, 1}})
      for (const int in : {1, 3, 5, 8, 12, 16, 17, 32, 64})
        for (const int out : {1, 4, 8, 9, 15, 16, 17, 31, 32, 33})
          for (const int subcarriers : {1, 7, 12, 13, 25}) {
            const ConvLayer l = layer(in, out, kernel, kernel, 1, dilation);
            compareConvolution(kernels, l, {4, subcarriers}, compared);
            if (QTest::currentTestFailed())
              return;
          }
    compareConvolution(kernels, layer(3, 17, 3, 3, 1, 2), {4, 700}, compared); // more than one band
    for (const auto& [kernelT, kernelF] : {std::pair{3, 3}, {1, 5}})
      for (const int channels : {1, 3, 4, 8, 9, 15, 16, 17, 31, 32, 40, 64, 65})
        for (const int subcarriers : {1, 3, 4, 5, 13}) {
          ConvLayer l = layer(channels, channels, kernelT, kernelF, 1, 2);
          l.depthwise = true;
          compareConvolution(kernels, l, {4, subcarriers}, compared);
          if (QTest::currentTestFailed())
            return;
        }
    qInfo("%llu values compared with the plain loop", static_cast<unsigned long long>(compared));
  }

  void valuesOneByOneAreTheSameOnEverySet_data() {
    QTest::addColumn<int>("isa");
    for (const base::Isa isa : {base::Isa::Scalar, base::Isa::Avx2, base::Isa::Avx512})
      QTest::addRow("%s", std::string(base::name(isa)).c_str()) << static_cast<int>(isa);
  }
  void valuesOneByOneAreTheSameOnEverySet() {
    QFETCH(int, isa);
    if (!base::cpuHas(static_cast<base::Isa>(isa)))
      QSKIP("this processor lacks the instruction set");
    const ElementKernels& kernels = elementKernels(static_cast<base::Isa>(isa));
    for (const int channels : {1, 3, 4, 8, 15, 16, 17, 31, 32, 47, 64, 65, 128})
      for (const int options : {0, 1, 2, 3, 4, 5, 6, 7})
        compareGradient(kernels, channels, options & 1, options & 2, options & 4);
    compareBfloat16Codes(kernels);
    for (const std::size_t n : {1u, 3u, 4u, 15u, 16u, 17u, 100u})
      compareMeanAndAdam(kernels, n);
  }

  void adamIsAdam() {
    Adam adam;
    std::vector<float> x{1.0f};
    const std::vector<float> g{0.5f};
    adam.step(x, g, 0.1f);
    // First step: bias correction makes it rate * sign(g).
    QVERIFY(std::abs(x[0] - 0.9f) < 1e-6f);
    adam.step(x, std::vector<float>{-0.5f}, 0.1f);
    const double m = (0.9 * 0.05 - 0.05) / (1 - 0.81), v = 0.25;
    QVERIFY(std::abs(x[0] - (0.9 - 0.1 * m / std::sqrt(v))) < 1e-6);
    QCOMPARE(cosineRate(0, 100, 10, 1.0f, 0.02f), 0.1f);
    QCOMPARE(cosineRate(9, 100, 10, 1.0f, 0.02f), 1.0f);
    QVERIFY(std::abs(cosineRate(100, 100, 10, 1.0f, 0.02f) - 0.02f) < 1e-6f);
  }

  void filesComeBackAndDamageIsFound() {
    const Setup s(cases()[6]);
    const auto bytes = serialise(s.network);
    const Network back = deserialise(bytes, "file");
    QCOMPARE(hashOf(back), hashOf(s.network));
    QVERIFY(back.parameters == s.network.parameters);
    for (std::size_t i = 0; i < bytes.size(); i += 13) {
      auto bad = bytes;
      bad[i] ^= std::byte{0x20};
      QVERIFY_EXCEPTION_THROWN(deserialise(bad, "file"), base::Error);
    }
  }

  void costsAreCounted() {
    Network n;
    n.inputChannels = 2;
    addLayer(n, layer(2, 3, 3, 3, 1, 1));
    ConvLayer second = layer(3, 1, 3, 3, 2, 3);
    second.input = 1;
    addLayer(n, second);
    const NetworkCost cost = costOf(n, {14, 48});
    QCOMPARE(cost.weights, std::int64_t{2 * 3 * 9 + 3 * 9});
    QCOMPARE(cost.parameters, cost.weights + 4);
    QCOMPARE(cost.macs, cost.weights * 14 * 48);
    QCOMPARE(cost.receptiveSymbols, 1 + 2 + 4);
    QCOMPARE(cost.receptiveSubcarriers, 1 + 2 + 6);
  }

 private:
  /// Gradients come in rows that lie apart, as those of a plane with a border do.
  static std::ptrdiff_t rowsApart(PlaneSize plane, std::size_t pixel) {
    return std::ptrdiff_t{plane.subcarriers} * static_cast<std::ptrdiff_t>(pixel) + 7;
  }
  /// Between the rows lies what would be noticed.
  static Buffer withRowsApart(const std::vector<float>& dy, PlaneSize plane, std::size_t pixel) {
    const std::ptrdiff_t apart = rowsApart(plane, pixel), row = apart - 7;
    Buffer rows(static_cast<std::size_t>(plane.symbols * apart) + kLane, 1e30f);
    for (int t = 0; t < plane.symbols; ++t)
      std::copy_n(dy.begin() + t * row, row, rows.begin() + t * apart);
    return rows;
  }

  /// Forward pass and weight gradient of one layer by the kernels, against sums in double. Rounding
  /// of a sum stays within a few units of the last place of its terms' magnitude.
  static void compareConvolution(const ConvKernels& kernels, const ConvLayer& l, PlaneSize plane,
                                 std::uint64_t& compared) {
    const ConvSize size = sizeOf(l, plane);
    const auto pixels = static_cast<std::size_t>(plane.pixels());
    const auto in = static_cast<std::size_t>(l.inChannels),
               out = static_cast<std::size_t>(l.outChannels);
    const auto x = randomValues(pixels * in, 1);
    const auto w = randomValues(l.weightCount(), 2);
    const auto dy = randomValues(pixels * out, 3);
    BorderedPlane bordered(BorderedPlane::shapeOf(size, Precision::Float));
    bordered.set(x);
    Buffer packed;
    packForward(l, w, packed);
    std::vector<float> y(pixels * out), finished(pixels * out, 0.25f);
    std::vector<float> dw(l.weightCount(), 0.5f); // written over
    const Buffer dyRows = withRowsApart(dy, plane, out);
    const auto run = l.depthwise ? kernels.depthwise : kernels.forward;
    run(size, bordered.wholeFor(size), packed.data(), {}, y.data());
    const auto bias = randomValues(out, 4);
    run(size, bordered.wholeFor(size), packed.data(), {bias.data(), finished.data(), true},
        finished.data()); // added to what is there
    (l.depthwise ? kernels.depthwiseGradient : kernels.weightGradient)(
        size, bordered.wholeFor(size), dyRows.data(), rowsApart(plane, out), dw.data());
    std::vector<double> sum(y.size()), magnitude(y.size()), gradient(dw.size()),
        gradientMagnitude(dw.size());
    const auto product = [&](std::size_t input, std::size_t weight, std::size_t output) {
      const double forward = static_cast<double>(x[input]) * w[weight];
      sum[output] += forward;
      magnitude[output] += std::abs(forward);
      const double backward = static_cast<double>(x[input]) * dy[output];
      gradient[weight] += backward;
      gradientMagnitude[weight] += std::abs(backward);
    };
    for (int t = 0; t < plane.symbols; ++t)
      for (int f = 0; f < plane.subcarriers; ++f)
        for (int a = 0; a < l.kernelT; ++a)
          for (int b = 0; b < l.kernelF; ++b) {
            const int ti = t + (a - l.kernelT / 2) * l.dilationT,
                      fj = f + (b - l.kernelF / 2) * l.dilationF;
            if (ti < 0 || ti >= plane.symbols || fj < 0 || fj >= plane.subcarriers)
              continue;
            const auto tap = static_cast<std::size_t>(a * l.kernelF + b);
            const auto from = static_cast<std::size_t>(ti * plane.subcarriers + fj) * in;
            const auto to = static_cast<std::size_t>(t * plane.subcarriers + f) * out;
            for (std::size_t o = 0; o < out; ++o)
              for (std::size_t c = l.depthwise ? o : 0; c < (l.depthwise ? o + 1 : in); ++c)
                product(from + c, (tap * (l.depthwise ? 1 : in) + (l.depthwise ? 0 : c)) * out + o,
                        to + o);
          }
    const auto check = [&](const std::vector<float>& got, const std::vector<double>& wanted,
                           const std::vector<double>& terms) {
      for (std::size_t i = 0; i < got.size(); ++i, ++compared)
        if (!(std::abs(static_cast<double>(got[i]) - wanted[i]) <= 1e-6 * (terms[i] + 1)))
          return i;
      return got.size();
    };
    const std::size_t atY = check(y, sum, magnitude), atW = check(dw, gradient, gradientMagnitude);
    std::size_t atFinished = 0; // what follows a sum is rounded as it would be by itself
    for (; atFinished < y.size(); ++atFinished)
      if (finished[atFinished] != std::max(y[atFinished] + bias[atFinished % out] + 0.25f, 0.0f))
        break;
    QVERIFY2(atY == y.size() && atW == dw.size() && atFinished == y.size(),
             qPrintable(QString("%1x%2, %3 to %4 channels, %5 subcarriers: output %6, weight %7, "
                                "finished %8")
                            .arg(l.kernelT)
                            .arg(l.kernelF)
                            .arg(in)
                            .arg(out)
                            .arg(plane.subcarriers)
                            .arg(atY)
                            .arg(atW)
                            .arg(atFinished)));
  }

  static void compareGradient(const ElementKernels& kernels, int channels, bool relu, bool residual,
                              bool fresh) {
    constexpr int kRows = 3, kColumns = 5;
    const auto count = static_cast<std::size_t>(kRows * kColumns * channels);
    const auto d = randomValues(count, 1), y = randomValues(count, 2),
               before = randomValues(count, 3);
    const std::ptrdiff_t pixel = channels + 2, row = kColumns * pixel + 3;
    std::vector<float> to(static_cast<std::size_t>(kRows * row), 7),
        added = before, bias(static_cast<std::size_t>(channels), 9);
    std::vector<std::uint16_t> half(to.size(), 7);
    GradientTask task{kRows,
                      kColumns,
                      channels,
                      d.data(),
                      relu ? y.data() : nullptr,
                      residual ? added.data() : nullptr,
                      fresh,
                      bias.data(),
                      to.data(),
                      nullptr,
                      row,
                      pixel};
    kernels.gradient(task);
    task.bias = nullptr;
    task.residual = nullptr;
    task.to = nullptr;
    task.toBfloat16 = half.data();
    kernels.gradient(task);
    std::vector<float> sum(bias.size());
    std::vector<bool> written(to.size());
    for (int t = 0; t < kRows; ++t)
      for (int f = 0; f < kColumns; ++f)
        for (int c = 0; c < channels; ++c) {
          const auto i = static_cast<std::size_t>((t * kColumns + f) * channels + c),
                     place = static_cast<std::size_t>(t * row + f * pixel + c);
          const float v = relu && y[i] <= 0 ? 0 : d[i];
          sum[static_cast<std::size_t>(c)] += v;
          QCOMPARE(to[place], v);
          QCOMPARE(half[place], halfOf(v));
          QCOMPARE(added[i], !residual ? before[i] : fresh ? v : before[i] + v);
          written[place] = true;
        }
    QVERIFY(bias == sum);
    for (std::size_t i = 0; i < to.size(); ++i)
      QVERIFY(written[i] || (to[i] == 7 && half[i] == 7));
  }

  static void compareBfloat16Codes(const ElementKernels& kernels) {
    auto x = randomValues(37, 5);
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    const float special[] = {0,
                             -0.0f,
                             kInfinity,
                             -kInfinity,
                             3e38f,
                             3.4e38f,
                             1e-40f,
                             std::bit_cast<float>(0x3f808000u),
                             std::bit_cast<float>(0x3f818000u),
                             std::bit_cast<float>(0x7f800001u),
                             std::bit_cast<float>(0xffffffffu)};
    x.insert(x.begin() + 5, std::begin(special), std::end(special));
    std::vector<std::uint16_t> codes(x.size()), pairs(2 * x.size());
    kernels.toBfloat16(x.data(), 1, 1, static_cast<int>(x.size()), codes.data(), 0, 0);
    for (const bool second : {true, false}) {
      kernels.pairs(x.data(), second ? x.data() : nullptr, x.size(), pairs.data());
      for (std::size_t i = 0; i < x.size(); ++i) {
        QCOMPARE(codes[i], halfOf(x[i]));
        QCOMPARE(pairs[2 * i], codes[i]);
        QCOMPARE(pairs[2 * i + 1], second ? codes[i] : std::uint16_t{0});
      }
    }
  }

  static void compareMeanAndAdam(const ElementKernels& kernels, std::size_t n) {
    const auto a = randomValues(n, 1), b = randomValues(n, 2), c = randomValues(n, 3);
    const float* const parts[] = {a.data(), b.data(), c.data()};
    std::vector<float> mean(n), first = a, second = b, parameters = c;
    kernels.mean(parts, 3, 0.3f, 0, n, mean.data());
    for (float& v : second)
      v = std::abs(v);
    const auto secondBefore = second;
    const AdamStep step{0.9f, 0.999f, 1e-8f, 0.01f, 1.5f};
    kernels.adam(step, n, mean.data(), first.data(), second.data(), parameters.data());
    for (std::size_t i = 0; i < n; ++i) {
      const float g = ((a[i] + b[i]) + c[i]) * 0.3f;
      QCOMPARE(mean[i], g);
      const float m = step.beta1 * a[i] + (1 - step.beta1) * g,
                  v = step.beta2 * secondBefore[i] + (1 - step.beta2) * g * g;
      QVERIFY(first[i] == m && second[i] == v);
      QVERIFY(parameters[i] == c[i] - step.rate * m / (std::sqrt(v) * step.scale + step.epsilon));
    }
  }

  void foldingKeepsTheFunction(const Case& c) {
    Setup s(c);
    s.network.statistics = randomValues(s.network.statistics.size(), 7);
    for (const LayerOffsets& at : s.network.offsets)
      if (at.variance)
        for (std::size_t o = 0; o < 4; ++o)
          s.network.statistics[at.variance + o] =
              0.5f + std::abs(s.network.statistics[at.variance + o]);
    const Network folded = foldBatchNorm(s.network);
    for (const ConvLayer& l : folded.layers)
      QVERIFY(!l.batchNorm);
    // One layer by hand: gamma (x - mean) / sqrt(var + eps) + beta.
    const LayerOffsets& at = s.network.offsets[0];
    const float scale = s.network.parameters[at.gamma] /
                        std::sqrt(s.network.statistics[at.variance] + kBatchNormEpsilon);
    QVERIFY(std::abs(folded.weights(0)[0] - s.network.weights(0)[0] * scale) < 1e-6f);
    const float shift = s.network.parameters[at.beta] - scale * s.network.statistics[at.mean];
    QVERIFY(std::abs(folded.bias(0)[0] - (s.network.bias(0)[0] * scale + shift)) < 1e-6f);
  }
};

QTEST_APPLESS_MAIN(TestTraining)
#include "tst_training.moc"
