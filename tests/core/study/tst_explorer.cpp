#include <QTest>

#include <cmath>

#include "core/base/error.h"
#include "core/base/mailbox.h"
#include "core/store/workspace.h"
#include "core/study/explorer.h"
#include "core/study/study_runner.h"
#include "tests/core/study/small_study.h"

using namespace rxq;
using namespace rxq::study;

class TestExplorer final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void narrowsFromAFirstAnswer();
  void isWhatASweepOfTheSameReceiverGives();
  void doesNotDependOnWhatWasExploredBefore();
  void goesOnFromWhatIsKnown();
  void drawsTheWholeCurve();
  void fewBitsCostMore();
  void decoderBitsCount();
  void integerFrontEndsCount();
  void stopsAtOnce();
  void refusesWhatCannotRun();

 private:
  std::shared_ptr<const ExploreState> explore(Explorer& explorer, int weights, int activations,
                                              int slots, int decoderBits = 0) {
    ExploreSetting setting;
    setting.quant.weightBits = setting.quant.edgeWeightBits = weights;
    setting.quant.activationBits = setting.quant.edgeActivationBits = activations;
    setting.decoderBits = decoderBits;
    m_published.clear();
    return explorer.evaluate(setting, {0.0, slots}, {},
                             [this](auto state) { m_published.push_back(std::move(state)); });
  }
  static QString countsOf(const sim::Curve& curve) {
    QString text;
    for (const sim::PointCounts& p : curve)
      text += QStringLiteral("%1:%2/%3 ").arg(p.snrDb).arg(p.blockErrors).arg(p.blocks);
    return text;
  }

  StudySpec m_spec;
  train::Model m_model;
  std::vector<std::shared_ptr<const ExploreState>> m_published;
};

void TestExplorer::initTestCase() {
  m_spec = test::smallStudy();
  m_spec.receivers.resize(2);
  m_spec.receivers[1].neural.channels = 8;
  m_spec.receivers[1].train.iterations = 300;
  m_spec.receivers[1].train.learningRate = 5e-3;
  m_spec.sweep.snr = {-4, 16};
  store::Workspace workspace(":memory:");
  base::Mailbox<StudyProgress> mailbox;
  runStudy(m_spec, workspace, {2}, {}, mailbox);
  const auto models = workspace.models();
  QCOMPARE(models.size(), std::size_t{1});
  m_model = train::deserialiseModel(workspace.modelBlob(models[0].id), "model");
}

void TestExplorer::narrowsFromAFirstAnswer() {
  Explorer explorer(m_model, m_spec, 2);
  const auto last = explore(explorer, 8, 8, 4096);
  QVERIFY(m_published.size() >= 4);
  QCOMPARE(m_published.back(), last);
  QVERIFY(last->finished);
  const auto width = [](const ExploreState& s) {
    return s.loss.interval.high - s.loss.interval.low;
  };
  QVERIFY(last->loss.valid);
  QVERIFY(!(width(*last) > width(*m_published.front())));
  QVERIFY2(std::abs(last->loss.db) < 0.3, qPrintable(QString::number(last->loss.db)));
  QCOMPARE(last->layers.size(), m_model.network.layers.size());
  QVERIFY(last->costs.bytes < last->costs.floatBytes);
  QVERIFY(last->costs.bitOperations * 15 < last->costs.floatBitOperations);
  double sum = 0;
  for (const double share : last->llrs.setting)
    sum += share;
  QVERIFY(std::abs(sum - 1) < 1e-9);
}

// The explorer's counts are those of an ordinary measurement on the same slots.
void TestExplorer::isWhatASweepOfTheSameReceiverGives() {
  Explorer explorer(m_model, m_spec, 2);
  const auto state = explore(explorer, 8, 8, 512);
  const sim::Link link(m_spec.link, m_spec.channel);
  const auto fp32 = std::shared_ptr<const receiver::Receiver>(
      receiver::makeNeuralFloat(m_model.neural, link.context(), m_model.network));
  for (const sim::PointCounts& point : state->reference) {
    sim::SweepSpec sweep;
    sweep.snr = {point.snrDb, point.snrDb};
    sweep.maxSlots = static_cast<int>(point.slots);
    sweep.targetBlockErrors = 0;
    const auto curves = sim::runSweep(link, m_spec.decoder, sweep, m_spec.seed, {{"", fp32, {}}}, 1,
                                      {}, [](const auto&) {});
    QCOMPARE(curves[0][0].blockErrors, point.blockErrors);
    QCOMPARE(curves[0][0].bitErrors, point.bitErrors);
  }
}

void TestExplorer::doesNotDependOnWhatWasExploredBefore() {
  Explorer fresh(m_model, m_spec, 1), used(m_model, m_spec, 3);
  explore(used, 3, 4, 2048);
  const auto one = explore(used, 4, 8, 512), other = explore(fresh, 4, 8, 512);
  QCOMPARE(countsOf(one->curve), countsOf(other->curve));
  QCOMPARE(one->loss.db, other->loss.db); // paired on the slots that both have
}

// What a run has measured of the model, and what was explored before, is not simulated again.
void TestExplorer::goesOnFromWhatIsKnown() {
  Explorer fresh(m_model, m_spec, 2);
  const auto first = explore(fresh, 4, 8, 1024);
  Explorer informed(m_model, m_spec, 2, first->reference);
  const auto second = explore(informed, 4, 8, 1024);
  for (const sim::PointCounts& known : first->reference) {
    const auto same = std::find_if(second->reference.begin(), second->reference.end(),
                                   [&](const auto& p) { return p.snrDb == known.snrDb; });
    QVERIFY(same != second->reference.end() && same->slots >= known.slots);
    for (std::uint64_t slot = 0; slot < known.slots; ++slot)
      QCOMPARE(same->slotFailed(slot), known.slotFailed(slot));
  }
  QVERIFY(second->loss.valid);
  // Back at a setting: the first answer tells all that was known.
  explore(fresh, 8, 8, 256);
  explore(fresh, 4, 8, 1024);
  QCOMPARE(countsOf(m_published.front()->curve), countsOf(first->curve));
}

void TestExplorer::drawsTheWholeCurve() {
  Explorer explorer(m_model, m_spec, 2);
  ExploreSetting setting;
  setting.quant.weightBits = setting.quant.edgeWeightBits = 8;
  const auto near = explorer.evaluate(setting, {0.0, 512, 0, true}, {}, [](auto) {});
  const auto whole = explorer.evaluate(setting, {0.0, 512, 1024, true}, {}, [](auto) {});
  QVERIFY(whole->finished);
  QVERIFY(whole->curve.size() > near->curve.size());
  QCOMPARE(whole->curve.front().snrDb, m_spec.sweep.snr.low);
  QVERIFY(whole->curve.front().bler() > 0.5);
  QVERIFY(whole->curve.back().blockErrors < 20 ||
          whole->curve.back().snrDb == m_spec.sweep.snr.high);
  for (std::size_t i = 1; i < whole->curve.size(); ++i)
    QCOMPARE(whole->curve[i].snrDb, whole->curve[i - 1].snrDb + 1);
  QCOMPARE(whole->loss.db, near->loss.db); // far points tell nothing of the target
}

void TestExplorer::fewBitsCostMore() {
  Explorer explorer(m_model, m_spec, 2);
  const auto many = explore(explorer, 8, 8, 1024), few = explore(explorer, 2, 2, 1024);
  QVERIFY(few->loss.unbounded || few->loss.db > many->loss.db);
  QVERIFY(few->costs.bytes < many->costs.bytes);
  QVERIFY(few->layers[1].weightSqnrDb < many->layers[1].weightSqnrDb);
}

void TestExplorer::decoderBitsCount() {
  Explorer explorer(m_model, m_spec, 2);
  const auto inFloat = explore(explorer, 8, 8, 512), inBits = explore(explorer, 8, 8, 512, 3);
  QVERIFY(countsOf(inFloat->curve) != countsOf(inBits->curve));
  QCOMPARE(countsOf(inFloat->reference).left(24), countsOf(inBits->reference).left(24));
}

// The loss of an integer front end is that to the same bits with a float one, on the same slots.
void TestExplorer::integerFrontEndsCount() {
  Explorer explorer(m_model, m_spec, 2);
  ExploreSetting setting;
  setting.quant.weightBits = setting.quant.edgeWeightBits = 8;
  const auto losses = [&] { return explorer.evaluate(setting, {0.0, 2048}, {}, [](auto) {}); };
  const auto inFloat = losses();
  QVERIFY(!inFloat->frontEndLoss.valid);
  setting.integerFrontEnd = true;
  const auto usual = losses();
  setting.frontEnd = {4, 6, 10, 4, 2, 12};
  const auto coarse = losses();
  QVERIFY(usual->frontEndLoss.valid && coarse->frontEndLoss.valid);
  QVERIFY2(usual->frontEndLoss.db < 0.5, qPrintable(QString::number(usual->frontEndLoss.db)));
  QVERIFY2(coarse->frontEndLoss.db > usual->frontEndLoss.db + 0.1,
           qPrintable(QString::number(coarse->frontEndLoss.db)));
  QVERIFY(countsOf(coarse->curve) != countsOf(usual->curve));
  // Widths of a front end in float are no setting of their own.
  setting.integerFrontEnd = false;
  ExploreSetting other = setting;
  other.frontEnd.sampleBits = 5;
  QCOMPARE(keyOf(setting), keyOf(other));
  other.integerFrontEnd = true;
  QVERIFY(keyOf(setting) != keyOf(other));
}

void TestExplorer::stopsAtOnce() {
  Explorer explorer(m_model, m_spec, 2);
  std::stop_source source;
  source.request_stop();
  int published = 0;
  QVERIFY(!explorer.evaluate({}, {}, source.get_token(), [&](auto) { ++published; }));
  QCOMPARE(published, 0);
  QVERIFY(explore(explorer, 8, 8, 256)); // and goes on afterwards
}

void TestExplorer::refusesWhatCannotRun() {
  Explorer explorer(m_model, m_spec, 1);
  for (const int bits : {0, 1}) {
    ExploreSetting setting;
    setting.quant.weightBits = bits;
    QVERIFY_EXCEPTION_THROWN(explorer.evaluate(setting, {}, {}, [](auto) {}), base::Error);
  }
  train::Model quantized = m_model;
  quantized.method = train::Method::Ptq;
  QVERIFY_EXCEPTION_THROWN(Explorer(quantized, m_spec, 1), base::Error);
}

QTEST_APPLESS_MAIN(TestExplorer)
#include "tst_explorer.moc"
