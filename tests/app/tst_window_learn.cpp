#include <QComboBox>
#include <QLabel>
#include <QSlider>
#include <QTest>

#include "app/learn_page.h"
#include "app/lesson.h"
#include "tests/app/window_fixture.h"
#include "widgets/fact_list.h"
#include "widgets/layer_bars.h"
#include "widgets/styled_plot.h"
#include "widgets/tensor_histogram.h"

using namespace rxq;
using app::MainWindow;
using tests::kPatience;

// Each lesson is opened and walked through; what it shows is computed.
class TestWindowLearn final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void everyLessonGoesToItsEnd();
  void quantizer();
  void layerByLayer();
  void blocks();
  void presents();

 private:
  app::LearnPage& page() { return m_f->window->learnPage(); }
  template <class W> W* shown() {
    for (W* widget : page().current()->findChildren<W*>())
      if (widget->isVisible())
        return widget;
    return nullptr;
  }
  QString answer() { return shown<widgets::FactList>()->answer(); }
  std::unique_ptr<tests::WindowFixture> m_f;
};

void TestWindowLearn::init() {
  m_f.reset();
  m_f = std::make_unique<tests::WindowFixture>("RxQuant-learn");
  m_f->open();
  m_f->click("Learn");
}

void TestWindowLearn::everyLessonGoesToItsEnd() {
  QCOMPARE(page().lessons().size(), std::size_t{3});
  for (const char* begin : {"lesson0", "lesson1", "lesson2"}) {
    m_f->click(begin);
    app::Lesson* lesson = page().current();
    QVERIFY(lesson);
    QCOMPARE(lesson->step(), 0);
    for (int i = 1; i < lesson->steps(); ++i) {
      m_f->click("nextStep");
      QCOMPARE(lesson->step(), i);
    }
    m_f->click("previousStep");
    QCOMPARE(lesson->step(), lesson->steps() - 2);
    m_f->click("nextStep");
    m_f->click("nextStep"); // "Done" leads back to the list
    QVERIFY(!page().current());
  }
}

void TestWindowLearn::quantizer() {
  m_f->click("lesson0");
  auto* histogram = shown<widgets::TensorHistogram>();
  QVERIFY(!histogram->profile().grid);
  m_f->click("nextStep");
  QVERIFY(histogram->profile().grid);
  auto* bits = shown<QSlider>();
  const double before = histogram->profile().errors.sqnrDb();
  bits->setFocus();
  QTest::keyClick(bits, Qt::Key_Right);
  // A bit is worth about 6 dB.
  const double gain = histogram->profile().errors.sqnrDb() - before;
  QVERIFY2(gain > 4 && gain < 8, qPrintable(QString::number(gain)));
  page().current()->goTo(3);
  auto* layer = shown<QComboBox>();
  layer->setFocus();
  QTest::keyClick(layer, Qt::Key_Down);
  // Ends of the grid are pulled by mouse: some values are clipped then.
  QCOMPARE(histogram->profile().errors.clipped, 0.0);
  const auto at = [&](double value) {
    return QPoint(static_cast<int>(histogram->xOf(value)), histogram->height() / 2);
  };
  const double high = histogram->profile().grid->high();
  QTest::mousePress(histogram, Qt::LeftButton, {}, at(high));
  QTest::mouseMove(histogram, at(high * 0.5));
  QTest::mouseRelease(histogram, Qt::LeftButton, {}, at(high * 0.5));
  QVERIFY(histogram->profile().errors.clipped > 0);
}

void TestWindowLearn::layerByLayer() {
  m_f->click("lesson1");
  page().current()->goTo(2);
  auto* bars = shown<widgets::LayerBars>();
  QTRY_VERIFY_WITH_TIMEOUT(!bars->bars().empty() && bars->bars()[0].weightBits == 4, kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(answer().contains(QLatin1String("dB")), kPatience);
  bars->setFocus();
  QTest::keyClick(bars, Qt::Key_Right); // the first layer
  QTRY_VERIFY_WITH_TIMEOUT(bars->bars()[0].own && bars->bars()[0].weightBits == 8, kPatience);
}

void TestWindowLearn::blocks() {
  m_f->click("lesson2");
  QTRY_VERIFY_WITH_TIMEOUT(answer().contains(u'%'), kPatience);
  page().current()->goTo(4);
  QTRY_VERIFY_WITH_TIMEOUT(answer().contains(QChar(0xb1)), kPatience); // ±
}

void TestWindowLearn::presents() {
  m_f->click("lesson0");
  QTest::keyClick(m_f->window.get(), Qt::Key_F11);
  QVERIFY(m_f->window->isPresenting());
  QVERIFY(!m_f->button(QStringLiteral("Run study"))); // nothing but the lesson
  QVERIFY(page().isVisible());
  // Pictures and figures are as large as the text.
  const auto* plot = page().current()->findChild<widgets::StyledPlot*>();
  QVERIFY(plot);
  QCOMPARE(plot->axisFont(QwtPlot::xBottom).pixelSize(), widgets::uiFont(11).pixelSize());
  QVERIFY(plot->axisFont(QwtPlot::xBottom).pixelSize() >= 16);
  QTest::keyClick(m_f->window.get(), Qt::Key_Escape);
  QCOMPARE(plot->axisFont(QwtPlot::xBottom).pixelSize(), 11);
  QVERIFY(!m_f->window->isPresenting());
  QVERIFY(m_f->button(QStringLiteral("Run study")));
}

QTEST_MAIN(TestWindowLearn)
#include "tst_window_learn.moc"
