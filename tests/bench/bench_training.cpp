// One training step (data, forward, backward, Adam) of 16 slots of 14 x 76 with the networks of the
// studies (channels, residual blocks), on one and on two threads, in float and with quantizers on
// every tensor. Items are slots.
#include <benchmark/benchmark.h>

#include "core/quant/fake_quant.h"
#include "core/study/study_spec.h"
#include "core/train/trainer.h"

namespace {
using namespace rxq;

struct Bench {
  study::StudySpec spec;
  receiver::NeuralSpec neural;
  explicit Bench(int channels, int blocks) {
    spec.link.grid = phy::GridKind::Fft;
    spec.link.fftSize = 76;
    spec.link.guardLow = spec.link.guardHigh = 0;
    spec.link.dcNull = false;
    spec.link.rxAntennas = 2;
    neural.channels = channels;
    neural.blocks = blocks;
    neural.batchNorm = false;
  }
};

void step(benchmark::State& state, bool quantized) {
  const Bench bench(static_cast<int>(state.range(0)), static_cast<int>(state.range(1)));
  const sim::Link link(bench.spec.link, bench.spec.channel);
  const receiver::NeuralPorts ports(bench.neural, link.context());
  train::TrainJob job;
  job.link = &link;
  job.ports = &ports;
  job.spec.batch = 16;
  job.spec.validationSlots = 1;
  train::TrainState start;
  start.network = ports.makeNetwork(1);
  quant::QuantizedModel model;
  if (quantized) {
    std::vector<float> plane(
        static_cast<std::size_t>(ports.planeSize().pixels() * ports.inputChannels()));
    for (std::size_t i = 0; i < plane.size(); ++i)
      plane[i] = static_cast<float>(i % 17) / 8 - 1;
    const std::vector<std::vector<float>> planes{plane};
    model = quant::quantize(start.network, ports.planeSize(), {}, planes, ports.outputGroups(), 1);
    job.quantized = &model;
    start.network = model.network;
    start.ranges = model.ranges;
  }
  const auto none = [](const auto&) {};
  for (auto _ : state) {
    // A training of 1 + kSteps less one of 1 would count the same; long ones hide the set-up.
    constexpr int kSteps = 20;
    job.spec.iterations = kSteps;
    job.spec.validateEvery = job.spec.checkpointEvery = kSteps;
    const auto begin = std::chrono::steady_clock::now();
    train::train(job, start, static_cast<int>(state.range(2)), {}, none, none);
    state.SetIterationTime(
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count() / kSteps);
  }
  state.SetItemsProcessed(state.iterations() * 16);
}
void fp32(benchmark::State& state) { step(state, false); }
void qat(benchmark::State& state) { step(state, true); }

void sizes(benchmark::internal::Benchmark* b) {
  b->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(3);
  for (const int threads : {1, 2})
    for (const auto& [channels, blocks] : {std::pair{16, 2}, {32, 3}, {64, 4}})
      b->Args({channels, blocks, threads});
}
BENCHMARK(fp32)->Apply(sizes);
BENCHMARK(qat)->Apply(sizes);
} // namespace

BENCHMARK_MAIN();
