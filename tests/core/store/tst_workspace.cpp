#include <QtTest>

#include <csignal>
#include <filesystem>
#include <fstream>

#include <sys/wait.h>
#include <unistd.h>

#include "core/base/error.h"
#include "core/store/workspace.h"

using namespace rxq;
using store::Workspace;

namespace {
std::string contentOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
void write(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}
template <class F> QString errorOf(F&& f) {
  try {
    f();
  } catch (const base::Error& e) {
    return QString::fromUtf8(e.what());
  }
  return {};
}
sim::PointCounts pointAt(double snr, std::uint64_t slots) {
  sim::PointCounts p;
  p.snrDb = snr;
  p.slots = p.blocks = slots;
  p.blockErrors = slots / 10;
  p.bits = slots * 100;
  p.bitErrors = slots;
  p.errorMap.assign(slots / 64 + 1, 0x8000000000000001ull);
  p.finished = true;
  return p;
}
store::RunRecord newRun(Workspace& w) {
  store::RunRecord run;
  run.studyId = w.saveStudy("study", "{}");
  run.name = "run";
  run.kind = "fp32";
  run.seed = 0xffffffffffffffffull;
  run.provenance = store::currentProvenance();
  return run;
}
} // namespace

class TestWorkspace : public QObject {
  Q_OBJECT
 private:
  QTemporaryDir m_folder;
  std::string path(const char* name) const { return m_folder.filePath(name).toStdString(); }

 private Q_SLOTS:
  void everythingComesBack() {
    const std::string file = path("all.rxq");
    std::int64_t runId = 0, modelId = 0;
    {
      Workspace w(file);
      store::RunRecord run = newRun(w);
      store::ModelRecord model;
      model.name = "m";
      model.method = "qat";
      model.key = "key";
      model.hash = "h";
      model.report = "{}";
      modelId =
          w.saveModel(model, std::vector<std::byte>{std::byte{1}, std::byte{0}, std::byte{2}});
      run.modelId = modelId;
      runId = w.saveRun(run);
      run.id = runId;
      run.note = "it's noted";
      QCOMPARE(w.saveRun(run), runId);
      w.savePoints(runId, {pointAt(1, 640), pointAt(2.5, 64)});
      w.savePoints(runId, {pointAt(2.5, 128)});
      w.saveHistory(runId, {{10, 0.5, std::nan(""), 1e-3}, {20, 0.4, 0.45, 1e-4}});
      w.saveRanges(runId, {{5, {{"gone", {8, -9, 9, 1}, {}}}}});
      w.saveRanges(runId, {{10, {{"in", {4, -1.5, 1.25, 16}, {8, 0, 3.5, 1}}, {"out", {}, {}}}},
                           {20, {{"in", {4, -1.25, 1, 16}, {8, 0, 4.5, 1}}, {"out", {}, {}}}}});
      w.saveCheckpoint(runId, std::vector<std::byte>{std::byte{7}});
    }
    Workspace w(file);
    const store::RunRecord run = w.run(runId);
    QCOMPARE(run.seed, std::uint64_t{0xffffffffffffffffull});
    QCOMPARE(run.note, std::string("it's noted"));
    QCOMPARE(run.modelId, modelId);
    QVERIFY(!run.provenance.compiler.empty() && !run.provenance.version.empty());
    const sim::Curve curve = w.points(runId);
    QCOMPARE(curve.size(), std::size_t{2});
    QCOMPARE(curve[1].slots, std::uint64_t{128});
    QVERIFY(curve[1].errorMap == pointAt(2.5, 128).errorMap);
    const auto history = w.history(runId);
    QCOMPARE(history.size(), std::size_t{2});
    QVERIFY(std::isnan(history[0].validation));
    QCOMPARE(history[1].validation, 0.45);
    const auto ranges = w.ranges(runId); // replaced, not added to
    QCOMPARE(ranges.size(), std::size_t{2});
    QCOMPARE(ranges[1].iteration, std::int64_t{20});
    QCOMPARE(ranges[1].layers.size(), std::size_t{2});
    QCOMPARE(ranges[1].layers[0].layer, std::string("in"));
    QCOMPARE(ranges[1].layers[0].weights.low, -1.25);
    QCOMPARE(ranges[0].layers[0].weights.scales, 16);
    QCOMPARE(ranges[1].layers[0].output.high, 4.5);
    QCOMPARE(ranges[1].layers[0].output.bits, 8);
    QCOMPARE(ranges[1].layers[1].weights.bits, quant::kBitsOff);
    QCOMPARE(w.checkpoint(runId)->size(), std::size_t{1});
    w.removeCheckpoint(runId);
    QVERIFY(!w.checkpoint(runId));
    QCOMPARE(w.modelBlob(modelId).size(), std::size_t{3});
    QVERIFY(w.findModel("key") && !w.findModel("other"));
  }

  /// A file as the first schema wrote it: its points come back, with no code blocks, and can be
  /// written on.
  void oldSchemaIsMigrated() {
    const std::string file = path("old.rxq");
    std::filesystem::copy_file(RXQ_TEST_DATA "/workspace_schema_1.rxq", file);
    QVERIFY(Workspace::schemaVersion() > 1);
    {
      Workspace w(file);
      const auto runs = w.runs();
      QCOMPARE(runs.size(), std::size_t{1});
      const sim::Curve curve = w.points(runs[0].id);
      QCOMPARE(curve.size(), std::size_t{2});
      QCOMPARE(curve[1].blockErrors, std::uint64_t{12});
      QCOMPARE(curve[1].codedBitErrors, std::uint64_t{34});
      QCOMPARE(curve[1].codeBlocks, std::uint64_t{0});
      QVERIFY(curve[1].finished && curve[1].errorMap.size() == 2);
      sim::PointCounts p = curve[1];
      p.codeBlocks = 600;
      p.codeBlockErrors = 30;
      p.undetectedErrors = 1;
      w.savePoints(runs[0].id, {p});
    }
    Workspace w(file);
    const sim::Curve curve = w.points(w.runs()[0].id);
    QCOMPARE(curve.size(), std::size_t{2});
    QCOMPARE(curve[1].codeBlocks, std::uint64_t{600});
    QCOMPARE(curve[1].codeBlockErrors, std::uint64_t{30});
    QCOMPARE(curve[1].undetectedErrors, std::uint64_t{1});
  }

  void sameStudyIsStoredOnce() {
    Workspace w(":memory:");
    QCOMPARE(w.saveStudy("a", "{1}"), w.saveStudy("b", "{1}"));
    QVERIFY(w.saveStudy("a", "{2}") != w.saveStudy("a", "{1}"));
    QCOMPARE(w.studies().size(), std::size_t{2});
  }

  void namesBelongToPeople() {
    Workspace w(":memory:");
    store::RunRecord run = newRun(w);
    run.entry = R"({"name": "run", "kind": "fp32"})";
    run.id = w.saveRun(run);
    w.renameRun(run.id, "mine", "noted", "paper");
    w.saveRun(run); // by what measures it, which knows no other name
    QCOMPARE(w.run(run.id).name, std::string("mine"));
    QCOMPARE(w.run(run.id).tags, std::string("paper"));
    QCOMPARE(w.findRun(run.studyId, "run")->id, run.id); // the receiver's name in its study
    QVERIFY(!w.findRun(run.studyId, "mine"));
    store::ModelRecord model;
    model.name = "m";
    model.method = "qat";
    model.key = "key";
    model.report = "{}";
    const auto id = w.saveModel(model, {});
    w.renameModel(id, "best", "for the figure", "paper");
    const store::ModelRecord read = w.findModel("key").value();
    QCOMPARE(read.name, std::string("best"));
    QCOMPARE(read.note, std::string("for the figure"));
    QCOMPARE(read.tags, std::string("paper"));
    QCOMPARE(w.models().front().tags, std::string("paper"));
  }

  void trashAndBack() {
    Workspace w(":memory:");
    const auto run = newRun(w);
    const auto id = w.saveRun(run);
    w.setTrashed("runs", id, true);
    QVERIFY(w.runs().empty());
    QCOMPARE(w.runs(0, true).size(), std::size_t{1});
    w.setTrashed("runs", id, false);
    QCOMPARE(w.runs().size(), std::size_t{1});
  }

  void refusesAndLeavesAlone_data() {
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QString>("expected");
    QTest::newRow("text file") << QByteArray("text") << "not an SQLite file";
    QTest::newRow("foreign database") << QByteArray("foreign") << "another program";
    QTest::newRow("newer schema") << QByteArray("newer") << "newer RxQuant";
    QTest::newRow("truncated") << QByteArray("truncated") << "truncated.rxq";
    QTest::newRow("corrupt page") << QByteArray("corrupt") << "corrupt.rxq";
  }
  void refusesAndLeavesAlone() {
    QFETCH(QByteArray, kind);
    QFETCH(QString, expected);
    const std::string file = path((kind + ".rxq").constData());
    if (kind == "text") {
      write(file, "once upon a time");
    } else {
      {
        Workspace w(file);
        auto run = newRun(w);
        run.note.assign(20000, 'n'); // several pages
        const auto id = w.saveRun(run);
        for (int i = 0; i < 40; ++i)
          w.savePoints(id, {pointAt(i, 6400)});
      }
      std::string bytes = contentOf(file);
      if (kind == "foreign")
        bytes.replace(68, 4, std::string(4, '\1')); // application id in the header
      if (kind == "newer")
        bytes.replace(60, 4, std::string("\0\0\0\x63", 4)); // user version
      if (kind == "truncated")
        bytes.resize(bytes.size() / 2);
      if (kind == "corrupt")
        for (std::size_t i = 4096; i < bytes.size(); i += 97)
          bytes[i] = static_cast<char>(~bytes[i]);
      write(file, bytes);
    }
    const std::string before = contentOf(file);
    const QString message = errorOf([&] { Workspace w(file); });
    QVERIFY2(message.contains(expected), qPrintable(message));
    QVERIFY(message.contains(QString::fromStdString(file)));
    QVERIFY(contentOf(file) == before);
  }

  void unwritableFolderIsAClearError() {
    const QString message = errorOf([] { Workspace w("/nonexistent/folder/x.rxq"); });
    QVERIFY2(message.contains("/nonexistent/folder/x.rxq"), qPrintable(message));
  }

  /// A child commits numbered points until it is killed at some instant; what it said was committed
  /// must be there, and the file must be sound.
  void killedAtARandomInstantLosesNothingCommitted() {
    for (int round = 0; round < 8; ++round) {
      const std::string file = path(("kill" + QByteArray::number(round) + ".rxq").constData());
      std::int64_t runId = 0;
      {
        Workspace w(file);
        runId = w.saveRun(newRun(w));
      }
      int channel[2];
      QVERIFY(pipe(channel) == 0);
      const pid_t child = fork();
      if (child == 0) {
        Workspace w(file);
        for (int i = 0;; ++i) {
          w.savePoints(runId, {pointAt(i, 640)});
          if (::write(channel[1], &i, sizeof i) != sizeof i)
            _exit(1);
        }
      }
      ::close(channel[1]);
      usleep(static_cast<useconds_t>(15000 + 7919 * round));
      kill(child, SIGKILL);
      waitpid(child, nullptr, 0);
      int committed = -1, value = 0;
      while (::read(channel[0], &value, sizeof value) == sizeof value)
        committed = value;
      ::close(channel[0]);
      Workspace w(file);
      const auto points = w.points(runId);
      QVERIFY2(
          static_cast<int>(points.size()) >= committed + 1,
          qPrintable(QString("%1 points, %2 committed").arg(points.size()).arg(committed + 1)));
    }
  }

  void twoConnectionsShareOneFile() {
    const std::string file = path("shared.rxq");
    Workspace a(file), b(file);
    const auto before = a.revision();
    const auto id = b.saveRun(newRun(b));
    QVERIFY(a.revision() != before);
    QCOMPARE(a.run(id).name, std::string("run"));
  }
};

QTEST_GUILESS_MAIN(TestWorkspace)
#include "tst_workspace.moc"
