#include <QSignalSpy>
#include <QTest>

#include <cmath>

#include "widgets/tensor_histogram.h"
#include "widgets/theme.h"

using namespace rxq;

namespace {
quant::TensorProfile ramp() {
  std::vector<float> values;
  for (int i = -500; i <= 500; ++i)
    values.push_back(static_cast<float>(i) / 100);
  return quant::profileOf(values, quant::QuantParams{1, 4, 1, 7}); // -3 ... 3
}

/// Pixels of a colour in a column.
int pixelsOf(const QImage& image, const QColor& color, int x) {
  int count = 0;
  for (int y = 0; y < image.height(); ++y)
    count += image.pixelColor(x, y) == color;
  return count;
}
} // namespace

class TestTensorHistogram final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { widgets::Theme::install(*qApp, widgets::Theme::Mode::Light); }

  void init() {
    m_view = std::make_unique<widgets::TensorHistogram>();
    m_view->resize(500, 200);
    m_view->setProfile(ramp());
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
  }

  void tellsTheStepUnderTheMouse() {
    QSignalSpy hovered(m_view.get(), &widgets::TensorHistogram::hovered);
    QTest::mouseMove(m_view.get(), QPoint(static_cast<int>(m_view->xOf(1.2)), 100));
    QCOMPARE(hovered.count(), 1);
    QVERIFY(std::abs(hovered[0][0].toDouble() - 1.2) < 0.03);
    QVERIFY2(m_view->readOut().contains(QStringLiteral("code 5 = 1")),
             qPrintable(m_view->readOut()));
    QTest::mouseMove(m_view.get(), QPoint(static_cast<int>(m_view->xOf(4.9)), 100));
    QVERIFY2(m_view->readOut().contains(QStringLiteral("code 7 = 3")) &&
                 m_view->readOut().contains(QStringLiteral("clipped")),
             qPrintable(m_view->readOut()));
  }

  void keysWalk() {
    m_view->setFocus();
    QTest::keyClick(m_view.get(), Qt::Key_Right);
    QCOMPARE(m_view->cursor(), std::optional(0.25));
    for (int i = 0; i < 3; ++i)
      QTest::keyClick(m_view.get(), Qt::Key_Left);
    QCOMPARE(m_view->cursor(), std::optional(-0.5));
  }

  void whatIsClippedIsInTheWarningColour() {
    const QColor warning = widgets::Theme::colors().warning;
    const QImage image = m_view->grab().toImage();
    QVERIFY(pixelsOf(image, warning, static_cast<int>(m_view->xOf(4.2))) > 20);
    QCOMPARE(pixelsOf(image, warning, static_cast<int>(m_view->xOf(1.5))), 0);
  }

  void endsCanBeDragged() {
    QSignalSpy dragged(m_view.get(), &widgets::TensorHistogram::rangeDragged);
    const QPoint end(static_cast<int>(m_view->xOf(3)), 100);
    const auto drag = [&] {
      QTest::mousePress(m_view.get(), Qt::LeftButton, {}, end);
      QTest::mouseMove(m_view.get(), QPoint(static_cast<int>(m_view->xOf(2)), 100));
      QTest::mouseRelease(m_view.get(), Qt::LeftButton, {}, end);
    };
    drag();
    QCOMPARE(dragged.count(), 0);
    m_view->setDraggable(true);
    drag();
    QVERIFY(dragged.count() >= 1);
    QCOMPARE(dragged[0][0].toBool(), true);
    QVERIFY(std::abs(dragged[0][1].toDouble() - 2) < 0.03);
  }

 private:
  std::unique_ptr<widgets::TensorHistogram> m_view;
};

QTEST_MAIN(TestTensorHistogram)
#include "tst_tensor_histogram.moc"
