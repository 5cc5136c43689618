#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "core/base/error.h"
#include "core/base/mailbox.h"
#include "core/export/report.h"
#include "core/export/svg_plot.h"
#include "core/study/comparison.h"
#include "core/study/study_results.h"
#include "core/study/study_runner.h"
#include "tests/core/study/small_study.h"

using namespace rxq;
using namespace rxq::exporting;

class TestReport final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void hasFiguresAndTables();
  void namesEveryReceiverEscaped();
  void tellsWhatIsAsked_data();
  void tellsWhatIsAsked();
  void hasNoBrokenNumbers();
  void repeatsFromItsStudyFile();
  void upperLimitsAreArrows();
  void stylesDiffer();
  void figuresNameTheirCurves();
  void writesAndRefuses();
  void comparisonsTellWhatDiffers();
  void comparisonsOfManyUseNumbers();
  void comparisonsAcrossStudiesKeepNamesApart();

 private:
  study::Comparison comparisonOf(const std::vector<std::int64_t>& ids);
  std::vector<std::int64_t> allRuns() const;
  static bool isWellFormed(const QString& html);
  store::Workspace m_workspace{":memory:"};
  std::int64_t m_study = 0;
  QString m_html;
};

void TestReport::initTestCase() {
  study::StudySpec spec = test::smallStudy();
  spec.question = "What do <4> bits & \"less\" cost?";
  spec.receivers[2].name = "PTQ <4 & \"5\">";
  spec.receivers[2].quant.weightBits = spec.receivers[2].quant.edgeWeightBits = 2;
  spec.sweep.snr = {0, 16}; // to where no error is seen
  spec.sweep.stopBelow = 0;
  base::Mailbox<study::StudyProgress> mailbox;
  study::runStudy(spec, m_workspace, {2}, {}, mailbox);
  m_study = m_workspace.studies().front().id;
  m_html = QString::fromStdString(studyReport(m_workspace, m_study).html);
}

void TestReport::hasFiguresAndTables() {
  QXmlStreamReader xml(m_html);
  int figures = 0, tables = 0;
  while (!xml.atEnd()) {
    xml.readNext();
    if (xml.isStartElement()) {
      figures += xml.name() == QLatin1String("figure");
      tables += xml.name() == QLatin1String("table");
    }
  }
  QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
  QVERIFY(figures >= 2);
  QVERIFY(tables >= 6);
}

void TestReport::namesEveryReceiverEscaped() {
  for (const study::RunResult& r : study::resultsOf(m_workspace, m_study).runs)
    QVERIFY2(m_html.contains(QString::fromStdString(r.run.name).toHtmlEscaped()),
             r.run.name.c_str());
  QVERIFY(!m_html.contains(QLatin1String("<4")));
}

void TestReport::tellsWhatIsAsked_data() {
  QTest::addColumn<QString>("text");
  for (const char* text :
       {"Small study", "Results", "Error rates", "Models", "Set-up", "All points",
        "How to repeat it", "Resource blocks", "QPSK", "W2 A8", "Seed 7", "95 %"})
    QTest::newRow(text) << QString::fromUtf8(text);
}

void TestReport::tellsWhatIsAsked() {
  QFETCH(QString, text);
  QVERIFY(m_html.contains(text));
}

void TestReport::hasNoBrokenNumbers() {
  for (const char* text : {">nan", ">inf", ">-nan", "=\"nan", "=\"inf", "=\"-nan"})
    QVERIFY2(!m_html.contains(QLatin1String(text)), text);
}

// The report alone is enough to run the study again.
void TestReport::repeatsFromItsStudyFile() {
  const QString start = QStringLiteral("href=\"data:application/json,");
  const qsizetype from = m_html.indexOf(start) + start.size();
  QVERIFY(from > start.size());
  const QByteArray encoded =
      m_html.mid(from, m_html.indexOf(QLatin1Char('"'), from) - from).toLatin1();
  const std::string json = QByteArray::fromPercentEncoding(encoded).toStdString();
  const auto spec = param::readJson<study::StudySpec>(json, "report");
  QVERIFY(spec == study::resultsOf(m_workspace, m_study).spec);
}

void TestReport::upperLimitsAreArrows() {
  sim::PointCounts none;
  none.snrDb = 3;
  none.blocks = 1000;
  none.bits = 100000;
  const auto svg =
      svgCurves({{"c", styleOf(CurveRole::Other, 0), {none}}}, ErrorRate::Block, "Eb/N0", 0.1);
  QVERIFY(svg.find("<polygon") != std::string::npos); // the arrow's head
  // No marker as for a point: the only one is the legend's.
  QCOMPARE(QString::fromStdString(svg).count(QLatin1String("<circle")), 1);
  QVERIFY(svgCurves({}, ErrorRate::Block, "Eb/N0", 0.1).empty());
}

void TestReport::stylesDiffer() {
  QStringList samples;
  for (const CurveRole role : {CurveRole::Classical, CurveRole::Reference, CurveRole::Other})
    for (int i = 0; i < 12; ++i) {
      const QString sample = QString::fromStdString(svgSample(styleOf(role, i)));
      QVERIFY(!samples.contains(sample));
      samples.push_back(sample);
    }
}

// A figure is understood alone: names are in it, cut where they are too long, never overlapping.
void TestReport::figuresNameTheirCurves() {
  sim::PointCounts point;
  point.blocks = point.slots = 100;
  point.blockErrors = 10;
  const std::string longName =
      "A name that is longer than any column of the legend, by a good deal, "
      "and has <letters> \u00e4\u00f6\u00fc that need more than one byte each";
  const auto svg =
      QString::fromStdString(svgCurves({{"Short & sweet", styleOf(CurveRole::Other, 0), {point}},
                                        {longName, styleOf(CurveRole::Other, 1), {point}}},
                                       ErrorRate::Block, "Eb/N0", 0.1));
  QVERIFY(isWellFormed(svg));
  QVERIFY(svg.contains(QLatin1String("Short &amp; sweet")));
  QVERIFY(svg.contains(QLatin1String("A name that is longer")));
  QVERIFY(svg.contains(QChar(0x2026)));
  const auto costs = QString::fromStdString(svgCosts(
      {{"One", styleOf(CurveRole::Other, 0), 2e4, 0.1, 0, 0.2, 7}}, CostAxis::BitOperations));
  QVERIFY(isWellFormed(costs));
  QVERIFY(costs.contains(QLatin1String("7  One")));
  QVERIFY(costs.contains(QLatin1String("Bit operations a slot")));
}

study::Comparison TestReport::comparisonOf(const std::vector<std::int64_t>& ids) {
  study::CompareCache cache;
  return study::compareRuns(m_workspace, ids, 0, cache, {});
}

std::vector<std::int64_t> TestReport::allRuns() const {
  std::vector<std::int64_t> ids;
  for (const store::RunRecord& run : m_workspace.runs(m_study))
    ids.push_back(run.id);
  return ids;
}

bool TestReport::isWellFormed(const QString& html) {
  QXmlStreamReader xml(html);
  while (!xml.atEnd())
    xml.readNext();
  return !xml.hasError();
}

void TestReport::comparisonsTellWhatDiffers() {
  const auto ids = allRuns();
  QVERIFY(ids.size() >= 3);
  const auto comparison = comparisonOf({ids[1], ids[2]});
  const Report report = comparisonReport(comparison, {"Two receivers", "Is <it> worth it?"});
  const auto html = QString::fromStdString(report.html);
  QVERIFY(isWellFormed(html));
  QVERIFY(html.contains(QLatin1String("<h1>Two receivers</h1>")));
  QVERIFY(html.contains(QLatin1String("Is &lt;it&gt; worth it?")));
  for (const char* part : {"What differs", "Error rates", "Costs", "Models", "Set-up", "All points",
                           "How to repeat it", "the reference", "paired, ", "95 %"})
    QVERIFY2(html.contains(QLatin1String(part)), part);
  for (const char* broken : {">nan", ">inf", "=\"nan", "=\"inf"})
    QVERIFY2(!html.contains(QLatin1String(broken)), broken);
  // What differs is said of each; what does not is said once, in the set-up.
  const qsizetype differs = html.indexOf(QLatin1String("What differs"));
  const qsizetype common = html.indexOf(QLatin1String("Set-up"));
  QVERIFY(differs < common);
  const QString first =
      html.mid(differs, html.indexOf(QLatin1String("</table>"), differs) - differs);
  QVERIFY2(first.contains(QLatin1String("Kind")), qPrintable(first));
  QVERIFY2(!first.contains(QLatin1String("Modulation")), qPrintable(first));
  QVERIFY(html.indexOf(QLatin1String("Modulation")) > common);
  QCOMPARE(report.files.size(), std::size_t{1});
  QVERIFY(param::readJson<study::StudySpec>(report.files[0].content, "report") ==
          study::resultsOf(m_workspace, m_study).spec);
  for (const auto& run : comparison.runs)
    QVERIFY(html.contains(QString::fromStdString("\"" + run.entry.name + "\"").toHtmlEscaped()));
}

void TestReport::comparisonsOfManyUseNumbers() {
  std::vector<std::int64_t> ids;
  while (ids.size() < 7)
    for (const std::int64_t id : allRuns())
      ids.push_back(id);
  const auto html = QString::fromStdString(comparisonReport(comparisonOf(ids), {}).html);
  QVERIFY(isWellFormed(html));
  QVERIFY(html.contains(QLatin1String("by their numbers above")));
  QVERIFY(html.contains(QStringLiteral("Comparison of %1 receivers").arg(ids.size())));
}

void TestReport::comparisonsAcrossStudiesKeepNamesApart() {
  study::StudySpec spec = study::resultsOf(m_workspace, m_study).spec;
  spec.name = "Another study";
  spec.seed = 99;
  spec.receivers.resize(1);
  base::Mailbox<study::StudyProgress> mailbox;
  study::runStudy(spec, m_workspace, {2}, {}, mailbox);
  const auto ids = allRuns();
  const auto other = m_workspace.runs(m_workspace.studies().back().id);
  QCOMPARE(other.size(), std::size_t{1});
  const Report report = comparisonReport(comparisonOf({ids[0], other[0].id}), {});
  const auto html = QString::fromStdString(report.html);
  QVERIFY(isWellFormed(html));
  QVERIFY(html.contains(QString::fromStdString(other[0].name + " (Another study)")));
  QVERIFY(html.contains(QLatin1String("not paired: other seed")));
  QCOMPARE(report.files.size(), std::size_t{2});
}

void TestReport::writesAndRefuses() {
  const QTemporaryDir folder;
  const QString file = folder.filePath(QStringLiteral("sub/report.html"));
  const Report report = studyReport(m_workspace, m_study);
  writeReport(report, file.toStdString());
  QFile written(file);
  QVERIFY(written.open(QIODevice::ReadOnly));
  QCOMPARE(QString::fromUtf8(written.readAll()), m_html);
  QVERIFY_EXCEPTION_THROWN(writeReport(report, (file + "/below.html").toStdString()), base::Error);
  QVERIFY_EXCEPTION_THROWN(studyReport(m_workspace, 999), base::Error);
  QVERIFY_EXCEPTION_THROWN(comparisonReport({}, {}), base::Error);
}

QTEST_APPLESS_MAIN(TestReport)
#include "tst_report.moc"
