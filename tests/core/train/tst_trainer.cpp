// The trainer's options: what they compute, and that none of them makes a result depend on threads
// or on where a training was stopped.
#include <QTest>

#include <cmath>
#include <numeric>

#include "core/base/parallel.h"
#include "core/quant/fake_quant.h"
#include "core/receiver/soft_bits.h"
#include "core/train/trainer.h"

using namespace rxq;
using namespace rxq::train;

namespace {
constexpr auto kSilent = [](const auto&) {};

struct Bench {
  phy::LinkSpec linkSpec;
  channel::ChannelSpec channelSpec;
  receiver::NeuralSpec neural;
  std::unique_ptr<sim::Link> link;
  std::unique_ptr<receiver::NeuralPorts> ports;
  TrainJob job;
  std::unique_ptr<quant::QuantizedModel> model;

  explicit Bench(int passes = 1) {
    linkSpec.resourceBlocks = 1;
    neural.channels = 6;
    neural.blocks = 1;
    neural.passes = passes;
    if (passes > 1)
      neural.planes = {receiver::Plane::LsLinear, receiver::Plane::Equalised,
                       receiver::Plane::Decision, receiver::Plane::LogNoise};
    link = std::make_unique<sim::Link>(linkSpec, channelSpec);
    ports = std::make_unique<receiver::NeuralPorts>(neural, link->context());
    job.link = link.get();
    job.ports = ports.get();
    job.spec.iterations = 8;
    job.spec.batch = 5;
    job.spec.warmup = 2;
    job.spec.validationSlots = 4;
    job.spec.checkpointEvery = 3;
  }

  TrainState start() {
    TrainState state;
    state.network = ports->makeNetwork(1);
    return state;
  }
  /// Quantization-aware from the start: what is learned does not matter here.
  TrainState startQat() {
    const nn::Network network = ports->makeNetwork(1);
    const auto planes = calibrationPlanes(*link, *ports, {0, 10}, 2, 1, &network);
    model = std::make_unique<quant::QuantizedModel>(
        quant::quantize(network, ports->planeSize(), {}, planes, ports->outputGroups(), 1));
    job.quantized = model.get();
    TrainState state;
    state.network = model->network;
    state.ranges = model->ranges;
    return state;
  }
  TrainState run(TrainState state, int workers = 1) const {
    const base::FloatMode mode;
    return train::train(job, std::move(state), workers, {}, kSilent, kSilent);
  }
  void everyOption() {
    job.spec.averaging = 0.9;
    job.spec.gradientClip = 0.1;
    job.spec.channelLoss = 0.1;
    job.spec.distillation = 0.7;
    job.spec.curriculum = 0.5;
    job.spec.startBatch = 2;
    job.spec.forward = Forward::Integer;
    job.spec.precision = nn::Precision::Bfloat16;
  }
};

bool same(const TrainState& a, const TrainState& b) {
  return a.network.parameters == b.network.parameters && a.ranges == b.ranges &&
         a.average == b.average && a.iteration == b.iteration;
}
} // namespace

class TestTrainer final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void defaultsAreNotWritten();
  void softTargets();
  void averageIsTheResult();
  void optionsAtTheirNeutralValues();
  void optionsDoSomething();
  void clippedGradients();
  void threadsAndInterruptions_data();
  void threadsAndInterruptions();
  void integerForwardLearnsTheSame();
  void bfloat16LearnsTheSame();
  void newQuantizedTrainings();
};

void TestTrainer::defaultsAreNotWritten() {
  const QString json = QString::fromStdString(param::writeJson(TrainSpec{}));
  for (const char* key : {"forward", "averaging", "distillation", "curriculum", "easySnr",
                          "startBatch", "gradientClip", "channelLoss", "precision"})
    QVERIFY2(!json.contains(key), key);
  TrainSpec spec;
  spec.averaging = 0.5;
  spec.forward = Forward::Integer;
  spec.precision = nn::Precision::Bfloat16;
  QVERIFY(param::readJson<TrainSpec>(param::writeJson(spec), "spec") == spec);
}

// Probabilities of 0 and 1 are bits; others give the expectation over bits.
void TestTrainer::softTargets() {
  std::vector<float> logits{-30, -2, -0.5f, 0, 0.7f, 4, 40}, g(7), h(7), zero(7), one(7);
  const std::vector<std::uint8_t> bits{0, 1, 1, 0, 0, 1, 1};
  const std::vector<float> sure(bits.begin(), bits.end());
  QCOMPARE(receiver::crossEntropy(logits, bits, 0.25f, g),
           receiver::crossEntropy(logits, sure, 0.25f, h));
  QVERIFY(g == h);
  const double low = receiver::crossEntropy(logits, std::vector<std::uint8_t>(7, 0), 1, zero);
  const double high = receiver::crossEntropy(logits, std::vector<std::uint8_t>(7, 1), 1, one);
  const double mixed = receiver::crossEntropy(logits, std::vector<float>(7, 0.3f), 1, g);
  QVERIFY(std::abs(mixed - (0.7 * low + 0.3 * high)) < 1e-4);
  for (std::size_t i = 0; i < 7; ++i)
    QVERIFY(std::abs(g[i] - (0.7f * zero[i] + 0.3f * one[i])) < 1e-6f);
}

// By its definition, from the states on the way: averaging does not change what is averaged.
void TestTrainer::averageIsTheResult() {
  Bench b;
  b.job.spec.averaging = 0.6;
  std::vector<double> expected;
  for (int n = 1; n <= b.job.spec.iterations; ++n) {
    Bench raw;
    raw.job.spec.averaging = 0;
    raw.job.spec.checkpointEvery = n;
    TrainState at;
    // The state after n iterations of the whole training, whose rates are those of its length.
    std::stop_source stop;
    const base::FloatMode mode;
    at = train::train(raw.job, raw.start(), 1, stop.get_token(), kSilent, [&](const TrainState& s) {
      if (s.iteration == n)
        stop.request_stop();
    });
    QCOMPARE(at.iteration, std::int64_t{n});
    expected.resize(at.network.parameters.size());
    const double age = n - 1, keep = std::min(0.6, (1 + age) / (10 + age));
    for (std::size_t i = 0; i < expected.size(); ++i)
      expected[i] = keep * expected[i] + (1 - keep) * at.network.parameters[i];
  }
  const TrainState result = b.run(b.start());
  QVERIFY(result.average.empty());
  for (std::size_t i = 0; i < expected.size(); ++i)
    QVERIFY(std::abs(expected[i] - result.network.parameters[i]) < 1e-6);
}

void TestTrainer::optionsAtTheirNeutralValues() {
  Bench plain;
  const TrainState expected = plain.run(plain.start());
  Bench easy, batch, free;
  easy.job.spec.curriculum = 1;
  easy.job.spec.easySnr = easy.job.spec.snr;
  batch.job.spec.startBatch = batch.job.spec.batch;
  free.job.spec.gradientClip = 1000;
  for (Bench* b : {&easy, &batch, &free})
    QVERIFY(same(b->run(b->start()), expected));
}

void TestTrainer::optionsDoSomething() {
  Bench plain;
  const TrainState expected = plain.run(plain.start());
  Bench easy, batch, taught, averaged, clipped, channel;
  easy.job.spec.curriculum = 1;
  batch.job.spec.startBatch = 1;
  taught.job.spec.distillation = 1;
  averaged.job.spec.averaging = 0.9;
  clipped.job.spec.gradientClip = 0.01;
  channel.job.spec.channelLoss = 0.1;
  for (Bench* b : {&easy, &batch, &taught, &averaged, &clipped, &channel})
    QVERIFY(!same(b->run(b->start()), expected));
}

// After one step Adam's first moment is a tenth of the gradient that it took.
void TestTrainer::clippedGradients() {
  const auto firstGradient = [](double clip) {
    Bench b;
    b.job.spec.iterations = 1;
    b.job.spec.gradientClip = clip;
    std::vector<double> gradient;
    for (const float m : b.run(b.start()).optimiser.first)
      gradient.push_back(10 * static_cast<double>(m));
    return gradient;
  };
  const auto lengthOf = [](const std::vector<double>& v) {
    return std::sqrt(std::inner_product(v.begin(), v.end(), v.begin(), 0.0));
  };
  const std::vector<double> whole = firstGradient(0);
  const double length = lengthOf(whole), half = length / 2;
  const std::vector<double> cut = firstGradient(half);
  QVERIFY(std::abs(lengthOf(cut) - half) < 1e-5 * length);
  for (std::size_t i = 0; i < whole.size(); ++i)
    QVERIFY(std::abs(cut[i] - whole[i] / 2) < 1e-5 * length);
}

void TestTrainer::threadsAndInterruptions_data() {
  QTest::addColumn<int>("passes");
  QTest::addColumn<bool>("quantized");
  for (const int passes : {1, 2})
    for (const bool quantized : {false, true})
      QTest::addRow("%d passes%s", passes, quantized ? ", QAT" : "") << passes << quantized;
}

void TestTrainer::threadsAndInterruptions() {
  QFETCH(int, passes);
  QFETCH(bool, quantized);
  Bench b(passes);
  b.everyOption();
  const TrainState start = quantized ? b.startQat() : b.start();
  const TrainState expected = b.run(start);
  for (const int workers : {2, 3})
    QVERIFY(same(b.run(start, workers), expected));
  // Stopped at a checkpoint, stored, read back, and gone on with.
  std::stop_source stop;
  std::vector<std::byte> stored;
  const base::FloatMode mode;
  train::train(b.job, start, 2, stop.get_token(), kSilent, [&](const TrainState& state) {
    stored = serialise(state);
    stop.request_stop();
  });
  QVERIFY(!stored.empty());
  TrainState back = deserialiseState(stored, "test");
  QVERIFY(back.iteration < b.job.spec.iterations && !back.average.empty());
  QVERIFY(same(b.run(std::move(back)), expected));
}

// The two forward passes of quantization-aware training lead to models that are as good.
void TestTrainer::integerForwardLearnsTheSame() {
  Bench b;
  b.job.spec.iterations = 60;
  b.job.spec.validateEvery = 1000;
  b.job.spec.validationSlots = 32;
  const TrainState start = b.startQat();
  double loss[2];
  for (const Forward forward : {Forward::Float, Forward::Integer}) {
    b.job.spec.forward = forward;
    loss[static_cast<int>(forward)] = b.run(start, 2).history.back().validation;
  }
  const double before = validate(b.job, start.network, start.ranges, 2);
  QVERIFY2(loss[0] < before && std::abs(loss[1] - loss[0]) < 0.1 * (before - loss[0]),
           qPrintable(QString("%1 before, %2 and %3").arg(before).arg(loss[0]).arg(loss[1])));
}

// Rounding what is multiplied does not show in what is learned.
void TestTrainer::bfloat16LearnsTheSame() {
  Bench b;
  b.job.spec.iterations = 60;
  b.job.spec.validateEvery = 1000;
  b.job.spec.validationSlots = 32;
  const TrainState start = b.start();
  const double before = validate(b.job, start.network, start.ranges, 2);
  const auto lossIn = [&](nn::Precision precision) {
    b.job.spec.precision = precision;
    return b.run(start, 2).history.back().validation;
  };
  const double exact = lossIn(nn::Precision::Float);
  for (const auto precision : {nn::Precision::Bfloat16, nn::Precision::Bfloat16Tiles}) {
    const double loss = lossIn(precision);
    QVERIFY2(exact < before && loss != exact && std::abs(loss - exact) < 0.1 * (before - exact),
             qPrintable(QString("%1 before, %2 and %3").arg(before).arg(exact).arg(loss)));
  }
}

// What forms begin with is valid for all widths, and in the specs of old studies nothing changes.
void TestTrainer::newQuantizedTrainings() {
  for (const int bits : {0, 2, 4, 8}) {
    const TrainSpec spec = newQatTraining(bits);
    param::validate(spec);
    QVERIFY(spec.forward == Forward::Integer);
    QVERIFY(spec.rangeRate > TrainSpec{}.rangeRate);
    QCOMPARE(spec.learningRate, bits == 2 ? 4e-3 : 5e-4);
  }
  QVERIFY(TrainSpec{}.forward == Forward::Float);
}

QTEST_APPLESS_MAIN(TestTrainer)
#include "tst_trainer.moc"
