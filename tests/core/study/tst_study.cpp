#include <QtTest>

#include <thread>

#include "core/base/error.h"
#include "core/study/families.h"
#include "core/study/study_results.h"
#include "core/study/study_runner.h"
#include "core/train/model.h"
#include "small_study.h"

using namespace rxq;
using study::ReceiverKind;

namespace {
/// Counts and weights of a finished study, to the bit.
QByteArray fingerprint(const store::Workspace& workspace) {
  QByteArray text;
  for (const store::RunRecord& run : workspace.runs()) {
    text += run.name.c_str();
    for (const sim::PointCounts& p : workspace.points(run.id)) {
      text += QByteArray::number(p.snrDb) + ":" + QByteArray::number(qulonglong(p.blockErrors)) +
              "/" + QByteArray::number(qulonglong(p.slots)) + "," +
              QByteArray::number(qulonglong(p.bitErrors)) + ";";
      for (const std::uint64_t word : p.errorMap)
        text += QByteArray::number(qulonglong(word), 16) + ".";
    }
    if (run.modelId)
      text += workspace.model(run.modelId).hash.c_str();
    text += "\n";
  }
  return text;
}

study::StudyProgress runToEnd(const study::StudySpec& spec, store::Workspace& workspace,
                              int workers) {
  base::Mailbox<study::StudyProgress> mailbox;
  return study::runStudy(spec, workspace, {workers}, {}, mailbox);
}

template <class F> QString errorOf(F&& f) {
  try {
    f();
  } catch (const base::Error& e) {
    return QString::fromUtf8(e.what());
  }
  return {};
}
} // namespace

class TestStudy : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void runsFromTrainingToCurveAndIsStored() {
    store::Workspace workspace(":memory:");
    const auto spec = test::smallStudy();
    const auto last = runToEnd(spec, workspace, 2);
    QVERIFY(last.finished && !last.stopped);
    QCOMPARE(last.fraction, 1.0);
    for (const auto& entry : last.entries) {
      QVERIFY2(entry.phase == study::Phase::Done, entry.note.c_str());
      QCOMPARE(entry.curve.size(), sim::pointsOf(spec.sweep).size());
    }
    const auto runs = workspace.runs();
    QCOMPARE(runs.size(), spec.receivers.size());
    QCOMPARE(runs[0].modelId, std::int64_t{0});
    for (const auto& run : runs) {
      QCOMPARE(run.status, store::RunStatus::Finished);
      QVERIFY(!run.provenance.finishedAt.empty());
      QCOMPARE(workspace.checkpoint(run.id).has_value(), false);
    }
    QCOMPARE(runs[2].parentRunId, runs[1].id);
    QCOMPARE(workspace.model(runs[3].modelId).parentId, runs[1].modelId);
    QCOMPARE(workspace.history(runs[1].id).size(), std::size_t{3});
    QVERIFY(workspace.ranges(runs[1].id).empty());
    const auto ranges = workspace.ranges(runs[3].id);
    QVERIFY(ranges.size() >= 3); // at the least where it was validated
    QCOMPARE(ranges.back().iteration, std::int64_t{30});
    QVERIFY(ranges.back().layers.front().weights.high > ranges.back().layers.front().weights.low);
    const auto model = train::deserialiseModel(workspace.modelBlob(runs[3].modelId), "test");
    QVERIFY(model.integer.has_value());
    QVERIFY(!workspace.model(runs[3].modelId).report.empty());
  }

  /// The test that pins the whole engine: any number of threads, the same counts and weights to the
  /// bit.
  void repeatsToTheBitForAnyNumberOfThreads() {
    QByteArray first;
    for (const int workers : {1, 2, 3}) {
      store::Workspace workspace(":memory:");
      runToEnd(test::smallStudy(), workspace, workers);
      if (first.isEmpty())
        first = fingerprint(workspace);
      else
        QCOMPARE(fingerprint(workspace), first);
    }
    QVERIFY(first.contains("FP32"));
  }

  /// Stopped again and again at odd moments, it ends as if never stopped.
  void resumesToTheSameBits() {
    store::Workspace whole(":memory:"), pieces(":memory:");
    const auto spec = test::smallStudy();
    runToEnd(spec, whole, 2);
    int stops = 0;
    for (bool finished = false; !finished; ++stops) {
      QVERIFY(stops < 400);
      base::Mailbox<study::StudyProgress> mailbox;
      std::stop_source stop;
      std::jthread clock([&] {
        // Longer and longer, or a busy machine would never get beyond setting up.
        std::this_thread::sleep_for(std::chrono::milliseconds(12 + 5 * (stops % 9) + stops / 2));
        stop.request_stop();
      });
      finished = !study::runStudy(spec, pieces, {2}, stop.get_token(), mailbox).stopped;
    }
    QVERIFY2(stops > 1, "the study was never interrupted");
    QCOMPARE(fingerprint(pieces), fingerprint(whole));
  }

  void reusesModelsAndCurves() {
    store::Workspace workspace(":memory:");
    auto spec = test::smallStudy();
    runToEnd(spec, workspace, 2);
    const auto models = workspace.models().size();
    spec.name = "The same under another name";
    spec.sweep.maxSlots = 192; // goes on from 128
    const auto last = runToEnd(spec, workspace, 2);
    QCOMPARE(workspace.models().size(), models);
    for (const auto& entry : last.entries)
      QVERIFY(study::isClassical(entry.kind) || entry.reused);
  }

  // Trained on one link, measured on another: the models are those of a study of the first link,
  // the curves are the second's.
  void trainsElsewhere() {
    const auto home = test::smallStudy();
    store::Workspace workspace(":memory:"), alone(":memory:");
    const auto before = runToEnd(home, workspace, 2);
    auto away = home;
    away.name = "On another grid";
    away.link.resourceBlocks = 3;
    away.link.pilotSymbols = {3, 7};
    away.trainedOn = {true, home.link, home.channel};
    const auto models = workspace.models().size();
    const auto after = runToEnd(away, workspace, 2);
    QCOMPARE(workspace.models().size(), models);
    for (std::size_t i = 0; i < after.entries.size(); ++i) {
      const auto& entry = after.entries[i];
      QVERIFY2(entry.phase == study::Phase::Done, entry.note.c_str());
      QVERIFY(study::isClassical(entry.kind) || entry.reused);
      QVERIFY(entry.curve[0].bits > 2 * before.entries[i].curve[0].bits);
    }
    runToEnd(away, alone, 1); // which has to train first
    for (const store::RunRecord& run : alone.runs())
      if (run.modelId) {
        const auto model = train::deserialiseModel(alone.modelBlob(run.modelId), "test");
        QVERIFY(model.link == home.link && model.channel == home.channel);
        const auto known = workspace.findModel(run.modelKey);
        QVERIFY(known.has_value());
        QCOMPARE(alone.model(run.modelId).hash, known->hash);
      }
  }

  /// The same model with integers around it, measured for itself, its loss that to its parent.
  void fixedPointReceiversHaveTheirParentsModel() {
    store::Workspace workspace(":memory:");
    auto spec = test::smallStudy();
    spec.sweep.snr = {-8, 8};
    for (const int bits : {10, 4}) {
      study::ReceiverEntry entry;
      entry.name = std::to_string(bits) + " bits";
      entry.kind = ReceiverKind::FixedPoint;
      entry.parent = "PTQ";
      entry.fixedPoint.sampleBits = bits;
      spec.receivers.push_back(entry);
    }
    const auto last = runToEnd(spec, workspace, 2);
    const auto runs = workspace.runs();
    QCOMPARE(workspace.models().size(), std::size_t{3});
    for (const std::size_t i : {4u, 5u}) {
      QVERIFY2(last.entries[i].phase == study::Phase::Done, last.entries[i].note.c_str());
      QCOMPARE(runs[i].modelId, runs[2].modelId);
      QCOMPARE(runs[i].parentRunId, runs[2].id);
      QVERIFY(last.entries[i].loss.has_value());
      const train::Model model = study::modelOf(workspace, runs[i]);
      QCOMPARE(model.fixedPoint, spec.receivers[i].fixedPoint);
      QCOMPARE(model.name, spec.receivers[i].name);
    }
    QVERIFY(!study::modelOf(workspace, runs[2]).fixedPoint);
    QCOMPARE(study::referenceOf(spec, spec.receivers[4]), &spec.receivers[2]);
    QVERIFY(runs[4].curveKey != runs[5].curveKey && runs[4].curveKey != runs[2].curveKey);
    // Four bits are felt: other slots fail.
    const auto errors = [&](std::size_t i) {
      std::uint64_t sum = 0;
      for (const sim::PointCounts& point : last.entries[i].curve)
        sum += point.bitErrors;
      return sum;
    };
    QVERIFY(errors(4) != errors(2) && errors(5) > errors(4));
  }

  void aFailingReceiverDoesNotStopTheOthers() {
    store::Workspace workspace(":memory:");
    auto spec = test::smallStudy();
    spec.receivers[0].kind =
        ReceiverKind::Lmmse; // no covariance is known for block Rayleigh over time
    spec.channel.kind = channel::ChannelKind::Rayleigh;
    const auto last = runToEnd(spec, workspace, 2);
    QVERIFY(last.finished);
    QVERIFY(last.entries.back().phase == study::Phase::Done);
  }

  void badStudiesAreNamed_data() {
    QTest::addColumn<int>("which");
    QTest::addColumn<QString>("expected");
    QTest::newRow("no receivers") << 0 << "receivers";
    QTest::newRow("same name") << 1 << "same name";
    QTest::newRow("unknown parent") << 2 << "there is no receiver 'Nobody'";
    QTest::newRow("parent after child") << 3 << "must come before";
    QTest::newRow("classical parent") << 4 << "not an FP32";
    QTest::newRow("PTQ without parent") << 5 << "needs a trained parent";
    QTest::newRow("one bit") << 6 << "bits";
    QTest::newRow("even kernel") << 7 << "kernel";
    QTest::newRow("even smoothing") << 8 << "odd";
    QTest::newRow("all pilots") << 9 << "pilot";
    QTest::newRow("trained for another modulation") << 10 << "trainedOn, link, modulation";
    QTest::newRow("trained for other antennas") << 11 << "trainedOn, link, rxAntennas";
    QTest::newRow("channel loss without a channel head") << 12 << "channelLoss";
    QTest::newRow("fixed point of FP32") << 13 << "quantized weights and activations";
    QTest::newRow("fixed point without parent") << 14 << "name the quantized receiver";
    QTest::newRow("fixed point of weights only") << 15 << "quantized weights and activations";
  }
  void badStudiesAreNamed() {
    QFETCH(int, which);
    QFETCH(QString, expected);
    auto spec = test::smallStudy();
    switch (which) {
    case 0:
      spec.receivers.clear();
      break;
    case 1:
      spec.receivers[1].name = "LS";
      break;
    case 2:
      spec.receivers[2].parent = "Nobody";
      break;
    case 3:
      spec.receivers[2].parent = "QAT";
      break;
    case 4:
      spec.receivers[2].parent = "LS";
      break;
    case 5:
      spec.receivers[2].parent.clear();
      break;
    case 6:
      spec.receivers[2].quant.weightBits = 1;
      break;
    case 7:
      spec.receivers[1].neural.kernelTime = 2;
      break;
    case 8:
      spec.receivers[0].classical.smoothing = 4;
      break;
    case 9:
      spec.link.pilotSymbols = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};
      break;
    case 10:
      spec.trainedOn = {true, spec.link, spec.channel};
      spec.trainedOn.link.modulation = phy::Modulation::Qam64;
      break;
    case 11:
      spec.trainedOn = {true, spec.link, spec.channel};
      spec.trainedOn.link.rxAntennas = spec.link.rxAntennas + 1;
      break;
    case 12:
      spec.receivers[1].neural.head = receiver::Head::Llr;
      spec.receivers[3].train.channelLoss = 0.1;
      break;
    case 13:
      spec.receivers[3].kind = ReceiverKind::FixedPoint;
      break;
    case 14:
      spec.receivers[3].kind = ReceiverKind::FixedPoint;
      spec.receivers[3].parent.clear();
      break;
    case 15:
      spec.receivers[3].kind = ReceiverKind::FixedPoint;
      spec.receivers[3].parent = "PTQ";
      spec.receivers[2].quant.activationBits = quant::kBitsOff;
      break;
    }
    const QString message = errorOf([&] { study::checkStudy(spec); });
    QVERIFY2(message.contains(expected, Qt::CaseInsensitive), qPrintable(message));
  }

  void keysTellWhatMatters() {
    const auto spec = test::smallStudy();
    auto other = spec;
    const auto key = [](const study::StudySpec& s, int i) {
      return study::modelKey(s, s.receivers[static_cast<std::size_t>(i)]);
    };
    other.receivers[3].name = "renamed";
    other.receivers[1].train.validateEvery = 3;
    other.sweep.maxSlots = 99;
    other.decoder.iterations = 3;
    QCOMPARE(key(other, 3), key(spec, 3));
    QVERIFY(!QString::fromStdString(key(spec, 1)).contains("trainedOn"));
    other.receivers[1].train.learningRate = 1e-4; // the parent's
    QVERIFY(key(other, 3) != key(spec, 3));
    QCOMPARE(study::referenceOf(spec, spec.receivers[3]), &spec.receivers[1]);
    QCOMPARE(study::depthOf(spec, spec.receivers[3]), 1);
  }
};

QTEST_GUILESS_MAIN(TestStudy)
#include "tst_study.moc"
