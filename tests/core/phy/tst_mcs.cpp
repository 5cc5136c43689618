#include <QtTest>

#include <cmath>

#include "core/base/error.h"
#include "core/phy/mcs.h"
#include "core/phy/resource_grid.h"

using namespace rxq;
using namespace rxq::phy;

class TestMcs : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  /// The standard prints the spectral efficiency beside each rate: Qm R, four digits.
  void efficiencies_data() {
    QTest::addColumn<int>("table");
    QTest::addColumn<QList<double>>("expected");
    QTest::newRow("5.1.3.1-1") << 1 << QList<double>{0.2344, 0.3066, 0.3770, 0.4902, 0.6016, 0.7402,
                                                     0.8770, 1.0273, 1.1758, 1.3262, 1.3281, 1.4766,
                                                     1.6953, 1.9141, 2.1602, 2.4063, 2.5703, 2.5664,
                                                     2.7305, 3.0293, 3.3223, 3.6094, 3.9023, 4.2129,
                                                     4.5234, 4.8164, 5.1152, 5.3320, 5.5547};
    QTest::newRow("5.1.3.1-2") << 2 << QList<double>{0.2344, 0.3770, 0.6016, 0.8770, 1.1758, 1.4766,
                                                     1.6953, 1.9141, 2.1602, 2.4063, 2.5703, 2.7305,
                                                     3.0293, 3.3223, 3.6094, 3.9023, 4.2129, 4.5234,
                                                     4.8164, 5.1152, 5.3320, 5.5547, 5.8906, 6.2266,
                                                     6.5703, 6.9141, 7.1602, 7.4063};
    QTest::newRow("5.1.3.1-3") << 3 << QList<double>{0.0586, 0.0781, 0.0977, 0.1250, 0.1523, 0.1934,
                                                     0.2344, 0.3066, 0.3770, 0.4902, 0.6016, 0.7402,
                                                     0.8770, 1.0273, 1.1758, 1.3281, 1.4766, 1.6953,
                                                     1.9141, 2.1602, 2.4063, 2.5664, 2.7305, 3.0293,
                                                     3.3223, 3.6094, 3.9023, 4.2129, 4.5234};
  }
  void efficiencies() {
    QFETCH(int, table);
    QFETCH(QList<double>, expected);
    const auto which = static_cast<McsTable>(table);
    QCOMPARE(mcsCount(which), static_cast<int>(expected.size()));
    for (int i = 0; i < mcsCount(which); ++i) {
      const Mcs mcs = mcsOf(which, i);
      const double efficiency = bitsPerSymbol(mcs.modulation) * mcs.rate;
      QVERIFY2(std::abs(efficiency - expected[i]) < 5.1e-5,
               qPrintable(QString("%1: %2, not %3").arg(i).arg(efficiency).arg(expected[i])));
    }
  }

  void anIndexSetsModulationAndRate() {
    LinkSpec spec;
    QVERIFY(resolved(spec) == spec);
    spec.mcsTable = McsTable::Qam256;
    spec.mcsIndex = 20;
    QCOMPARE(resolved(spec).modulation, Modulation::Qam256);
    QCOMPARE(resolved(spec).codeRate, 682.5 / 1024);
    spec.mcsIndex = 28; // reserved
    QVERIFY_EXCEPTION_THROWN(resolved(spec), base::Error);
    spec.mcsTable = McsTable::Qam64;
    QCOMPARE(resolved(spec).codeRate, 948.0 / 1024);
  }
};

QTEST_APPLESS_MAIN(TestMcs)
#include "tst_mcs.moc"
