#include <QtTest>

#include <array>
#include <cmath>
#include <numbers>
#include <set>

#include "core/base/error.h"
#include "core/phy/dmrs.h"
#include "core/phy/resource_grid.h"

using namespace rxq;
using namespace rxq::phy;

namespace {
/// 5.2.1 as it is written: three sequences, bit by bit, whole.
std::vector<int> goldByDefinition(std::uint32_t seed, int length) {
  const std::size_t total = static_cast<std::size_t>(1600 + length + 31);
  std::vector<int> x1(total, 0), x2(total, 0), c;
  x1[0] = 1;
  for (std::size_t i = 0; i < 31; ++i)
    x2[i] = static_cast<int>((seed / (std::uint64_t{1} << i)) % 2);
  for (std::size_t n = 0; n + 31 < total; ++n) {
    x1[n + 31] = (x1[n + 3] + x1[n]) % 2;
    x2[n + 31] = (x2[n + 3] + x2[n + 2] + x2[n + 1] + x2[n]) % 2;
  }
  for (std::size_t n = 0; n < static_cast<std::size_t>(length); ++n)
    c.push_back((x1[n + 1600] + x2[n + 1600]) % 2);
  return c;
}

LinkSpec dmrsSpec() {
  LinkSpec spec;
  spec.pilots = PilotPattern::Dmrs;
  spec.resourceBlocks = 3;
  return spec;
}
} // namespace

class TestDmrs : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void goldSequences() {
    for (const std::uint32_t seed : {0u, 1u, 393216u, 642515944u, 0x7fffffffu}) {
      const auto ours = goldSequence(seed, 500);
      const auto expected = goldByDefinition(seed, 500);
      QVERIFY(std::equal(ours.begin(), ours.end(), expected.begin(), expected.end()));
    }
  }

  /// Worked out by hand from 6.4.1.1.1.1.
  void seeds() {
    QCOMPARE(dmrsSeed(0, 2, 0), 393216u);       // 2^17 * 3
    QCOMPARE(dmrsSeed(0, 0, 1), 393218u);       // 2^17 * 3 + 2
    QCOMPARE(dmrsSeed(3, 11, 500), 642515944u); // (2^17 * 54 * 1001 + 1000) mod 2^31
    QVERIFY(dmrsSeed(159, 13, 65535) < 0x80000000u);
  }

  void positions_data() {
    QTest::addColumn<int>("mapping");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("additional");
    QTest::addColumn<QList<int>>("expected");
    const auto row = [](int mapping, int first, int additional, QList<int> expected) {
      QTest::addRow("type %c, l0 %d, %d more", 'A' + mapping, first, additional)
          << mapping << first << additional << expected;
    };
    // Table 6.4.1.1.3-3, line of duration 14.
    row(0, 2, 0, {2});
    row(0, 2, 1, {2, 11});
    row(0, 2, 2, {2, 7, 11});
    row(0, 2, 3, {2, 5, 8, 11});
    row(0, 3, 0, {3});
    row(0, 3, 1, {3, 11});
    row(0, 3, 2, {3, 7, 11});
    row(1, 0, 0, {0});
    row(1, 0, 1, {0, 10});
    row(1, 0, 2, {0, 5, 10});
    row(1, 0, 3, {0, 3, 6, 9});
  }
  void positions() {
    QFETCH(int, mapping);
    QFETCH(int, first);
    QFETCH(int, additional);
    QFETCH(QList<int>, expected);
    LinkSpec spec = dmrsSpec();
    spec.dmrsMapping = static_cast<MappingType>(mapping);
    if (mapping == 0)
      spec.dmrsFirstSymbol = first;
    spec.dmrsAdditional = additional;
    const ResourceGrid grid(spec);
    QCOMPARE(QList<int>(grid.pilotSymbols().begin(), grid.pilotSymbols().end()), expected);
  }

  void elements_data() {
    QTest::addColumn<int>("type");
    QTest::addColumn<int>("groups");
    QTest::addColumn<QList<int>>("pilots"); // of twelve subcarriers
    QTest::addColumn<QList<int>>("data");
    QTest::addColumn<double>("energy"); // by the data's, TS 38.214 table 6.2.2-1
    const QList<int> even{0, 2, 4, 6, 8, 10}, pairs{0, 1, 6, 7};
    QTest::newRow("type 1, 1 group") << 0 << 1 << even << QList<int>{1, 3, 5, 7, 9, 11} << 0.0;
    QTest::newRow("type 1, 2 groups") << 0 << 2 << even << QList<int>{} << 3.0;
    QTest::newRow("type 2, 1 group")
        << 1 << 1 << pairs << QList<int>{2, 3, 4, 5, 8, 9, 10, 11} << 0.0;
    QTest::newRow("type 2, 2 groups") << 1 << 2 << pairs << QList<int>{4, 5, 10, 11} << 3.0;
    QTest::newRow("type 2, 3 groups") << 1 << 3 << pairs << QList<int>{} << 4.77;
  }
  void elements() {
    QFETCH(int, type);
    QFETCH(int, groups);
    QFETCH(QList<int>, pilots);
    QFETCH(QList<int>, data);
    QFETCH(double, energy);
    LinkSpec spec = dmrsSpec();
    spec.dmrsType = static_cast<DmrsType>(type);
    spec.dmrsGroupsWithoutData = groups;
    spec.dmrsIdentity = 77;
    spec.dmrsSlot = 5;
    const ResourceGrid grid(spec);
    QCOMPARE(grid.pilotSymbols(), (std::vector<int>{2, 11}));
    std::set<int> expectedData;
    for (int t = 0; t < kSymbols; ++t) {
      const bool dmrs = t == 2 || t == 11;
      const auto c = goldByDefinition(dmrsSeed(5, t, 77), 2 * 36);
      std::size_t n = 0; // the sequence runs over the pilots of the symbol
      for (int k = 0; k < 36; ++k) {
        const auto e = static_cast<std::size_t>(t * 36 + k);
        std::complex<double> expected = 0;
        if (dmrs && pilots.contains(k % 12)) {
          expected = std::complex<double>(1 - 2 * c[2 * n], 1 - 2 * c[2 * n + 1]) /
                     std::numbers::sqrt2 * std::pow(10, energy / 20);
          ++n;
        }
        const auto got = grid.pilots()[e];
        QVERIFY(std::abs(std::complex<double>(got.real(), got.imag()) - expected) < 1e-6);
        if (!dmrs || data.contains(k % 12))
          expectedData.insert(static_cast<int>(e));
      }
    }
    QCOMPARE(grid.dataElements(), std::vector<int>(expectedData.begin(), expectedData.end()));
    QVERIFY(std::abs(10 * std::log10(grid.pilotEnergy()) - energy) < 1e-9);
    QCOMPARE(grid.hasFullPilots(), false);
    // Pilots and silence together spend what data would, within the table's rounding.
    double spent = 0;
    for (int k = 0; k < 36; ++k)
      spent += static_cast<double>(std::norm(grid.pilots()[static_cast<std::size_t>(72 + k)]));
    QVERIFY(std::abs(spent / (36 - 3.0 * data.size()) - 1) < 0.003);

    // Runs say the same as the list.
    std::vector<int> fromRuns;
    for (const DataRun& run : grid.dataRuns()) {
      QCOMPARE(run.data, static_cast<int>(fromRuns.size()));
      for (int i = 0; i < run.count; ++i)
        fromRuns.push_back(run.element + i);
    }
    QCOMPARE(fromRuns, grid.dataElements());
    QCOMPARE(grid.dataSymbols().size(), data.empty() ? std::size_t{12} : std::size_t{14});
  }

  void plainPilotsAreAsBefore() {
    const ResourceGrid grid(LinkSpec{});
    QVERIFY(grid.hasFullPilots());
    QCOMPARE(grid.pilotEnergy(), 1.0);
    QCOMPARE(grid.dataRuns().size(), std::size_t{12});
    QCOMPARE(grid.dataRuns()[2].element, 3 * 48);
    QCOMPARE(grid.dataRuns()[2].data, 2 * 48);
    QCOMPARE(grid.dataRuns()[2].count, 48);
  }

  void refused_data() {
    QTest::addColumn<int>("which");
    QTest::newRow("FFT grid") << 0;
    QTest::newRow("three groups of type 1") << 1;
    QTest::newRow("three more behind symbol 3") << 2;
  }
  void refused() {
    QFETCH(int, which);
    LinkSpec spec = dmrsSpec();
    if (which == 0)
      spec.grid = GridKind::Fft;
    if (which == 1)
      spec.dmrsGroupsWithoutData = 3;
    if (which == 2) {
      spec.dmrsFirstSymbol = 3;
      spec.dmrsAdditional = 3;
    }
    try {
      ResourceGrid{spec};
      QFAIL("accepted");
    } catch (const base::Error& e) {
      QVERIFY(QString(e.what()).startsWith("link."));
    }
  }
};

QTEST_APPLESS_MAIN(TestDmrs)
#include "tst_dmrs.moc"
