#include <QTest>

#include <cmath>

#include "core/base/random.h"
#include "core/quant/quantizer.h"

using namespace rxq;
using namespace rxq::quant;
Q_DECLARE_METATYPE(rxq::quant::RangeLearning)
Q_DECLARE_METATYPE(rxq::quant::Signedness)

namespace {
std::vector<float> gaussian(std::size_t n, std::uint64_t index, float offset = 0) {
  std::vector<float> x(n);
  base::Philox({5, base::Domain::Other, base::Purpose::Test, index}).fillGaussian(x);
  for (float& v : x)
    v += offset;
  return x;
}

std::vector<float> forward(const Quantizer& q, const std::vector<float>& x,
                           const std::vector<float>& p) {
  std::vector<float> y(x.size());
  q.forward(x, p, y);
  return y;
}

struct Back {
  std::vector<float> dx, dp;
};
Back backward(const Quantizer& q, const std::vector<float>& x, const std::vector<float>& p,
              const std::vector<float>& dy) {
  Back b{std::vector<float>(x.size()),
         std::vector<float>(static_cast<std::size_t>(q.parameterCount()), 0.0f)};
  q.backward(x, p, dy, b.dx, b.dp);
  return b;
}

QuantizerLayout layoutFor(const RangeRule* rule, Signedness s, int bits) {
  QuantizerLayout layout;
  layout.bits = bits;
  layout.signedness = s;
  layout.rule = rule;
  return layout;
}

std::vector<float> started(const Quantizer& q, float low, float high) {
  std::vector<float> p(static_cast<std::size_t>(q.parameterCount()));
  const std::vector<float> lows(static_cast<std::size_t>(q.layout().scales), low);
  const std::vector<float> highs(static_cast<std::size_t>(q.layout().scales), high);
  q.start(lows, highs, p);
  return p;
}

/// The paper's equations (arXiv 2509.13786), one value at a time: clamp to [min, max], map to
/// 2^b - 1 steps, round half to even, map back; min and max nudged so that zero has a code.
float paper(float x, float min, float max, int bits) {
  const float steps = static_cast<float>((1 << bits) - 1);
  const float scale = (max - min) / steps;
  const float zero = std::nearbyint(-min / scale);
  const float code = std::nearbyint(x / scale) + zero;
  const float clamped = code < 0 ? 0 : code > steps ? steps : code;
  return scale * (clamped - zero);
}

/// What the straight-through estimator differentiates: rounding errors are those at the start and
/// do not move. x and the ends of the range do.
class Surrogate {
 public:
  Surrogate(double x, double low, double high, Signedness s, int bits)
      : m_x(x), m_signedness(s), m_bits(bits) {
    const double scale = scaleOf(low, high);
    m_zeroError = s == Signedness::Affine ? std::nearbyint(-low / scale) + low / scale : 0;
    const double zero = zeroOf(low, scale);
    const double u = x / scale;
    m_side = u > top() - zero ? 1 : u < bottom() - zero ? -1 : 0;
    m_error = std::nearbyint(u) - u;
  }
  double operator()(double low, double high) const {
    const double scale = scaleOf(low, high), zero = zeroOf(low, scale);
    if (m_side == 0)
      return scale * (m_x / scale + m_error);
    return scale * ((m_side > 0 ? top() : bottom()) - zero);
  }

 private:
  double top() const {
    return m_signedness == Signedness::Symmetric ? (1 << (m_bits - 1)) - 1 : (1 << m_bits) - 1;
  }
  double bottom() const { return m_signedness == Signedness::Symmetric ? -top() : 0; }
  double scaleOf(double low, double high) const {
    return (m_signedness == Signedness::Affine ? high - low : high) / top();
  }
  double zeroOf(double low, double scale) const {
    return m_signedness == Signedness::Affine ? -low / scale + m_zeroError : 0;
  }
  double m_x;
  Signedness m_signedness;
  int m_bits;
  double m_zeroError, m_error;
  int m_side;
};

constexpr Signedness kAll[] = {Signedness::Unsigned, Signedness::Symmetric, Signedness::Affine};
const char* text(Signedness s) {
  return s == Signedness::Unsigned    ? "unsigned"
         : s == Signedness::Symmetric ? "symmetric"
                                      : "affine";
}
} // namespace

class TestQuantizers : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void paperForward_data() { bits(); }
  void paperForward();
  void minMaxGradient_data() { bitsAndSigns(); }
  void minMaxGradient();
  void lsqGradient_data() { bitsAndSigns(); }
  void lsqGradient();
  void straightThrough_data() { rules(); }
  void straightThrough();
  void gridProperties_data() { rules(); }
  void gridProperties();
  void tiesGoToEven();
  void channelsAndGroups();
  void factors();
  void currentExtremes();
  void tracking();
  void constrain();
  void kernelsAgree_data();
  void kernelsAgree();

 private:
  static void bits() {
    QTest::addColumn<int>("bits");
    for (int b = 2; b <= 8; ++b)
      QTest::addRow("%d bits", b) << b;
  }
  static void bitsAndSigns() {
    QTest::addColumn<int>("bits");
    QTest::addColumn<Signedness>("sign");
    for (int b = 2; b <= 8; ++b)
      for (const Signedness s : kAll)
        QTest::addRow("%d bits %s", b, text(s)) << b << s;
  }
  static void rules() {
    QTest::addColumn<RangeLearning>("rule");
    QTest::addColumn<int>("bits");
    QTest::addColumn<Signedness>("sign");
    for (const RangeRuleEntry& rule : rangeRules())
      for (int b = 2; b <= 8; ++b)
        for (const Signedness s : kAll)
          QTest::addRow("%s %d bits %s", std::string(rule.label).c_str(), b, text(s))
              << rule.key << b << s;
  }
};

void TestQuantizers::paperForward() {
  QFETCH(int, bits);
  const Quantizer q(
      layoutFor(rangeRule(RangeLearning::MinMax).activations, Signedness::Affine, bits));
  const std::vector<float> p{-1.3f, 2.1f};
  const auto x = gaussian(1003, 1, 0.3f);
  const auto y = forward(q, x, p);
  for (std::size_t i = 0; i < x.size(); ++i)
    QCOMPARE(y[i], paper(x[i], p[0], p[1], bits));
}

void TestQuantizers::minMaxGradient() {
  QFETCH(int, bits);
  QFETCH(Signedness, sign);
  const Quantizer q(layoutFor(rangeRule(RangeLearning::MinMax).activations, sign, bits));
  const double low = -0.83, high = 1.37, step = 1e-6;
  std::vector<float> p{float(high)};
  if (sign == Signedness::Affine)
    p = {float(low), float(high)};
  const auto x = gaussian(501, 2), dy = gaussian(501, 3);
  double dLow = 0, dHigh = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double l = double(float(low)), h = double(float(high)), g = double(dy[i]);
    const Surrogate y(double(x[i]), l, h, sign, bits);
    dHigh += g * (y(l, h + step) - y(l, h - step)) / (2 * step);
    dLow += g * (y(l + step, h) - y(l - step, h)) / (2 * step);
  }
  const Back b = backward(q, x, p, dy);
  // Sums of 500 floats of order one; an element on an end of the range may count either way.
  constexpr double kTolerance = 2e-3;
  QVERIFY2(std::abs(double(b.dp.back()) - dHigh) < kTolerance,
           qPrintable(QString("%1, not %2").arg(double(b.dp.back())).arg(dHigh)));
  if (sign == Signedness::Affine)
    QVERIFY2(std::abs(double(b.dp[0]) - dLow) < kTolerance,
             qPrintable(QString("%1, not %2").arg(double(b.dp[0])).arg(dLow)));
}

// Equation 3 of arXiv 1902.08153 with its gradient scale, times the step as its logarithm is
// learned.
void TestQuantizers::lsqGradient() {
  QFETCH(int, bits);
  QFETCH(Signedness, sign);
  const Quantizer q(layoutFor(rangeRule(RangeLearning::Lsq).activations, sign, bits));
  const bool isSigned = q.layout().signedness == Signedness::Symmetric;
  QVERIFY(q.layout().signedness != Signedness::Affine);
  const double qp = isSigned ? (1 << (bits - 1)) - 1 : (1 << bits) - 1, qn = isSigned ? qp : 0;
  const auto x = gaussian(777, 4), dy = gaussian(777, 5);
  const std::vector<float> p = started(q, -1.5f, 1.5f);
  const double s = std::exp(double(p[0]));
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double v = double(x[i]) / s;
    const double d = v <= -qn ? -qn : v >= qp ? qp : std::nearbyint(v) - v;
    sum += double(dy[i]) * d;
  }
  const double expected = sum * s / std::sqrt(double(x.size()) * qp);
  const Back b = backward(q, x, p, dy);
  QVERIFY2(std::abs(double(b.dp[0]) - expected) < 1e-5 + 1e-4 * std::abs(expected),
           qPrintable(QString("%1, not %2").arg(double(b.dp[0])).arg(expected)));
}

void TestQuantizers::straightThrough() {
  QFETCH(RangeLearning, rule);
  QFETCH(int, bits);
  QFETCH(Signedness, sign);
  const Quantizer q(layoutFor(rangeRule(rule).activations, sign, bits));
  const auto x = gaussian(999, 6), dy = gaussian(999, 7);
  const auto p = started(q, -1.1f, 1.2f);
  const Grid g = q.grids(x, p)[0];
  const Back b = backward(q, x, p, dy);
  int clipped = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const float u = x[i] / g.scale;
    const bool inside = u >= g.codes.low && u <= g.codes.high;
    clipped += !inside;
    QCOMPARE(b.dx[i], inside ? dy[i] : 0.0f);
  }
  QVERIFY(clipped > 50 && clipped < 800);
}

void TestQuantizers::gridProperties() {
  QFETCH(RangeLearning, rule);
  QFETCH(int, bits);
  QFETCH(Signedness, sign);
  const Quantizer q(layoutFor(rangeRule(rule).activations, sign, bits));
  const auto x = gaussian(500, 8);
  const auto p = started(q, -0.9f, 1.6f);
  const Grid g = q.grids(x, p)[0];
  QCOMPARE(std::nearbyint(g.codes.low), g.codes.low);
  QCOMPARE(std::nearbyint(g.codes.high), g.codes.high);
  QVERIFY(g.codes.low <= 0 && g.codes.high > 0);
  const int levels = static_cast<int>(g.codes.high - g.codes.low) + 1;
  const bool symmetric = q.layout().signedness == Signedness::Symmetric;
  QCOMPARE(levels, symmetric ? (1 << bits) - 1 : 1 << bits);
  // The range is spanned: its larger end, or both but for the nudge of less than a step.
  if (symmetric)
    QVERIFY(std::abs(g.scale * g.codes.high - 1.6f) < 1e-5f);
  if (q.layout().signedness == Signedness::Affine)
    QVERIFY(std::abs(g.scale * g.codes.low + 0.9f) <= 0.5001f * g.scale);
  const auto y = forward(q, x, p);
  const auto codes = q.codes(x, p);
  for (std::size_t i = 0; i < x.size(); ++i) {
    QCOMPARE(y[i], g.scale * static_cast<float>(codes[i]));
    QVERIFY(float(codes[i]) >= g.codes.low && float(codes[i]) <= g.codes.high);
  }
  QCOMPARE(forward(q, {0.0f}, p)[0], 0.0f);
  QCOMPARE(forward(q, y, p), y); // quantizing again changes nothing
  if (symmetric) {
    auto negated = x;
    for (float& v : negated)
      v = -v;
    auto mirrored = forward(q, negated, p);
    for (std::size_t i = 0; i < x.size(); ++i)
      QCOMPARE(mirrored[i], -y[i]);
  }
}

void TestQuantizers::tiesGoToEven() {
  const Quantizer q(layoutFor(&fixedRange(), Signedness::Symmetric, 4)); // codes to 7
  const std::vector<float> p{7};
  const std::vector<float> x{0.5f, 1.5f, 2.5f, -0.5f, -1.5f, -2.5f, 6.5f, 7.5f, 100, -100};
  const std::vector<float> expected{0, 2, 2, 0, -2, -2, 6, 7, 7, -7};
  QCOMPARE(forward(q, x, p), expected);
}

void TestQuantizers::channelsAndGroups() {
  constexpr std::size_t kChannels = 19, kRows = 23;
  const RangeRule* rule = rangeRule(RangeLearning::Lsq).weights;
  const auto x = gaussian(kChannels * kRows, 9), dy = gaussian(kChannels * kRows, 10);
  QuantizerLayout layout = layoutFor(rule, Signedness::Symmetric, 5);
  std::vector<int> group;
  for (std::size_t c = 0; c < kChannels; ++c)
    group.push_back(c < 4 ? 0 : static_cast<int>(c) - 3);
  layout.scaleOf = group;
  layout.scales = group.back() + 1;
  const Quantizer q(layout);
  std::vector<float> p(static_cast<std::size_t>(q.parameterCount()));
  for (std::size_t s = 0; s < p.size(); ++s)
    p[s] = -2.0f + 0.03f * static_cast<float>(s);
  const auto y = forward(q, x, p);
  const Back b = backward(q, x, p, dy);
  const Quantizer single(layoutFor(rule, Signedness::Symmetric, 5));
  for (int s = 0; s < layout.scales; ++s) {
    std::vector<float> part, dPart, yPart, dxPart;
    for (std::size_t i = 0; i < x.size(); ++i)
      if (group[i % kChannels] == s) {
        part.push_back(x[i]);
        dPart.push_back(dy[i]);
        yPart.push_back(y[i]);
        dxPart.push_back(b.dx[i]);
      }
    const std::vector<float> own{p[static_cast<std::size_t>(s)]};
    QCOMPARE(yPart, forward(single, part, own));
    const Back expected = backward(single, part, own, dPart);
    QCOMPARE(dxPart, expected.dx);
    QVERIFY(std::abs(b.dp[static_cast<std::size_t>(s)] - expected.dp[0]) <
            1e-5f * (1 + std::abs(expected.dp[0])));
  }
}

// First-layer weights: multiplied by their plane's scale, quantized, divided again.
void TestQuantizers::factors() {
  constexpr std::size_t kOut = 6, kIn = 3, kTaps = 9;
  QuantizerLayout layout =
      layoutFor(rangeRule(RangeLearning::MinMax).weights, Signedness::Symmetric, 4);
  const float plane[kIn] = {0.02f, 0.5f, 3.0f};
  for (std::size_t i = 0; i < kTaps * kIn * kOut; ++i)
    layout.factors.push_back(plane[i / kOut % kIn]);
  const Quantizer q(layout);
  layout.factors.clear();
  const Quantizer plain(layout);
  const auto w = gaussian(kTaps * kIn * kOut, 11), dy = gaussian(kTaps * kIn * kOut, 12);
  std::vector<float> scaled = w, dScaled = dy;
  for (std::size_t i = 0; i < w.size(); ++i) {
    scaled[i] *= plane[i / kOut % kIn];
    dScaled[i] /= plane[i / kOut % kIn];
  }
  const std::vector<float> p{2.5f};
  const auto y = forward(q, w, p), expected = forward(plain, scaled, p);
  const Back b = backward(q, w, p, dy), dExpected = backward(plain, scaled, p, dScaled);
  for (std::size_t i = 0; i < w.size(); ++i) {
    QCOMPARE(y[i], expected[i] / plane[i / kOut % kIn]);
    QCOMPARE(b.dx[i], dExpected.dx[i] * plane[i / kOut % kIn]);
  }
  QCOMPARE(b.dp[0], dExpected.dp[0]);
  QCOMPARE(q.codes(w, p), plain.codes(scaled, p));
}

void TestQuantizers::currentExtremes() {
  QuantizerLayout layout =
      layoutFor(rangeRule(RangeLearning::MovingAverage).weights, Signedness::Symmetric, 4);
  QVERIFY(layout.rule == nullptr);
  layout.scaleOf = {0, 1, 2};
  layout.scales = 3;
  const Quantizer q(layout);
  QCOMPARE(q.parameterCount(), 0);
  const std::vector<float> w{0.7f, 0.0f, -2.1f, -1.4f, 0.0f, 0.3f};
  const auto codes = q.codes(w, {});
  QCOMPARE(codes, (std::vector<int>{4, 0, -7, -7, 0, 1})); // 0.7 of 1.4: 3.5, to even
  const Back b = backward(q, w, {}, {1, 2, 3, 4, 5, 6});
  QCOMPARE(b.dx, (std::vector<float>{1, 2, 3, 4, 5, 6}));
}

void TestQuantizers::tracking() {
  const RangeRule* rule = rangeRule(RangeLearning::MovingAverage).activations;
  for (const Signedness s : kAll) {
    const Quantizer q(layoutFor(rule, s, 8));
    QVERIFY(q.tracksRange());
    auto p = started(q, -1, 1);
    for (int i = 0; i < 2000; ++i)
      q.track(-3, 2, p);
    if (s == Signedness::Affine)
      QVERIFY(std::abs(p[0] + 3) < 1e-3f && std::abs(p[1] - 2) < 1e-3f);
    else
      QVERIFY(std::abs(p[0] - (s == Signedness::Symmetric ? 3 : 2)) < 1e-3f);
    const Back b = backward(q, gaussian(64, 13), p, gaussian(64, 14));
    for (const float d : b.dp)
      QCOMPARE(d, 0.0f);
  }
  for (const RangeRuleEntry& entry : rangeRules())
    QCOMPARE(entry.activations->tracks(), entry.key == RangeLearning::MovingAverage);
}

void TestQuantizers::constrain() {
  for (const RangeRuleEntry& entry : rangeRules())
    for (const Signedness s : kAll) {
      const Quantizer q(layoutFor(entry.activations, s, 4));
      auto p = started(q, -1, 1);
      for (float& v : p)
        v = -7e7f; // what a wild step might leave
      q.constrain(p);
      const Grid g = q.grids({}, p)[0];
      QVERIFY(g.scale > 0 && std::isfinite(g.scale));
      const auto valid = started(q, -1, 2);
      auto same = valid;
      q.constrain(same);
      QCOMPARE(same, valid);
    }
}

void TestQuantizers::kernelsAgree_data() {
  QTest::addColumn<int>("n");
  for (const int n : {1, 7, 15, 16, 17, 33, 1000, 70001})
    QTest::addRow("%d values", n) << n;
}

// To the bit, so that training does not depend on the processor.
void TestQuantizers::kernelsAgree() {
  QFETCH(int, n);
  const auto count = static_cast<std::size_t>(n);
  const auto x = gaussian(count, 15), dy = gaussian(count, 16);
  const detail::CodeRange codes{-7, 7};
  const std::vector<float> scales = [] {
    auto s = gaussian(1000, 17);
    for (float& v : s)
      v = 0.05f + std::abs(v) * 0.2f;
    return s;
  }();
  struct Result {
    std::vector<float> y, dx, yc, dxc;
    std::vector<float> sums;
    double error;
    float low, high;
    bool operator==(const Result&) const = default;
  };
  std::vector<Result> results;
  for (const base::Isa isa : base::availableIsas()) {
    const auto& k = detail::fakeQuantKernels(isa);
    Result r{x, x, x, x, {}, 0, 0, 0};
    k.forward(x.data(), count, 0.17f, codes, r.y.data());
    detail::RangeSums sums;
    k.backward(x.data(), dy.data(), count, 0.17f, codes, r.dx.data(), sums);
    r.sums = {sums.inside, sums.above, sums.below};
    const std::size_t channels = count < 1000 ? count : 250, rows = count / channels;
    k.forwardChannels(x.data(), rows, channels, scales.data(), codes, r.yc.data());
    std::vector<detail::RangeSums> perChannel(channels);
    k.backwardChannels(x.data(), dy.data(), rows, channels, scales.data(), codes, r.dxc.data(),
                       perChannel.data());
    for (const auto& s : perChannel)
      r.sums.insert(r.sums.end(), {s.inside, s.above, s.below});
    r.error = k.squaredError(x.data(), count, 0.17f, codes);
    k.extremes(x.data(), count, &r.low, &r.high);
    results.push_back(std::move(r));
  }
  for (const Result& r : results)
    QVERIFY(r == results.front());
  double error = 0;
  for (std::size_t i = 0; i < count; ++i)
    error += std::pow(double(results[0].y[i]) - double(x[i]), 2);
  QVERIFY(std::abs(results[0].error - error) <= 1e-5 * error);
  QCOMPARE(results[0].high, std::max(0.0f, *std::max_element(x.begin(), x.end())));
  QCOMPARE(results[0].low, std::min(0.0f, *std::min_element(x.begin(), x.end())));
}

QTEST_APPLESS_MAIN(TestQuantizers)
#include "tst_quantizers.moc"
