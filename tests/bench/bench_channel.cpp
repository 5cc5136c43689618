#include <benchmark/benchmark.h>

#include "core/channel/channel_catalog.h"
#include "core/channel/time_domain.h"

/// Time of one slot of noise, bits and channel. items_per_second are slots a second.
/// Run with --benchmark_filter=... ; figures in docs come from this program.
namespace {

using namespace rxq;

phy::ResourceGrid tutorialGrid() {
  phy::LinkSpec link;
  link.grid = phy::GridKind::Fft;
  return phy::ResourceGrid(link);
}

base::StreamKey key(std::uint64_t index) {
  return {1, base::Domain::Other, base::Purpose::Noise, index};
}

/// Range: values. 3584 are one slot of 14 x 128 elements.
void gaussians(benchmark::State& state) {
  std::vector<float> values(static_cast<std::size_t>(state.range(0)));
  std::uint64_t index = 0;
  for (auto _ : state) {
    base::Philox(key(index++)).fillGaussian(values);
    benchmark::DoNotOptimize(values.data());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(gaussians)->Arg(3584)->Arg(6496);

void bits(benchmark::State& state) {
  std::vector<std::uint8_t> values(static_cast<std::size_t>(state.range(0)));
  std::uint64_t index = 0;
  for (auto _ : state) {
    base::Philox(key(index++)).fillBits(values);
    benchmark::DoNotOptimize(values.data());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(bits)->Arg(2784);

void slot(benchmark::State& state, channel::ChannelSpec spec, base::Isa isa, int resourceBlocks,
          int ports) {
  phy::LinkSpec link;
  link.resourceBlocks = resourceBlocks;
  const phy::ResourceGrid grid = resourceBlocks > 0 ? phy::ResourceGrid(link) : tutorialGrid();
  const auto fading = channel::makeChannelFor(isa, spec, grid, ports);
  std::vector<phy::Complex> h(static_cast<std::size_t>(ports) *
                              static_cast<std::size_t>(grid.elements()));
  std::uint64_t index = 0;
  for (auto _ : state) {
    fading->realize(1, base::Domain::Other, index++, h);
    benchmark::DoNotOptimize(h.data());
  }
  state.SetItemsProcessed(state.iterations());
}

void timeDomain(benchmark::State& state, channel::ChannelSpec spec, int resourceBlocks) {
  phy::LinkSpec link;
  link.resourceBlocks = resourceBlocks;
  const phy::ResourceGrid grid(link);
  channel::TimeDomainChannel medium(spec, grid, 2);
  std::vector<phy::Complex> x(static_cast<std::size_t>(grid.elements()), phy::Complex(1));
  std::vector<phy::Complex> y(2 * x.size()), h(2 * x.size());
  std::uint64_t index = 0;
  for (auto _ : state) {
    medium.transmit(1, base::Domain::Other, index++, x, y, h);
    benchmark::DoNotOptimize(y.data());
  }
  state.SetItemsProcessed(state.iterations());
}

void registerSlots() {
  const base::Isa best = base::availableIsas().back();
  for (const auto& choice : param::EnumTable<channel::ChannelKind>::table) {
    channel::ChannelSpec spec;
    spec.kind = choice.value;
    benchmark::RegisterBenchmark(("slot/" + std::string(choice.key)).c_str(), slot, spec, best, 0,
                                 2);
  }
  channel::ChannelSpec spec;
  spec.kind = channel::ChannelKind::CdlC;
  for (const base::Isa isa : base::availableIsas())
    benchmark::RegisterBenchmark(("slot/cdl-c/" + std::string(base::name(isa))).c_str(), slot, spec,
                                 isa, 0, 2);
  for (const int ports : {1, 4, 8})
    benchmark::RegisterBenchmark(("slot/cdl-c/ports:" + std::to_string(ports)).c_str(), slot, spec,
                                 best, 0, ports);
  for (const int blocks : {4, 25, 100})
    benchmark::RegisterBenchmark(("slot/cdl-c/blocks:" + std::to_string(blocks)).c_str(), slot,
                                 spec, best, blocks, 2);
  spec.delaySpread = {30, 300};
  benchmark::RegisterBenchmark("slot/cdl-c/delay-range", slot, spec, best, 0, 2);
  spec.delaySpread = {100, 100};
  for (const int blocks : {4, 100}) {
    const std::string name = "time/cdl-c/blocks:" + std::to_string(blocks);
    benchmark::RegisterBenchmark(name.c_str(), timeDomain, spec, blocks);
    channel::ChannelSpec late = spec;
    late.delaySpread = {1000, 1000};
    benchmark::RegisterBenchmark((name + "/late").c_str(), timeDomain, late, blocks);
  }
  spec.normalizePerSlot = true;
  benchmark::RegisterBenchmark("slot/cdl-c/normalized", slot, spec, best, 0, 2);
}

} // namespace

int main(int argc, char** argv) {
  registerSlots();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv))
    return 1;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
