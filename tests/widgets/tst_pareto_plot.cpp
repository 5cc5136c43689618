#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include <limits>

#include "widgets/format.h"
#include "widgets/pareto_plot.h"
#include "widgets/theme.h"

using namespace rxq;
using widgets::ParetoPoint;

namespace {
ParetoPoint point(qint64 key, double cost, double loss) {
  ParetoPoint p;
  p.key = key;
  p.name = QStringLiteral("model %1").arg(key);
  p.cost = cost;
  p.lossDb = loss;
  p.interval = base::Interval{loss - 0.05, loss + 0.05};
  return p;
}
QString costText(double cost) { return widgets::bytesText(static_cast<std::int64_t>(cost)); }
} // namespace

class TestParetoPlot final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { widgets::Theme::install(*qApp, widgets::Theme::Mode::Light); }

  void init() {
    m_plot = std::make_unique<widgets::ParetoPlot>();
    m_plot->resize(640, 360);
    m_plot->setCost(QStringLiteral("Bytes"), costText);
    ParetoPoint lost = point(5, 2000, 4);
    lost.beyond = true;
    m_plot->setPoints({point(1, 40000, 0), point(2, 10000, 0.2), point(3, 20000, 0.3),
                       point(4, 5000, 0.9), lost});
    m_plot->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_plot.get()));
  }

  void frontIsWhatNothingBeats() {
    using Indices = std::vector<std::size_t>;
    QCOMPARE(widgets::paretoFront(m_plot->points()), (Indices{3, 1, 0}));
    // Equal cost: the smaller loss; equal loss: the smaller cost.
    QCOMPARE(widgets::paretoFront({point(1, 10, 1), point(2, 10, 0.5), point(3, 20, 0.5)}),
             (Indices{1}));
    ParetoPoint beyond = point(1, 1, 0);
    beyond.beyond = true;
    QCOMPARE(widgets::paretoFront({beyond, point(2, 5, 3)}), (Indices{1}));
    QCOMPARE(widgets::paretoFront({}), Indices{});
  }

  void costsAreLogarithmic() {
    const double first = m_plot->pixelsOf(1).x() - m_plot->pixelsOf(3).x();  // 5 to 10 kB
    const double second = m_plot->pixelsOf(0).x() - m_plot->pixelsOf(2).x(); // 20 to 40 kB
    QVERIFY2(std::abs(first - second) < 1.5, qPrintable(QString::number(first - second)));
    QVERIFY(first > 20);
    QVERIFY(m_plot->pixelsOf(3).y() < m_plot->pixelsOf(1).y()); // more loss is higher
  }

  void whatCannotStandOnALogarithmicAxisIsLeftOut() {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    m_plot->setPoints({point(1, 0, 0), point(2, 100, nan), point(3, 100, 0.1)});
    QCOMPARE(m_plot->points().size(), std::size_t{1});
    m_plot->setPoints({});
    QVERIFY(!m_plot->grab().isNull());
  }

  void mouseTellsAndChooses() {
    QSignalSpy shown(m_plot.get(), &widgets::ParetoPlot::pointShown);
    QSignalSpy chosen(m_plot.get(), &widgets::ParetoPlot::chosen);
    QWidget* canvas = m_plot->canvas();
    const QPoint at = m_plot->pixelsOf(1).toPoint();
    QTest::mouseMove(canvas, at);
    QCOMPARE(shown.count(), 1);
    const QString text = shown[0][0].toString();
    for (const char* part : {"model 2", "+0.20 dB", "+0.15 dB", "+0.25 dB", "10.0 kB"})
      QVERIFY2(text.contains(QLatin1String(part)), qPrintable(text));
    QTest::mouseClick(canvas, Qt::LeftButton, {}, at);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen[0][0].toLongLong(), 2);
    QTest::mouseClick(canvas, Qt::LeftButton, {}, QPoint(3, canvas->height() - 3));
    QCOMPARE(chosen.count(), 1); // nothing there
    QVERIFY(m_plot->describe(4).contains(QStringLiteral("more than 4.0 dB")));
  }

  void keysWalkByCost() {
    QSignalSpy chosen(m_plot.get(), &widgets::ParetoPlot::chosen);
    m_plot->setFocus();
    for (int i = 0; i < 3; ++i)
      QTest::keyClick(m_plot.get(), Qt::Key_Right); // 2 kB, 5 kB, 10 kB
    QTest::keyClick(m_plot.get(), Qt::Key_Return);
    QTest::keyClick(m_plot.get(), Qt::Key_Left);
    QTest::keyClick(m_plot.get(), Qt::Key_Return);
    QCOMPARE(chosen.count(), 2);
    QCOMPARE(chosen[0][0].toLongLong(), 2);
    QCOMPARE(chosen[1][0].toLongLong(), 4);
  }

  void theOneAtHandIsFilled() {
    const auto colorAt = [this](std::size_t i) {
      return m_plot->canvas()->grab().toImage().pixelColor(m_plot->pixelsOf(i).toPoint());
    };
    QCOMPARE(colorAt(2), widgets::Theme::colors().card);
    m_plot->setCurrent(3);
    QCOMPARE(colorAt(2), widgets::Theme::colors().ink);
  }

 private:
  std::unique_ptr<widgets::ParetoPlot> m_plot;
};

QTEST_MAIN(TestParetoPlot)
#include "tst_pareto_plot.moc"
