#include "core/receiver/architecture.h"

#include <algorithm>
#include <cassert>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace rxq::receiver {

namespace {

constexpr float kOutputDeviation = 0.005f;

/// "The last repeats."
int dilationOf(const std::vector<int>& list, int block) {
  return list[std::min(static_cast<std::size_t>(block), list.size() - 1)];
}

/// A convolution of the spec's width on the newest tensor.
nn::ConvLayer convolution(const NeuralSpec& spec, const nn::Network& network, std::string name) {
  nn::ConvLayer layer;
  layer.name = std::move(name);
  layer.input = static_cast<int>(network.layers.size());
  layer.inChannels = network.channelsOf(layer.input);
  layer.outChannels = spec.channels;
  layer.kernelT = spec.kernelTime;
  layer.kernelF = spec.kernelFrequency;
  layer.batchNorm = spec.batchNorm;
  return layer;
}

void makePointwise(nn::ConvLayer& layer) {
  layer.kernelT = layer.kernelF = layer.dilationT = layer.dilationF = 1;
}

nn::ConvLayer dilated(const NeuralSpec& spec, const nn::Network& network, int block,
                      const std::string& name) {
  nn::ConvLayer layer = convolution(spec, network, name);
  layer.dilationT = dilationOf(spec.dilationTime, block);
  layer.dilationF = dilationOf(spec.dilationFrequency, block);
  return layer;
}

std::string blockName(int block, const std::string& what) {
  return "block " + std::to_string(block + 1) + " " + what;
}

/// Two convolutions, the second with the block's input added.
void addResidual(const NeuralSpec& spec, nn::Network& network, bool pointwise) {
  for (int b = 0; b < spec.blocks; ++b) {
    const int blockInput = static_cast<int>(network.layers.size());
    for (int half = 0; half < 2; ++half) {
      nn::ConvLayer layer =
          dilated(spec, network, b, blockName(b, "conv " + std::to_string(half + 1)));
      if (pointwise)
        makePointwise(layer);
      if (half == 1)
        layer.residual = blockInput;
      nn::addLayer(network, layer);
    }
  }
}

void addSeparable(const NeuralSpec& spec, nn::Network& network) {
  for (int b = 0; b < spec.blocks; ++b) {
    const int blockInput = static_cast<int>(network.layers.size());
    for (int half = 0; half < 2; ++half) {
      const std::string number = std::to_string(half + 1);
      nn::ConvLayer depthwise = dilated(spec, network, b, blockName(b, "depthwise " + number));
      depthwise.depthwise = true;
      depthwise.relu = false;
      nn::addLayer(network, depthwise);
      nn::ConvLayer mix = convolution(spec, network, blockName(b, "pointwise " + number));
      makePointwise(mix);
      if (half == 1)
        mix.residual = blockInput;
      nn::addLayer(network, mix);
    }
  }
}

void addPlain(const NeuralSpec& spec, nn::Network& network) {
  for (int b = 0; b < spec.blocks; ++b)
    nn::addLayer(network, dilated(spec, network, b, "conv " + std::to_string(b + 1)));
}

constexpr ArchitectureKind kKinds[] = {
    {Architecture::Residual,
     [](const NeuralSpec& spec, nn::Network& network) { addResidual(spec, network, false); },
     false},
    {Architecture::Plain, addPlain, false},
    {Architecture::Separable, addSeparable, false},
    {Architecture::Pointwise,
     [](const NeuralSpec& spec, nn::Network& network) { addResidual(spec, network, true); }, true},
};

const ArchitectureKind& kindOf(Architecture architecture) {
  for (const ArchitectureKind& kind : kKinds)
    if (kind.architecture == architecture)
      return kind;
  assert(false);
  return kKinds[0];
}

[[noreturn]] void bad(const base::Message& message) {
  throw base::Error(base::ErrorKind::BadInput, message);
}

void checkOdd(int value, const char* field) {
  if (value % 2 == 0)
    bad(base::message("%1: give an odd number, not %2.", field, value));
}

void checkList(const std::vector<int>& list, const char* field) {
  if (list.empty())
    bad(base::message("%1: give at least one dilation.", field));
}

void checkPasses(const NeuralSpec& spec) {
  if (spec.passes == 1)
    return;
  if (spec.head != Head::Channel)
    bad(base::message("Passes (passes): several passes refine a channel estimate, so they need the "
                      "channel head."));
  if (spec.batchNorm)
    bad(base::message(
        "Passes (passes): several passes are trained without batch normalisation; turn it off."));
}

} // namespace

std::span<const ArchitectureKind> architectureKinds() { return kKinds; }

void checkArchitecture(const NeuralSpec& spec) {
  param::validate(spec);
  checkOdd(spec.kernelTime, "Kernel, time (kernelTime)");
  checkOdd(spec.kernelFrequency, "Kernel, frequency (kernelFrequency)");
  checkOdd(spec.outputKernel, "Output kernel (outputKernel)");
  checkOdd(spec.smoothing, "LS smoothing (smoothing)");
  checkList(spec.dilationTime, "Dilation, time (dilationTime)");
  checkList(spec.dilationFrequency, "Dilation, frequency (dilationFrequency)");
  checkPasses(spec);
  if (spec.planes.empty())
    bad(base::message("Input planes (planes): name at least one input plane."));
  for (auto plane = spec.planes.begin(); plane != spec.planes.end(); ++plane)
    if (std::find(spec.planes.begin(), plane, *plane) != plane)
      bad(base::message("Input planes (planes): '%1' is listed twice.", param::keyOf(*plane)));
}

nn::Network buildNetwork(const NeuralSpec& spec, int inputs, int outputs) {
  const ArchitectureKind& kind = kindOf(spec.architecture);
  nn::Network network;
  network.inputChannels = inputs;
  nn::ConvLayer first = convolution(spec, network, "input");
  if (kind.pointwise)
    makePointwise(first);
  nn::addLayer(network, first);
  kind.addBlocks(spec, network);
  nn::ConvLayer last = convolution(spec, network, "output");
  last.kernelT = last.kernelF = kind.pointwise ? 1 : spec.outputKernel;
  last.outChannels = outputs;
  last.batchNorm = false;
  last.relu = false;
  nn::addLayer(network, last);
  return network;
}

void initialiseReceiver(nn::Network& network, std::uint64_t seed) {
  std::vector<int> zero, zeroGamma;
  for (std::size_t i = 0; i < network.layers.size(); ++i)
    if (network.layers[i].residual >= 0)
      (network.layers[i].batchNorm ? zeroGamma : zero).push_back(static_cast<int>(i));
  nn::initialise(network, seed, zero, kOutputDeviation);
  for (const int i : zeroGamma) {
    const auto index = static_cast<std::size_t>(i);
    std::fill_n(network.parameters.begin() +
                    static_cast<std::ptrdiff_t>(network.offsets[index].gamma),
                network.layers[index].outChannels, 0.f);
  }
}

} // namespace rxq::receiver
