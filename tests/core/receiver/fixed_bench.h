#pragma once

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/nn/executor.h"
#include "core/quant/fake_quant.h"
#include "core/receiver/neural.h"
#include "tests/core/receiver/sample_slot.h"

/// A small receiver around an integer network, with its front end in float or in fixed point.
namespace rxq::test {

using namespace rxq::receiver;

inline NeuralSpec specOf(std::vector<Plane> planes = {Plane::LsLinear, Plane::LogNoise},
                         Head head = Head::Channel) {
  NeuralSpec neural;
  neural.head = head;
  neural.planes = std::move(planes);
  return neural;
}

struct FixedBench {
  FixedBench(const NeuralSpec& neuralSpec, const phy::LinkSpec& linkSpec)
      : spec(linkSpec), grid(spec), link(contextOf(spec, grid)), neural(neuralSpec) {
    neural.channels = 8;
    neural.blocks = 1;
    const NeuralPorts ports(neural, link);
    nn::Network network = ports.makeNetwork(1);
    base::Philox random({4, base::Domain::Other, base::Purpose::Test, 1});
    std::vector<float> noise(network.parameters.size());
    random.fillGaussian(noise);
    for (std::size_t i = 0; i < noise.size(); ++i)
      network.parameters[i] += 0.03f * noise[i];
    nn::FloatExecutor executor(network, ports.planeSize());
    std::vector<std::vector<float>> inputs;
    for (std::uint64_t i = 0; i < 8; ++i) {
      slots.push_back(drawSlot(spec, grid, 40 + i, 0.02f));
      FrontEndState state;
      std::vector<float> planes(static_cast<std::size_t>(grid.elements() * ports.inputChannels()));
      std::vector<float> output(static_cast<std::size_t>(grid.elements() * ports.outputChannels()));
      ports.prepare(slots.back().received(), state, planes);
      inputs.emplace_back();
      ports.runPasses(state, planes, output,
                      [&](int pass, std::span<const float> in, std::span<float> out) {
                        inputs.back().insert(inputs.back().end(), in.begin(), in.end());
                        executor.runPass(pass, in, out);
                      });
    }
    quant::QuantSpec bits;
    bits.weightBits = bits.edgeWeightBits = 8;
    integers = quant::lower(
        quant::quantize(network, ports.planeSize(), bits, inputs, ports.outputGroups(), 1));
  }
  explicit FixedBench(phy::Modulation modulation, const NeuralSpec& neuralSpec = specOf())
      : FixedBench(neuralSpec, linkSpec(modulation, 2, 2)) {}
  std::vector<float> llrs(const std::optional<FixedPointSpec>& fixed,
                          const SampleSlot& slot) const {
    std::vector<float> result(slot.bits.size());
    makeNeuralInteger(neural, link, integers, fixed)->clone()->receive(slot.received(), result);
    return result;
  }
  /// Of all slots, LLRs held within the fixed-point range.
  double sqnrDb(const FixedPointSpec& fixed) const {
    double signal = 0, noise = 0;
    for (const SampleSlot& slot : slots) {
      const auto exact = llrs({}, slot), rounded = llrs(fixed, slot);
      for (std::size_t i = 0; i < exact.size(); ++i) {
        const double x = std::clamp(static_cast<double>(exact[i]), -32.0, 32.0);
        signal += x * x;
        noise += std::pow(static_cast<double>(rounded[i]) - x, 2);
      }
    }
    return 10 * std::log10(signal / noise);
  }

  phy::LinkSpec spec;
  phy::ResourceGrid grid;
  LinkContext link;
  NeuralSpec neural;
  std::vector<SampleSlot> slots;
  quant::IntegerNetwork integers;
};

/// LLRs over a range of +-32.
inline FixedPointSpec bitsOf(int samples, int estimates, int combiner, int llr) {
  return {samples, estimates, combiner, llr, std::ldexp(32, 1 - llr), 12};
}

} // namespace rxq::test
