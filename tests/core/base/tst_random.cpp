#include <QTest>

#include <cmath>
#include <numbers>
#include <vector>

#include "core/base/random.h"
#include "core/base/random_kernels.h"

using namespace rxq::base;

namespace {

/// Statistical checks allow five standard deviations: with fixed seeds they either always pass or
/// always fail, and a sound generator would fail one in two million of them.
constexpr double kSigmas = 5;

StreamKey testKey(std::uint64_t index = 0) { return {11, Domain::Other, Purpose::Test, index}; }

std::vector<float> gaussians(const StreamKey& key, std::size_t n) {
  std::vector<float> values(n);
  Philox(key).fillGaussian(values);
  return values;
}

double correlation(const std::vector<float>& a, const std::vector<float>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    sum += double(a[i]) * double(b[i]);
  return sum / static_cast<double>(a.size());
}

} // namespace

class TestRandom : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void knownAnswers_data();
  void knownAnswers();
  void wordsEqualCalls();
  void kernelsAgree_data();
  void kernelsAgree();
  void gaussianAccuracy();
  void gaussianFillsJoin();
  void gaussianMoments();
  void gaussianTails();
  void bits();
  void streamsAreIndependent();
  void uniforms();
  void below();
};

// Vectors of Philox4x32-10 published with Random123 (kat_vectors).
void TestRandom::knownAnswers_data() {
  using Words = std::array<std::uint32_t, 4>;
  using Key = std::array<std::uint32_t, 2>;
  QTest::addColumn<Words>("counter");
  QTest::addColumn<Key>("key");
  QTest::addColumn<Words>("expected");
  QTest::newRow("zeros") << Words{0, 0, 0, 0} << Key{0, 0}
                         << Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
  constexpr std::uint32_t ones = 0xffffffff;
  QTest::newRow("ones") << Words{ones, ones, ones, ones} << Key{ones, ones}
                        << Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd};
  QTest::newRow("digits of pi") << Words{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}
                                << Key{0xa4093822, 0x299f31d0}
                                << Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1};
}

void TestRandom::knownAnswers() {
  using Words = std::array<std::uint32_t, 4>;
  using Key = std::array<std::uint32_t, 2>;
  QFETCH(Words, counter);
  QFETCH(Key, key);
  QFETCH(Words, expected);
  QCOMPARE(Philox::block(counter, key), expected);
  for (const Isa isa : availableIsas()) {
    // A count that leaves a part of the last vector unused; the block asked for is the third.
    Words words[7];
    const std::uint64_t first = (counter[0] | std::uint64_t{counter[1]} << 32) - 2;
    detail::randomKernels(isa).blocks(first, counter[2] | std::uint64_t{counter[3]} << 32,
                                      key[0] | std::uint64_t{key[1]} << 32, words[0].data(), 7);
    QCOMPARE(words[2], expected);
  }
}

void TestRandom::wordsEqualCalls() {
  Philox one(testKey()), many(testKey());
  for (const std::size_t n : {1u, 2u, 3u, 4u, 5u, 63u, 64u, 1023u, 0u, 6u}) {
    std::vector<std::uint32_t> words(n);
    many.fillWords(words);
    for (const std::uint32_t word : words)
      QCOMPARE(word, one());
  }
}

void TestRandom::kernelsAgree_data() {
  QTest::addColumn<int>("isa");
  for (const Isa isa : availableIsas())
    QTest::newRow(std::string(name(isa)).c_str()) << static_cast<int>(isa);
}

void TestRandom::kernelsAgree() {
  QFETCH(int, isa);
  const auto& plain = detail::randomKernels(Isa::Scalar);
  const auto& wide = detail::randomKernels(static_cast<Isa>(isa));
  for (const std::size_t blocks : {1u, 3u, 31u, 32u, 33u, 5000u}) {
    std::vector<std::uint32_t> a(4 * blocks), b(4 * blocks);
    plain.blocks(0xfffffffe, 5, 77, a.data(), blocks); // the low counter word wraps
    wide.blocks(0xfffffffe, 5, 77, b.data(), blocks);
    QCOMPARE(a, b);
    for (const std::size_t n : {4 * blocks, 4 * blocks - 1}) {
      std::vector<float> x(n), y(n);
      plain.gaussian(a.data(), x.data(), n);
      wide.gaussian(a.data(), y.data(), n);
      QCOMPARE(std::memcmp(x.data(), y.data(), n * sizeof(float)), 0);
    }
  }
}

void TestRandom::gaussianAccuracy() {
  // Against the formula in double precision, from the ends of both words' ranges and between.
  std::vector<std::uint32_t> words;
  const std::vector<std::uint32_t> edges{0,          1,          2,          0x1fffffff,
                                         0x20000000, 0x3fffffff, 0x40000000, 0x5fffffff,
                                         0x60000000, 0x7fffffff, 0x80000000, 0xa0000000,
                                         0xbfffffff, 0xc0000000, 0xe0000000, 0xffffff00};
  for (const std::uint32_t u : edges)
    for (const std::uint32_t v : edges)
      words.insert(words.end(), {u, v});
  std::vector<std::uint32_t> random(200000);
  Philox(testKey()).fillWords(random);
  words.insert(words.end(), random.begin(), random.end());
  std::vector<float> values(words.size());
  detail::randomKernels().gaussian(words.data(), values.data(), words.size());
  double worst = 0;
  for (std::size_t i = 0; i < words.size(); i += 2) {
    const double u = (static_cast<double>(words[i] >> 1) + 0.5) * 0x1p-31;
    const double angle = 2 * std::numbers::pi * words[i + 1] * 0x1p-32;
    const double radius = std::sqrt(-2 * std::log(u));
    // Near u = 1 the float cannot hold 1 - u; the radius is then below 0.005 and off by 1e-5.
    const double tolerance = radius < 0.01 ? 5e-4 : 1e-6 * (1 + 0.01 / radius / radius);
    const double error = std::max(std::abs(values[i] - radius * std::cos(angle)),
                                  std::abs(values[i + 1] - radius * std::sin(angle)));
    worst = std::max(worst, error / tolerance);
  }
  QVERIFY2(worst < 1, qPrintable(QString::number(worst)));
}

void TestRandom::gaussianFillsJoin() {
  const auto whole = gaussians(testKey(), 5000);
  Philox parts(testKey());
  std::vector<float> joined;
  for (const std::size_t n : {2u, 4u, 994u, 1000u, 3000u}) {
    std::vector<float> part(n);
    parts.fillGaussian(part);
    joined.insert(joined.end(), part.begin(), part.end());
  }
  QCOMPARE(joined, whole);
  // An odd fill drops the sine of its last pair.
  const auto odd = gaussians(testKey(), 4999);
  QVERIFY(std::equal(odd.begin(), odd.end(), whole.begin()));
}

void TestRandom::gaussianMoments() {
  const std::size_t n = 4'000'000;
  const auto x = gaussians(testKey(), n);
  double m1 = 0, m2 = 0, m3 = 0, m4 = 0, m6 = 0, neighbours = 0, squares = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double v = x[i], s = v * v;
    m1 += v, m2 += s, m3 += s * v, m4 += s * s, m6 += s * s * s;
    if (i > 0) {
      neighbours += v * double(x[i - 1]);
      squares += (s - 1) * (double(x[i - 1]) * double(x[i - 1]) - 1);
    }
  }
  // Variances of one term: 1, 2, 15, 96, 10170, 1, 4.
  const double root = std::sqrt(static_cast<double>(n));
  const auto near = [&](double sum, double mean, double variance) {
    return std::abs(sum / static_cast<double>(n) - mean) < kSigmas * std::sqrt(variance) / root;
  };
  QVERIFY(near(m1, 0, 1));
  QVERIFY(near(m2, 1, 2));
  QVERIFY(near(m3, 0, 15));
  QVERIFY(near(m4, 3, 96));
  QVERIFY(near(m6, 15, 10170));
  QVERIFY(near(neighbours, 0, 1));
  QVERIFY(near(squares, 0, 4));
}

void TestRandom::gaussianTails() {
  const std::size_t n = 8'000'000;
  const auto x = gaussians(testKey(1), n);
  for (const double level : {0.5, 1.0, 2.0, 3.0, 4.0, 4.5}) {
    std::size_t above = 0;
    for (const float v : x)
      above += v > static_cast<float>(level);
    const double mean = static_cast<double>(n) * 0.5 * std::erfc(level / std::numbers::sqrt2);
    QVERIFY2(std::abs(static_cast<double>(above) - mean) < kSigmas * std::sqrt(mean),
             qPrintable(QString("%1 above %2, expected %3").arg(above).arg(level).arg(mean)));
  }
}

void TestRandom::bits() {
  for (const std::size_t n : {1u, 7u, 8u, 33u, 40000u}) {
    std::vector<std::uint8_t> bits(n);
    Philox fill(testKey()), words(testKey());
    fill.fillBits(bits);
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < n; ++i) {
      if (i % 32 == 0)
        word = words();
      QCOMPARE(bits[i], static_cast<std::uint8_t>((word >> (i % 32)) & 1u));
    }
    QCOMPARE(fill(), words()); // the rest of the last word is dropped
  }
  std::vector<std::uint8_t> many(1 << 22);
  Philox(testKey()).fillBits(many);
  double ones = 0;
  for (const auto bit : many)
    ones += bit;
  const double size = static_cast<double>(many.size());
  QVERIFY(std::abs(ones - size / 2) < kSigmas * std::sqrt(size) / 2);
}

void TestRandom::streamsAreIndependent() {
  const std::size_t n = 200'000;
  const StreamKey base = testKey();
  std::vector<StreamKey> keys(6, base);
  keys[1].seed = 12;
  keys[2].domain = Domain::Train;
  keys[3].purpose = Purpose::Noise;
  keys[4].index = 1;
  keys[5].index = std::uint64_t{1} << 40;
  std::vector<std::vector<float>> streams;
  for (const StreamKey& key : keys)
    streams.push_back(gaussians(key, n));
  for (std::size_t i = 0; i < keys.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      QVERIFY(std::abs(correlation(streams[i], streams[j])) <
              kSigmas / std::sqrt(static_cast<double>(n)));
  QCOMPARE(gaussians(base, n), streams[0]);
}

void TestRandom::uniforms() {
  Philox random(testKey());
  const int n = 1'000'000, cells = 64;
  std::vector<double> histogram(cells), histogramFloat(cells);
  for (int i = 0; i < n; ++i) {
    const double u = random.uniform();
    const float f = random.uniformFloat();
    QVERIFY(u >= 0 && u < 1 && f >= 0 && f < 1);
    histogram[static_cast<std::size_t>(u * cells)] += 1;
    histogramFloat[static_cast<std::size_t>(f * cells)] += 1;
  }
  for (const auto* h : {&histogram, &histogramFloat}) {
    double chi = 0;
    for (const double count : *h)
      chi += (count - n / cells) * (count - n / cells) / (n / cells);
    // Chi-squared with 63 degrees of freedom: mean 63, standard deviation 11.2.
    QVERIFY(std::abs(chi - (cells - 1)) < kSigmas * std::sqrt(2.0 * (cells - 1)));
  }
}

void TestRandom::below() {
  Philox random(testKey());
  std::vector<double> histogram(7);
  const int n = 700'000;
  for (int i = 0; i < n; ++i)
    histogram[random.below(7)] += 1;
  for (const double count : histogram)
    QVERIFY(std::abs(count - n / 7) < kSigmas * std::sqrt(n / 7.0));
  QCOMPARE(random.below(1), 0u);
}

QTEST_APPLESS_MAIN(TestRandom)
#include "tst_random.moc"
