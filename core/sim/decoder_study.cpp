#include "core/sim/decoder_study.h"

#include <algorithm>

#include "core/base/parallel.h"

namespace rxq::sim {

namespace {
constexpr std::size_t kRound = 64; ///< slots of one word of an error map

struct Worker {
  Worker(const Link& link, const receiver::Receiver& prototype,
         const std::vector<phy::DecoderSpec>& specs, std::uint64_t seed)
      : source(link, seed), receiver(prototype.clone()),
        llrs(static_cast<std::size_t>(link.codedBits())),
        decided(static_cast<std::size_t>(link.code().blockBits())) {
    for (const phy::DecoderSpec& spec : specs)
      decoders.emplace_back(link.code(), spec);
  }
  SlotSource source;
  Slot slot;
  std::unique_ptr<receiver::Receiver> receiver;
  std::vector<phy::SlotDecoder> decoders;
  std::vector<float> llrs;
  std::vector<std::uint8_t> decided;
};

struct Outcome {
  phy::SlotErrors errors;
  int iterations = 0;
};

void count(const Link& link, const std::vector<Outcome>& outcomes, std::size_t decoder,
           std::size_t decoders, PointCounts& point) {
  std::uint64_t map = 0;
  for (std::size_t i = 0; i < kRound; ++i) {
    const Outcome& o = outcomes[i * decoders + decoder];
    map |= static_cast<std::uint64_t>(o.errors.failed()) << i;
    point.blockErrors += o.errors.failed();
    point.bitErrors += static_cast<std::uint64_t>(o.errors.bits);
    point.iterations += static_cast<std::uint64_t>(o.iterations);
  }
  point.errorMap.push_back(map);
  point.slots += kRound;
  point.blocks += kRound;
  point.bits += kRound * static_cast<std::uint64_t>(link.infoBits());
}
} // namespace

std::vector<Curve> compareDecoders(const Link& link, const receiver::Receiver& receiver,
                                   const std::vector<phy::DecoderSpec>& decoders,
                                   const std::vector<double>& snrs, int slots, std::uint64_t seed,
                                   int workers, std::stop_token stop,
                                   const std::function<void(double)>& report) {
  const int threads = std::max(1, workers);
  std::vector<Worker> crew;
  for (int w = 0; w < threads; ++w)
    crew.emplace_back(link, receiver, decoders, seed);
  std::vector<Curve> curves(decoders.size());
  const auto rounds = (static_cast<std::size_t>(slots) + kRound - 1) / kRound;
  std::vector<Outcome> outcomes(kRound * decoders.size());
  for (std::size_t p = 0; p < snrs.size(); ++p) {
    std::vector<PointCounts> points(decoders.size());
    for (std::size_t round = 0; round < rounds; ++round) {
      base::parallelFor(kRound, threads, [&](std::size_t i, int w) {
        if (stop.stop_requested())
          return;
        Worker& worker = crew[static_cast<std::size_t>(w)];
        worker.source.make(base::Domain::Evaluate, round * kRound + i, snrs[p], true, worker.slot);
        worker.receiver->receive(worker.slot.received(), worker.llrs);
        for (std::size_t d = 0; d < decoders.size(); ++d) {
          Outcome& o = outcomes[i * decoders.size() + d];
          o.iterations = worker.decoders[d].decode(worker.llrs, worker.decided);
          o.errors = link.code().compare(worker.slot.blocks, worker.decided);
        }
      });
      if (stop.stop_requested())
        return curves;
      for (std::size_t d = 0; d < decoders.size(); ++d)
        count(link, outcomes, d, decoders.size(), points[d]);
      report(
          (static_cast<double>(p) + static_cast<double>(round + 1) / static_cast<double>(rounds)) /
          static_cast<double>(snrs.size()));
    }
    for (std::size_t d = 0; d < decoders.size(); ++d) {
      points[d].snrDb = snrs[p];
      points[d].finished = true;
      curves[d].push_back(std::move(points[d]));
    }
  }
  return curves;
}

} // namespace rxq::sim
