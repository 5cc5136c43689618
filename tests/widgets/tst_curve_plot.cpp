// The adapter between counts and a logarithmic axis, names that must not overlap, and the plot's
// view, keys, read-out and files.
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <qwt_scale_div.h>
#include <qwt_scale_map.h>

#include "core/base/error.h"
#include "widgets/curve_plot.h"
#include "widgets/label_layout.h"
#include "widgets/theme.h"

using namespace rxq::widgets;

namespace {

rxq::sim::PointCounts point(double snr, std::uint64_t blocks, std::uint64_t errors) {
  rxq::sim::PointCounts p;
  p.snrDb = snr;
  p.slots = p.blocks = blocks;
  p.blockErrors = errors;
  p.bits = blocks * 100;
  p.bitErrors = errors * 10;
  return p;
}

PlotSeries series(const QString& name, rxq::sim::Curve curve) {
  PlotSeries s;
  s.name = name;
  s.curve = std::move(curve);
  return s;
}

rxq::sim::Curve falling(double at) {
  rxq::sim::Curve curve;
  for (int i = 0; i <= 10; ++i)
    curve.push_back(point(i, 1000, static_cast<std::uint64_t>(1000 / (1 + std::exp(i - at)))));
  return curve;
}

} // namespace

/// Moves the mouse over the canvas; a real cursor moves on some platforms only.
void hover(CurvePlot& plot, QPoint at) {
  QWidget* canvas = plot.canvas();
  QMouseEvent move(QEvent::MouseMove, QPointF(at), canvas->mapToGlobal(QPointF(at)), Qt::NoButton,
                   Qt::NoButton, Qt::NoModifier);
  QCoreApplication::sendEvent(canvas, &move);
}

class TestCurvePlot : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { Theme::install(*qApp); }
  void adapterSplitsAtGaps();
  void adapterMakesUpperLimits();
  void limitsThatTellNothingAreLeftOut();
  void adapterHandlesOddities();
  void bitErrorsTakeTheBlocksInterval();
  void rangeCoversAll();
  void floorClamps();
  void axisHasNoZero();
  void namesDoNotOverlap();
  void spreadingKeepsOrderAndGap();
  void namesStandBesideTheirCurves();
  void followAndFit();
  void wheelAndDragZoom();
  void keysWalk();
  void hoverReads();
  void theCurveUnderTheMouseStandsOut();
  void targetIsMoved();
  void files();
};

// A point that has not been simulated yet splits the line; so does one without errors.
void TestCurvePlot::adapterSplitsAtGaps() {
  const rxq::sim::Curve curve{point(0, 100, 90), point(1, 100, 50), point(2, 0, 0),
                              point(3, 100, 10), point(4, 100, 0),  point(5, 100, 1)};
  const Trace trace = makeTrace(curve, ErrorRate::Bler);
  QCOMPARE(trace.points.size(), std::size_t{5});
  QCOMPARE(trace.segments.size(), std::size_t{3});
  QCOMPARE(trace.segments[0].size(), std::size_t{2});
  QCOMPARE(trace.segments[1].size(), std::size_t{1});
  QCOMPARE(trace.segments[2].size(), std::size_t{1});
}

void TestCurvePlot::adapterMakesUpperLimits() {
  const Trace trace = makeTrace({point(0, 1000, 500), point(1, 1000, 0)}, ErrorRate::Bler);
  QVERIFY(!trace.points[0].upperLimit);
  QVERIFY(trace.points[1].upperLimit);
  // Clopper-Pearson without events: 1 - 0.025^(1/n).
  const double expected = 1 - std::pow(0.025, 1.0 / 1000);
  QVERIFY(std::abs(trace.points[1].rate - expected) < 1e-9);
  QCOMPARE(trace.points[1].low, 0.0);
  for (const TracePoint& p : trace.points)
    QVERIFY(p.rate > 0 && std::isfinite(p.rate));
}

// Few blocks without an error, above a rate that was measured: an arrow would float over its curve.
void TestCurvePlot::limitsThatTellNothingAreLeftOut() {
  const Trace trace = makeTrace({point(0, 1000, 5), point(1, 64, 0)}, ErrorRate::Bler);
  QCOMPARE(trace.points.size(), std::size_t{1});
  QCOMPARE(makeTrace({point(1, 64, 0)}, ErrorRate::Bler).points.size(), std::size_t{1});
}

void TestCurvePlot::adapterHandlesOddities() {
  QVERIFY(makeTrace({}, ErrorRate::Bler).empty());
  QVERIFY(makeTrace({point(0, 0, 0)}, ErrorRate::Bler).empty());
  const Trace nan = makeTrace({point(std::nan(""), 10, 1), point(1, 10, 1)}, ErrorRate::Bler);
  QCOMPARE(nan.points.size(), std::size_t{1});
  const Trace full = makeTrace({point(0, 10, 10)}, ErrorRate::Bler);
  QCOMPARE(full.points[0].rate, 1.0);
  QCOMPARE(full.points[0].high, 1.0);
}

void TestCurvePlot::bitErrorsTakeTheBlocksInterval() {
  const Trace bler = makeTrace({point(0, 1000, 100)}, ErrorRate::Bler);
  const Trace ber = makeTrace({point(0, 1000, 100)}, ErrorRate::Ber);
  const TracePoint &a = bler.points[0], &b = ber.points[0];
  QVERIFY(std::abs(b.low / b.rate - a.low / a.rate) < 1e-12);
  QVERIFY(std::abs(b.high / b.rate - a.high / a.rate) < 1e-12);
  QCOMPARE(b.trials, std::uint64_t{100000});
}

void TestCurvePlot::rangeCoversAll() {
  const Trace traces[] = {makeTrace({point(2, 1000, 900), point(9, 1000, 3)}, ErrorRate::Bler),
                          makeTrace({point(-1, 1000, 900), point(4, 1000, 20)}, ErrorRate::Bler)};
  const RateRange range = rangeOf(traces);
  QCOMPARE(range.snrLow, -1.0);
  QCOMPARE(range.snrHigh, 9.0);
  QVERIFY(std::abs(range.floor - 2e-3) < 1e-12); // 1, 2 or 5 times a power of ten
  QCOMPARE(range.top, 1.0);
  const Trace low[] = {makeTrace({point(2, 1000, 40), point(9, 100000, 30)}, ErrorRate::Bler)};
  QVERIFY(std::abs(rangeOf(low).top - 0.05) < 1e-12);
  QVERIFY(std::abs(rangeOf(low).floor - 2e-4) < 1e-12);
  const RateRange wider = rangeOf(traces, {-4, 14});
  QCOMPARE(wider.snrLow, -4.0);
  QCOMPARE(wider.snrHigh, 14.0);
  const RateRange none = rangeOf({});
  QVERIFY(none.snrHigh > none.snrLow && none.floor > 0);
  const Trace one[] = {makeTrace({point(3, 10, 1)}, ErrorRate::Bler)};
  QVERIFY(rangeOf(one).snrHigh > rangeOf(one).snrLow);
}

void TestCurvePlot::floorClamps() {
  QCOMPARE(clampToFloor(0, 1e-3), 1e-3);
  QCOMPARE(clampToFloor(-1, 1e-3), 1e-3);
  QCOMPARE(clampToFloor(std::nan(""), 1e-3), 1e-3);
  QCOMPARE(clampToFloor(0.5, 1e-3), 0.5);
}

// Whatever the counts, every axis end is positive and finite.
void TestCurvePlot::axisHasNoZero() {
  CurvePlot plot;
  plot.resize(600, 400);
  for (const auto& curve :
       {rxq::sim::Curve{}, rxq::sim::Curve{point(0, 0, 0)}, rxq::sim::Curve{point(0, 5, 0)},
        rxq::sim::Curve{point(0, 1000000000, 1)}, falling(5)}) {
    plot.setSeries({series(QStringLiteral("a"), curve)});
    const QRectF view = plot.view();
    QVERIFY(view.top() > 0 && view.top() < view.bottom());
    QVERIFY(std::isfinite(view.left()) && std::isfinite(view.right()));
    const auto ticks = plot.axisScaleDiv(QwtPlot::yLeft).ticks(QwtScaleDiv::MajorTick);
    QVERIFY(ticks.size() >= 2);
    QVERIFY(!plot.grab().isNull());
  }
}

void TestCurvePlot::namesDoNotOverlap() {
  const QFontMetricsF metrics(uiFont(12));
  const QRectF area(0, 0, 500, 300);
  std::vector<LabelRequest> requests;
  for (int i = 0; i < 12; ++i) // close together, all ending at one height
    requests.push_back({QStringLiteral("Receiver %1").arg(i),
                        {QPolygonF{QPointF(10, 10), QPointF(200 + 6 * i, 250)}}});
  requests.push_back({QStringLiteral("Empty"), {}});
  const PlacedLabels placed = placeLabels(requests, area, metrics);
  int shown = 0;
  for (std::size_t i = 0; i < placed.size(); ++i) {
    if (!placed[i].isValid())
      continue;
    ++shown;
    QVERIFY(area.contains(placed[i]));
    for (std::size_t k = 0; k < i; ++k)
      QVERIFY(!placed[k].isValid() || !placed[k].intersects(placed[i]));
    for (const LabelRequest& request : requests)
      for (const QPolygonF& line : request.lines)
        QVERIFY(!crosses(line, placed[i]));
  }
  QVERIFY(shown >= 1);
  QVERIFY(!placed.back().isValid());
}

void TestCurvePlot::spreadingKeepsOrderAndGap() {
  const std::vector<double> wanted{10, 12, 13, 80, 200, 300};
  const std::vector<double> heights = spread(wanted, 15, 8, 292);
  QCOMPARE(heights.size(), wanted.size());
  QVERIFY(heights.front() >= 8 - 1e-9 && heights.back() <= 292 + 1e-9);
  for (std::size_t i = 1; i < heights.size(); ++i)
    QVERIFY(heights[i] - heights[i - 1] >= 15 - 1e-9);
  QCOMPARE(heights[3], 80.0); // where there is room a name stands at its curve
  QVERIFY(spread({}, 15, 0, 100).empty());
  // Cut at the border, not dropped there.
  const auto parts = clipped(QPolygonF{QPointF(0, 5), QPointF(20, 5)}, QRectF(5, 0, 10, 10));
  QCOMPARE(parts.size(), std::size_t{1});
  QCOMPARE(parts[0].front(), QPointF(5, 5));
  QCOMPARE(parts[0].back(), QPointF(15, 5));
}

// A thicket: every name is there, none on another, on a curve or outside.
void TestCurvePlot::namesStandBesideTheirCurves() {
  CurvePlot plot;
  plot.resize(740, 380);
  std::vector<PlotSeries> all;
  for (int i = 0; i < 14; ++i) {
    rxq::sim::Curve curve = falling(3 + 0.25 * i);
    curve.resize(curve.size() - static_cast<std::size_t>(i % 3)); // some end before others
    all.push_back(series(QStringLiteral("Receiver %1, W4 A8").arg(i), curve));
  }
  plot.setSeries(all);
  plot.setTarget(0.1);
  plot.setLosses({{3.0, 4.0, QStringLiteral("+1.00 dB"), 3}});
  plot.show();
  QVERIFY(QTest::qWaitForWindowExposed(&plot));
  const std::vector<PlacedName> names = plot.names();
  QCOMPARE(names.size(), all.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    QVERIFY(QRectF(plot.canvas()->rect()).contains(names[i].rect));
    for (std::size_t k = 0; k < i; ++k)
      QVERIFY(!names[k].rect.intersects(names[i].rect));
    for (std::size_t s = 0; s < all.size(); ++s) {
      QPolygonF line;
      for (const TracePoint& p : plot.trace(s).points)
        line << QPointF(plot.canvasMap(QwtPlot::xBottom).transform(p.snrDb),
                        plot.canvasMap(QwtPlot::yLeft).transform(p.rate));
      QVERIFY2(!crosses(line, names[i].rect), qPrintable(names[i].text));
    }
  }
}

void TestCurvePlot::followAndFit() {
  CurvePlot plot;
  plot.resize(600, 400);
  QSignalSpy follow(&plot, &CurvePlot::followChanged);
  plot.setSeries({series(QStringLiteral("a"), {point(0, 100, 90)})});
  plot.setSeries({series(QStringLiteral("a"), falling(4))});
  QCOMPARE(plot.view().right(), 10.0);
  plot.setView(QRectF(QPointF(2, 0.01), QPointF(5, 0.5)));
  QVERIFY(!plot.isFollowing());
  QCOMPARE(follow.size(), 1);
  // A view that a person chose is not lost to new points.
  rxq::sim::Curve longer = falling(4);
  longer.push_back(point(20, 1000, 1));
  plot.setSeries({series(QStringLiteral("a"), longer)});
  QCOMPARE(plot.view(), QRectF(QPointF(2, 0.01), QPointF(5, 0.5)));
  plot.fit();
  QCOMPARE(plot.view().right(), 20.0);
  QVERIFY(!plot.isFollowing());
  plot.setFollow(true);
  QCOMPARE(follow.size(), 2);
  // Nonsense is refused.
  plot.setView(QRectF(QPointF(2, 0), QPointF(5, 0.5)));
  QVERIFY(plot.view().top() > 0);
}

void TestCurvePlot::wheelAndDragZoom() {
  CurvePlot plot;
  plot.resize(700, 500);
  plot.setSeries({series(QStringLiteral("a"), falling(4))});
  plot.show();
  QVERIFY(QTest::qWaitForWindowExposed(&plot));
  const double before = plot.view().width();
  QWidget* canvas = plot.canvas();
  const QPointF center = QRectF(canvas->rect()).center();
  QWheelEvent wheel(center, canvas->mapToGlobal(center), {}, QPoint(0, 120), Qt::NoButton,
                    Qt::NoModifier, Qt::NoScrollPhase, false);
  QApplication::sendEvent(canvas, &wheel);
  QVERIFY(plot.view().width() < before);
  QVERIFY(!plot.isFollowing());
  plot.fit();
  QTest::mousePress(canvas, Qt::LeftButton, {}, QPoint(100, 100));
  QTest::mouseMove(canvas, QPoint(250, 220));
  QTest::mouseRelease(canvas, Qt::LeftButton, {}, QPoint(250, 220));
  const QRectF zoomed = plot.view();
  QVERIFY(zoomed.width() < before);
  const double left = plot.canvasMap(QwtPlot::xBottom).transform(zoomed.left());
  QVERIFY(std::abs(left) < 2); // what was dragged fills the canvas
  QTest::mouseDClick(canvas, Qt::LeftButton);
  QCOMPARE(plot.view().width(), before);
}

void TestCurvePlot::keysWalk() {
  CurvePlot plot;
  plot.resize(700, 500);
  plot.setSeries(
      {series(QStringLiteral("a"), falling(4)), series(QStringLiteral("b"), falling(6))});
  plot.show();
  QVERIFY(QTest::qWaitForWindowExposed(&plot));
  QSignalSpy shown(&plot, &CurvePlot::pointShown);
  plot.setFocus();
  QTest::keyClick(&plot, Qt::Key_Right);
  QTest::keyClick(&plot, Qt::Key_Right);
  QTest::keyClick(&plot, Qt::Key_Down);
  QCOMPARE(shown.size(), 3);
  QVERIFY(shown[0][0].toString().startsWith(QStringLiteral("a at 0 dB")));
  QVERIFY(shown[1][0].toString().startsWith(QStringLiteral("a at 1 dB")));
  QVERIFY(shown[2][0].toString().startsWith(QStringLiteral("b at 1 dB")));
  QCOMPARE(plot.accessibleDescription(), shown[2][0].toString());
}

void TestCurvePlot::hoverReads() {
  CurvePlot plot;
  plot.resize(700, 500);
  plot.setSeries({series(QStringLiteral("QAT <W4>"),
                         {point(0, 1000, 900), point(5, 1000, 100), point(9, 1000, 0)})});
  plot.show();
  QVERIFY(QTest::qWaitForWindowExposed(&plot));
  const auto at = [&](double snr, double rate) {
    return QPoint(static_cast<int>(plot.canvasMap(QwtPlot::xBottom).transform(snr)),
                  static_cast<int>(plot.canvasMap(QwtPlot::yLeft).transform(rate)));
  };
  auto* readout = plot.canvas()->findChild<QLabel*>();
  hover(plot, at(5, 0.1));
  QTRY_VERIFY(readout->isVisible());
  for (const char* part : {"100 errors", "1\u202f000 blocks", "0.1", "95 %", "&lt;W4&gt;"})
    QVERIFY2(readout->text().contains(QString::fromUtf8(part)), qPrintable(readout->text()));
  QVERIFY(plot.canvas()->rect().contains(readout->geometry()));
  hover(plot, at(9, plot.trace(0).points[2].high));
  QVERIFY2(readout->text().contains(QStringLiteral("below")), qPrintable(readout->text()));
  hover(plot, QPoint(5, plot.canvas()->height() - 5));
  QVERIFY(!readout->isVisible());
}

void TestCurvePlot::theCurveUnderTheMouseStandsOut() {
  CurvePlot plot;
  plot.resize(700, 500);
  plot.setSeries(
      {series(QStringLiteral("a"), falling(3)), series(QStringLiteral("b"), falling(7))});
  plot.show();
  QVERIFY(QTest::qWaitForWindowExposed(&plot));
  QSignalSpy highlighted(&plot, &CurvePlot::highlightChanged),
      chosen(&plot, &CurvePlot::seriesChosen);
  // Between two points of b: on its line, near no point.
  const auto at = [&](const TracePoint& p) {
    return QPointF(plot.canvasMap(QwtPlot::xBottom).transform(p.snrDb),
                   plot.canvasMap(QwtPlot::yLeft).transform(p.rate));
  };
  const auto& points = plot.trace(1).points;
  const QPoint middle = ((at(points[8]) + at(points[9])) / 2).toPoint();
  hover(plot, middle);
  QCOMPARE(plot.highlight(), std::optional<std::size_t>(1));
  QTest::mouseClick(plot.canvas(), Qt::LeftButton, {}, middle);
  QCOMPARE(chosen.size(), 1);
  QCOMPARE(chosen[0][0].toInt(), 1);
  // So does the curve whose name is under the mouse.
  for (const PlacedName& name : plot.names())
    if (name.series == 0)
      hover(plot, name.rect.center().toPoint());
  QCOMPARE(plot.highlight(), std::optional<std::size_t>(0));
  QEvent leave(QEvent::Leave);
  QCoreApplication::sendEvent(plot.canvas(), &leave);
  QVERIFY(!plot.highlight());
  QCOMPARE(highlighted.size(), 3);
  // With keys: walk onto a point, then choose its curve.
  plot.setFocus();
  QTest::keyClick(&plot, Qt::Key_Right);
  QTest::keyClick(&plot, Qt::Key_Down);
  QTest::keyClick(&plot, Qt::Key_Return);
  QCOMPARE(chosen.size(), 2);
}

void TestCurvePlot::targetIsMoved() {
  CurvePlot plot;
  plot.resize(700, 500);
  plot.setSeries({series(QStringLiteral("a"), falling(4))});
  plot.setTarget(0.1);
  plot.show();
  QVERIFY(QTest::qWaitForWindowExposed(&plot));
  QSignalSpy chosen(&plot, &CurvePlot::targetChosen);
  const auto rowOf = [&](double rate) {
    return static_cast<int>(std::lround(plot.canvasMap(QwtPlot::yLeft).transform(rate)));
  };
  const int x = 20; // far from the curve at the target
  const auto drag = [&] {
    QTest::mousePress(plot.canvas(), Qt::LeftButton, {}, QPoint(x, rowOf(0.1)));
    QTest::mouseMove(plot.canvas(), QPoint(x, rowOf(0.02)));
    QTest::mouseRelease(plot.canvas(), Qt::LeftButton, {}, QPoint(x, rowOf(0.02)));
  };
  plot.setTargetMovable(true);
  drag();
  QCOMPARE(chosen.size(), 1);
  QVERIFY2(std::abs(chosen[0][0].toDouble() / 0.02 - 1) < 0.1,
           qPrintable(QString::number(chosen[0][0].toDouble())));
  plot.setTarget(0.1);
  plot.setFocus();
  QTest::keyClick(&plot, Qt::Key_PageDown);
  QCOMPARE(chosen.size(), 2);
  QCOMPARE(chosen[1][0].toDouble(), 0.05);
  plot.setTarget(0.07);
  QTest::keyClick(&plot, Qt::Key_PageDown);
  QCOMPARE(chosen[2][0].toDouble(), 0.05);
  QTest::keyClick(&plot, Qt::Key_PageUp);
  QCOMPARE(chosen[3][0].toDouble(), 0.1);
}

void TestCurvePlot::files() {
  CurvePlot plot;
  plot.resize(700, 500);
  plot.setSeries({series(QStringLiteral("a \"quoted\""), falling(4))});
  const QTemporaryDir folder;
  const QString png = folder.filePath(QStringLiteral("plot.png"));
  plot.savePng(png);
  const QImage image(png);
  QCOMPARE(image.size(), QSize(2700, 1860));
  QCOMPARE(image.pixelColor(3, 3), QColor(Qt::white)); // light, for paper, in every theme
  const QString svg = folder.filePath(QStringLiteral("plot.svg"));
  plot.saveSvg(svg);
  QFile file(svg);
  QVERIFY(file.open(QIODevice::ReadOnly));
  const QByteArray drawing = file.readAll();
  QVERIFY(drawing.contains("<svg") && drawing.contains("polyline"));
  const QStringList lines = plot.toCsv().split(u'\n', Qt::SkipEmptyParts);
  QCOMPARE(lines.size(), 12);
  QVERIFY(lines[1].startsWith(QStringLiteral("\"a \"\"quoted\"\"\",0,")));
  QCOMPARE(lines[1].count(u','), lines[0].count(u','));
  QVERIFY(!lines[0].contains(QStringLiteral("code_block")));
  auto transport = series(QStringLiteral("b"), falling(4));
  transport.curve[0].codeBlocks = 900;
  transport.curve[0].codeBlockErrors = 7;
  plot.setSeries({transport});
  const QStringList more = plot.toCsv().split(u'\n', Qt::SkipEmptyParts);
  QVERIFY(more[0].endsWith(QStringLiteral(",code_block_errors,code_blocks,undetected_errors")));
  QVERIFY(more[1].endsWith(QStringLiteral(",7,900,0")));
  QCOMPARE(more[1].count(u','), more[0].count(u','));
  QVERIFY_EXCEPTION_THROWN(plot.savePng(folder.filePath(QStringLiteral("no/such/folder.png"))),
                           rxq::base::Error);
}

QTEST_MAIN(TestCurvePlot)
#include "tst_curve_plot.moc"
