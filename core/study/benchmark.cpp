#include "core/study/benchmark.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <fstream>
#include <span>

#include <unistd.h>

#include "core/base/parallel.h"
#include "core/nn/bordered_plane.h"
#include "core/phy/ldpc_batch.h"
#include "core/phy/modulation.h"
#include "core/quant/fake_quant.h"
#include "core/quant/integer_engine.h"
#include "core/quant/integer_kernels.h"
#include "core/study/curve_check.h"
#include "core/study/receivers.h"
#include "core/train/trainer.h"

namespace rxq::study {

namespace {
using Clock = std::chrono::steady_clock;
constexpr int kRepeats = 7;
/// Slots a second of Sionna 2.2.0 on the link `cdl_c_100ns_qpsk`, one thread of a server processor,
/// batches of 8 to 128: 42 to 57.
constexpr double kSionnaSlotsPerSecond = 57;

/// Information Mb/s of AFF3CT 3.0.2 a core on graph 1, Zc 384, rate 1/3, 10 iterations in 16 bits
/// with frames side by side: 29 to 36 on an AMD EPYC (Zen 4).
constexpr double kAff3ctMegabits = 36;

enum class Take { Median, Best };

/// Median seconds of one call; or the best, where a share of a peak is sought that a busy machine
/// would hide.
double secondsOf(double secondsEach, const std::function<void()>& body, Take take) {
  const auto timed = [&](int calls) {
    const auto start = Clock::now();
    for (int i = 0; i < calls; ++i)
      body();
    return std::chrono::duration<double>(Clock::now() - start).count() / calls;
  };
  body();
  const double once = std::max(1e-9, timed(1));
  const int calls = static_cast<int>(std::clamp(secondsEach / kRepeats / once, 1.0, 1e7));
  std::vector<double> seconds;
  if (take == Take::Best) { // many short looks: one of them is undisturbed
    constexpr int kLooks = 20;
    for (int r = 0; r < kLooks * kRepeats; ++r)
      seconds.push_back(timed(std::max(1, calls / kLooks)));
    return *std::min_element(seconds.begin(), seconds.end());
  }
  for (int r = 0; r < kRepeats; ++r)
    seconds.push_back(timed(calls));
  std::nth_element(seconds.begin(), seconds.begin() + kRepeats / 2, seconds.end());
  return seconds[kRepeats / 2];
}

/// Memory of this process that is in use, megabytes; 0 where the system does not tell.
double residentMegabytes() {
  std::ifstream file("/proc/self/statm");
  std::int64_t whole = 0, resident = 0;
  file >> whole >> resident;
  return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

class Bench {
 public:
  Bench(double secondsEach, int workers, std::stop_token stop,
        const std::function<void(const std::string&)>& report)
      : m_secondsEach(secondsEach), m_workers(workers), m_stop(std::move(stop)), m_report(report) {}

  struct Part {
    const char* name;
    void (Bench::*time)();
  };
  static std::span<const Part> parts() {
    static constexpr std::array all{
        Part{"slot", &Bench::slotStages},  Part{"link", &Bench::wholeLink},
        Part{"growth", &Bench::growth},    Part{"decoders", &Bench::decoders},
        Part{"kernels", &Bench::kernels},  Part{"training", &Bench::trainingSteps},
        Part{"networks", &Bench::networks}};
    return all;
  }

  std::vector<BenchRow> run(const std::vector<std::string>& wanted) {
    const base::FloatMode mode;
    for (const Part& part : parts())
      if (!m_stop.stop_requested() &&
          (wanted.empty() || std::find(wanted.begin(), wanted.end(), part.name) != wanted.end()))
        (this->*part.time)();
    return std::move(m_rows);
  }

 private:
  double time(const std::string& name, const std::function<void()>& body,
              Take take = Take::Median) {
    if (m_stop.stop_requested())
      return 0;
    m_report(m_section + ": " + name);
    return secondsOf(m_secondsEach, body, take);
  }
  void add(const std::string& name, double value, const std::string& unit, double ratio = 0,
           const std::string& ratioTo = {}) {
    if (!m_stop.stop_requested())
      m_rows.push_back({m_section, name, value, unit, ratio, ratioTo});
  }

  /// The parts of one slot, on one thread, beside the smallest neural receiver that is of use.
  void slotStages() {
    m_section = "One slot: CDL-C, QPSK, FFT 128, 2 antennas; one thread";
    const StudySpec spec = shippedCheck("cdl_c_100ns_qpsk");
    const sim::Link link(spec.link, spec.channel);
    sim::SlotSource source(link, 1);
    sim::Slot slot;
    std::uint64_t index = 0;
    const double whole = time("bits, channel and noise, without encoding",
                              [&] { source.make(base::Domain::Train, index++, 3, false, slot); });
    const double encoded =
        time("with encoding", [&] { source.make(base::Domain::Other, index++, 3, true, slot); });
    std::vector<float> llrs(static_cast<std::size_t>(link.codedBits()));
    receiver::NeuralSpec smallest;
    smallest.channels = 16;
    smallest.blocks = 2;
    const receiver::NeuralPorts ports(smallest, link.context());
    const nn::Network network = ports.makeNetwork(1);
    const auto inFloat = receiver::makeNeuralFloat(smallest, link.context(), network);
    const double net =
        time("neural receiver in float", [&] { inFloat->receive(slot.received(), llrs); });
    quant::QuantSpec bits;
    bits.weightBits = bits.edgeWeightBits = 8;
    const auto inIntegers = receiver::makeNeuralInteger(
        smallest, link.context(),
        quant::lower(quant::quantize(network, ports.planeSize(), bits,
                                     train::calibrationPlanes(link, ports, {0, 10}, 1, 1),
                                     ports.outputGroups(), m_workers)));
    const double integer =
        time("neural receiver in integers", [&] { inIntegers->receive(slot.received(), llrs); });
    add("bits, modulation, channel, noise", 1e6 * whole, "\u00b5s", whole / (whole + net),
        "that and the neural receiver in float");
    add("the same", 1e6 * whole, "\u00b5s", whole / (whole + integer),
        "that and the neural receiver in integers");
    add("the same with LDPC encoding", 1e6 * encoded, "\u00b5s");
    add("neural receiver in float, 16 channels, 2 blocks", 1e6 * net, "\u00b5s");
    add("the same in integers, W8 A8", 1e6 * integer, "\u00b5s");
    for (const ReceiverEntry& entry : spec.receivers) {
      const auto receiver = makeClassical(link, entry)->clone();
      const double t = time(entry.name, [&] { receiver->receive(slot.received(), llrs); });
      add("receiver " + entry.name, 1e6 * t, "\u00b5s");
    }
    ReceiverEntry lmmse;
    lmmse.kind = ReceiverKind::Lmmse;
    const auto receiver = makeClassical(link, lmmse)->clone();
    add("receiver LMMSE", 1e6 * time("LMMSE", [&] { receiver->receive(slot.received(), llrs); }),
        "\u00b5s");
  }

  /// End to end, decoder included, at an SNR where most words are right.
  void wholeLink() {
    m_section = "The link end to end: CDL-C, QPSK, LS, decoding";
    StudySpec spec = shippedCheck("cdl_c_100ns_qpsk");
    const sim::Link link(spec.link, spec.channel);
    const std::vector<sim::SweepEntry> entries{{"ls", makeClassical(link, spec.receivers[2]), {}}};
    sim::SweepSpec sweep;
    sweep.snr = {3, 3};
    sweep.targetBlockErrors = 0;
    sweep.stopBelow = 0;
    const auto slotsPerSecond = [&](const phy::DecoderSpec& decoder, int workers) {
      constexpr int kSlots = 2048;
      sweep.maxSlots = kSlots;
      return kSlots / time(std::to_string(workers) + " threads", [&] {
               sim::runSweep(link, decoder, sweep, 1, entries, workers, {}, [](const auto&) {});
             });
    };
    const double one = slotsPerSecond(spec.decoder, 1);
    add("flooding sum-product, 20 iterations, 1 thread", one, "slots/s",
        one / kSionnaSlotsPerSecond, "Sionna 2.2's best on one thread of a server processor, 57");
    if (m_workers > 1) {
      const double all = slotsPerSecond(spec.decoder, m_workers);
      add("the same, " + std::to_string(m_workers) + " threads", all, "slots/s", all / one,
          "1 thread");
    }
    phy::DecoderSpec layered;
    const double fast = slotsPerSecond(layered, 1);
    add("layered normalised min-sum in float, 1 thread", fast, "slots/s",
        fast / kSionnaSlotsPerSecond, "the same");
    layered.messages = phy::MessageType::Int8;
    const double int8 = slotsPerSecond(layered, 1);
    add("layered normalised min-sum, 8 bits, 1 thread", int8, "slots/s",
        int8 / kSionnaSlotsPerSecond, "the same");
  }

  /// Sixteen times the slots take sixteen times the time and no more memory (a bit a slot).
  void growth() {
    m_section = "Growth with the number of slots: the same link, LS, 1 thread";
    StudySpec spec = shippedCheck("cdl_c_100ns_qpsk");
    const sim::Link link(spec.link, spec.channel);
    const std::vector<sim::SweepEntry> entries{{"ls", makeClassical(link, spec.receivers[2]), {}}};
    sim::SweepSpec sweep;
    sweep.snr = {3, 3};
    sweep.targetBlockErrors = 0;
    sweep.stopBelow = 0;
    phy::DecoderSpec layered;
    double firstTime = 0, firstMemory = 0;
    for (const int slots : {1024, 4096, 16384}) {
      if (m_stop.stop_requested())
        return;
      m_report(m_section + ": " + std::to_string(slots) + " slots");
      sweep.maxSlots = slots;
      double memory = 0; // at the most, seen some times a second and at the end
      const auto look = [&] { memory = std::max(memory, residentMegabytes()); };
      const auto started = Clock::now();
      const auto curves =
          sim::runSweep(link, layered, sweep, 1, entries, 1, m_stop, [&](const auto&) { look(); });
      look();
      const double each = std::chrono::duration<double>(Clock::now() - started).count() / slots;
      if (firstTime == 0) {
        firstTime = each;
        firstMemory = memory;
      }
      add(std::to_string(slots) + " slots: time a slot", 1e6 * each, "\u00b5s", each / firstTime,
          "1024 slots");
      add(std::to_string(slots) + " slots: memory of the process", memory, "MB",
          firstMemory > 0 ? memory / firstMemory : 0, "1024 slots");
    }
  }

  void decoders() {
    m_section = "LDPC decoders: 10 layered iterations without early stop; one thread";
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
                            time(name, [&] { decoder->decode(batch); });
        if (messages == phy::MessageType::Float)
          inFloat = rate;
        add(name, rate, "Mb/s", messages == phy::MessageType::Float ? 0 : rate / inFloat, "float");
        if (messages == phy::MessageType::Int8 && &size == sizes)
          add("the same", rate, "Mb/s", rate / kAff3ctMegabits,
              "AFF3CT's best in 16 bits on a core of an EPYC, 36");
      }
    }
  }

  /// Billions of multiplications and additions a second by a loop on registers and nothing else, of
  /// one core. As long as a kernel's call, or a burst of the clock would count.
  template <class Kernels, class Memory>
  double peakOf(const std::string& set, const Kernels& kernels, Memory* memory) {
    constexpr long kRounds = 100000;
    long done = 0;
    const double seconds = time(
        set + ", peak", [&] { done = kernels.peak(kRounds, memory); }, Take::Best);
    const double rate = 2 * static_cast<double>(done) / seconds / 1e9;
    add(set + ", peak on registers", rate, "GOP/s");
    return rate;
  }

  /// The convolution kernels of every instruction set beside what its registers can do: 3x3, as
  /// many channels in as out. An operation is a multiplication or an addition.
  void kernels() {
    constexpr const char* kWhat = ", 3x3, one slot of 14 x 76; one thread; share of the peak";
    m_section = std::string("Float kernels") + kWhat;
    const nn::ConvKernels* timed = nullptr;
    base::AlignedVector<float> values(nn::kLane, 0.5f);
    for (const base::Isa isa : base::availableIsas()) {
      const nn::ConvKernels& kernels = nn::convKernels(isa);
      const std::string set(base::name(isa));
      if (&kernels == timed)
        continue; // the same as those of the set before
      timed = &kernels;
      const double peak = peakOf(set, kernels, values.data());
      for (const int channels : {16, 32, 64, 128})
        floatKernels(kernels, set, channels, peak);
    }
    m_section = std::string("bfloat16 kernels") + kWhat;
    for (const auto set : {nn::Bfloat16Set::Plain, nn::Bfloat16Set::Avx2, nn::Bfloat16Set::Avx512,
                           nn::Bfloat16Set::Avx512Bf16})
      if (!nn::cpuHas(set)) {
        lacking(nn::name(set));
      } else {
        const nn::Bfloat16Kernels& kernels = nn::bfloat16Kernels(set);
        const double peak = peakOf(nn::name(set), kernels, values.data());
        for (const int channels : {16, 32, 64, 128})
          bfloat16Kernels(kernels, nn::name(set), channels, peak);
      }
    m_section = std::string("Byte kernels") + kWhat;
    for (const base::Isa isa : {base::Isa::Avx2, base::Isa::AvxVnni, base::Isa::Avx512,
                                base::Isa::Avx512Vnni, base::Isa::AmxInt8})
      if (base::cpuHas(isa))
        byteKernels(isa);
      else
        lacking(base::name(isa));
  }
  /// What is left out is said.
  void lacking(std::string_view set) { add(std::string(set) + ": not on this processor", 0, ""); }

  /// A 3x3 convolution of a slot.
  struct Convolution {
    static constexpr nn::PlaneSize kSize{14, 76};
    nn::ConvLayer layer;
    nn::ConvSize size;
    double operations;
    explicit Convolution(int channels) {
      layer.inChannels = layer.outChannels = channels;
      size = nn::sizeOf(layer, kSize);
      // Rows of the kernel that meet only the border of zeros are left out.
      const int rows = kSize.symbols * layer.kernelT - 2;
      operations = 2.0 * rows * layer.kernelF * kSize.subcarriers * channels * channels;
    }
  };
  std::function<void(const std::string&, const std::function<void()>&)>
  rowsOf(const std::string& set, int channels, double operations, double peak) {
    return [=, this](const std::string& what, const std::function<void()>& body) {
      const std::string name = set + ", " + std::to_string(channels) + " channels, " + what;
      const double rate = operations / time(name, body, Take::Best) / 1e9;
      add(name, rate, "GOP/s", rate / peak, "peak");
    };
  }

  void floatKernels(const nn::ConvKernels& kernels, const std::string& set, int channels,
                    double peak) {
    const Convolution conv(channels);
    const auto pixels = static_cast<std::size_t>(Convolution::kSize.pixels());
    std::vector<float> weights(conv.layer.weightCount(), 0.01f), bias(pixels, 0.1f);
    nn::BorderedPlane x(nn::BorderedPlane::shapeOf(conv.size, nn::Precision::Float)), dy = x;
    nn::Buffer forward, backward, y(pixels * static_cast<std::size_t>(channels), 0.5f);
    x.set(y);
    dy.set(y);
    nn::packForward(conv.layer, weights, forward);
    nn::packBackward(conv.layer, weights, backward);
    const auto row = rowsOf(set, channels, conv.operations, peak);
    row("forward", [&] {
      kernels.forward(conv.size, x.wholeFor(conv.size), forward.data(),
                      {bias.data(), nullptr, true}, y.data());
    });
    row("gradient of the input",
        [&] { kernels.forward(conv.size, dy.wholeFor(conv.size), backward.data(), {}, y.data()); });
    row("gradient of weights", [&] {
      kernels.weightGradient(conv.size, x.wholeFor(conv.size), dy.whole(), dy.row(),
                             weights.data());
    });
  }

  void bfloat16Kernels(const nn::Bfloat16Kernels& kernels, const std::string& set, int channels,
                       double peak) {
    const Convolution conv(channels);
    const auto pixels = static_cast<std::size_t>(Convolution::kSize.pixels());
    std::vector<float> weights(conv.layer.weightCount(), 0.01f), bias(pixels, 0.1f);
    nn::BorderedPlane x(nn::BorderedPlane::shapeOf(conv.size, nn::Precision::Bfloat16)), dy = x;
    nn::Buffer packed, y(pixels * static_cast<std::size_t>(channels), 0.5f);
    x.set(y);
    dy.set(y);
    nn::packForward(conv.layer, weights, packed);
    base::AlignedVector<std::uint16_t> pairs, scratch(nn::pairScratch(conv.size));
    nn::packPairs(packed, channels, nn::even(channels), pairs);
    const auto row = rowsOf(set, channels, conv.operations, peak);
    row("forward", [&] {
      kernels.forward(conv.size, x.halfFor(conv.size), pairs.data(), {bias.data(), nullptr, true},
                      y.data());
    });
    row("gradient of weights", [&] {
      kernels.weightGradient(conv.size, x.halfFor(conv.size), dy.half(), dy.row(), scratch.data(),
                             weights.data());
    });
  }

  /// A network of such layers on the integer engine, requantization and all.
  void byteKernels(base::Isa isa) {
    const std::string set(base::name(isa));
    base::AlignedVector<std::uint8_t> bytes(4096, 1);
    const double peakRate = peakOf(set, quant::detail::integerKernels(isa), bytes.data());
    for (const int channels : {16, 32, 64, 128}) {
      nn::Network network;
      network.inputChannels = channels;
      constexpr int kLayers = 4;
      for (int i = 0; i < kLayers; ++i) {
        nn::ConvLayer layer;
        layer.name = "layer";
        layer.input = i;
        layer.inChannels = layer.outChannels = channels;
        nn::addLayer(network, layer);
      }
      nn::initialise(network, 1);
      const nn::PlaneSize size{14, 76};
      std::vector<float> plane(static_cast<std::size_t>(size.pixels() * channels));
      base::Philox({1, base::Domain::Other, base::Purpose::Noise, 1}).fillGaussian(plane);
      for (const int bits : {8, 4, 2}) {
        quant::QuantSpec spec;
        spec.weightBits = spec.edgeWeightBits = bits;
        const auto integers =
            quant::lower(quant::quantize(network, size, spec, {{plane}}, {{channels}}, 1));
        const auto engine = quant::makeEngine(integers, size, isa);
        std::vector<std::uint8_t> codes(plane.size());
        std::vector<std::int16_t> results(plane.size());
        quant::quantizeInput(integers, plane, codes);
        const std::string name = set + ", " + std::to_string(channels) + " channels, " +
                                 std::to_string(bits) + "-bit weights";
        // All layers but the first read what a ReLU gave, whose border is of zeros.
        const Convolution conv(channels);
        const double operations =
            2.0 * static_cast<double>(conv.layer.weightCount()) * Convolution::kSize.pixels() +
            (kLayers - 1) * conv.operations;
        const double rate = operations /
                            time(
                                name, [&] { engine->run(codes, results); }, Take::Best) /
                            1e9;
        add(name, rate, "GOP/s", rate / peakRate, "peak");
        add(name + ", weights read a run", static_cast<double>(engine->weightBytes()) / 1024,
            "KiB");
      }
    }
  }

  static StudySpec networkLink() {
    StudySpec spec;
    spec.link.grid = phy::GridKind::Fft;
    spec.link.fftSize = 76;
    spec.link.guardLow = spec.link.guardHigh = 0;
    spec.link.dcNull = false;
    return spec;
  }
  static receiver::NeuralSpec networkOf(int channels, int blocks) {
    receiver::NeuralSpec neural;
    neural.head = receiver::Head::Llr;
    neural.planes = {receiver::Plane::Received, receiver::Plane::LsLinear};
    neural.channels = channels;
    neural.blocks = blocks;
    return neural;
  }
  static std::string sizeName(int channels, int blocks) {
    return std::to_string(channels) + " channels, " + std::to_string(blocks) + " blocks";
  }

  /// Data, forward, backward and Adam for 16 slots of 14 x 76.
  void trainingSteps() {
    m_section = "Training step: 16 slots of 14 x 76; " + std::to_string(m_workers) + " threads";
    const StudySpec spec = networkLink();
    const sim::Link link(spec.link, spec.channel);
    const auto none = [](const auto&) {};
    for (const auto& [channels, blocks] : {std::pair{16, 2}, {32, 3}, {64, 4}}) {
      const receiver::NeuralPorts ports(networkOf(channels, blocks), link.context());
      train::TrainJob job;
      job.link = &link;
      job.ports = &ports;
      job.spec.batch = 16;
      job.spec.validationSlots = 1;
      const auto secondsPerStep = [&](const std::string& name, const train::TrainState& start) {
        const auto steps = [&](int count) {
          return time(name, [&] {
            job.spec.iterations = count;
            job.spec.validateEvery = job.spec.checkpointEvery = count;
            train::train(job, start, m_workers, {}, none, none);
          });
        };
        constexpr int kFew = 1, kMore = 5; // the difference leaves setting up out
        return (steps(kMore) - steps(kFew)) / (kMore - kFew);
      };
      train::TrainState state;
      state.network = ports.makeNetwork(1);
      const std::string name = sizeName(channels, blocks);
      const double fp32 = secondsPerStep(name + ", FP32", state);
      add(name + ", FP32", 1e3 * fp32, "ms");
      const auto planes = train::calibrationPlanes(link, ports, {0, 10}, 2, 1);
      const auto model = quant::quantize(state.network, ports.planeSize(), {}, planes,
                                         ports.outputGroups(), m_workers);
      job.quantized = &model;
      state.network = model.network;
      state.ranges = model.ranges;
      for (const auto& [forward, label] :
           {std::pair{train::Forward::Float, ", QAT, float forward pass"},
            std::pair{train::Forward::Integer, ", QAT, integer forward pass"}}) {
        job.spec.forward = forward;
        const double qat = secondsPerStep(name + label, state);
        add(name + label, 1e3 * qat, "ms", qat / fp32, "FP32");
      }
    }
  }

  void networks() {
    m_section = "Network: one slot of 14 x 76; one thread";
    const StudySpec spec = networkLink();
    const sim::Link link(spec.link, spec.channel);
    for (const auto& [channels, blocks] : {std::pair{16, 2}, {32, 3}, {64, 4}, {128, 4}}) {
      const receiver::NeuralPorts ports(networkOf(channels, blocks), link.context());
      const nn::Network network = ports.makeNetwork(1);
      const nn::PlaneSize size = ports.planeSize();
      const auto planes = train::calibrationPlanes(link, ports, {0, 10}, 1, 1);
      nn::FloatExecutor executor(network, size);
      std::vector<float> output(static_cast<std::size_t>(size.pixels() * ports.outputChannels()));
      const std::string name = sizeName(channels, blocks);
      const double inFloat = time(name + ", float", [&] { executor.run(planes[0], output); });
      add(name + ", float", 1e3 * inFloat, "ms");
      quant::QuantSpec bits;
      bits.weightBits = bits.edgeWeightBits = 8;
      const auto integers = quant::lower(
          quant::quantize(network, size, bits, planes, ports.outputGroups(), m_workers));
      std::vector<std::uint8_t> codes(planes[0].size());
      std::vector<std::int16_t> results(output.size());
      quant::quantizeInput(integers, planes[0], codes);
      for (const base::Isa isa : base::availableIsas()) {
        if (isa == base::Isa::Scalar && channels > 16)
          continue; // the specification, not a contender
        const auto engine = quant::makeEngine(integers, size, isa);
        const std::string label = name + ", integers, " + std::string(base::name(isa));
        const double t = time(label, [&] { engine->run(codes, results); });
        add(label, 1e3 * t, "ms", inFloat / t, "float, how many times as fast");
      }
    }
  }

  double m_secondsEach;
  int m_workers;
  std::stop_token m_stop;
  const std::function<void(const std::string&)>& m_report;
  std::string m_section;
  std::vector<BenchRow> m_rows;
};
} // namespace

std::vector<std::string> benchParts() {
  std::vector<std::string> names;
  for (const Bench::Part& part : Bench::parts())
    names.emplace_back(part.name);
  return names;
}

std::vector<BenchRow> runBenchmarks(const std::vector<std::string>& parts, double secondsEach,
                                    int workers, std::stop_token stop,
                                    const std::function<void(const std::string&)>& report) {
  return Bench(secondsEach, workers, std::move(stop), report).run(parts);
}

} // namespace rxq::study
