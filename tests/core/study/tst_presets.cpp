#include <QTest>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/base/resource.h"
#include "core/sim/slot_source.h"
#include "core/study/study_runner.h"

using namespace rxq;

namespace {
std::vector<std::string> presetNames() {
  std::vector<std::string> names;
  for (const std::string_view name : base::resourceNames())
    if (name.starts_with("presets/") && name.ends_with(".json"))
      names.emplace_back(name);
  return names;
}

study::StudySpec presetOf(const QString& name) {
  return param::readJson<study::StudySpec>(base::resource(name.toStdString()), name.toStdString());
}
} // namespace

// Every study that ships: it is valid, says what it asks, and runs to its end.
class TestPresets final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void presets_data() {
    QTest::addColumn<QString>("name");
    for (const std::string& name : presetNames())
      QTest::newRow(name.c_str()) << QString::fromStdString(name);
    QVERIFY(presetNames().size() >= 6);
  }
  void presets() {
    QFETCH(QString, name);
    const study::StudySpec spec = presetOf(name);
    study::checkStudy(spec);
    QVERIFY(!spec.name.empty() && spec.question.size() > 20);
    QVERIFY(spec.receivers.size() >= 4);
    QVERIFY(spec.receivers[0].kind == study::ReceiverKind::PerfectCsi); // the yardstick
    // What a reader of the file sees is what is meant: nothing in it is out of play.
    QVERIFY(param::readJson<study::StudySpec>(param::writeJson(spec), "again") == spec);
  }

  // Cut down to two points, a round of slots and three training steps: every receiver comes through
  // training, quantizing, lowering and measuring. What is learned in so little does not matter.
  void everyReceiverRuns_data() { presets_data(); }
  void everyReceiverRuns() {
    QFETCH(QString, name);
    study::StudySpec spec = presetOf(name);
    spec.sweep.snr.low = spec.sweep.snr.high - 1;
    spec.sweep.step = 1;
    spec.sweep.maxSlots = 64;
    spec.sweep.stopBelow = 0;
    for (study::ReceiverEntry& entry : spec.receivers) {
      entry.train.iterations = 3;
      entry.train.batch = 2;
      entry.train.warmup = 1;
      entry.train.validationSlots = 1;
      entry.quant.calibrationSlots = 2;
    }
    store::Workspace workspace(":memory:");
    base::Mailbox<study::StudyProgress> mailbox;
    const auto done = study::runStudy(spec, workspace, {base::hardwareThreads()}, {}, mailbox);
    QVERIFY(done.finished && !done.stopped);
    for (const study::EntryProgress& entry : done.entries) {
      QVERIFY2(entry.phase == study::Phase::Done, (entry.name + ": " + entry.note).c_str());
      if (!spec.receivers[static_cast<std::size_t>(&entry - done.entries.data())].evaluate)
        continue;
      QCOMPARE(entry.curve.size(), std::size_t{2});
      QCOMPARE(entry.curve[0].slots, std::uint64_t{64});
      QCOMPARE(entry.curve[0].codeBlocks > 0, spec.link.coding == phy::Coding::TransportBlock);
    }
    // Knowing the channel, nearly all blocks come through at the end of the range.
    QVERIFY(done.entries[0].curve[1].bler() < 0.1);
  }
};

QTEST_APPLESS_MAIN(TestPresets)
#include "tst_presets.moc"
