#include <QAction>
#include <QComboBox>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <cmath>

#include "app/curve_answer.h"
#include "app/curve_styles.h"
#include "app/curve_table.h"
#include "app/curves_page.h"
#include "app/demo.h"
#include "app/explore_page.h"
#include "tests/app/ready_workspace.h"
#include "tests/app/sample_study.h"
#include "tests/app/window_fixture.h"
#include "widgets/fact_list.h"

using namespace rxq;
using app::MainWindow;
using tests::kPatience;
using Id = MainWindow::PageId;

// Curves with mouse and keys: which are drawn, which stands out, at what target, and where one goes
// from there.
class TestWindowCurves final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void beginsWithTheCurvesThatTellMost();
  void listsByFamily();
  void ticksAndGroups();
  void rowAndCurveStandOutTogether();
  void readsAtAnotherTarget();
  void showsEsN0();
  void leadsOn();

 private:
  app::CurvesPage& page() { return m_window->curvesPage(); }
  QString answer() { return page().answer().findChild<widgets::FactList*>()->answer(); }
  int drawn() {
    int count = 0;
    for (const auto& series : page().plot().series())
      count += series.visible ? 1 : 0;
    return count;
  }
  QPushButton* answerButton(const char* text) {
    for (QPushButton* b : page().answer().findChildren<QPushButton*>())
      if (b->text() == QLatin1String(text))
        return b;
    return nullptr;
  }
  QAbstractButton* named(const char* name) {
    for (auto* b : page().findChildren<QToolButton*>())
      if (b->accessibleName() == QLatin1String(name))
        return b;
    return nullptr;
  }
  std::unique_ptr<tests::ReadyWorkspace> m_ready;
  std::unique_ptr<MainWindow> m_window;
};

void TestWindowCurves::initTestCase() {
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setOrganizationName(QStringLiteral("RxQuant-curves"));
  QCoreApplication::setApplicationName(QStringLiteral("RxQuant-curves"));
  QSettings().clear();
  widgets::Theme::install(*qApp, widgets::Theme::Mode::Light);
  m_ready = std::make_unique<tests::ReadyWorkspace>();
}

void TestWindowCurves::init() {
  m_window.reset();
  m_window = m_ready->open();
  m_window->showPage(Id::Curves);
  m_window->session().showResults(tests::sampleStudy());
  QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
  QCOMPARE(page().plot().series().size(), std::size_t{7});
}

void TestWindowCurves::beginsWithTheCurvesThatTellMost() {
  const QSet<QString> names = app::mainCurves(app::demoStudy());
  const QSet<QString> expected{QStringLiteral("Perfect CSI"),
                               QStringLiteral("LS, linear"),
                               QStringLiteral("LLR head, FP32"),
                               QStringLiteral("LLR head, W4 A8 QAT"),
                               QStringLiteral("LLR head, W4 A8 PTQ"),
                               QStringLiteral("Channel head, FP32"),
                               QStringLiteral("Channel head, W2 A8 QAT"),
                               QStringLiteral("Channel head, W2 A8 PTQ")};
  QCOMPARE(names, expected);
  QCOMPARE(drawn(), 7); // few: all
}

void TestWindowCurves::listsByFamily() {
  const study::StudySpec demo = app::demoStudy();
  QStringList order;
  for (const app::CurvePlace& place : app::curvePlaces(demo))
    order << QString::number(place.generation) +
                 QString::fromStdString(demo.receivers[place.entry].name);
  QCOMPARE(order.first(), QStringLiteral("0Perfect CSI"));
  QVERIFY(!order.join(u'|').contains(QLatin1String("first training"))); // not measured
  QVERIFY(order.indexOf(QLatin1String("1LLR head, W4 A8 QAT")) >
          order.indexOf(QLatin1String("0LLR head, FP32")));
  QVERIFY(order.indexOf(QLatin1String("0Channel head, FP32")) >
          order.indexOf(QLatin1String("1LLR head, W4 A8 QAT, edges W8")));
  // Trained and untrained twins share a colour; the untrained one is dashed.
  const auto shown = tests::sampleStudy();
  const auto series = app::plotSeries(shown.progress, shown.spec, QString());
  QCOMPARE(series[4].color, series[5].color); // PTQ W2 A8, QAT W2 A8
  QVERIFY(series[4].dash > 0 && series[5].dash == 0);
  QVERIFY(series[3].color != series[5].color);
  QCOMPARE(series[5].parent, 2);
}

void TestWindowCurves::ticksAndGroups() {
  const QAbstractItemModel* model = page().table().model();
  QVERIFY(page().table().model()->setData(model->index(1, 0), Qt::Unchecked, Qt::CheckStateRole));
  QCOMPARE(drawn(), 6);
  QVERIFY(!page().plot().series()[1].visible);
  auto* show = qobject_cast<QToolButton*>(named("Receivers to draw"));
  QVERIFY(show);
  Q_EMIT show->menu()->aboutToShow();
  const auto trigger = [&](const char* text) {
    for (QAction* action : show->menu()->actions())
      if (action->text() == QLatin1String(text))
        return action->trigger();
    QFAIL(text);
  };
  trigger("All");
  QCOMPARE(drawn(), 7);
  trigger("FP32 and what was made from it");
  QCOMPARE(drawn(), 7); // references stay
}

void TestWindowCurves::rowAndCurveStandOutTogether() {
  app::CurveTable& table = page().table();
  const QModelIndex row = table.model()->index(4, 0);
  table.scrollTo(row);
  QTest::mouseMove(table.viewport(), table.visualRect(row).center());
  Q_EMIT table.entered(row); // what a real cursor causes; offscreen ones do not on every platform
  QCOMPARE(page().plot().highlight(), std::optional<std::size_t>(4));
  QEvent leave(QEvent::Leave);
  QCoreApplication::sendEvent(table.viewport(), &leave);
  QVERIFY(!page().plot().highlight());
  // A click on a row, or a curve, puts it at hand.
  QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualRect(row).center());
  QVERIFY(page().plot().series()[4].current);
  QVERIFY(answer().startsWith(u'>')); // never reaches the target
  Q_EMIT page().plot().seriesChosen(3);
  QVERIFY(page().plot().series()[3].current);
  QCOMPARE(table.currentIndex().row(), 3);
}

void TestWindowCurves::readsAtAnotherTarget() {
  page().choose(QStringLiteral("PTQ W4 A8"));
  const QString before = answer();
  auto* box = page().findChild<QComboBox*>();
  for (QComboBox* b : page().findChildren<QComboBox*>())
    if (b->accessibleName() == QLatin1String("Target BLER"))
      box = b;
  const int index = box->findData(0.01);
  QVERIFY(index >= 0);
  box->setCurrentIndex(index);
  Q_EMIT box->activated(index);
  const auto shown = tests::sampleStudy();
  const auto loss =
      sim::pairedLoss(shown.progress.entries[3].curve, shown.progress.entries[2].curve, 0.01);
  QVERIFY(loss.valid);
  QTRY_COMPARE_WITH_TIMEOUT(
      answer(), QString(u'+' + QString::number(loss.db, 'f', 2)) + QStringLiteral(" dB"),
      kPatience);
  QVERIFY(answer() != before);
  QCOMPARE(page().plot().target(), 0.01);
  Q_EMIT page().plot().targetChosen(0.1); // its line was dragged back
  QTRY_COMPARE_WITH_TIMEOUT(answer(), before, kPatience);
}

void TestWindowCurves::showsEsN0() {
  const double before = page().plot().trace(2).points[0].snrDb;
  QVERIFY(page().plot().toCsv().startsWith(QLatin1String("receiver,eb_n0_db,")));
  QTest::mouseClick(named("Axis: Eb/N0 or Es/N0"), Qt::LeftButton);
  // 16-QAM at rate 1/2: two information bits a symbol.
  QVERIFY(std::abs(page().plot().trace(2).points[0].snrDb - before - 10 * std::log10(2.0)) < 1e-9);
  QVERIFY(page().plot().toCsv().startsWith(QLatin1String("receiver,es_n0_db,")));
  QTest::mouseClick(named("Axis: Eb/N0 or Es/N0"), Qt::LeftButton);
  QCOMPARE(page().plot().trace(2).points[0].snrDb, before);
}

// From a curve to its model, its bits on Explore, and its export.
void TestWindowCurves::leadsOn() {
  const auto studies = m_window->session().workspace()->studies();
  QCOMPARE(studies.size(), std::size_t{1});
  m_window->session().showStored(studies[0].id);
  QTRY_COMPARE_WITH_TIMEOUT(page().plot().series().size(), std::size_t{4}, kPatience);
  page().choose(QStringLiteral("PTQ"));
  QTRY_VERIFY(answerButton("Its model") && answerButton("Its model")->isVisible());
  QTest::mouseClick(answerButton("Its model"), Qt::LeftButton);
  QCOMPARE(m_window->page(), Id::Models);
  m_window->showPage(Id::Curves);
  QTest::mouseClick(answerButton("Export it"), Qt::LeftButton);
  QCOMPARE(m_window->page(), Id::Export);
  m_window->showPage(Id::Curves);
  QTest::mouseClick(answerButton("Explore its bits"), Qt::LeftButton);
  QCOMPARE(m_window->page(), Id::Explore);
  QCOMPARE(m_window->explorePage().setting().quant.weightBits,
           m_ready->spec().receivers[2].quant.weightBits);
  QTRY_VERIFY_WITH_TIMEOUT(m_window->explorePage().state(), kPatience);
}

QTEST_MAIN(TestWindowCurves)
#include "tst_window_curves.moc"
