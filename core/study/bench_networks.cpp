#include "core/quant/fake_quant.h"
#include "core/quant/integer_engine.h"
#include "core/study/bench_table.h"
#include "core/study/receivers.h"
#include "core/train/trainer.h"

namespace rxq::study::detail {

namespace {
StudySpec networkLink() {
  StudySpec spec;
  spec.link.grid = phy::GridKind::Fft;
  spec.link.fftSize = 76;
  spec.link.guardLow = spec.link.guardHigh = 0;
  spec.link.dcNull = false;
  return spec;
}
receiver::NeuralSpec networkOf(int channels, int blocks) {
  receiver::NeuralSpec neural;
  neural.head = receiver::Head::Llr;
  neural.planes = {receiver::Plane::Received, receiver::Plane::LsLinear};
  neural.channels = channels;
  neural.blocks = blocks;
  return neural;
}
std::string sizeName(int channels, int blocks) {
  return std::to_string(channels) + " channels, " + std::to_string(blocks) + " blocks";
}

} // namespace

/// Data, forward, backward and Adam for 16 slots of 14 x 76.
void benchTrainingSteps(BenchTable& table) {
  table.begin("Training step: 16 slots of 14 x 76; " + std::to_string(table.workers()) +
              " threads");
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
        return table.time(name, [&] {
          job.spec.iterations = count;
          job.spec.validateEvery = job.spec.checkpointEvery = count;
          train::train(job, start, table.workers(), {}, none, none);
        });
      };
      constexpr int kFew = 1, kMore = 5; // the difference leaves setting up out
      return (steps(kMore) - steps(kFew)) / (kMore - kFew);
    };
    train::TrainState state;
    state.network = ports.makeNetwork(1);
    const std::string name = sizeName(channels, blocks);
    const double fp32 = secondsPerStep(name + ", FP32", state);
    table.add(name + ", FP32", 1e3 * fp32, "ms");
    const auto planes = train::calibrationPlanes(link, ports, {0, 10}, 2, 1);
    const auto model = quant::quantize(state.network, ports.planeSize(), {}, planes,
                                       ports.outputGroups(), table.workers());
    job.quantized = &model;
    state.network = model.network;
    state.ranges = model.ranges;
    for (const auto& [forward, label] :
         {std::pair{train::Forward::Float, ", QAT, float forward pass"},
          std::pair{train::Forward::Integer, ", QAT, integer forward pass"}}) {
      job.spec.forward = forward;
      const double qat = secondsPerStep(name + label, state);
      table.add(name + label, 1e3 * qat, "ms", qat / fp32, "FP32");
    }
  }
}

void benchNetworks(BenchTable& table) {
  table.begin("Network: one slot of 14 x 76; one thread");
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
    const double inFloat = table.time(name + ", float", [&] { executor.run(planes[0], output); });
    table.add(name + ", float", 1e3 * inFloat, "ms");
    quant::QuantSpec bits;
    bits.weightBits = bits.edgeWeightBits = 8;
    const auto integers = quant::lower(
        quant::quantize(network, size, bits, planes, ports.outputGroups(), table.workers()));
    std::vector<std::uint8_t> codes(planes[0].size());
    std::vector<std::int16_t> results(output.size());
    quant::quantizeInput(integers, planes[0], codes);
    for (const base::Isa isa : base::availableIsas()) {
      if (isa == base::Isa::Scalar && channels > 16)
        continue; // the specification, not a contender
      const auto engine = quant::makeEngine(integers, size, isa);
      const std::string label = name + ", integers, " + std::string(base::name(isa));
      const double t = table.time(label, [&] { engine->run(codes, results); });
      table.add(label, 1e3 * t, "ms", inFloat / t, "float, how many times as fast");
    }
  }
}

} // namespace rxq::study::detail
