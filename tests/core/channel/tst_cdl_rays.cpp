#include <QTest>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/channel/cdl_channel.h"
#include "core/channel/channel.h"
#include "core/channel/motion.h"

using namespace rxq;
using channel::ChannelKind;
using channel::ChannelSpec;
using Complex = std::complex<double>;
using Vector = std::array<double, 3>;

namespace {

constexpr double kDegree = std::numbers::pi / 180;

Vector direction(double zenith, double azimuth) {
  return {std::sin(zenith * kDegree) * std::cos(azimuth * kDegree),
          std::sin(zenith * kDegree) * std::sin(azimuth * kDegree), std::cos(zenith * kDegree)};
}
double dot(const Vector& a, const Vector& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
Complex turn(double turns) { return std::polar(1.0, 2 * std::numbers::pi * turns); }

/// Linear gain of the element of table 7.3-1, written from the table.
double gain(channel::Element element, double zenith, double azimuth) {
  if (element == channel::Element::Isotropic)
    return 1;
  azimuth = std::remainder(azimuth, 360.0);
  const double vertical = -std::min(12 * std::pow((zenith - 90) / 65, 2), 30.0);
  const double horizontal = -std::min(12 * std::pow(azimuth / 65, 2), 30.0);
  return std::pow(10, (8 - std::min(-(vertical + horizontal), 30.0)) / 10);
}

/// Slot by the sum of (7.5-22) and (7.5-29) as it stands: 3-D vectors, 2 x 2 polarisation matrices,
/// every ray at every element, in double precision. Only the order in which random words are used
/// is taken from the channel.
std::vector<Complex> plainSum(const ChannelSpec& spec, const phy::ResourceGrid& grid, int ports,
                              std::uint64_t seed, std::uint64_t index) {
  const channel::Profile& profile = channel::profileOf(spec.kind);
  const channel::PathPowers powers = channel::normalizedPowers(profile);
  base::Philox random({seed, base::Domain::Other, base::Purpose::Channel, index});
  const Vector velocity = channel::drawVelocity(spec, random);
  const std::size_t blocks = (profile.paths.size() + 7) / 8, groups = (3 * blocks + 1) / 2 * 2;
  std::vector<std::uint32_t> keys(20 * 8 * groups), phases(2 * blocks * 160);
  for (auto* words : {&keys, &phases})
    for (auto& word : *words)
      word = random();

  const bool crossed = spec.polarization != channel::Polarization::Single;
  const int columns = crossed ? (ports + 1) / 2 : ports;
  const double lambda = channel::wavelength(spec.carrier.low);
  const auto slant = [&](int port) { // degrees
    if (spec.polarization == channel::Polarization::Cross45)
      return port % 2 == 0 ? 45.0 : -45.0;
    return spec.polarization == channel::Polarization::CrossVh && port % 2 == 1 ? 90.0 : 0.0;
  };
  const auto position = [&](int port) -> Vector {
    const int column = crossed ? port / 2 : port;
    return {0, (column - 0.5 * (columns - 1)) * lambda / 2, 0};
  };
  const auto wrapped = [](double zenith) {
    return zenith < 0 ? -zenith : zenith > 180 ? 360 - zenith : zenith;
  };

  const auto elements = static_cast<std::size_t>(grid.elements());
  std::vector<Complex> h(static_cast<std::size_t>(ports) * elements);
  const auto addRay = [&](double zod, double aod, double zoa, double aoa, double power,
                          double delay, const std::array<Complex, 2>& column, int firstSymbol2) {
    // `column`: what a vertical field at the user becomes, vertical and horizontal.
    const Vector seen = direction(zod, aod), sent = direction(zoa, aoa);
    const double strength = std::sqrt(power * gain(spec.baseElement, zod, aod) *
                                      gain(spec.userElement, zoa, aoa - 180));
    for (int p = 0; p < ports; ++p) {
      const double zeta = slant(p) * kDegree;
      const Complex field = std::cos(zeta) * column[0] + std::sin(zeta) * column[1];
      const Complex array = turn(dot(seen, position(p)) / lambda);
      for (int t = 0; t < grid.symbols(); ++t) {
        const double time = (t - 0.5 * firstSymbol2) * grid.symbolPeriod();
        const Complex moving = turn(dot(sent, velocity) / lambda * time);
        for (int f = 0; f < grid.subcarriers(); ++f) {
          const double frequency = grid.frequencyOfBin(grid.bins()[static_cast<std::size_t>(f)]);
          h[static_cast<std::size_t>((p * grid.symbols() + t) * grid.subcarriers() + f)] +=
              strength * field * array * moving * turn(-frequency * delay);
        }
      }
    }
  };

  for (std::size_t n = 0; n < profile.paths.size(); ++n) {
    const channel::Path& path = profile.paths[n];
    const double delay = path.delay * spec.delaySpread.low * 1e-9;
    std::array<std::vector<std::size_t>, 3> order; // user azimuth, base azimuth, base zenith
    for (std::size_t list = 0; list < 3; ++list) {
      std::vector<std::uint32_t> lane;
      for (std::size_t r = 0; r < 20; ++r)
        lane.push_back((keys[r * 8 * groups + list * 8 * blocks + n] & ~31u) |
                       static_cast<std::uint32_t>(r));
      std::sort(lane.begin(), lane.end());
      for (const std::uint32_t key : lane)
        order[list].push_back(key & 31u);
    }
    const auto offsets = channel::rayOffsets();
    for (std::size_t r = 0; r < 20; ++r) {
      const std::size_t at = (n / 8 * 10 + r / 2) * 16 + r % 2 * 8 + n % 8;
      const double ratio = std::pow(10, -profile.xprDb / 20);
      const std::array<Complex, 2> column{turn(phases[at] * 0x1p-32),
                                          ratio * turn(phases[blocks * 160 + at] * 0x1p-32)};
      addRay(wrapped(path.zod + profile.spreadZod * offsets[order[2][r]]),
             path.aod + profile.spreadAod * offsets[order[1][r]],
             wrapped(path.zoa + profile.spreadZoa * offsets[r]),
             path.aoa + profile.spreadAoa * offsets[order[0][r]], powers.paths[n] / 20, delay,
             column, grid.symbols() - 1);
    }
  }
  if (profile.hasLineOfSight) {
    const channel::Path& path = profile.lineOfSight;
    addRay(path.zod, path.aod, path.zoa, path.aoa, powers.lineOfSight, 0, {1, 0}, 0);
  }
  return h;
}

} // namespace

class TestCdlRays : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void equalsPlainSum_data();
  void equalsPlainSum();
  void couplingIsUniform();
};

void TestCdlRays::equalsPlainSum_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<int>("ports");
  QTest::addColumn<int>("polarization");
  QTest::addColumn<bool>("userPattern");
  QTest::addColumn<bool>("basePattern");
  QTest::addColumn<int>("zenith");
  using P = channel::Polarization;
  using K = ChannelKind;
  using Z = channel::VelocityZenith;
  const auto row = [](const char* name, K kind, int ports, P polarization, bool user, bool station,
                      Z zenith) {
    QTest::newRow(name) << int(kind) << ports << int(polarization) << user << station
                        << int(zenith);
  };
  row("A, pair", K::CdlA, 2, P::Cross45, false, true, Z::Horizontal);
  row("B, two pairs", K::CdlB, 4, P::Cross45, true, true, Z::Sphere);
  row("C, V/H", K::CdlC, 2, P::CrossVh, true, true, Z::UniformAngle);
  row("C, eight ports", K::CdlC, 8, P::Cross45, false, false, Z::UniformAngle);
  row("D, column array", K::CdlD, 3, P::Single, false, true, Z::UniformAngle);
  row("E, two pairs V/H", K::CdlE, 4, P::CrossVh, true, true, Z::Sphere);
  row("E, one port", K::CdlE, 1, P::Cross45, false, true, Z::Horizontal);
}

void TestCdlRays::equalsPlainSum() {
  QFETCH(int, kind);
  QFETCH(int, ports);
  QFETCH(int, polarization);
  QFETCH(bool, userPattern);
  QFETCH(bool, basePattern);
  QFETCH(int, zenith);
  ChannelSpec spec;
  spec.kind = static_cast<ChannelKind>(kind);
  spec.polarization = static_cast<channel::Polarization>(polarization);
  spec.zenith = static_cast<channel::VelocityZenith>(zenith);
  spec.userElement = userPattern ? channel::Element::Tr38901 : channel::Element::Isotropic;
  spec.baseElement = basePattern ? channel::Element::Tr38901 : channel::Element::Isotropic;
  spec.delaySpread = {300, 300};
  spec.speed = {20, 120};
  phy::LinkSpec link;
  link.grid = phy::GridKind::Fft;
  link.fftSize = 36;
  link.guardLow = 2, link.guardHigh = 3;
  link.subcarrierSpacing = 120;
  const phy::ResourceGrid grid(link);
  const auto fading = channel::makeChannel(spec, grid, ports);
  const double norm = 1 / std::sqrt(channel::meanCdlPower(spec, ports));
  std::vector<phy::Complex> h(static_cast<std::size_t>(ports * grid.elements()));
  for (const std::uint64_t index : {0u, 7u}) {
    fading->realize(5, base::Domain::Other, index, h);
    const auto plain = plainSum(spec, grid, ports, 5, index);
    double worst = 0;
    for (std::size_t i = 0; i < h.size(); ++i)
      worst = std::max(worst, std::abs(Complex(h[i]) - norm * plain[i]));
    // Float sums of 460 rays with rotations by recurrence.
    QVERIFY2(worst < 1e-5, qPrintable(QString::number(worst)));
  }
}

void TestCdlRays::couplingIsUniform() {
  // Each entry is equally likely at each place, and pairs of places are, too.
  const auto& kernels = channel::detail::pathKernels();
  constexpr int groups = 10, rounds = 500, lanes = 8 * groups;
  std::vector<std::uint32_t> words(20 * lanes), order(20 * lanes);
  std::vector<double> single(400), pair(400);
  base::Philox random({3, base::Domain::Other, base::Purpose::Test, 0});
  for (int round = 0; round < rounds; ++round) {
    random.fillWords(words);
    kernels.shuffle(groups, words.data(), order.data());
    for (std::size_t g = 0; g < groups; ++g)
      for (std::size_t p = 0; p < 8; ++p) {
        std::array<std::uint32_t, 20> list;
        unsigned seen = 0;
        for (std::size_t r = 0; r < 20; ++r) {
          list[r] = order[(g * 10 + r / 2) * 16 + r % 2 * 8 + p] & 31u;
          seen |= 1u << list[r];
          single[r * 20 + list[r]] += 1;
        }
        QCOMPARE(seen, 0xfffffu); // a permutation
        pair[list[3] * 20 + list[4]] += 1;
      }
  }
  const double n = rounds * lanes;
  double chiSingle = 0, chiPair = 0;
  for (std::size_t i = 0; i < 400; ++i) {
    chiSingle += std::pow(single[i] - n / 20, 2) / (n / 20);
    if (i % 21 != 0)
      chiPair += std::pow(pair[i] - n / 380, 2) / (n / 380);
  }
  // Chi-squared: the 20 x 20 table of one draw each row and column has 19 * 19 degrees of freedom
  // (scaled by 20 / 19 as rows and columns are exhausted together), the 380 pairs have 379.
  QVERIFY2(std::abs(chiSingle * 19 / 20 - 361) < 5 * std::sqrt(2.0 * 361),
           qPrintable(QString::number(chiSingle)));
  QVERIFY2(std::abs(chiPair - 379) < 5 * std::sqrt(2.0 * 379),
           qPrintable(QString::number(chiPair)));
}

QTEST_APPLESS_MAIN(TestCdlRays)
#include "tst_cdl_rays.moc"
