// Integer engines on one slot of 14 x 76, one thread, at the sizes of the studies (channels,
// residual blocks): 8 input planes, 3x3 convolutions, 1x1 to 4 outputs. Items are
// multiply-accumulates.
#include <benchmark/benchmark.h>

#include "core/quant/integer_engine.h"
#include "tests/core/quant/random_integer_network.h"

namespace {
using namespace rxq;
using quant::testing::RandomIntegerNetwork;

constexpr nn::PlaneSize kSlot{14, 76};

quant::IntegerNetwork network(RandomIntegerNetwork& random, int channels, int blocks) {
  RandomIntegerNetwork::Options options;
  options.channels = {8, channels};
  for (int i = 0; i < 2 * blocks; ++i)
    options.channels.push_back(channels);
  options.channels.push_back(4);
  options.lastPointwise = true;
  return random.make(options);
}

double macs(const quant::IntegerNetwork& net) {
  double sum = 0;
  for (const auto& layer : net.layers)
    sum += static_cast<double>(layer.weights.size()) * kSlot.pixels();
  return sum;
}

void engine(benchmark::State& state, base::Isa isa) {
  RandomIntegerNetwork random(1);
  const auto net =
      network(random, static_cast<int>(state.range(0)), static_cast<int>(state.range(1)));
  const auto codes = random.input(net, kSlot, false);
  const auto runner = quant::makeEngine(net, kSlot, isa);
  std::vector<std::int16_t> output(static_cast<std::size_t>(kSlot.pixels() * net.outputChannels()));
  for (auto _ : state) {
    runner->run(codes, output);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(
      static_cast<std::int64_t>(static_cast<double>(state.iterations()) * macs(net)));
}

void quantizeInput(benchmark::State& state) {
  RandomIntegerNetwork random(1);
  auto net = network(random, 16, 2);
  net.tensors[0].scale.assign(8, 0.02f);
  std::vector<float> planes(static_cast<std::size_t>(kSlot.pixels() * 8), 0.3f);
  std::vector<std::uint8_t> codes(planes.size());
  for (auto _ : state) {
    quant::quantizeInput(net, planes, codes);
    benchmark::ClobberMemory();
  }
}
BENCHMARK(quantizeInput)->Unit(benchmark::kMicrosecond);

const bool registered = [] {
  for (const base::Isa isa : base::availableIsas()) {
    auto* b = benchmark::RegisterBenchmark(("engine/" + std::string(base::name(isa))).c_str(),
                                           engine, isa);
    b->Unit(benchmark::kMillisecond)->Args({16, 2});
    if (isa != base::Isa::Scalar)
      b->Args({32, 3})->Args({64, 4})->Args({128, 4});
  }
  return true;
}();
} // namespace

BENCHMARK_MAIN();
