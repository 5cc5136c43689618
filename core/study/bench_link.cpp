#include <algorithm>
#include <chrono>
#include <fstream>

#include <unistd.h>

#include "core/phy/ldpc_batch.h"
#include "core/quant/fake_quant.h"
#include "core/study/bench_table.h"
#include "core/study/curve_check.h"
#include "core/study/receivers.h"
#include "core/train/trainer.h"

namespace rxq::study::detail {

namespace {
using Clock = std::chrono::steady_clock;
/// Slots a second of Sionna 2.2.0 on the link `cdl_c_100ns_qpsk`, one thread of a server processor,
/// batches of 8 to 128: 42 to 57.
constexpr double kSionnaSlotsPerSecond = 57;

/// Information Mb/s of AFF3CT 3.0.2 a core on graph 1, Zc 384, rate 1/3, 10 iterations in 16 bits
/// with frames side by side: 29 to 36 on an AMD EPYC (Zen 4).
constexpr double kAff3ctMegabits = 36;

/// Memory of this process that is in use, megabytes; 0 where the system does not tell.
double residentMegabytes() {
  std::ifstream file("/proc/self/statm");
  std::int64_t whole = 0, resident = 0;
  file >> whole >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

/// The link CDL-C, QPSK with an LS receiver at an SNR where most words are right, for sweeps of as
/// many slots as asked for.
struct LinkAtWork {
  const StudySpec spec = shippedCheck("cdl_c_100ns_qpsk");
  const sim::Link link{spec.link, spec.channel};
  const std::vector<sim::SweepEntry> entries{{"ls", makeClassical(link, spec.receivers[2]), {}}};
  sim::SweepSpec sweep;

  LinkAtWork() {
    sweep.snr = {3, 3};
    sweep.targetBlockErrors = 0;
    sweep.stopBelow = 0;
  }
  void run(const phy::DecoderSpec& decoder, int slots, int workers, std::stop_token stop,
           const std::function<void(const sim::SweepProgress&)>& report) {
    sweep.maxSlots = slots;
    sim::runSweep(link, decoder, sweep, 1, entries, workers, std::move(stop), report);
  }
};

} // namespace

/// The parts of one slot, on one thread, beside the smallest neural receiver that is of use.
void benchSlotStages(BenchTable& table) {
  table.begin("One slot: CDL-C, QPSK, FFT 128, 2 antennas; one thread");
  const StudySpec spec = shippedCheck("cdl_c_100ns_qpsk");
  const sim::Link link(spec.link, spec.channel);
  sim::SlotSource source(link, 1);
  sim::Slot slot;
  std::uint64_t index = 0;
  const double whole = table.time("bits, channel and noise, without encoding", [&] {
    source.make(base::Domain::Train, index++, 3, false, slot);
  });
  const double encoded = table.time(
      "with encoding", [&] { source.make(base::Domain::Other, index++, 3, true, slot); });
  std::vector<float> llrs(static_cast<std::size_t>(link.codedBits()));
  receiver::NeuralSpec smallest;
  smallest.channels = 16;
  smallest.blocks = 2;
  const receiver::NeuralPorts ports(smallest, link.context());
  const nn::Network network = ports.makeNetwork(1);
  const auto inFloat = receiver::makeNeuralFloat(smallest, link.context(), network);
  const double net =
      table.time("neural receiver in float", [&] { inFloat->receive(slot.received(), llrs); });
  quant::QuantSpec bits;
  bits.weightBits = bits.edgeWeightBits = 8;
  const auto inIntegers = receiver::makeNeuralInteger(
      smallest, link.context(),
      quant::lower(quant::quantize(network, ports.planeSize(), bits,
                                   train::calibrationPlanes(link, ports, {0, 10}, 1, 1),
                                   ports.outputGroups(), table.workers())));
  const double integer = table.time("neural receiver in integers",
                                    [&] { inIntegers->receive(slot.received(), llrs); });
  table.add("bits, modulation, channel, noise", 1e6 * whole, "\u00b5s", whole / (whole + net),
            "that and the neural receiver in float");
  table.add("the same", 1e6 * whole, "\u00b5s", whole / (whole + integer),
            "that and the neural receiver in integers");
  table.add("the same with LDPC encoding", 1e6 * encoded, "\u00b5s");
  table.add("neural receiver in float, 16 channels, 2 blocks", 1e6 * net, "\u00b5s");
  table.add("the same in integers, W8 A8", 1e6 * integer, "\u00b5s");
  for (const ReceiverEntry& entry : spec.receivers) {
    const auto receiver = makeClassical(link, entry)->clone();
    const double t = table.time(entry.name, [&] { receiver->receive(slot.received(), llrs); });
    table.add("receiver " + entry.name, 1e6 * t, "\u00b5s");
  }
  ReceiverEntry lmmse;
  lmmse.kind = ReceiverKind::Lmmse;
  const auto receiver = makeClassical(link, lmmse)->clone();
  table.add("receiver LMMSE",
            1e6 * table.time("LMMSE", [&] { receiver->receive(slot.received(), llrs); }),
            "\u00b5s");
}

/// End to end, decoder included.
void benchWholeLink(BenchTable& table) {
  table.begin("The link end to end: CDL-C, QPSK, LS, decoding");
  LinkAtWork work;
  const auto slotsPerSecond = [&](const phy::DecoderSpec& decoder, int workers) {
    constexpr int kSlots = 2048;
    return kSlots / table.time(std::to_string(workers) + " threads",
                               [&] { work.run(decoder, kSlots, workers, {}, [](const auto&) {}); });
  };
  const double one = slotsPerSecond(work.spec.decoder, 1);
  table.add("flooding sum-product, 20 iterations, 1 thread", one, "slots/s",
            one / kSionnaSlotsPerSecond,
            "Sionna 2.2's best on one thread of a server processor, 57");
  if (table.workers() > 1) {
    const double all = slotsPerSecond(work.spec.decoder, table.workers());
    table.add("the same, " + std::to_string(table.workers()) + " threads", all, "slots/s",
              all / one, "1 thread");
  }
  phy::DecoderSpec layered;
  const double fast = slotsPerSecond(layered, 1);
  table.add("layered normalised min-sum in float, 1 thread", fast, "slots/s",
            fast / kSionnaSlotsPerSecond, "the same");
  layered.messages = phy::MessageType::Int8;
  const double int8 = slotsPerSecond(layered, 1);
  table.add("layered normalised min-sum, 8 bits, 1 thread", int8, "slots/s",
            int8 / kSionnaSlotsPerSecond, "the same");
}

/// Sixteen times the slots take sixteen times the time and no more memory (a bit a slot).
void benchGrowth(BenchTable& table) {
  table.begin("Growth with the number of slots: the same link, LS, 1 thread");
  LinkAtWork work;
  phy::DecoderSpec layered;
  double firstTime = 0, firstMemory = 0;
  for (const int slots : {1024, 4096, 16384}) {
    if (table.stop().stop_requested())
      return;
    table.report(std::to_string(slots) + " slots");
    double memory = 0; // at the most, seen some times a second and at the end
    const auto look = [&] { memory = std::max(memory, residentMegabytes()); };
    const auto started = Clock::now();
    work.run(layered, slots, 1, table.stop(), [&](const auto&) { look(); });
    look();
    const double each = std::chrono::duration<double>(Clock::now() - started).count() / slots;
    if (firstTime == 0) {
      firstTime = each;
      firstMemory = memory;
    }
    table.add(std::to_string(slots) + " slots: time a slot", 1e6 * each, "\u00b5s",
              each / firstTime, "1024 slots");
    table.add(std::to_string(slots) + " slots: memory of the process", memory, "MB",
              firstMemory > 0 ? memory / firstMemory : 0, "1024 slots");
  }
}

void benchDecoders(BenchTable& table) {
  table.begin("LDPC decoders: 10 layered iterations without early stop; one thread");
  struct Size {
    const char* name;
    phy::LdpcParams code;
  };
  const Size sizes[] = {{"graph 1, Zc 384, rate 1/3", phy::fullLdpc(1, 384, 46)},
                        {"graph 1, Zc 384, rate 1/2", phy::fullLdpc(1, 384, 24)},
                        {"graph 2, Zc 104, rate 0.56", phy::fullLdpc(2, 104, 10)},
                        {"graph 2, Zc 28, rate 0.56", phy::fullLdpc(2, 28, 10)},
                        {"graph 2, Zc 8, rate 0.56", phy::fullLdpc(2, 8, 10)}};
  for (const Size& size : sizes) {
    const phy::LdpcCode code(size.code, 1);
    std::vector<std::uint8_t> info(static_cast<std::size_t>(size.code.infoBits)),
        coded(static_cast<std::size_t>(size.code.codedBits));
    base::Philox({1, base::Domain::Other, base::Purpose::Bits, 0}).fillBits(info);
    code.encode(info, coded);
    std::vector<float> llrs(coded.size());
    base::Philox({1, base::Domain::Other, base::Purpose::Noise, 0}).fillGaussian(llrs);
    for (std::size_t i = 0; i < llrs.size(); ++i)
      llrs[i] = 2.5f * (llrs[i] + (coded[i] ? 1.2f : -1.2f));
    double inFloat = 0;
    for (const auto messages : {phy::MessageType::Float, phy::MessageType::Int8}) {
      phy::DecoderSpec spec;
      spec.iterations = 10;
      spec.earlyStop = false;
      spec.messages = messages;
      const auto decoder = phy::makeBatchDecoder(code, spec);
      const auto words = static_cast<std::size_t>(decoder->words());
      std::vector<std::vector<std::uint8_t>> decided(words, info);
      std::vector<phy::LdpcWord> batch;
      for (auto& bits : decided)
        batch.push_back({llrs, bits, {}});
      std::string name =
          std::string(size.name) + (messages == phy::MessageType::Float ? ", float" : ", 8 bits");
      if (words > 1)
        name += ", " + std::to_string(words) + " words side by side";
      const double rate = static_cast<double>(words * info.size()) / 1e6 /
                          table.time(name, [&] { decoder->decode(batch); });
      if (messages == phy::MessageType::Float)
        inFloat = rate;
      table.add(name, rate, "Mb/s", messages == phy::MessageType::Float ? 0 : rate / inFloat,
                "float");
      if (messages == phy::MessageType::Int8 && &size == sizes)
        table.add("the same", rate, "Mb/s", rate / kAff3ctMegabits,
                  "AFF3CT's best in 16 bits on a core of an EPYC, 36");
    }
  }
}

} // namespace rxq::study::detail
