#include <QtTest>

#include <algorithm>

#include "core/base/mailbox.h"
#include "core/study/comparison.h"
#include "core/study/study_runner.h"
#include "tests/core/study/small_study.h"

using namespace rxq;
using study::Pairing;

namespace {
std::vector<std::int64_t> idsOf(const store::Workspace& workspace, std::int64_t study = 0) {
  std::vector<std::int64_t> ids;
  for (const store::RunRecord& run : workspace.runs(study))
    ids.push_back(run.id);
  return ids;
}
void runInto(store::Workspace& workspace, const study::StudySpec& spec) {
  base::Mailbox<study::StudyProgress> mailbox;
  study::runStudy(spec, workspace, {2}, {}, mailbox);
}
const study::ParameterRow* rowOf(const std::vector<study::ParameterRow>& rows, const char* path) {
  const auto it =
      std::find_if(rows.begin(), rows.end(), [&](const auto& r) { return r.path == path; });
  return it == rows.end() ? nullptr : &*it;
}
} // namespace

class TestComparison final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    m_spec = test::smallStudy();
    m_spec.receivers[3].quant.weightBits = 3;
    for (study::ReceiverEntry& entry : m_spec.receivers)
      entry.train.iterations = 300;
    runInto(m_workspace, m_spec);
    m_ids = idsOf(m_workspace);
    QCOMPARE(m_ids.size(), std::size_t{4});
    m_all = study::compareRuns(m_workspace, m_ids, 0, m_cache, {});
  }

  void lossesArePairedWithTheFloatRun() {
    QCOMPARE(m_all.runs.size(), std::size_t{4});
    QCOMPARE(m_all.runs[m_all.reference].run.name, std::string("FP32"));
    QCOMPARE(m_all.differences[1].pairing, Pairing::Itself);
    for (const std::size_t i : {0u, 2u, 3u}) {
      QCOMPARE(m_all.differences[i].pairing, Pairing::Paired);
      const auto expected =
          sim::pairedLoss(m_workspace.points(m_ids[i]), m_workspace.points(m_ids[1]), 0.1);
      QCOMPARE(m_all.differences[i].loss.db, expected.db);
      QCOMPARE(m_all.differences[i].loss.commonSlots, expected.commonSlots);
    }
    const auto other = study::compareRuns(m_workspace, m_ids, m_ids[3], m_cache, {});
    QCOMPARE(other.reference, std::size_t{3});
    QCOMPARE(other.differences[3].pairing, Pairing::Itself);
    QCOMPARE(other.differences[1].loss.db, -m_all.differences[3].loss.db);
  }

  void parametersDifferOnlyWhereTheyMatter() {
    const auto rows = study::compareParameters(m_all.runs);
    const auto* bits = rowOf(rows, "quant.weightBits");
    QVERIFY(bits && bits->differs);
    QVERIFY(!bits->values[0] && !bits->values[1]); // no quantizer there
    QCOMPARE(bits->values[2]->asInt("bits"), 4);
    QCOMPARE(bits->values[3]->asInt("bits"), 3);
    QCOMPARE(std::string(bits->section), std::string("Quantization"));
    const auto* activations = rowOf(rows, "quant.activationBits");
    QVERIFY(activations && !activations->differs); // the same in both that have any
    const auto* channels = rowOf(rows, "neural.channels");
    QVERIFY(channels && !channels->differs && !channels->values[0]);
    QCOMPARE(channels->values[3]->asInt("channels"), 4); // its family's
    QVERIFY(rowOf(rows, "kind")->differs);
    QVERIFY(!rowOf(rows, "link.modulation")->differs);
    QVERIFY(!rowOf(rows, "name") && !rowOf(rows, "receivers"));
  }

  void costsAreCounted() {
    QVERIFY(!m_all.runs[0].costs);
    const auto& fp32 = *m_all.runs[1].costs;
    const auto& ptq = *m_all.runs[2].costs;
    QCOMPARE(fp32.bitOperations, 32.0 * 32.0 * static_cast<double>(fp32.macs));
    QCOMPARE(ptq.macs, fp32.macs);
    QVERIFY(ptq.bitOperations < fp32.bitOperations / 20);
    QVERIFY(ptq.bytes < fp32.bytes);
    QCOMPARE(ptq.bytes, m_workspace.model(m_all.runs[2].run.modelId).bytes);
    QVERIFY(fp32.microseconds > 0 && ptq.microseconds > 0);
    QCOMPARE(m_cache.costs.size(), std::size_t{3});
    const std::size_t known = m_cache.differences.size();
    QVERIFY(known >= 4);
    const double before = m_cache.costs.at(m_ids[1]).microseconds;
    study::compareRuns(m_workspace, m_ids, 0, m_cache, {});
    QCOMPARE(m_cache.costs.at(m_ids[1]).microseconds, before); // not timed again
    QCOMPARE(m_cache.differences.size(), known);               // nor are losses drawn again
  }

  void otherSlotsAreNotPaired() {
    study::StudySpec other = m_spec;
    other.seed = 8;
    other.receivers.resize(2);
    runInto(m_workspace, other);
    std::vector<std::int64_t> ids{m_ids[1], idsOf(m_workspace).back()};
    auto all = study::compareRuns(m_workspace, ids, m_ids[1], m_cache, {});
    QCOMPARE(all.differences[1].pairing, Pairing::OtherSeed);
    const auto &a = all.runs[1].crossing, &b = all.runs[0].crossing;
    QVERIFY(a.reached && b.reached);
    QVERIFY(all.differences[1].loss.valid);
    QCOMPARE(all.differences[1].loss.db, a.snrDb - b.snrDb);
    QCOMPARE(all.differences[1].loss.interval.high, a.interval.high - b.interval.low);
    QCOMPARE(all.differences[1].loss.commonSlots, std::uint64_t{0});
    auto moved = all.runs;
    moved[1].run.seed = moved[0].run.seed;
    moved[1].spec.channel.antennaCorrelation = 0.5;
    QCOMPARE(study::differenceOf(moved[1], moved[0], 0.1).pairing, Pairing::OtherChannel);
    moved[1].spec.link.rxAntennas = 4;
    QCOMPARE(study::differenceOf(moved[1], moved[0], 0.1).pairing, Pairing::OtherLink);
    moved[1] = moved[0];
    moved[1].run.id = -1;
    for (auto& point : moved[1].curve)
      point.snrDb += 0.25;
    QCOMPARE(study::differenceOf(moved[1], moved[0], 0.1).pairing, Pairing::OtherPoints);
    moved[1].curve.clear();
    QCOMPARE(study::differenceOf(moved[1], moved[0], 0.1).pairing, Pairing::NotMeasured);
  }

  void runsThatAreGoneAreLeftOut() {
    const std::int64_t ids[] = {m_ids[2], 987654};
    QCOMPARE(study::compareRuns(m_workspace, ids, 0, m_cache, {}).runs.size(), std::size_t{1});
    QVERIFY(study::compareRuns(m_workspace, {}, 0, m_cache, {}).runs.empty());
  }

 private:
  store::Workspace m_workspace{":memory:"};
  study::StudySpec m_spec;
  std::vector<std::int64_t> m_ids;
  study::CompareCache m_cache;
  study::Comparison m_all;
};

QTEST_MAIN(TestComparison)
#include "tst_comparison.moc"
