#include <QAbstractButton>
#include <QSlider>
#include <QTest>

#include "app/explore_page.h"
#include "tests/app/window_fixture.h"
#include "widgets/curve_plot.h"
#include "widgets/heat_map.h"
#include "widgets/layer_bars.h"
#include "widgets/segmented_control.h"

using namespace rxq;
using app::MainWindow;
using tests::kPatience;

// Explore with mouse and keys: a move is answered, undone and redone, kept as a run.
class TestWindowExplore final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void answersMoves();
  void layersHaveBitsOfTheirOwn();
  void mapLeadsThere();
  void mapFillsItself();
  void earlierSettingsAndReferencesAreDrawn();
  void keepsAsARun();
  void frontEndInIntegers();

 private:
  app::ExplorePage& page() { return m_f->window->explorePage(); }
  QSlider* slider(const char* name) {
    for (QSlider* s : page().findChildren<QSlider*>())
      if (s->accessibleName() == QLatin1String(name))
        return s;
    return nullptr;
  }
  void undo() { QTest::keyClick(m_f->window.get(), Qt::Key_Z, Qt::ControlModifier); }
  void redo() {
    QTest::keyClick(m_f->window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  }
  bool hasStateOf(const study::ExploreSetting& setting) {
    return page().state() && page().state()->setting == setting;
  }
  std::unique_ptr<tests::WindowFixture> m_f;
};

void TestWindowExplore::init() {
  m_f.reset();
  m_f = std::make_unique<tests::WindowFixture>("RxQuant-explore");
  for (study::ReceiverEntry& entry : m_f->spec.receivers)
    entry.train.iterations = 200;
  m_f->runBefore();
  m_f->open();
  m_f->window->showPage(MainWindow::PageId::Explore);
  QTRY_VERIFY_WITH_TIMEOUT(page().state(), kPatience);
}

void TestWindowExplore::answersMoves() {
  const study::ExploreSetting first = page().setting();
  QSlider* weights = slider("Weights");
  QVERIFY(weights);
  weights->setFocus();
  QTest::keyClick(weights, Qt::Key_Left);
  const study::ExploreSetting second = page().setting();
  QCOMPARE(second.quant.weightBits, first.quant.weightBits - 1);
  QTRY_VERIFY_WITH_TIMEOUT(hasStateOf(second), kPatience);
  QVERIFY(!page().state()->curve.empty());
  QVERIFY(page().state()->costs.bytes > 0);

  // Undo and redo go through the settings here, and leave the study alone.
  const study::StudySpec study = m_f->window->document().spec();
  undo();
  QVERIFY(page().setting() == first);
  QTRY_VERIFY_WITH_TIMEOUT(hasStateOf(first), kPatience);
  redo();
  QVERIFY(page().setting() == second);
  QVERIFY(m_f->window->document().spec() == study);
  // On other pages they go through the study's steps.
  m_f->window->showPage(MainWindow::PageId::Study);
  undo();
  QVERIFY(page().setting() == second);
}

void TestWindowExplore::layersHaveBitsOfTheirOwn() {
  auto* bars = page().findChild<widgets::LayerBars*>();
  QTRY_VERIFY_WITH_TIMEOUT(bars->bars().size() >= 3, kPatience);
  bars->setFocus();
  QTest::keyClick(bars, Qt::Key_Right);
  QCOMPARE(bars->chosen(), 1);
  QSlider* own = slider("Weights of the chosen layer");
  QVERIFY(own);
  own->setFocus();
  QTest::keyClick(own, Qt::Key_End);
  QCOMPARE(page().setting().quant.layers.size(), std::size_t{1});
  const std::string name = bars->bars()[1].name.toStdString();
  QCOMPARE(page().setting().quant.layers[0].layer, name);
  QCOMPARE(page().setting().quant.layers[0].weightBits, 8);
  QTRY_VERIFY_WITH_TIMEOUT(hasStateOf(page().setting()), kPatience);
  QCOMPARE(page().state()->layers[1].weightBits, 8);
  QVERIFY(page().state()->layers[2].weightBits < 8 || page().state()->layers.size() == 3);
  undo();
  QVERIFY(page().setting().quant.layers.empty());
}

void TestWindowExplore::mapLeadsThere() {
  auto* map = page().findChild<widgets::HeatMap*>();
  map->setFocus();
  for (int i = 0; i < 5; ++i) {
    QTest::keyClick(map, Qt::Key_Up);
    QTest::keyClick(map, Qt::Key_Left);
  }
  QTest::keyClick(map, Qt::Key_Return);
  QCOMPARE(page().setting().quant.weightBits, 2);
  QCOMPARE(page().setting().quant.activationBits, 2);
  QTRY_VERIFY_WITH_TIMEOUT(hasStateOf(page().setting()), kPatience);
}

void TestWindowExplore::mapFillsItself() {
  QTRY_VERIFY_WITH_TIMEOUT(page().isMapFull(), kPatience);
  auto* map = page().findChild<widgets::HeatMap*>();
  for (const int bits : {2, 3, 4, 6, 8})
    QVERIFY(map->cell(bits, 8).db);
  // Another scale is another map.
  study::ExploreSetting next = page().setting();
  next.quant.granularity = quant::Granularity::PerTensor;
  page().choose(next);
  QVERIFY(!page().isMapFull());
  QVERIFY(!map->cell(2, 2).db);
  undo();
  QVERIFY(page().isMapFull());
}

void TestWindowExplore::earlierSettingsAndReferencesAreDrawn() {
  const auto* plot = page().findChild<widgets::CurvePlot*>();
  const auto names = [&](widgets::PlotSeries::Role role) {
    QStringList list;
    for (const auto& series : plot->series())
      if (series.role == role)
        list << series.name;
    return list;
  };
  using Role = widgets::PlotSeries::Role;
  QCOMPARE(names(Role::Classical), QStringList{QStringLiteral("LS")}); // from the study's run
  QVERIFY(names(Role::Earlier).isEmpty());
  QTest::keyClick(slider("Weights"), Qt::Key_Left);
  QTRY_VERIFY_WITH_TIMEOUT(hasStateOf(page().setting()), kPatience);
  QCOMPARE(names(Role::Earlier), QStringList{QStringLiteral("W4 A8, edges W8")});
  // Back there, it is no earlier one any more.
  undo();
  QTRY_VERIFY_WITH_TIMEOUT(hasStateOf(page().setting()), kPatience);
  QCOMPARE(names(Role::Earlier), QStringList{QStringLiteral("W3 A8, edges W8")});
}

void TestWindowExplore::keepsAsARun() {
  const auto workspace = m_f->window->session().workspace();
  const std::size_t before = m_f->window->document().spec().receivers.size();
  QTest::keyClick(slider("Activations"), Qt::Key_Left);
  m_f->click("Keep");
  QCOMPARE(m_f->window->document().spec().receivers.size(), before + 1);
  const study::ReceiverEntry kept = m_f->window->document().spec().receivers.back();
  QCOMPARE(kept.parent, std::string("FP32"));
  QVERIFY(kept.quant == page().setting().quant);
  QTRY_VERIFY_WITH_TIMEOUT(m_f->window->jobs().jobs().empty(), kPatience);
  bool stored = false;
  for (const store::RunRecord& run : workspace->runs())
    stored |= run.name == kept.name && run.status == store::RunStatus::Finished &&
              !workspace->points(run.id).empty();
  QVERIFY(stored);
}

// Switched to integers, the front end has bits of its own and a loss of its own; kept, it is a
// receiver all in fixed point around the quantized one.
void TestWindowExplore::frontEndInIntegers() {
  using Rooms = widgets::SegmentedControl;
  page().findChild<Rooms*>("exploreRooms")->setCurrent(1);
  QSlider* samples = slider("Samples");
  QVERIFY(samples && !samples->isEnabled() && slider("Sums")->isVisible());
  QVERIFY(!slider("Decisions")->isVisible()); // no plane takes any
  for (QAbstractButton* button : page().findChildren<QAbstractButton*>())
    if (button->isVisible() && button->text() == QLatin1String("Integers"))
      QTest::mouseClick(button, Qt::LeftButton);
  QVERIFY(page().setting().integerFrontEnd && samples->isEnabled());
  QCOMPARE(samples->value(), receiver::FixedPointSpec().sampleBits);
  samples->setFocus();
  QTest::keyClick(samples, Qt::Key_Left);
  QCOMPARE(page().setting().frontEnd.sampleBits, receiver::FixedPointSpec().sampleBits - 1);
  QTRY_VERIFY_WITH_TIMEOUT(hasStateOf(page().setting()), kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(page().state()->frontEndLoss.commonSlots > 0, kPatience);

  const std::size_t before = m_f->window->document().spec().receivers.size();
  m_f->click("Keep");
  const auto receivers = m_f->window->document().spec().receivers;
  QCOMPARE(receivers.size(), before + 2);
  const study::ReceiverEntry &within = receivers[before], &whole = receivers.back();
  QVERIFY(within.kind == study::ReceiverKind::Ptq && within.quant == page().setting().quant);
  QVERIFY(whole.kind == study::ReceiverKind::FixedPoint);
  QCOMPARE(whole.parent, within.name);
  QVERIFY(whole.fixedPoint == page().setting().frontEnd);
  QTRY_VERIFY_WITH_TIMEOUT(m_f->window->jobs().jobs().empty(), kPatience);
  const auto workspace = m_f->window->session().workspace();
  bool stored = false;
  for (const store::RunRecord& run : workspace->runs())
    stored |= run.name == whole.name && run.status == store::RunStatus::Finished &&
              !workspace->points(run.id).empty();
  QVERIFY(stored);
  // One step to undo.
  m_f->window->showPage(MainWindow::PageId::Study);
  undo();
  QCOMPARE(m_f->window->document().spec().receivers.size(), before);
}

QTEST_MAIN(TestWindowExplore)
#include "tst_window_explore.moc"
