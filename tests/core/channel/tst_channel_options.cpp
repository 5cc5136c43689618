#include <QTest>

#include <cmath>
#include <numbers>

#include "core/channel/cdl_channel.h"
#include "core/channel/channel.h"
#include "core/channel/covariance.h"
#include "core/channel/portable_math.h"
#include "core/channel/received_paths.h"
#include "core/channel/slot_draws.h"

using namespace rxq;
using channel::ChannelKind;
using channel::ChannelSpec;
using Complex = std::complex<double>;

namespace {

/// Comparisons with samples below are at six standard deviations; there are fewer than 200.
constexpr double kSigmas = 6;

constexpr double kDegree = std::numbers::pi / 180;

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

phy::ResourceGrid smallGrid() {
  phy::LinkSpec link;
  link.resourceBlocks = 1;
  return phy::ResourceGrid(link);
}

ChannelSpec plain(ChannelKind kind) {
  ChannelSpec spec;
  spec.kind = kind;
  spec.polarization = channel::Polarization::Single;
  spec.baseElement = channel::Element::Isotropic;
  return spec;
}

} // namespace

/// Options of the channel's spec against their clauses.
class TestChannelOptions : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void portableLogarithmAndAngle();
  void kFactor_data();
  void kFactor();
  void riceanMoments();
  void drawnDelays_data();
  void drawnDelays();
  void drawnCarrier_data() { drawnDelays_data(); }
  void drawnCarrier();
  void oneNumberIsARange();
  void correlation_data();
  void correlation();
  void mixture();
  void badMixtures();
  void angles_data();
  void angles();
};

void TestChannelOptions::portableLogarithmAndAngle() {
  for (double x = 1e-9; x < 1e9; x *= 1.0173)
    QVERIFY(std::abs(channel::naturalLog(x) - std::log(x)) < 4e-16 * (1 + std::abs(std::log(x))));
  for (double degrees = -179.9; degrees < 180; degrees += 0.37) {
    const double got =
        channel::degreesOf(2.5 * std::sin(degrees * kDegree), 2.5 * std::cos(degrees * kDegree));
    QVERIFY2(std::abs(got - degrees) < 1e-12, qPrintable(QString::number(got - degrees)));
  }
  QCOMPARE(channel::degreesOf(0, -1), 180.0);
}

void TestChannelOptions::kFactor_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<double>("db");
  for (const ChannelKind kind :
       {ChannelKind::CdlD, ChannelKind::CdlE, ChannelKind::TdlD, ChannelKind::TdlE})
    for (const double db : {-3.0, 9.0, 25.0})
      QTest::addRow("%s, %g dB", std::string(param::keyOf(kind)).c_str(), db) << int(kind) << db;
}

void TestChannelOptions::kFactor() {
  // 7.7.6: the line of sight by the sum of all else, and the delay spread is again the one asked.
  QFETCH(int, kind);
  QFETCH(double, db);
  ChannelSpec spec = plain(static_cast<ChannelKind>(kind));
  spec.scaleKFactor = true;
  spec.kFactor = db;
  spec.delaySpread = {100, 100};
  if (channel::isTdl(spec.kind)) { // as CDL's cross-polarised power does not reach these ports
    const auto paths = channel::receivedPaths(spec, 1);
    QVERIFY(std::abs(channel::rmsDelaySpread(paths) / 100e-9 - 1) < 1e-12);
  }
  const channel::Profile profile = channel::profileFor(spec);
  const channel::PathPowers powers = channel::normalizedPowers(profile);
  const double ratio = powers.lineOfSight / (1 - powers.lineOfSight);
  QVERIFY(std::abs(10 * std::log10(ratio) - db) < 1e-9);
  // Echoes keep their proportions, in power and in delay.
  const channel::Profile& table = channel::profileOf(spec.kind);
  for (std::size_t n = 1; n < profile.paths.size(); ++n) {
    QVERIFY(std::abs((profile.paths[n].powerDb - profile.paths[0].powerDb) -
                     (table.paths[n].powerDb - table.paths[0].powerDb)) < 1e-9);
    QVERIFY(std::abs(profile.paths[n].delay * table.paths.back().delay -
                     table.paths[n].delay * profile.paths.back().delay) < 1e-9);
  }
  // And the channel does what the profile says: at one element |H|^4 tells how much does not fade.
  const phy::ResourceGrid grid = smallGrid();
  const auto fading = channel::makeChannel(spec, grid, 1);
  std::vector<phy::Complex> h(std::size_t(grid.elements()));
  Sample power, fourth;
  for (std::uint64_t i = 0; i < 10000; ++i) {
    fading->realize(51, base::Domain::Other, i, h);
    power.add(std::norm(Complex(h[0])));
    fourth.add(std::norm(Complex(h[0])) * std::norm(Complex(h[0])));
  }
  double expected = 2;
  for (const auto& path : channel::receivedPaths(spec, 1))
    expected -= path.power * path.power / (path.lineOfSight ? 1 : 20);
  QVERIFY(std::abs(power.mean() - 1) < kSigmas * power.error());
  QVERIFY(std::abs(fourth.mean() - expected) < kSigmas * fourth.error());
}

void TestChannelOptions::riceanMoments() {
  ChannelSpec spec = plain(ChannelKind::Ricean);
  const phy::ResourceGrid grid = smallGrid();
  std::vector<phy::Complex> h(2 * std::size_t(grid.elements()));
  for (const double db : {-30.0, 3.0, 15.0}) {
    spec.kFactor = db;
    const auto fading = channel::makeChannel(spec, grid, 2);
    const double k = std::pow(10, db / 10);
    Sample power, fourth, re, cross;
    for (std::uint64_t i = 0; i < 20000; ++i) {
      fading->realize(52, base::Domain::Other, i, h);
      const Complex a(h.front()), b(h.back());
      QCOMPARE(h[std::size_t(grid.elements()) - 1], h.front());
      power.add(std::norm(a));
      fourth.add(std::norm(a) * std::norm(a));
      re.add(a.real());
      cross.add((a * std::conj(b)).real());
    }
    QVERIFY(std::abs(power.mean() - 1) < kSigmas * power.error());
    QVERIFY(std::abs(fourth.mean() - (2 - k * k / ((1 + k) * (1 + k)))) < kSigmas * fourth.error());
    QVERIFY(std::abs(re.mean()) < kSigmas * re.error());
    QVERIFY(std::abs(cross.mean()) < kSigmas * cross.error());
  }
}

void TestChannelOptions::drawnDelays_data() {
  QTest::addColumn<int>("kind");
  for (const ChannelKind kind : {ChannelKind::CdlC, ChannelKind::CdlD, ChannelKind::TdlA})
    QTest::newRow(std::string(param::keyOf(kind)).c_str()) << int(kind);
}

void TestChannelOptions::drawnDelays() {
  QFETCH(int, kind);
  ChannelSpec spec = plain(static_cast<ChannelKind>(kind));
  spec.delaySpread = {50, 900};
  phy::LinkSpec link;
  link.resourceBlocks = 25;
  const phy::ResourceGrid grid(link);
  const auto fading = channel::makeChannel(spec, grid, 2);
  std::vector<phy::Complex> h(2 * std::size_t(grid.elements())), fixed(h.size());
  const std::vector<double> lags{3 * grid.spacingHz(), 40 * grid.spacingHz()};
  std::array<Sample, 2> re, im;
  for (std::uint64_t i = 0; i < 3000; ++i) {
    fading->realize(54, base::Domain::Other, i, h);
    // The slot is that of a spec fixed at what was drawn: same rays, delays to rounding.
    const double drawn = channel::drawSlot(spec, 54, base::Domain::Other, i).delaySpread;
    QVERIFY(drawn >= 50 && drawn < 900);
    if (i < 5) {
      ChannelSpec one = spec;
      one.delaySpread = {drawn, drawn};
      channel::makeChannel(one, grid, 2)->realize(54, base::Domain::Other, i, fixed);
      for (std::size_t e = 0; e < h.size(); ++e)
        QVERIFY(std::abs(h[e] - fixed[e]) < 1e-5f);
    }
    for (std::size_t l = 0; l < 2; ++l) {
      const std::size_t lag = l == 0 ? 3 : 40;
      Complex sum;
      for (std::size_t f = 0; f + lag < std::size_t(grid.subcarriers()); ++f)
        sum += Complex(h[f + lag] * std::conj(h[f])) / double(grid.subcarriers() - int(lag));
      re[l].add(sum.real());
      im[l].add(sum.imag());
    }
  }
  const auto expected = channel::frequencyCorrelation(spec, 2, lags);
  for (std::size_t l = 0; l < 2; ++l) {
    QVERIFY(std::abs(re[l].mean() - expected[l].real()) < kSigmas * re[l].error());
    QVERIFY(std::abs(im[l].mean() - expected[l].imag()) < kSigmas * im[l].error());
  }
}

void TestChannelOptions::drawnCarrier() {
  QFETCH(int, kind);
  ChannelSpec spec = plain(static_cast<ChannelKind>(kind));
  spec.carrier = {1, 30};
  spec.speed = {0, 30};
  const phy::ResourceGrid grid = smallGrid();
  const auto fading = channel::makeChannel(spec, grid, 1);
  std::vector<phy::Complex> h(std::size_t(grid.elements())), fixed(h.size());
  Sample re;
  for (std::uint64_t i = 0; i < 10000; ++i) {
    fading->realize(55, base::Domain::Other, i, h);
    if (i < 5) {
      ChannelSpec one = spec;
      const double drawn = channel::drawSlot(spec, 55, base::Domain::Other, i).carrier;
      QVERIFY(drawn >= 1 && drawn < 30);
      one.carrier = {drawn, drawn};
      channel::makeChannel(one, grid, 1)->realize(55, base::Domain::Other, i, fixed);
      QVERIFY(h == fixed);
    }
    re.add((Complex(h[9 * 12]) * std::conj(Complex(h[2 * 12]))).real());
  }
  const auto expected = channel::timeCorrelation(spec, 1, {7 * grid.symbolPeriod()});
  QVERIFY(std::abs(re.mean() - expected[0].real()) < kSigmas * re.error());
  QVERIFY(re.error() < 0.02);
}

void TestChannelOptions::oneNumberIsARange() {
  ChannelSpec spec;
  param::fromNode(param::parseJson(R"({"delaySpread": 30, "carrier": [2, 6]})", "text"), spec);
  QVERIFY(spec.delaySpread == (param::Range{30, 30}));
  QVERIFY(spec.carrier == (param::Range{2, 6}));
}

void TestChannelOptions::correlation_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<int>("antennas");
  QTest::addColumn<double>("alpha");
  for (const ChannelKind kind : {ChannelKind::TdlA, ChannelKind::TdlE, ChannelKind::Rayleigh})
    for (const auto& [antennas, alpha] :
         {std::pair(2, 0.3), std::pair(4, 0.9), std::pair(8, 0.9), std::pair(8, 1.0)})
      QTest::addRow("%s, %d, %g", std::string(param::keyOf(kind)).c_str(), antennas, alpha)
          << int(kind) << antennas << alpha;
}

void TestChannelOptions::correlation() {
  QFETCH(int, kind);
  QFETCH(int, antennas);
  QFETCH(double, alpha);
  ChannelSpec spec = plain(static_cast<ChannelKind>(kind));
  spec.antennaCorrelation = alpha;
  const phy::ResourceGrid grid = smallGrid();
  const auto fading = channel::makeChannel(spec, grid, antennas);
  const auto n = std::size_t(antennas), elements = std::size_t(grid.elements());
  std::vector<phy::Complex> h(n * elements);
  std::vector<Sample> product(n * n);
  for (std::uint64_t i = 0; i < 4000; ++i) {
    fading->realize(56, base::Domain::Other, i, h);
    for (std::size_t a = 0; a < n; ++a)
      for (std::size_t b = 0; b < n; ++b)
        product[a * n + b].add(
            (Complex(h[a * elements]) * std::conj(Complex(h[b * elements]))).real());
  }
  // The line of sight has its own random phases: only the rest is correlated.
  double scattered = 1;
  for (const auto& path : channel::receivedPaths(spec, antennas))
    scattered -= path.lineOfSight ? path.power : 0;
  for (int a = 0; a < antennas; ++a)
    for (int b = 0; b < antennas; ++b) {
      const double expected =
          a == b ? 1 : scattered * std::pow(alpha, std::pow(double(a - b) / (antennas - 1), 2));
      const Sample& got = product[std::size_t(a * antennas + b)];
      QVERIFY2(std::abs(got.mean() - expected) < kSigmas * got.error() + 1e-6,
               qPrintable(QString("%1 %2: %3, expected %4 +- %5")
                              .arg(a)
                              .arg(b)
                              .arg(got.mean())
                              .arg(expected)
                              .arg(got.error())));
    }
}

void TestChannelOptions::mixture() {
  ChannelSpec spec = plain(ChannelKind::Mixture);
  spec.mix = {ChannelKind::TdlA, ChannelKind::Rayleigh, ChannelKind::CdlC, ChannelKind::Awgn};
  spec.mixWeights = {3, 0, 5, 2};
  const phy::ResourceGrid grid = smallGrid();
  const auto mixed = channel::makeChannel(spec, grid, 2);
  std::vector<std::unique_ptr<channel::Channel>> models;
  for (const ChannelKind kind : spec.mix) {
    ChannelSpec one = spec;
    one.kind = kind;
    models.push_back(channel::makeChannel(one, grid, 2));
  }
  // Every slot is one of the models' slot of that index, as often as the weights say.
  std::vector<phy::Complex> h(2 * std::size_t(grid.elements())), pure(h.size());
  constexpr int count = 10000;
  std::array<int, 4> drawn{};
  for (std::uint64_t i = 0; i < count; ++i) {
    mixed->realize(57, base::Domain::Other, i, h);
    int matches = 0;
    for (std::size_t m = 0; m < models.size(); ++m) {
      models[m]->realize(57, base::Domain::Other, i, pure);
      if (h == pure) {
        ++drawn[m];
        ++matches;
        QVERIFY(std::ranges::equal(mixed->delays(), models[m]->delays()));
      }
    }
    QCOMPARE(matches, 1);
  }
  for (std::size_t m = 0; m < 4; ++m) {
    const double p = spec.mixWeights[m] / 10.0;
    QVERIFY(std::abs(drawn[m] - count * p) <= 5 * std::sqrt(count * p * (1 - p)));
  }
  // Correlations are the weighted means.
  const auto all = channel::frequencyCorrelation(spec, 2, {300e3});
  Complex expected;
  for (std::size_t m = 0; m < 4; ++m) {
    ChannelSpec one = spec;
    one.kind = spec.mix[m];
    expected += 0.1 * spec.mixWeights[m] * channel::frequencyCorrelation(one, 2, {300e3})[0];
  }
  QVERIFY(std::abs(all[0] - expected) < 1e-12);
}

void TestChannelOptions::badMixtures() {
  const phy::ResourceGrid grid = smallGrid();
  ChannelSpec spec = plain(ChannelKind::Mixture);
  spec.mix = {ChannelKind::TdlA, ChannelKind::Mixture};
  QVERIFY_THROWS_EXCEPTION(base::Error, channel::makeChannel(spec, grid, 2));
  spec.mix = {};
  QVERIFY_THROWS_EXCEPTION(base::Error, channel::makeChannel(spec, grid, 2));
  spec.mix = {ChannelKind::TdlA, ChannelKind::TdlB};
  spec.mixWeights = {1};
  QVERIFY_THROWS_EXCEPTION(base::Error, channel::makeChannel(spec, grid, 2));
  spec.mixWeights = {0, 0};
  QVERIFY_THROWS_EXCEPTION(base::Error, channel::makeChannel(spec, grid, 2));
  spec.mixWeights = {2, -1};
  QVERIFY_THROWS_EXCEPTION(base::Error, channel::makeChannel(spec, grid, 2));
  spec.mixWeights = {2, 1};
  channel::makeChannel(spec, grid, 2);
}

void TestChannelOptions::angles_data() {
  QTest::addColumn<int>("kind");
  for (int k = int(ChannelKind::CdlA); k <= int(ChannelKind::CdlE); ++k)
    QTest::newRow(std::string(param::keyOf(static_cast<ChannelKind>(k))).c_str()) << k;
}

void TestChannelOptions::angles() {
  QFETCH(int, kind);
  ChannelSpec spec = plain(static_cast<ChannelKind>(kind));
  const channel::Profile table = channel::profileOf(spec.kind);
  const auto spreadOf = [](const channel::Profile& profile, double channel::Path::*angle,
                           double channel::Profile::*cluster) {
    // Annex A, written out with complex numbers over all rays.
    const channel::PathPowers powers = channel::normalizedPowers(profile);
    Complex sum;
    for (std::size_t n = 0; n < profile.paths.size(); ++n)
      for (const double offset : channel::rayOffsets())
        sum += std::polar(powers.paths[n] / 20,
                          (profile.paths[n].*angle + profile.*cluster * offset) * kDegree);
    if (profile.hasLineOfSight)
      sum += std::polar(powers.lineOfSight, profile.lineOfSight.*angle * kDegree);
    return std::pair(std::arg(sum) / kDegree, std::sqrt(-2 * std::log(std::abs(sum))) / kDegree);
  };
  struct Kind {
    double channel::Path::*angle;
    double channel::Profile::*cluster;
    double ChannelSpec::*wanted;
  };
  const std::array kinds{
      Kind{&channel::Path::aod, &channel::Profile::spreadAod, &ChannelSpec::aodSpread},
      Kind{&channel::Path::aoa, &channel::Profile::spreadAoa, &ChannelSpec::aoaSpread},
      Kind{&channel::Path::zod, &channel::Profile::spreadZod, &ChannelSpec::zodSpread},
      Kind{&channel::Path::zoa, &channel::Profile::spreadZoa, &ChannelSpec::zoaSpread}};
  // Half of what the table has: ratios are exact, whatever the angles' distribution.
  for (const auto& k : kinds)
    spec.*k.wanted = 0.5 * spreadOf(table, k.angle, k.cluster).second;
  QVERIFY(channel::profileFor(spec).paths[1].aoa == table.paths[1].aoa); // not unless asked
  spec.scaleAngles = true;
  const channel::Profile scaled = channel::profileFor(spec);
  for (const auto& k : kinds) {
    const double mean = spreadOf(table, k.angle, k.cluster).first;
    QVERIFY(std::abs(scaled.*k.cluster - 0.5 * table.*k.cluster) < 1e-9);
    for (std::size_t n = 0; n < table.paths.size(); ++n)
      QVERIFY(std::abs(scaled.paths[n].*k.angle - mean -
                       0.5 * std::remainder(table.paths[n].*k.angle - mean, 360)) < 1e-9);
  }
  // Where spreads are small the circle is a line, and the spread is the one asked.
  spec.zodSpread = 1.5;
  spec.zoaSpread = 4;
  const channel::Profile narrow = channel::profileFor(spec);
  QVERIFY(
      std::abs(spreadOf(narrow, &channel::Path::zod, &channel::Profile::spreadZod).second / 1.5 -
               1) < 0.02);
  QVERIFY(std::abs(spreadOf(narrow, &channel::Path::zoa, &channel::Profile::spreadZoa).second / 4 -
                   1) < 0.05);
  // Unit power with the patterns' new gains.
  spec.baseElement = spec.userElement = channel::Element::Tr38901;
  const phy::ResourceGrid grid = smallGrid();
  const auto fading = channel::makeChannel(spec, grid, 2);
  std::vector<phy::Complex> h(2 * std::size_t(grid.elements()));
  Sample power;
  for (std::uint64_t i = 0; i < 3000; ++i) {
    fading->realize(53, base::Domain::Other, i, h);
    double sum = 0;
    for (const phy::Complex value : h)
      sum += std::norm(value);
    power.add(sum / double(h.size()));
  }
  QVERIFY(std::abs(power.mean() - 1) < kSigmas * power.error());
}

QTEST_APPLESS_MAIN(TestChannelOptions)
#include "tst_channel_options.moc"
