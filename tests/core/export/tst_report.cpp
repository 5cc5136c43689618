#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "core/base/error.h"
#include "core/base/mailbox.h"
#include "core/export/report.h"
#include "core/export/svg_plot.h"
#include "core/study/study_results.h"
#include "core/study/study_runner.h"
#include "tests/core/study/small_study.h"

using namespace rxq;
using namespace rxq::exporting;

class TestReport final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void isWellFormed();
  void namesEveryReceiverEscaped();
  void tellsWhatIsAsked_data();
  void tellsWhatIsAsked();
  void hasNoBrokenNumbers();
  void repeatsFromItsStudyFile();
  void upperLimitsAreArrows();
  void stylesDiffer();
  void writesAndRefuses();

 private:
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
  m_html = QString::fromStdString(htmlReport(m_workspace, m_study));
}

void TestReport::isWellFormed() {
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
  QVERIFY(svg.find("<circle") == std::string::npos);  // no marker as for a point
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

void TestReport::writesAndRefuses() {
  const QTemporaryDir folder;
  const QString file = folder.filePath(QStringLiteral("sub/report.html"));
  writeReport(m_workspace, m_study, file.toStdString());
  QFile written(file);
  QVERIFY(written.open(QIODevice::ReadOnly));
  QCOMPARE(QString::fromUtf8(written.readAll()), m_html);
  QVERIFY_EXCEPTION_THROWN(writeReport(m_workspace, m_study, (file + "/below.html").toStdString()),
                           base::Error);
  QVERIFY_EXCEPTION_THROWN(htmlReport(m_workspace, 999), base::Error);
}

QTEST_APPLESS_MAIN(TestReport)
#include "tst_report.moc"
