// LDPC encoder and decoders on one thread. Items are information bits. Decoders run all 20
// iterations, no early stop, on words at 1.5 dB.
#include <benchmark/benchmark.h>

#include <cmath>

#include "core/base/random.h"
#include "core/phy/ldpc.h"

namespace {
using namespace rxq;
using namespace rxq::phy;

struct Word {
  Word(int k, int n) : info(static_cast<std::size_t>(k)), coded(static_cast<std::size_t>(n)) {
    base::Philox({1, base::Domain::Other, base::Purpose::Test, 0}).fillBits(info);
  }
  std::vector<float> received(double ebn0Db) const {
    const double variance = static_cast<double>(coded.size()) /
                            (2.0 * static_cast<double>(info.size()) * std::pow(10, ebn0Db / 10));
    std::vector<float> llrs(coded.size());
    base::Philox({1, base::Domain::Other, base::Purpose::Noise, 0}).fillGaussian(llrs);
    for (std::size_t i = 0; i < llrs.size(); ++i)
      llrs[i] =
          static_cast<float>(2 / variance * ((coded[i] ? 1 : -1) + std::sqrt(variance) * llrs[i]));
    return llrs;
  }
  std::vector<std::uint8_t> info, coded;
};

void encode(benchmark::State& state) {
  Word word(static_cast<int>(state.range(0)), static_cast<int>(state.range(1)));
  const LdpcCode code(
      chooseLdpc(static_cast<int>(state.range(0)), static_cast<int>(state.range(1))), 4);
  for (auto _ : state) {
    code.encode(word.info, word.coded);
    benchmark::DoNotOptimize(word.coded.data());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(encode)->Args({1392, 2784})->Args({8448, 16896});

void decode(benchmark::State& state, DecoderSpec spec, base::Isa isa) {
  Word word(static_cast<int>(state.range(0)), static_cast<int>(state.range(1)));
  const LdpcCode code(
      chooseLdpc(static_cast<int>(state.range(0)), static_cast<int>(state.range(1))), 4);
  code.encode(word.info, word.coded);
  const auto llrs = word.received(1.5);
  spec.earlyStop = false;
  const auto decoder = makeDecoder(code, spec, isa);
  for (auto _ : state) {
    decoder->decode(llrs, word.info);
    benchmark::DoNotOptimize(word.info.data());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

void registerDecoders() {
  for (const base::Isa isa : base::availableIsas()) {
    if (isa == base::Isa::AvxVnni || isa == base::Isa::Avx512Vnni)
      continue; // the same kernels
    for (const auto& schedule : param::EnumTable<DecoderSchedule>::table)
      for (const auto& rule : param::EnumTable<CheckRule>::table)
        for (const auto& messages : param::EnumTable<MessageType>::table) {
          DecoderSpec spec;
          spec.schedule = schedule.value;
          spec.rule = rule.value;
          spec.messages = messages.value;
          if ((messages.value == MessageType::Int8 && rule.value == CheckRule::SumProduct) ||
              rule.value == CheckRule::MinSum || rule.value == CheckRule::OffsetMinSum)
            continue; // cannot be, or costs what normalised min-sum does
          const std::string name = "decode/" + std::string(base::name(isa)) + "/" +
                                   std::string(schedule.key) + "/" + std::string(rule.key) + "/" +
                                   std::string(messages.key);
          benchmark::RegisterBenchmark(name.c_str(), decode, spec, isa)
              ->Args({1392, 2784})
              ->Args({8448, 16896})
              ->Args({100, 300});
        }
  }
}
} // namespace

int main(int argc, char** argv) {
  registerDecoders();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
