#include <QTest>

#include <cmath>
#include <cstring>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/channel/channel_catalog.h"
#include "core/channel/preview.h"

using namespace rxq;
using channel::ChannelKind;
using channel::ChannelSpec;

namespace {

std::vector<phy::Complex> draw(channel::Channel& fading, const phy::ResourceGrid& grid, int ports,
                               std::uint64_t index, std::uint64_t seed = 9) {
  std::vector<phy::Complex> h(static_cast<std::size_t>(ports * grid.elements()));
  fading.realize(seed, base::Domain::Other, index, h);
  return h;
}

phy::ResourceGrid fftGrid() {
  phy::LinkSpec link;
  link.grid = phy::GridKind::Fft;
  return phy::ResourceGrid(link);
}

double power(const std::vector<phy::Complex>& h) {
  double sum = 0;
  for (const phy::Complex value : h)
    sum += std::norm(std::complex<double>(value));
  return sum / static_cast<double>(h.size());
}

bool same(const std::vector<phy::Complex>& a, const std::vector<phy::Complex>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(a[0])) == 0;
}

} // namespace

/// What every entry of the catalog promises.
class TestChannels : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void catalogMatchesSpec();
  void contract_data();
  void contract();
  void unitPower_data() { contract_data(); }
  void unitPower();
  void everySetAgrees_data() { contract_data(); }
  void everySetAgrees();
  void normalizesOverAllBins_data() { contract_data(); }
  void normalizesOverAllBins();
  void bitsStay_data();
  void bitsStay();
  void awgnIsOne();
  void rayleighMoments();
  void badInput();
  void preview_data() { contract_data(); }
  void preview();
};

void TestChannels::catalogMatchesSpec() {
  const auto catalog = channel::channelCatalog();
  const auto& table = param::EnumTable<ChannelKind>::table;
  QCOMPARE(catalog.size(), table.size());
  for (std::size_t i = 0; i < table.size(); ++i) {
    QCOMPARE(catalog[i].kind, table[i].value);
    QCOMPARE(static_cast<std::size_t>(table[i].value), i);
  }
}

void TestChannels::contract_data() {
  QTest::addColumn<int>("kind");
  for (const auto& choice : param::EnumTable<ChannelKind>::table)
    QTest::newRow(std::string(choice.key).c_str()) << static_cast<int>(choice.value);
}

void TestChannels::contract() {
  QFETCH(int, kind);
  ChannelSpec spec;
  spec.kind = static_cast<ChannelKind>(kind);
  const phy::ResourceGrid grid = fftGrid();
  const bool random = spec.kind != ChannelKind::Awgn;
  for (const bool normalize : {false, true})
    for (const int ports : {1, 2, 3, 4, 8}) {
      spec.normalizePerSlot = normalize;
      const auto one = channel::makeChannel(spec, grid, ports);
      const auto first = draw(*one, grid, ports, 3);
      for (const phy::Complex value : first)
        QVERIFY(std::isfinite(value.real()) && std::isfinite(value.imag()));
      // Depends on (seed, domain, index) alone, not on what was drawn before, nor on the object.
      const auto other = one->clone();
      draw(*one, grid, ports, 4);
      QVERIFY(same(draw(*one, grid, ports, 3), first));
      QVERIFY(same(draw(*other, grid, ports, 3), first));
      QVERIFY(same(draw(*channel::makeChannel(spec, grid, ports), grid, ports, 3), first));
      QCOMPARE(same(draw(*one, grid, ports, 4), first), !random);
      QCOMPARE(same(draw(*one, grid, ports, 3, 10), first), !random);
      std::vector<phy::Complex> elsewhere(first.size());
      one->realize(9, base::Domain::Train, 3, elsewhere);
      QCOMPARE(same(elsewhere, first), !random);
    }
}

void TestChannels::unitPower() {
  QFETCH(int, kind);
  ChannelSpec spec;
  spec.kind = static_cast<ChannelKind>(kind);
  phy::LinkSpec link;
  link.resourceBlocks = 4;
  const phy::ResourceGrid grid(link);
  struct Case {
    channel::Polarization polarization;
    channel::Element user, station;
  };
  using P = channel::Polarization;
  using E = channel::Element;
  for (const auto& [polarization, user, station] :
       {Case{P::Cross45, E::Isotropic, E::Tr38901}, Case{P::CrossVh, E::Tr38901, E::Tr38901},
        Case{P::Single, E::Isotropic, E::Isotropic}})
    for (const int ports : {2, 3}) {
      spec.polarization = polarization;
      spec.userElement = user;
      spec.baseElement = station;
      const auto fading = channel::makeChannel(spec, grid, ports);
      double sum = 0, square = 0;
      constexpr int count = 1500;
      for (int i = 0; i < count; ++i) {
        const double p = power(draw(*fading, grid, ports, static_cast<std::uint64_t>(i)));
        sum += p;
        square += p * p;
      }
      const double mean = sum / count;
      const double error = std::sqrt(std::max(square / count - mean * mean, 0.0) / count);
      // 72 comparisons at five standard deviations.
      QVERIFY2(std::abs(mean - 1) < 5 * error + 1e-6,
               qPrintable(QString("%1 +- %2").arg(mean).arg(error)));
    }
}

void TestChannels::everySetAgrees() {
  QFETCH(int, kind);
  ChannelSpec spec;
  spec.kind = static_cast<ChannelKind>(kind);
  spec.userElement = channel::Element::Tr38901;
  spec.delaySpread = {30, 300}; // so that steering is computed, too
  for (const bool normalize : {false, true})
    for (const int ports : {1, 2, 3, 4, 8})
      for (const auto polarization :
           {channel::Polarization::Single, channel::Polarization::Cross45}) {
        spec.normalizePerSlot = normalize;
        spec.polarization = polarization;
        const phy::ResourceGrid grid = fftGrid();
        const auto plain = channel::makeChannelFor(base::Isa::Scalar, spec, grid, ports);
        for (const base::Isa isa : base::availableIsas()) {
          const auto wide = channel::makeChannelFor(isa, spec, grid, ports);
          for (const std::uint64_t index : {0u, 1u, 2u}) {
            QVERIFY(same(draw(*plain, grid, ports, index), draw(*wide, grid, ports, index)));
            const auto size = std::size_t(ports * phy::kSymbols) * plain->delays().size();
            std::vector<phy::Complex> a(size), b(size);
            plain->gainsAt(0.3, a);
            wide->gainsAt(0.3, b);
            QVERIFY(same(a, b));
          }
        }
      }
}

void TestChannels::normalizesOverAllBins() {
  QFETCH(int, kind);
  ChannelSpec spec;
  spec.kind = static_cast<ChannelKind>(kind);
  spec.normalizePerSlot = true;
  phy::LinkSpec link;
  link.grid = phy::GridKind::Fft;
  // The same channel with and without guards: the guards count, too. Odd sizes have no lone bin.
  for (const int size : {128, 127, 64}) {
    link.fftSize = size;
    link.guardLow = 5, link.guardHigh = 6, link.dcNull = true;
    const phy::ResourceGrid guarded(link);
    link.guardLow = link.guardHigh = 0, link.dcNull = false;
    const phy::ResourceGrid whole(link);
    const auto a = channel::makeChannel(spec, guarded, 2), b = channel::makeChannel(spec, whole, 2);
    for (const std::uint64_t index : {0u, 1u, 2u, 3u}) {
      const auto all = draw(*b, whole, 2, index), used = draw(*a, guarded, 2, index);
      QVERIFY2(std::abs(power(all) - 1) < 1e-6, qPrintable(QString::number(power(all) - 1)));
      for (int row = 0; row < 2 * phy::kSymbols; ++row)
        for (int f = 0; f < guarded.subcarriers(); ++f)
          QVERIFY(std::abs(used[static_cast<std::size_t>(row * guarded.subcarriers() + f)] -
                           all[static_cast<std::size_t>(row * size) +
                               static_cast<std::size_t>(guarded.bins()[std::size_t(f)])]) < 1e-5f);
    }
  }
}

void TestChannels::bitsStay_data() {
  QTest::addColumn<QString>("hash");
  QTest::newRow("awgn") << "9e721de8a9998500";
  QTest::newRow("rayleigh") << "0b15cc2be10bfe60";
  QTest::newRow("ricean") << "85aee8654f213b30";
  QTest::newRow("mixture") << "30d1a76bf8246c50";
  QTest::newRow("cdl-a") << "c1dd5a123eda2c24";
  QTest::newRow("cdl-b") << "22008bbf4696cc39";
  QTest::newRow("cdl-c") << "7620e94eb45f1ef0";
  QTest::newRow("cdl-d") << "7097d89d83cff861";
  QTest::newRow("cdl-e") << "eab8c4899817b538";
  QTest::newRow("tdl-a") << "b71ff5961b4b230d";
  QTest::newRow("tdl-b") << "8dafa9b4687a30dd";
  QTest::newRow("tdl-c") << "30d1a76bf8246c50";
  QTest::newRow("tdl-d") << "af9979bdb9ad762e";
  QTest::newRow("tdl-e") << "83e71c66eb884a60";
}

void TestChannels::bitsStay() {
  // Stored results name a slot by its index: a fixed spec must go on giving the same numbers.
  QFETCH(QString, hash);
  ChannelSpec spec;
  param::fromNode(
      param::Node(param::Node::Object{{"kind", param::Node(std::string(QTest::currentDataTag()))}}),
      spec);
  std::uint64_t state = 0;
  for (const int ports : {1, 2, 8})
    for (const bool normalize : {false, true}) {
      spec.normalizePerSlot = normalize;
      const auto h = draw(*channel::makeChannel(spec, fftGrid(), ports), fftGrid(), ports, 3);
      state = base::hashBytes(std::as_bytes(std::span(h)), state);
    }
  QCOMPARE(QString::fromStdString(base::toHex(state)), hash);
}

void TestChannels::awgnIsOne() {
  ChannelSpec spec;
  spec.kind = ChannelKind::Awgn;
  const phy::ResourceGrid grid = fftGrid();
  for (const phy::Complex value : draw(*channel::makeChannel(spec, grid, 2), grid, 2, 0))
    QCOMPARE(value, phy::Complex(1));
}

void TestChannels::rayleighMoments() {
  ChannelSpec spec;
  spec.kind = ChannelKind::Rayleigh;
  phy::LinkSpec link;
  link.resourceBlocks = 1;
  const phy::ResourceGrid grid(link);
  const auto fading = channel::makeChannel(spec, grid, 4);
  const auto size = static_cast<std::size_t>(grid.elements());
  constexpr int count = 50'000;
  double second = 0, fourth = 0, deep = 0;
  std::complex<double> mean, square, cross;
  for (int i = 0; i < count; ++i) {
    const auto h = draw(*fading, grid, 4, static_cast<std::uint64_t>(i));
    std::complex<double> previous;
    for (std::size_t a = 0; a < 4; ++a) {
      const std::complex<double> g(h[a * size]);
      QCOMPARE(h[a * size + size - 1], h[a * size]); // flat over the slot
      mean += g;
      square += g * g;
      second += std::norm(g);
      fourth += std::norm(g) * std::norm(g);
      deep += std::norm(g) < 0.01;
      cross += g * std::conj(previous);
      previous = g;
    }
  }
  // |g|^2 is exponential: moments 1 and 2 (variances 1 and 20), P(|g|^2 < x) = 1 - e^-x.
  const double n = 4.0 * count, sigma = 5 / std::sqrt(n);
  QVERIFY(std::abs(mean) / n < 1.5 * sigma);
  QVERIFY(std::abs(square) / n < 2 * sigma);
  QVERIFY(std::abs(cross) / n < 1.5 * sigma);
  QVERIFY(std::abs(second / n - 1) < sigma);
  QVERIFY(std::abs(fourth / n - 2) < std::sqrt(20.0) * sigma);
  const double p = 1 - std::exp(-0.01);
  QVERIFY(std::abs(deep / n - p) < std::sqrt(p) * sigma);
}

void TestChannels::badInput() {
  const phy::ResourceGrid grid = fftGrid();
  ChannelSpec spec;
  QVERIFY_THROWS_EXCEPTION(base::Error, channel::makeChannel(spec, grid, 9));
  QVERIFY_THROWS_EXCEPTION(base::Error, channel::makeChannel(spec, grid, 0));
  spec.delaySpread = {-1, -1};
  QVERIFY_THROWS_EXCEPTION(base::Error, channel::makeChannel(spec, grid, 2));
}

void TestChannels::preview() {
  QFETCH(int, kind);
  ChannelSpec spec;
  spec.kind = static_cast<ChannelKind>(kind);
  const phy::ResourceGrid grid = fftGrid();
  const auto preview = channel::previewChannel(spec, grid, 2, 9, 3);
  const auto h = draw(*channel::makeChannel(spec, grid, 2), grid, 2, 3);
  QCOMPARE(preview.magnitudeDb.size(), h.size());
  for (std::size_t i = 0; i < h.size(); ++i)
    QVERIFY(std::abs(preview.magnitudeDb[i] - std::max(-60.0f, 20 * std::log10(std::abs(h[i])))) <
            1e-3f);
  QCOMPARE(preview.frequency.size(), static_cast<std::size_t>(grid.subcarriers()));
  QCOMPARE(preview.frequency.front(), -59 * 30e3);
  QCOMPARE(preview.time.size(), std::size_t{14});
  double sum = 0;
  for (const auto& path : preview.paths)
    sum += path.power;
  QVERIFY(std::abs(sum - 1) < 1e-12);
}

QTEST_APPLESS_MAIN(TestChannels)
#include "tst_channels.moc"
