#include <QTest>

#include "widgets/grid_view.h"
#include "widgets/theme.h"

using namespace rxq::widgets;

// A slot's elements as they are drawn: what carries pilots, data and nothing is told apart.
class TestGridView final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void kindsAreToldApart();
  void valuesTakeTheirPlace();
};

void TestGridView::kindsAreToldApart() {
  using Kind = GridView::Kind;
  GridView view;
  view.resize(40, 20);
  // Two symbols of four subcarriers: a comb with silence beside it, then data.
  view.setKinds(2, 4,
                {Kind::Pilot, Kind::Nothing, Kind::Pilot, Kind::Nothing, Kind::Data, Kind::Data,
                 Kind::Data, Kind::Data});
  const QImage image = view.grab().toImage();
  const auto at = [&](int symbol, int subcarrier) {
    return image.pixelColor(subcarrier * 10 + 4, symbol * 10 + 4);
  };
  QCOMPARE(at(0, 0), Theme::colors().accent);
  QCOMPARE(at(0, 2), at(0, 0));
  QCOMPARE(at(0, 1), at(0, 3));
  QCOMPARE(at(1, 0), at(1, 3));
  QVERIFY(at(0, 0) != at(0, 1) && at(0, 0) != at(1, 0) && at(0, 1) != at(1, 0));
}

void TestGridView::valuesTakeTheirPlace() {
  GridView view;
  view.resize(40, 20);
  view.setValues(1, 2, {0, 1});
  const QImage image = view.grab().toImage();
  QVERIFY(image.pixelColor(5, 5).lightness() < image.pixelColor(25, 5).lightness());
}

QTEST_MAIN(TestGridView)
#include "tst_grid_view.moc"
