#include <QTest>

#include <cmath>
#include <numbers>

#include "core/channel/fft.h"
#include "core/channel/motion.h"
#include "core/channel/received_paths.h"
#include "core/channel/time_domain.h"

using namespace rxq;
using channel::ChannelKind;
using channel::ChannelSpec;
using Complex = std::complex<double>;
using std::numbers::pi;

namespace {

/// Float transforms of up to 2048 points and sums of 24 paths.
constexpr double kRounding = 1e-5;
/// Six standard deviations; fewer than 100 comparisons.
constexpr double kSigmas = 6;

phy::ResourceGrid gridOf(int resourceBlocks, double prefix = 144.0 / 2048, double spacing = 30) {
  phy::LinkSpec link;
  link.resourceBlocks = resourceBlocks;
  link.cyclicPrefix = prefix;
  link.subcarrierSpacing = spacing;
  return phy::ResourceGrid(link);
}

phy::ResourceGrid fftGrid(int size) {
  phy::LinkSpec link;
  link.grid = phy::GridKind::Fft;
  link.fftSize = size;
  return phy::ResourceGrid(link);
}

/// A grid of QPSK.
std::vector<phy::Complex> drawSymbols(const phy::ResourceGrid& grid, std::uint64_t index) {
  base::Philox random({8, base::Domain::Other, base::Purpose::Test, index});
  std::vector<phy::Complex> x(std::size_t(grid.elements()));
  const float a = std::sqrt(0.5f);
  for (auto& value : x) {
    const std::uint32_t word = random();
    value = {word & 1 ? a : -a, word & 2 ? a : -a};
  }
  return x;
}

struct Sample {
  double sum = 0, square = 0;
  int count = 0;
  void add(double x) {
    sum += x;
    square += x * x;
    ++count;
  }
  double mean() const { return sum / count; }
  double error() const { return std::sqrt((square / count - mean() * mean()) / count); }
};

struct Slot {
  Slot(const phy::ResourceGrid& grid, int antennas, std::uint64_t index)
      : x(drawSymbols(grid, index)), y(std::size_t(antennas) * x.size()), h(y.size()) {}
  void pass(channel::TimeDomainChannel& medium, std::uint64_t index) {
    medium.transmit(71, base::Domain::Other, index, x, y, h);
  }
  /// Mean of |y - h x|^2.
  double interference() const {
    double sum = 0;
    for (std::size_t i = 0; i < y.size(); ++i)
      sum += std::norm(Complex(y[i]) - Complex(h[i]) * Complex(x[i % x.size()]));
    return sum / double(y.size());
  }
  std::vector<phy::Complex> x, y, h;
};

} // namespace

class TestTimeDomain : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void fftEqualsDefinition();
  void agreesWithFrequencyDomain_data();
  void agreesWithFrequencyDomain();
  void equalsPlainSum_data();
  void equalsPlainSum();
  void dopplerBetweenSubcarriers_data();
  void dopplerBetweenSubcarriers();
  void delaysBeyondThePrefix_data();
  void delaysBeyondThePrefix();
  void dependsOnTheIndexAlone();
};

void TestTimeDomain::fftEqualsDefinition() {
  base::Philox random({8, base::Domain::Other, base::Purpose::Test, 0});
  for (const int size : {2, 4, 16, 128, 1024}) {
    channel::Fft fft(size);
    QCOMPARE(fft.size(), size);
    const auto n = std::size_t(size);
    std::vector<float> re(n), im(n);
    random.fillGaussian(re);
    random.fillGaussian(im);
    const auto re0 = re, im0 = im;
    fft.forward(re.data(), im.data());
    for (std::size_t k = 0; k < n; k += 1 + n / 37) {
      Complex sum;
      for (std::size_t i = 0; i < n; ++i)
        sum += Complex(re0[i], im0[i]) * std::polar(1.0, -2 * pi * double(k * i % n) / size);
      QVERIFY(std::abs(sum - Complex(re[k], im[k])) < 1e-6 * std::sqrt(double(size)) * 4);
    }
    fft.inverse(re.data(), im.data());
    for (std::size_t i = 0; i < n; ++i)
      QVERIFY(std::abs(re[i] / float(size) - re0[i]) < 1e-5f);
  }
}

void TestTimeDomain::agreesWithFrequencyDomain_data() {
  QTest::addColumn<int>("kind");
  for (const auto& choice : param::EnumTable<ChannelKind>::table)
    QTest::newRow(std::string(choice.key).c_str()) << int(choice.value);
}

void TestTimeDomain::agreesWithFrequencyDomain() {
  // Echoes within the prefix, nothing moves: y = h x, with h the frequency domain's to the bit.
  QFETCH(int, kind);
  ChannelSpec spec;
  spec.kind = static_cast<ChannelKind>(kind);
  spec.speed = {0, 0};
  spec.delaySpread = {20, 110}; // prefix: 2.3 us; longest echo of any table: 20.6 spreads
  for (const bool normalize : {false, true})
    for (const phy::ResourceGrid& grid : {gridOf(4), gridOf(25), fftGrid(128), fftGrid(75)}) {
      spec.normalizePerSlot = normalize;
      channel::TimeDomainChannel medium(spec, grid, 3);
      QCOMPARE(medium.instants(), 1);
      QVERIFY(medium.samples() >= grid.fftSize() && medium.samples() < 2 * grid.fftSize());
      const auto fading = channel::makeChannel(spec, grid, 3);
      for (const std::uint64_t index : {0u, 1u}) {
        Slot slot(grid, 3, index);
        slot.pass(medium, index);
        std::vector<phy::Complex> h(slot.h.size());
        fading->realize(71, base::Domain::Other, index, h);
        QVERIFY(h == slot.h);
        double worst = 0;
        for (std::size_t i = 0; i < h.size(); ++i)
          worst = std::max(worst, std::abs(Complex(slot.y[i]) -
                                           Complex(h[i]) * Complex(slot.x[i % slot.x.size()])));
        QVERIFY2(worst < kRounding, qPrintable(QString::number(worst)));
      }
    }
}

void TestTimeDomain::equalsPlainSum_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<double>("spread");
  QTest::addColumn<double>("speed");
  QTest::addColumn<double>("carrier");
  QTest::newRow("TDL-A, fast") << int(ChannelKind::TdlA) << 100.0 << 120.0 << 30.0;
  QTest::newRow("TDL-E, faster") << int(ChannelKind::TdlE) << 30.0 << 150.0 << 100.0;
  QTest::newRow("CDL-C, late") << int(ChannelKind::CdlC) << 800.0 << 30.0 << 3.5;
  QTest::newRow("CDL-D, symbols late") << int(ChannelKind::CdlD) << 9000.0 << 80.0 << 10.0;
}

void TestTimeDomain::equalsPlainSum() {
  // Every sample by the definition: each path brings the tones of whichever symbol was in the air,
  // delayed, times its gain at that very sample. In double precision, gains one instant at a time.
  QFETCH(int, kind);
  QFETCH(double, spread);
  QFETCH(double, speed);
  QFETCH(double, carrier);
  ChannelSpec spec;
  spec.kind = static_cast<ChannelKind>(kind);
  spec.delaySpread = {spread, spread};
  spec.speed = {speed, speed};
  spec.carrier = {carrier, carrier};
  const phy::ResourceGrid grid = fftGrid(32);
  const int antennas = 2, size = 32;
  channel::TimeDomainChannel medium(spec, grid, antennas);
  QCOMPARE(medium.samples(), size);
  Slot slot(grid, antennas, 5);
  slot.pass(medium, 5);

  const auto fading = channel::makeChannel(spec, grid, antennas);
  std::vector<phy::Complex> h(slot.h.size());
  fading->realize(71, base::Domain::Other, 5, h);
  const auto delays = fading->delays();
  const double useful = 1 / grid.spacingHz(), period = grid.symbolPeriod();
  const auto used = std::size_t(grid.subcarriers()), paths = delays.size();
  std::vector<Complex> y(slot.y.size());
  std::vector<phy::Complex> gains(std::size_t(antennas) * phy::kSymbols * paths);
  for (int n = 0; n < size; ++n) {
    fading->gainsAt((n - 0.5 * (size - 1)) / size * useful / period, gains);
    for (int t = 0; t < phy::kSymbols; ++t)
      for (std::size_t p = 0; p < paths; ++p) {
        double at = n * useful / size - delays[p]; // from the start of the useful part
        int symbol = t;
        while (at < -(period - useful) - 1e-15) {
          at += period;
          symbol = (symbol + phy::kSymbols - 1) % phy::kSymbols;
        }
        Complex sent;
        for (std::size_t f = 0; f < used; ++f)
          sent += Complex(slot.x[std::size_t(symbol) * used + f]) *
                  std::polar(1.0, 2 * pi * grid.frequencyOfBin(grid.bins()[f]) * at);
        for (int a = 0; a < antennas; ++a) {
          const auto row = std::size_t(a * phy::kSymbols + t);
          const Complex received = Complex(gains[row * paths + p]) * sent;
          for (std::size_t f = 0; f < used; ++f)
            y[row * used + f] += received / double(size) *
                                 std::polar(1.0, -2 * pi * (grid.bins()[f] - size / 2) * n / size);
        }
      }
  }
  double worst = 0;
  for (std::size_t i = 0; i < y.size(); ++i)
    worst = std::max(worst, std::abs(y[i] - Complex(slot.y[i])));
  // Interpolation of gains to 1e-5, for each of up to 21 tones.
  QVERIFY2(worst < 5e-5, qPrintable(QString("%1, %2 instants").arg(worst).arg(medium.instants())));
}

void TestTimeDomain::dopplerBetweenSubcarriers_data() {
  QTest::addColumn<double>("shift"); // largest Doppler shift by the subcarrier spacing
  for (const double shift : {0.01, 0.03, 0.1})
    QTest::addRow("%g", shift) << shift;
}

void TestTimeDomain::dopplerBetweenSubcarriers() {
  QFETCH(double, shift);
  const phy::ResourceGrid grid = gridOf(25, 144.0 / 2048, 15);
  ChannelSpec spec;
  spec.kind = ChannelKind::TdlA;
  spec.delaySpread = {30, 30};
  const double speed = 100;
  const double carrier = shift * grid.spacingHz() * channel::kSpeedOfLight / speed * 1e-9;
  spec.speed = {speed, speed};
  spec.carrier = {carrier, carrier};
  channel::TimeDomainChannel medium(spec, grid, 2);
  Sample power;
  for (std::uint64_t i = 0; i < 300; ++i) {
    Slot slot(grid, 2, i);
    slot.pass(medium, i);
    power.add(slot.interference());
  }
  // y - h x is the subcarrier's own gain's change over the symbol and the other tones' leakage.
  // Gains have Clarke's correlation J0; exactly, for all used tones (k, m at distance d):
  // E |1/M sum_n (g(n) - [d = 0] g(middle)) e^(j 2 pi d n / M)|^2.
  const int size = medium.samples(), used = grid.subcarriers();
  const auto j0 = [&](double samples) {
    return std::cyl_bessel_j(0.0, 2 * pi * shift * std::abs(samples) / size);
  };
  double expected = 0;
  for (int d = 0; d < used; ++d) {
    double sum = 0;
    for (int lag = -(size - 1); lag < size; ++lag)
      sum += (size - std::abs(lag)) * j0(lag) * std::cos(2 * pi * d * lag / size);
    sum /= double(size) * size;
    if (d == 0) {
      double toMiddle = 0;
      for (int n = 0; n < size; ++n)
        toMiddle += j0(n - 0.5 * (size - 1)) / size;
      sum += 1 - 2 * toMiddle;
    }
    expected += sum * (d == 0 ? 1 : 2 * double(used - d) / used);
  }
  QVERIFY2(
      std::abs(power.mean() - expected) < kSigmas * power.error() + 1e-9,
      qPrintable(
          QString("%1 +- %2, expected %3").arg(power.mean()).arg(power.error()).arg(expected)));
  QVERIFY(power.error() < 0.04 * expected);
  if (qEnvironmentVariableIsSet("RXQ_TEST_VERBOSE"))
    qInfo("fd T = %g: %.3e +- %.1e, expected %.3e, rule of thumb %.3e", shift, power.mean(),
          power.error(), expected, std::pow(pi * shift, 2) / 6);
  // The rule of thumb for endless tones and slow fading, (pi fd T)^2 / 6 for Clarke's spectrum: the
  // variance of a line of mean square slope (2 pi fd)^2 / 2 over T. Edges leak outwards: 2 %.
  const double rule = std::pow(pi * shift, 2) / 6;
  QVERIFY2(std::abs(expected / rule - 1) < 0.05, qPrintable(QString::number(expected / rule)));
}

void TestTimeDomain::delaysBeyondThePrefix_data() {
  QTest::addColumn<double>("spread");
  for (const double spread : {100.0, 250.0, 500.0, 1000.0, 2000.0})
    QTest::addRow("%g ns", spread) << spread;
}

void TestTimeDomain::delaysBeyondThePrefix() {
  QFETCH(double, spread);
  const phy::ResourceGrid grid = gridOf(50);
  ChannelSpec spec;
  spec.kind = ChannelKind::TdlC;
  spec.delaySpread = {spread, spread};
  spec.speed = {0, 0};
  channel::TimeDomainChannel medium(spec, grid, 2);
  Sample power;
  for (std::uint64_t i = 0; i < 200; ++i) {
    Slot slot(grid, 2, i);
    slot.pass(medium, i);
    power.add(slot.interference());
  }
  // Of a path that comes e after the prefix, the window has lost e / T of its own symbol, and has
  // as much of the one before instead: twice its power times e / T (all e < T here).
  const double useful = 1 / grid.spacingHz(), prefix = grid.symbolPeriod() - useful;
  double expected = 0;
  for (const auto& path : channel::receivedPaths(spec, 2))
    if (path.delay > prefix) {
      QVERIFY(path.delay - prefix < useful);
      // In whole samples that the window is late.
      const double samples = std::ceil((path.delay - prefix) / useful * medium.samples() - 1e-9);
      expected += 2 * path.power * samples / medium.samples();
    }
  if (expected == 0) {
    QVERIFY(power.mean() < kRounding * kRounding);
    return;
  }
  // Bits of tones in a window spread over all bins, of which the used are 600 of 1024: near the
  // edges of the band a little is lost. Edges matter least when pieces are long.
  const double ratio = power.mean() / expected;
  if (qEnvironmentVariableIsSet("RXQ_TEST_VERBOSE"))
    qInfo("%g ns: %.3e +- %.1e, expected %.3e", spread, power.mean(), power.error(), expected);
  QVERIFY2(
      ratio > 0.9 - kSigmas * power.error() / expected &&
          ratio < 1 + kSigmas * power.error() / expected,
      qPrintable(
          QString("%1 +- %2, expected %3").arg(power.mean()).arg(power.error()).arg(expected)));
  QVERIFY(power.error() < 0.1 * expected);
}

void TestTimeDomain::dependsOnTheIndexAlone() {
  ChannelSpec spec;
  spec.kind = ChannelKind::Mixture;
  spec.mix = {ChannelKind::TdlA, ChannelKind::CdlD, ChannelKind::Ricean};
  spec.delaySpread = {10, 2000};
  spec.carrier = {1, 6};
  const phy::ResourceGrid grid = gridOf(2);
  channel::TimeDomainChannel one(spec, grid, 2), other(spec, grid, 2);
  std::vector<Slot> slots;
  for (std::uint64_t i = 0; i < 6; ++i) {
    slots.emplace_back(grid, 2, i);
    slots.back().pass(one, i);
  }
  for (std::uint64_t i = 6; i-- > 0;) {
    Slot again(grid, 2, i);
    again.pass(other, i);
    QVERIFY(again.y == slots[i].y && again.h == slots[i].h);
  }
}

QTEST_APPLESS_MAIN(TestTimeDomain)
#include "tst_time_domain.moc"
