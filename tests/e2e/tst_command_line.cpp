#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include "core/base/random.h"
#include "core/store/workspace.h"
#include "tests/core/study/small_study.h"

using namespace rxq;

namespace {
constexpr int kPatience = 120'000; ///< ms; far beyond what any command here takes

struct Outcome {
  int code = -1;
  QString out, err;
};

/// All that a study leaves and that must not depend on how often it was interrupted.
struct Left {
  QString name, hash, points, history;
};

std::vector<Left> leftIn(const QString& workspace) {
  const store::Workspace w(workspace.toStdString());
  std::vector<Left> all;
  for (const store::RunRecord& run : w.runs()) {
    Left left;
    left.name = QString::fromStdString(run.name);
    if (run.modelId)
      left.hash = QString::fromStdString(w.model(run.modelId).hash);
    for (const sim::PointCounts& p : w.points(run.id))
      left.points += QStringLiteral("%1 dB: %2 %3 %4 %5 %6; ")
                         .arg(p.snrDb)
                         .arg(p.slots)
                         .arg(p.blockErrors)
                         .arg(p.bitErrors)
                         .arg(p.codedBitErrors)
                         .arg(p.iterations);
    for (const train::LossPoint& p : w.history(run.id))
      left.history += QStringLiteral("%1: %2 %3; ")
                          .arg(p.iteration)
                          .arg(p.train, 0, 'g', 17)
                          .arg(p.validation, 0, 'g', 17);
    all.push_back(std::move(left));
  }
  return all;
}
} // namespace

class TestCommandLine final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void helpAndVersion();
  void mistakes_data();
  void mistakes();
  void runListShow();
  void resultsAsJson();
  void anyNumberOfThreads();
  void killedAtAnyInstant();
  void interruptedCleanly();
  void ldpcVectors();
  void llrBits();
  void transportBlocks();
  void exportsC();
  void reports();

 private:
  QString at(const char* name) const { return m_folder.filePath(QLatin1String(name)); }
  void start(QProcess& process, const QStringList& arguments) const {
    process.setWorkingDirectory(m_folder.path());
    process.start(QStringLiteral(RXQ_PROGRAM), arguments);
    QVERIFY(process.waitForStarted());
  }
  Outcome rxquant(const QStringList& arguments) const {
    QProcess process;
    start(process, arguments);
    Outcome outcome;
    if (!process.waitForFinished(kPatience))
      return outcome;
    outcome.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    outcome.out = QString::fromUtf8(process.readAllStandardOutput());
    outcome.err = QString::fromUtf8(process.readAllStandardError());
    return outcome;
  }
  QString writeStudy(const char* name, const study::StudySpec& spec) const {
    QFile file(at(name));
    if (!file.open(QIODevice::WriteOnly))
      return {};
    file.write(QByteArray::fromStdString(param::writeJson(spec)));
    return file.fileName();
  }
  void compareWithReference(const QString& workspace) const;

  QTemporaryDir m_folder;
  QString m_study, m_reference;
};

void TestCommandLine::initTestCase() {
  QVERIFY(m_folder.isValid());
  study::StudySpec spec = test::smallStudy();
  for (study::ReceiverEntry& entry : spec.receivers)
    entry.train.iterations = 800; // about a second in all: there is something to interrupt
  spec.sweep.maxSlots = 1024;
  m_study = writeStudy("study.json", spec);
  m_reference = at("reference.rxq");
  const Outcome outcome =
      rxquant({QStringLiteral("run"), m_study, QStringLiteral("-w"), m_reference});
  QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
}

void TestCommandLine::helpAndVersion() {
  const Outcome help = rxquant({QStringLiteral("--help")});
  QCOMPARE(help.code, 0);
  for (const char* command : {"run", "demo", "list", "show", "export", "check"})
    QVERIFY2(help.out.contains(QLatin1String(command)), command);
  QVERIFY(help.out.contains(QLatin1String("Exit codes")));
  const Outcome version = rxquant({QStringLiteral("--version")});
  QCOMPARE(version.code, 0);
  QVERIFY(version.out.startsWith(QLatin1String("RxQuant ")));
}

void TestCommandLine::mistakes_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<int>("code");
  QTest::addColumn<QString>("named");
  const auto row = [](const char* name, QStringList arguments, int code, const char* named) {
    QTest::newRow(name) << arguments << code << QString::fromLatin1(named);
  };
  row("unknown command", {QStringLiteral("--frobnicate")}, 2, "frobnicate");
  row("no study named", {QStringLiteral("run")}, 2, "STUDY.json");
  row("absent study", {QStringLiteral("run"), QStringLiteral("absent.json")}, 3, "absent.json");
  row("not JSON", {QStringLiteral("run"), QStringLiteral("broken.json")}, 2, "broken.json");
  row("wrong value", {QStringLiteral("run"), QStringLiteral("wrong.json")}, 2, "resourceBlocks");
  row("unknown field", {QStringLiteral("run"), QStringLiteral("unknown.json")}, 2, "colour");
  row("no workspace", {QStringLiteral("list"), QStringLiteral("-w"), QStringLiteral("no.rxq")}, 3,
      "no.rxq");
  row("not a workspace",
      {QStringLiteral("list"), QStringLiteral("-w"), QStringLiteral("broken.json")}, 3,
      "broken.json");
  row("unknown model",
      {QStringLiteral("export"), QStringLiteral("nobody"), QStringLiteral("--format"),
       QStringLiteral("c99"), QStringLiteral("-w"), QStringLiteral("reference.rxq")},
      2, "nobody");
}

void TestCommandLine::mistakes() {
  QFETCH(QStringList, arguments);
  QFETCH(int, code);
  QFETCH(QString, named);
  const auto write = [&](const char* name, const char* text) {
    QFile file(at(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
  };
  write("broken.json", "{ \"name\": ");
  write("wrong.json", R"({"name": "x", "link": {"resourceBlocks": 100000}})");
  write("unknown.json", R"({"name": "x", "link": {"colour": 1}})");
  const Outcome outcome = rxquant(arguments);
  QVERIFY2(outcome.code == code, qPrintable(QString::number(outcome.code) + outcome.err));
  QVERIFY2((outcome.err + outcome.out).contains(named), qPrintable(outcome.err));
}

void TestCommandLine::runListShow() {
  const QStringList where{QStringLiteral("-w"), m_reference};
  const Outcome list = rxquant(QStringList{QStringLiteral("list")} + where);
  QCOMPARE(list.code, 0);
  QVERIFY(list.out.contains(QLatin1String("Small study")));
  const Outcome show = rxquant(QStringList{QStringLiteral("show")} + where);
  QCOMPARE(show.code, 0);
  for (const char* name : {"LS", "FP32", "PTQ", "QAT"})
    QVERIFY2(show.out.contains(QLatin1String(name)), name);
  // What is there is not done again: the same command shows the same at once.
  const Outcome again = rxquant(QStringList{QStringLiteral("run"), m_study} + where);
  QCOMPARE(again.code, 0);
  compareWithReference(m_reference);
}

void TestCommandLine::resultsAsJson() {
  const Outcome shown = rxquant(
      {QStringLiteral("show"), QStringLiteral("--json"), QStringLiteral("-w"), m_reference});
  QCOMPARE(shown.code, 0);
  QJsonParseError error{};
  const QJsonDocument document = QJsonDocument::fromJson(shown.out.toUtf8(), &error);
  QVERIFY2(!document.isNull(), qPrintable(error.errorString()));
  QVERIFY(!shown.out.contains(QLatin1String("nan")));
}

void TestCommandLine::anyNumberOfThreads() {
  for (const char* threads : {"1", "3"}) {
    const QString workspace = at("threads.rxq");
    const Outcome outcome = rxquant({QStringLiteral("run"), m_study, QStringLiteral("-w"),
                                     workspace, QStringLiteral("-j"), QLatin1String(threads)});
    QCOMPARE(outcome.code, 0);
    compareWithReference(workspace);
    QVERIFY(QFile::remove(workspace));
  }
}

void TestCommandLine::killedAtAnyInstant() {
  const QString workspace = at("killed.rxq");
  base::Philox random({11, base::Domain::Other, base::Purpose::Test, 0});
  constexpr int kKills = 8;
  for (int i = 0; i < kKills; ++i) {
    QProcess process;
    start(process, {QStringLiteral("run"), m_study, QStringLiteral("-w"), workspace});
    // From before the file exists to some way into the work.
    if (!process.waitForFinished(20 + static_cast<int>(random.below(400)))) {
      process.kill();
      QVERIFY(process.waitForFinished(kPatience));
    }
  }
  const Outcome outcome =
      rxquant({QStringLiteral("run"), m_study, QStringLiteral("-w"), workspace});
  QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
  compareWithReference(workspace);
}

void TestCommandLine::interruptedCleanly() {
  const QString workspace = at("interrupted.rxq");
  QProcess process;
  start(process, {QStringLiteral("run"), m_study, QStringLiteral("-w"), workspace});
  QVERIFY(QTest::qWaitFor([&] { return QFile::exists(workspace); }, kPatience));
  QTest::qWait(150);
  ::kill(static_cast<pid_t>(process.processId()), SIGINT);
  QVERIFY(process.waitForFinished(kPatience));
  QCOMPARE(process.exitStatus(), QProcess::NormalExit);
  QCOMPARE(process.exitCode(), 130);
  QVERIFY(process.readAllStandardError().contains("goes on from there"));
  QCOMPARE(rxquant({QStringLiteral("run"), m_study, QStringLiteral("-w"), workspace}).code, 0);
  compareWithReference(workspace);
}

void TestCommandLine::ldpcVectors() {
  const QString vectors = QStringLiteral(RXQ_TEST_DATA "/nr_ldpc_vectors.csv");
  const QStringList command{QStringLiteral("check"), QStringLiteral("ldpc")};
  QCOMPARE(rxquant(command + QStringList{vectors}).code, 0);
  // One bit of one vector turned: the check must see it.
  QFile file(vectors);
  QVERIFY(file.open(QIODevice::ReadOnly));
  QByteArray text = file.readAll();
  const qsizetype five = text.lastIndexOf('5'); // a hexadecimal digit of a code word
  QVERIFY(five > 0);
  text[five] = '4';
  QFile turned(at("turned.csv"));
  QVERIFY(turned.open(QIODevice::WriteOnly));
  turned.write(text);
  turned.close();
  const Outcome outcome = rxquant(command + QStringList{turned.fileName()});
  QVERIFY2(outcome.code == 1, qPrintable(outcome.out + outcome.err));
}

void TestCommandLine::llrBits() {
  const QStringList command{QStringLiteral("check"), QStringLiteral("llr-bits"), m_study,
                            QStringLiteral("--blocks"), QStringLiteral("128")};
  const Outcome text = rxquant(command);
  QCOMPARE(text.code, 0);
  QVERIFY2(text.out.contains(QStringLiteral("LLR bits")), qPrintable(text.out));
  const Outcome json = rxquant(command + QStringList{QStringLiteral("--json")});
  QCOMPARE(json.code, 0);
  const param::Node node = param::parseJson(json.out.toStdString(), "output");
  const auto& rows = node.asArray("output")[0].find("rows")->asArray("rows");
  QCOMPARE(rows.size(), std::size_t{6});
  QCOMPARE(rows[5].find("bits")->asInt("bits"), std::int64_t{8});
}

// Code blocks come out where there are any, and only there.
void TestCommandLine::transportBlocks() {
  study::StudySpec spec = test::smallStudy();
  spec.receivers.resize(1);
  spec.link.coding = phy::Coding::TransportBlock;
  const QString workspace = at("transport.rxq");
  const Outcome outcome = rxquant({QStringLiteral("run"), writeStudy("transport.json", spec),
                                   QStringLiteral("--json"), QStringLiteral("-w"), workspace});
  QCOMPARE(outcome.code, 0);
  QVERIFY2(outcome.out.contains(QStringLiteral("\"codeBlockErrors\"")), qPrintable(outcome.out));
  const store::Workspace stored(workspace.toStdString());
  const sim::Curve curve = stored.points(stored.runs().front().id);
  QVERIFY(!curve.empty() && curve.front().codeBlocks == curve.front().blocks);
  const Outcome plain = rxquant(
      {QStringLiteral("show"), QStringLiteral("--json"), QStringLiteral("-w"), m_reference});
  QVERIFY(!plain.out.contains(QStringLiteral("codeBlock")));
}

void TestCommandLine::exportsC() {
  const Outcome outcome =
      rxquant({QStringLiteral("export"), QStringLiteral("QAT"), QStringLiteral("--format"),
               QStringLiteral("c99"), QStringLiteral("-w"), m_reference});
  QVERIFY2(outcome.code == 0, qPrintable(outcome.out + outcome.err));
}

// Without a display: the PDF has pages, the fonts that it uses, and the study file in it.
void TestCommandLine::reports() {
  for (const char* name : {"report.html", "report.pdf"}) {
    const Outcome outcome = rxquant({QStringLiteral("report"), QStringLiteral("-o"), at(name),
                                     QStringLiteral("-w"), m_reference});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.out + outcome.err));
    QFile file(at(name));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    if (!file.fileName().endsWith(QLatin1String("pdf"))) {
      QVERIFY(bytes.contains("<svg"));
      continue;
    }
    QVERIFY(bytes.startsWith("%PDF"));
    for (const char* part : {"/Type /Page", "/FontDescriptor", "/EmbeddedFile"})
      QVERIFY2(bytes.contains(part), part);
  }
  // Any runs side by side: by names, which may have commas, or by ids.
  const std::vector<store::RunRecord> runs = store::Workspace(m_reference.toStdString()).runs();
  QVERIFY(runs.size() >= 2);
  const QString ids = QStringLiteral("%1,%2").arg(runs[0].id).arg(runs[1].id);
  for (const QStringList& chosen :
       {QStringList{ids},
        QStringList{QString::fromStdString(runs[0].name), QString::fromStdString(runs[1].name)}}) {
    const Outcome compared =
        rxquant(QStringList{QStringLiteral("report"), QStringLiteral("-w"), m_reference,
                            QStringLiteral("-o"), at("compared.html"), QStringLiteral("--runs")} +
                chosen);
    QVERIFY2(compared.code == 0, qPrintable(compared.out + compared.err));
    QFile file(at("compared.html"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("Comparison of 2 receivers"));
  }
  const Outcome unknown = rxquant({QStringLiteral("report"), QStringLiteral("-w"), m_reference,
                                   QStringLiteral("--runs"), QStringLiteral("no such run")});
  QCOMPARE(unknown.code, 2);
  QVERIFY2(unknown.err.contains(QStringLiteral("no such run")), qPrintable(unknown.err));
  const Outcome nowhere =
      rxquant({QStringLiteral("report"), QStringLiteral("-o"), at("no/such/folder/report.pdf"),
               QStringLiteral("-w"), m_reference});
  QCOMPARE(nowhere.code, 3);
  QVERIFY2(nowhere.err.contains(QStringLiteral("report.pdf")), qPrintable(nowhere.err));
}

void TestCommandLine::compareWithReference(const QString& workspace) const {
  const std::vector<Left> expected = leftIn(m_reference), got = leftIn(workspace);
  QCOMPARE(got.size(), expected.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    QCOMPARE(got[i].name, expected[i].name);
    QCOMPARE(got[i].hash, expected[i].hash);
    QCOMPARE(got[i].points, expected[i].points);
    QCOMPARE(got[i].history, expected[i].history);
  }
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
