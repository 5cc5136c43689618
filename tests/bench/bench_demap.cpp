// Mapping and demapping on one thread. Items are resource elements.
#include <benchmark/benchmark.h>

#include "core/base/random.h"
#include "core/phy/modulation.h"

namespace {
using namespace rxq;
using namespace rxq::phy;

constexpr std::size_t kSymbolCount = 1392; // a slot of 116 subcarriers, two pilot symbols

void demapSlot(benchmark::State& state, Modulation modulation, DemapRule rule) {
  base::Philox random({1, base::Domain::Other, base::Purpose::Test, 0});
  std::vector<std::uint8_t> bits(kSymbolCount *
                                 static_cast<std::size_t>(bitsPerSymbol(modulation)));
  std::vector<Complex> symbols(kSymbolCount);
  std::vector<float> variance(kSymbolCount, 0.1f), llrs(bits.size());
  random.fillBits(bits);
  modulate(modulation, bits, symbols);
  for (auto _ : state) {
    demap(modulation, rule, symbols, variance, llrs);
    benchmark::DoNotOptimize(llrs.data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kSymbolCount));
}

void modulateSlot(benchmark::State& state, Modulation modulation) {
  base::Philox random({1, base::Domain::Other, base::Purpose::Test, 0});
  std::vector<std::uint8_t> bits(kSymbolCount *
                                 static_cast<std::size_t>(bitsPerSymbol(modulation)));
  std::vector<Complex> symbols(kSymbolCount);
  random.fillBits(bits);
  for (auto _ : state) {
    modulate(modulation, bits, symbols);
    benchmark::DoNotOptimize(symbols.data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kSymbolCount));
}
} // namespace

int main(int argc, char** argv) {
  for (const auto& m : param::EnumTable<Modulation>::table) {
    const std::string key(m.key);
    benchmark::RegisterBenchmark(("modulate/" + key).c_str(), modulateSlot, m.value);
    benchmark::RegisterBenchmark(("demap/exact/" + key).c_str(), demapSlot, m.value,
                                 DemapRule::Exact);
    benchmark::RegisterBenchmark(("demap/max-log/" + key).c_str(), demapSlot, m.value,
                                 DemapRule::MaxLog);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
