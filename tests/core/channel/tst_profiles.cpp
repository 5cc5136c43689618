#include <QTest>

#include <array>
#include <cmath>
#include <numbers>

#include "core/base/error.h"
#include "core/channel/antenna.h"
#include "core/channel/cdl_channel.h"
#include "core/channel/channel.h"
#include "core/channel/covariance.h"
#include "core/channel/motion.h"
#include "core/channel/portable_math.h"
#include "core/channel/profile.h"
#include "core/channel/received_paths.h"

using namespace rxq;
using channel::ChannelKind;
using channel::ChannelSpec;
using Complex = std::complex<double>;

namespace {

/// About 700 correlations are compared below; six standard deviations.
constexpr double kSigmas = 6;

/// Mean and standard error of a complex sample.
struct Sample {
  Complex sum;
  double square = 0;
  int count = 0;
  void add(Complex z) {
    sum += z;
    square += std::norm(z);
    ++count;
  }
  Complex mean() const { return sum / double(count); }
  double error() const {
    return std::sqrt(std::max(square / count - std::norm(mean()), 0.0) / count);
  }
};

ChannelSpec isotropic(int kind) {
  ChannelSpec spec;
  spec.kind = static_cast<ChannelKind>(kind);
  spec.polarization = channel::Polarization::Single;
  spec.baseElement = channel::Element::Isotropic;
  return spec;
}

/// Fourth moment over the squared second of a sum of independent paths of 20 equal rays and a
/// specular one: 2 - (sum of squared ray powers, and of the squared line).
double kurtosis(const std::vector<channel::ReceivedPath>& paths) {
  double excess = 0;
  for (const auto& path : paths)
    excess += path.lineOfSight ? path.power * path.power : path.power * path.power / 20;
  return 2 - excess;
}

} // namespace

/// Profiles of TR 38.901 7.7.1 and 7.7.2 and what the channels make of them.
class TestProfiles : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void portableMath();
  void tables_data();
  void tables();
  void badTables_data();
  void badTables();
  void powerDelayProfile_data() { tables_data(); }
  void powerDelayProfile();
  void ricean_data() { tables_data(); }
  void ricean();
  void timeCorrelation_data();
  void timeCorrelation();
  void clarkeSpectrum();
  void spatialCorrelation_data();
  void spatialCorrelation();
  void covarianceMatrices_data() { tables_data(); }
  void covarianceMatrices();
};

void TestProfiles::portableMath() {
  for (double x = -3; x < 3; x += 0.00037) {
    const auto [sine, cosine] = channel::sinCosTurns(x);
    QVERIFY(std::abs(sine - std::sin(2 * std::numbers::pi * x)) < 3e-15);
    QVERIFY(std::abs(cosine - std::cos(2 * std::numbers::pi * x)) < 3e-15);
    const double db = 20 * x;
    QVERIFY(std::abs(channel::fromDecibel(db) / std::pow(10, db / 10) - 1) < 1e-14);
  }
  QCOMPARE(channel::sinCosTurns(0.25).sine, 1.0);
  QCOMPARE(channel::sinCosTurns(-0.5).cosine, -1.0);
}

void TestProfiles::tables_data() {
  QTest::addColumn<int>("kind");
  for (int k = int(ChannelKind::CdlA); k <= int(ChannelKind::TdlE); ++k)
    QTest::newRow(std::string(param::keyOf(static_cast<ChannelKind>(k))).c_str()) << k;
}

void TestProfiles::tables() {
  QFETCH(int, kind);
  const auto k = static_cast<ChannelKind>(kind);
  const channel::Profile& profile = channel::profileOf(k);
  const bool line = k == ChannelKind::CdlD || k == ChannelKind::CdlE || k == ChannelKind::TdlD ||
                    k == ChannelKind::TdlE;
  QCOMPARE(profile.hasLineOfSight, line);
  const auto letter = static_cast<std::size_t>(
      kind - int(channel::isCdl(k) ? ChannelKind::CdlA : ChannelKind::TdlA));
  const std::array<std::size_t, 5> counts{23, 23, 24, 13, 14};
  QCOMPARE(profile.paths.size(), counts[letter]);
  if (channel::isCdl(k)) {
    QVERIFY(profile.spreadAod > 0 && profile.spreadAoa > 0 && profile.spreadZod > 0 &&
            profile.spreadZoa > 0 && profile.xprDb > 0);
  }
  ChannelSpec spec = isotropic(kind);
  spec.delaySpread = {123, 123};
  // The tables' delays are scaled to unit RMS spread; they have four digits, powers one decimal.
  const double rms = channel::rmsDelaySpread(channel::receivedPaths(spec, 1));
  QVERIFY2(std::abs(rms / 123e-9 - 1) < 0.015, qPrintable(QString::number(rms / 123e-9)));
  if (line) {
    // K-factor of the first path: 13.3 dB (D) and 22 dB (E), 7.7.1 and 7.7.2.
    const double first = profile.lineOfSight.powerDb - profile.paths.front().powerDb;
    QVERIFY(std::abs(first - (letter == 3 ? 13.3 : 22)) < 0.01);
  }
}

void TestProfiles::badTables_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<QString>("words");
  QTest::newRow("empty") << QByteArray("# nothing\n") << "no paths";
  QTest::newRow("cells") << QByteArray("delay,power_db\n0,1,2\n") << "line 2";
  QTest::newRow("number") << QByteArray("delay,power_db\n0,1\n1,x\n") << "'x'";
}

void TestProfiles::badTables() {
  QFETCH(QByteArray, text);
  QFETCH(QString, words);
  try {
    channel::parseProfile(std::string_view(text.data(), std::size_t(text.size())), "some.csv");
    QFAIL("accepted");
  } catch (const base::Error& error) {
    QVERIFY2(QString(error.what()).contains(words), error.what());
    QVERIFY(QString(error.what()).contains("some.csv"));
  }
}

void TestProfiles::powerDelayProfile() {
  // 108 MHz resolve the paths: correlations over the whole band are the profile's transform.
  QFETCH(int, kind);
  ChannelSpec spec = isotropic(kind);
  spec.delaySpread = {100, 100};
  phy::LinkSpec link;
  link.grid = phy::GridKind::Fft;
  link.fftSize = 450;
  link.subcarrierSpacing = 240;
  link.guardLow = link.guardHigh = 0;
  link.dcNull = false;
  const phy::ResourceGrid grid(link);
  const auto fading = channel::makeChannel(spec, grid, 2);
  const auto n = static_cast<std::size_t>(grid.subcarriers());
  std::vector<phy::Complex> h(2 * std::size_t(grid.elements()));
  std::vector<std::size_t> lags{0,  1,   3,   7,   12,  20,  31,  45, 60,
                                80, 100, 130, 170, 210, 260, 330, 400};
  std::vector<Sample> samples(lags.size());
  for (std::uint64_t i = 0; i < 1500; ++i) {
    fading->realize(31, base::Domain::Other, i, h);
    for (std::size_t l = 0; l < lags.size(); ++l)
      for (std::size_t a = 0; a < 2; ++a) {
        Complex sum;
        const phy::Complex* row = &h[a * std::size_t(grid.elements())];
        for (std::size_t k = 0; k + lags[l] < n; ++k)
          sum += Complex(row[k + lags[l]] * std::conj(row[k]));
        // CDL's single columns see the same slot: count once, as a mean.
        samples[l].add(sum / double(n - lags[l]));
      }
  }
  std::vector<double> hertz;
  for (const std::size_t lag : lags)
    hertz.push_back(double(lag) * grid.spacingHz());
  const auto expected = channel::frequencyCorrelation(spec, 2, hertz);
  for (std::size_t l = 0; l < lags.size(); ++l) {
    // The two antennas of a CDL are correlated: up to sqrt 2 more error than of independent ones.
    const double allowed = kSigmas * std::numbers::sqrt2 * samples[l].error() + 1e-4;
    QVERIFY2(std::abs(samples[l].mean() - expected[l]) < allowed,
             qPrintable(QString("lag %1: off by %2, allowed %3")
                            .arg(lags[l])
                            .arg(std::abs(samples[l].mean() - expected[l]))
                            .arg(allowed)));
    QVERIFY(allowed < 0.25); // the check is sharp enough to mean something
  }
}

void TestProfiles::ricean() {
  // At one subcarrier |H|^4 tells how much of the power does not fade.
  QFETCH(int, kind);
  const ChannelSpec spec = isotropic(kind);
  phy::LinkSpec link;
  link.resourceBlocks = 1;
  const phy::ResourceGrid grid(link);
  const auto fading = channel::makeChannel(spec, grid, 1);
  std::vector<phy::Complex> h(std::size_t(grid.elements()));
  Sample second, fourth;
  for (std::uint64_t i = 0; i < 20000; ++i) {
    fading->realize(32, base::Domain::Other, i, h);
    const double power = std::norm(Complex(h[0]));
    second.add(power);
    fourth.add(power * power);
  }
  QVERIFY(std::abs(second.mean().real() - 1) < kSigmas * second.error());
  const double expected = kurtosis(channel::receivedPaths(spec, 1));
  QVERIFY2(std::abs(fourth.mean().real() - expected) < kSigmas * fourth.error(),
           qPrintable(QString("%1, expected %2").arg(fourth.mean().real()).arg(expected)));
}

void TestProfiles::timeCorrelation_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<int>("zenith");
  QTest::addColumn<bool>("pattern");
  QTest::addColumn<double>("slowest");
  for (int k = int(ChannelKind::CdlA); k <= int(ChannelKind::TdlE); ++k)
    for (const auto& z : param::EnumTable<channel::VelocityZenith>::table) {
      const bool tdl = channel::isTdl(static_cast<ChannelKind>(k));
      if (tdl && z.value != channel::VelocityZenith::Horizontal)
        continue;
      const std::string name(param::keyOf(static_cast<ChannelKind>(k)));
      QTest::newRow((name + ", " + std::string(z.key)).c_str()) << k << int(z.value) << !tdl << 0.0;
      if (tdl)
        QTest::newRow((name + ", one speed").c_str()) << k << int(z.value) << false << 100.0;
    }
}

void TestProfiles::timeCorrelation() {
  QFETCH(int, kind);
  QFETCH(int, zenith);
  QFETCH(bool, pattern);
  QFETCH(double, slowest);
  ChannelSpec spec = isotropic(kind);
  spec.zenith = static_cast<channel::VelocityZenith>(zenith);
  spec.speed = {slowest, 100};
  if (pattern)
    spec.userElement = channel::Element::Tr38901;
  phy::LinkSpec link;
  link.resourceBlocks = 2;
  link.subcarrierSpacing = 15; // a millisecond: 1.1 Doppler periods
  const phy::ResourceGrid grid(link);
  const auto fading = channel::makeChannel(spec, grid, 1);
  const auto n = std::size_t(grid.subcarriers());
  std::vector<phy::Complex> h(std::size_t(grid.elements()));
  std::vector<Sample> samples(phy::kSymbols);
  std::vector<double> lags;
  for (int l = 0; l < phy::kSymbols; ++l)
    lags.push_back(l * grid.symbolPeriod());
  for (std::uint64_t i = 0; i < 8000; ++i) {
    fading->realize(33, base::Domain::Other, i, h);
    for (std::size_t l = 0; l < samples.size(); ++l) {
      Complex sum;
      for (std::size_t t = 0; t + l < samples.size(); ++t)
        sum += Complex(h[(t + l) * n] * std::conj(h[t * n]));
      samples[l].add(sum / double(samples.size() - l));
    }
  }
  const auto expected = channel::timeCorrelation(spec, 1, lags);
  for (std::size_t l = 0; l < samples.size(); ++l)
    QVERIFY2(std::abs(samples[l].mean() - expected[l]) < kSigmas * samples[l].error() + 1e-4,
             qPrintable(QString("lag %1: off by %2, one sigma %3")
                            .arg(l)
                            .arg(std::abs(samples[l].mean() - expected[l]))
                            .arg(samples[l].error())));
}

void TestProfiles::clarkeSpectrum() {
  // No ray beyond the largest shift, and the arcsine law within: P(f < x fd) = 1 - acos(x) / pi.
  const auto& kernels = channel::detail::pathKernels();
  constexpr int blocks = 3;
  const std::size_t elements = channel::detail::rayElements(blocks);
  std::vector<std::uint32_t> words(2 * elements);
  std::vector<float> amplitude(elements, 1), re(elements), im(elements), turns(elements);
  base::Philox random({4, base::Domain::Other, base::Purpose::Test, 0});
  constexpr float step = 0.03f;
  constexpr int cells = 40, rounds = 400;
  std::vector<double> below(cells + 1);
  for (int round = 0; round < rounds; ++round) {
    random.fillWords(words);
    kernels.tdlRays(blocks, amplitude.data(), step, words.data(), re.data(), im.data(),
                    turns.data());
    for (std::size_t i = 0; i < elements; ++i) {
      QVERIFY(std::abs(turns[i]) <= step * 1.000001f);
      QVERIFY(std::abs(std::hypot(re[i], im[i]) - 1) < 1e-6f);
      for (int c = 0; c <= cells; ++c)
        below[std::size_t(c)] += turns[i] < step * (2.0f * float(c) / cells - 1);
    }
  }
  const double n = double(rounds) * double(elements);
  for (int c = 1; c < cells; ++c) {
    const double p = 1 - std::acos(2.0 * c / cells - 1) / std::numbers::pi;
    QVERIFY(std::abs(below[std::size_t(c)] / n - p) < kSigmas * std::sqrt(p * (1 - p) / n));
  }
}

namespace {
/// E[h_a conj(h_b)] of a CDL's ports, by the sums of TR 38.901 7.5-22 and -29 over independent
/// rays: every pairing of a cluster's azimuths and zeniths is as likely as any other. Isotropic
/// user.
Complex portCovariance(const ChannelSpec& spec, int a, int b) {
  const channel::Profile& profile = channel::profileOf(spec.kind);
  const channel::PathPowers powers = channel::normalizedPowers(profile);
  const channel::ElementPattern element(spec.baseElement);
  const bool crossed = spec.polarization != channel::Polarization::Single;
  const int perColumn = crossed ? 2 : 1;
  const double wavelengths = 0.5 * (a / perColumn - b / perColumn);
  // Slanted fields (7.3-4, -5): V cos 45 and +- H sin 45; V and H have independent phases.
  const double vertical = crossed ? 0.5 : 1;
  const double horizontal =
      crossed ? (a % 2 == b % 2 ? 0.5 : -0.5) * std::pow(10, -profile.xprDb / 10) : 0;
  const auto ray = [&](double zenith, double azimuth) {
    const double gain = element.amplitude(zenith, azimuth);
    const double radians = std::numbers::pi / 180;
    return gain * gain *
           std::polar(1.0, 2 * std::numbers::pi * wavelengths * std::sin(zenith * radians) *
                               std::sin(azimuth * radians));
  };
  Complex sum;
  for (std::size_t n = 0; n < profile.paths.size(); ++n)
    for (const double i : channel::rayOffsets())
      for (const double j : channel::rayOffsets()) {
        const channel::Path& path = profile.paths[n];
        double zenith = std::abs(path.zod + j * profile.spreadZod);
        zenith = zenith > 180 ? 360 - zenith : zenith;
        sum += powers.paths[n] / 400 * (vertical + horizontal) *
               ray(zenith, path.aod + i * profile.spreadAod);
      }
  if (profile.hasLineOfSight)
    sum += powers.lineOfSight * vertical * ray(profile.lineOfSight.zod, profile.lineOfSight.aod);
  return sum;
}
} // namespace

void TestProfiles::spatialCorrelation_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<int>("polarization");
  QTest::addColumn<int>("element");
  for (int k = int(ChannelKind::CdlA); k <= int(ChannelKind::CdlE); ++k)
    for (const auto& polarization : {channel::Polarization::Single, channel::Polarization::Cross45})
      for (const auto& element : param::EnumTable<channel::Element>::table)
        QTest::addRow("%s, %s, %s", param::keyOf(static_cast<ChannelKind>(k)).data(),
                      param::keyOf(polarization).data(), element.key.data())
            << k << int(polarization) << int(element.value);
}

// Four ports, every pair of every profile: 16 values a row, 20 rows, 6 sigmas on either part.
void TestProfiles::spatialCorrelation() {
  QFETCH(int, kind);
  QFETCH(int, polarization);
  QFETCH(int, element);
  constexpr std::size_t ports = 4;
  ChannelSpec spec;
  spec.kind = static_cast<ChannelKind>(kind);
  spec.polarization = static_cast<channel::Polarization>(polarization);
  spec.baseElement = static_cast<channel::Element>(element);
  phy::LinkSpec link;
  link.resourceBlocks = 1;
  const phy::ResourceGrid grid(link);
  const auto fading = channel::makeChannel(spec, grid, int(ports));
  const auto each = std::size_t(grid.elements());
  std::vector<phy::Complex> h(ports * each);
  std::array<std::array<Sample, ports>, ports> samples;
  for (std::uint64_t i = 0; i < 6000; ++i) {
    fading->realize(35, base::Domain::Other, i, h);
    for (std::size_t a = 0; a < ports; ++a)
      for (std::size_t b = 0; b < ports; ++b)
        samples[a][b].add(Complex(h[a * each]) * std::conj(Complex(h[b * each])));
  }
  double power = 0;
  for (int a = 0; a < int(ports); ++a)
    power += portCovariance(spec, a, a).real() / ports;
  for (std::size_t a = 0; a < ports; ++a)
    for (std::size_t b = 0; b < ports; ++b) {
      const Complex expected = portCovariance(spec, int(a), int(b)) / power;
      QVERIFY2(std::abs(samples[a][b].mean() - expected) < kSigmas * samples[a][b].error() + 1e-4,
               qPrintable(QString("ports %1 and %2: off by %3, one sigma %4")
                              .arg(a)
                              .arg(b)
                              .arg(std::abs(samples[a][b].mean() - expected))
                              .arg(samples[a][b].error())));
    }
}

void TestProfiles::covarianceMatrices() {
  // Shape and consistency; the values are checked against samples above.
  QFETCH(int, kind);
  ChannelSpec spec;
  spec.kind = static_cast<ChannelKind>(kind);
  phy::LinkSpec link;
  link.grid = phy::GridKind::Fft;
  const phy::ResourceGrid grid(link);
  const channel::Covariance c = channel::covarianceOf(spec, grid);
  const auto n = std::size_t(grid.subcarriers()), m = std::size_t(grid.symbols());
  QCOMPARE(c.frequency.size(), n * n);
  QCOMPARE(c.time.size(), m * m);
  const auto fading = channel::makeChannel(spec, grid, 2);
  std::vector<phy::Complex> h(2 * std::size_t(grid.elements()));
  std::vector<Sample> time(m), frequency(n);
  for (std::uint64_t i = 0; i < 3000; ++i) {
    fading->realize(34, base::Domain::Other, i, h);
    for (std::size_t t = 0; t < m; ++t)
      time[t].add(Complex(h[t * n + 5] * std::conj(h[3 * n + 5])));
    for (std::size_t f = 0; f < n; ++f)
      frequency[f].add(Complex(h[4 * n + f] * std::conj(h[4 * n + 70])));
  }
  for (std::size_t t = 0; t < m; ++t) {
    QVERIFY(std::abs(c.time[t * m + t] - 1.0) < 1e-9);
    QCOMPARE(c.time[t * m + 3], std::conj(c.time[3 * m + t]));
    QVERIFY(std::abs(time[t].mean() - c.time[t * m + 3]) < kSigmas * time[t].error());
  }
  for (std::size_t f = 0; f < n; ++f) {
    QVERIFY(std::abs(c.frequency[f * n + f] - 1.0) < 1e-9);
    QCOMPARE(c.frequency[f * n + 70], std::conj(c.frequency[70 * n + f]));
    QVERIFY(std::abs(frequency[f].mean() - c.frequency[f * n + 70]) <
            kSigmas * frequency[f].error());
  }
}

QTEST_APPLESS_MAIN(TestProfiles)
#include "tst_profiles.moc"
