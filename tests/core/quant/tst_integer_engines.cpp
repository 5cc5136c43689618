#include <QTest>

#include <cmath>
#include <map>

#include "core/base/random.h"
#include "core/quant/code_kernels.h"
#include "core/quant/integer_engine.h"
#include "tests/core/quant/random_integer_network.h"

using namespace rxq;
using namespace rxq::quant;
using quant::testing::RandomIntegerNetwork;
using Options = RandomIntegerNetwork::Options;
Q_DECLARE_METATYPE(base::Isa)

namespace {
constexpr base::Isa kVectorSets[] = {base::Isa::Avx2, base::Isa::AvxVnni, base::Isa::Avx512,
                                     base::Isa::Avx512Vnni, base::Isa::AmxInt8};

struct Outcome {
  std::uint64_t codes = 0;
  std::uint64_t clamped = 0;
};

/// Compares all tensors of both engines; the first difference fails the test.
void compareEngines(const IntegerNetwork& network, nn::PlaneSize size,
                    const std::vector<std::uint8_t>& input, base::Isa isa, Outcome& outcome) {
  const auto reference = makeEngine(network, size, base::Isa::Scalar);
  const auto engine = makeEngine(network, size, isa);
  std::vector<std::int16_t> expected(
      static_cast<std::size_t>(size.pixels() * network.outputChannels()));
  std::vector<std::int16_t> got(expected.size(), std::int16_t{-30000});
  reference->run(input, expected);
  engine->run(input, got);
  for (int t = 1; t < static_cast<int>(network.layers.size()); ++t) {
    const auto a = reference->tensor(t), b = engine->tensor(t);
    QCOMPARE(a.size(), b.size());
    const auto differ = std::mismatch(a.begin(), a.end(), b.begin());
    QVERIFY2(differ.first == a.end(),
             qPrintable(QString("tensor %1, code %2: %3, not %4")
                            .arg(t)
                            .arg(differ.first - a.begin())
                            .arg(differ.first == a.end() ? 0 : int{*differ.second})
                            .arg(differ.first == a.end() ? 0 : int{*differ.first})));
    outcome.codes += a.size();
  }
  QVERIFY(expected == got);
  outcome.codes += got.size();
  for (const std::int16_t code : got)
    outcome.clamped += code == network.tensors.back().qMax || code == network.tensors.back().qMin;
  // A second run and a clone find no trace of the first.
  std::vector<std::int16_t> again(got.size());
  engine->clone()->run(input, again);
  QVERIFY(again == expected);
  engine->run(input, again);
  QVERIFY(again == expected);
}
} // namespace

class TestIntegerEngines : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void scalarByHand();
  void identical_data();
  void identical();
  void allBits_data() { instructionSets(); }
  void allBits();
  void randomShapes_data() { instructionSets(); }
  void randomShapes();
  void inputCodes_data() { instructionSets(); }
  void inputCodes();
  void cleanupTestCase();

 private:
  static void instructionSets() {
    QTest::addColumn<base::Isa>("isa");
    for (const base::Isa isa : kVectorSets)
      QTest::newRow(base::name(isa).data()) << isa;
  }
  std::map<base::Isa, std::uint64_t> m_compared;
};

#define RXQ_NEEDS(isa)                                                                             \
  if (!base::cpuHas(isa))                                                                          \
  QSKIP(qPrintable(QString("this processor has no %1: that path was not tested")                   \
                       .arg(QString::fromUtf8(base::name(isa).data()))))

// One 3x3 convolution of one channel worked out by hand, with zero point, residual and clamp.
void TestIntegerEngines::scalarByHand() {
  IntegerNetwork network;
  network.inputChannels = 1;
  network.tensors = {{4, 8, 1, 15, {1.0f}}, {8, 0, -20, 127, {1.0f}}};
  IntegerLayer layer;
  layer.geometry = {"only", 0, 0, 1, 1, 1, 3, 1, 1, false, false, false};
  layer.weightBits = 3;
  layer.weights = {1, -2, 3};
  layer.weightScale = {1};
  layer.bias = {5 - 8 * (1 - 2 + 3)};
  layer.multiplier = {3};
  layer.residualMultiplier = {2};
  layer.shift = {2};
  layer.accumulatorBound = 100;
  network.layers = {layer};
  const std::vector<std::uint8_t> input{1, 15, 9}; // less zero point: -7, 7, 1
  std::vector<std::int16_t> output(3);
  makeEngine(network, {1, 3}, base::Isa::Scalar)->run(input, output);
  // sums: 5 + (0 + 14 + 21) = 40, 5 + (-7 - 14 + 3) = -13, 5 + (7 - 2 + 0) = 10
  // (3 * sum + 2 * residual + 2) >> 2: (120 - 14 + 2) / 4 = 27, (-39 + 14 + 2) / 4 = -5.75 -> -6,
  // (30 + 2 + 2) / 4 = 8.5 -> 8
  QCOMPARE(output, (std::vector<std::int16_t>{27, -6, 8}));
}

void TestIntegerEngines::identical_data() {
  QTest::addColumn<base::Isa>("isa");
  QTest::addColumn<QList<int>>("channels");
  QTest::addColumn<int>("kernel");
  QTest::addColumn<int>("subcarriers");
  QTest::addColumn<bool>("extreme");
  const QList<int> shapes[] = {{5, 16, 16, 16, 9}, {11, 32, 32, 4}, {1, 1, 1},
                               {3, 7, 8, 9, 15},   {4, 17, 33, 31}, {64, 64, 48, 12}};
  for (const base::Isa isa : kVectorSets)
    for (const auto& shape : shapes)
      for (const int subcarriers : {1, 13, 30})
        for (const bool extreme : {false, true})
          for (const int kernel : {1, 3})
            QTest::addRow("%s %d-%d %dx%d kernel %d%s", base::name(isa).data(), int(shape[0]),
                          int(shape[1]), 3, subcarriers, kernel, extreme ? " extreme" : "")
                << isa << shape << kernel << subcarriers << extreme;
}

// Sizes around each vector and tile width; 8-bit codes at the ends of their ranges (255 x 127).
void TestIntegerEngines::identical() {
  QFETCH(base::Isa, isa);
  QFETCH(QList<int>, channels);
  QFETCH(int, kernel);
  QFETCH(int, subcarriers);
  QFETCH(bool, extreme);
  RXQ_NEEDS(isa);
  RandomIntegerNetwork random(static_cast<std::uint64_t>(channels[1] * 100 + subcarriers));
  Options options;
  options.channels = {channels.begin(), channels.end()};
  options.kernelT = options.kernelF = kernel;
  options.extreme = extreme;
  const nn::PlaneSize size{3, subcarriers};
  const IntegerNetwork network = random.make(options);
  Outcome outcome;
  compareEngines(network, size, random.input(network, size, extreme), isa, outcome);
  m_compared[isa] += outcome.codes;
}

void TestIntegerEngines::allBits() {
  QFETCH(base::Isa, isa);
  RXQ_NEEDS(isa);
  Outcome outcome;
  for (int w = 2; w <= 8; ++w)
    for (int a = 2; a <= 8; ++a)
      for (const bool extreme : {false, true}) {
        RandomIntegerNetwork random(static_cast<std::uint64_t>(w * 10 + a));
        Options options;
        options.weightBits = w;
        options.activationBits = a;
        options.channels = {5, 16, 16, 4};
        options.extreme = extreme;
        const nn::PlaneSize size{4, 19};
        const IntegerNetwork network = random.make(options);
        compareEngines(network, size, random.input(network, size, extreme), isa, outcome);
        if (QTest::currentTestFailed())
          return;
      }
  m_compared[isa] += outcome.codes;
}

void TestIntegerEngines::randomShapes() {
  QFETCH(base::Isa, isa);
  RXQ_NEEDS(isa);
  constexpr int kNetworks = 120;
  Outcome outcome, tame;
  for (int n = 0; n < kNetworks; ++n) {
    RandomIntegerNetwork random(1000 + static_cast<std::uint64_t>(n));
    Options options;
    options.mixed = true;
    options.weightBits = 2 + random.below(7);
    options.activationBits = 2 + random.below(7);
    options.wildShifts = n % 4 == 3;
    options.extreme = n % 5 == 4;
    const int width = 1 + random.below(40);
    options.channels = {1 + random.below(20)};
    for (int layers = 1 + random.below(5); layers > 0; --layers)
      options.channels.push_back(random.below(3) ? width : 1 + random.below(40));
    const nn::PlaneSize size{1 + random.below(6), 1 + random.below(33)};
    const IntegerNetwork network = random.make(options);
    compareEngines(network, size, random.input(network, size, options.extreme), isa,
                   options.wildShifts || options.extreme ? outcome : tame);
    if (QTest::currentTestFailed()) {
      qWarning("network %d", n);
      return;
    }
  }
  // Most codes lie inside their range, or the comparison would prove little.
  QVERIFY(tame.clamped * 2 < tame.codes);
  m_compared[isa] += outcome.codes + tame.codes;
}

// Ties, values far outside, and numbers of values around every width.
void TestIntegerEngines::inputCodes() {
  QFETCH(base::Isa, isa);
  RXQ_NEEDS(isa);
  const auto kernel = detail::codeKernels(isa).codes;
  for (std::size_t n = 1; n < 70; ++n) {
    std::vector<float> x(n), scale(n);
    base::Philox({7, base::Domain::Other, base::Purpose::Test, n}).fillGaussian(x);
    for (std::size_t i = 0; i < n; ++i) {
      scale[i] = 0.01f * static_cast<float>(1 + i % 11);
      if (i % 5 == 3)
        x[i] = scale[i] * (static_cast<float>(i) - 20.5f);
      if (i % 7 == 6)
        x[i] *= 1e30f;
    }
    std::vector<std::uint8_t> codes(n + 1, 77);
    kernel(x.data(), scale.data(), n, -100, 90, 128, codes.data());
    for (std::size_t i = 0; i < n; ++i)
      QCOMPARE(int{codes[i]}, static_cast<int>(std::nearbyint(
                                  std::min(std::max(x[i] / scale[i], -100.0f), 90.0f))) +
                                  128);
    QCOMPARE(int{codes[n]}, 77);
  }
}

void TestIntegerEngines::cleanupTestCase() {
  for (const auto& [isa, codes] : m_compared)
    qInfo("%s: %llu codes compared with the scalar engine, all equal", base::name(isa).data(),
          static_cast<unsigned long long>(codes));
}

QTEST_APPLESS_MAIN(TestIntegerEngines)
#include "tst_integer_engines.moc"
