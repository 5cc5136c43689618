#include "core/nn/network.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/base/hash.h"
#include "core/base/random.h"
#include "core/param/container.h"

namespace rxq::nn {

namespace {
std::size_t index(int i) { return static_cast<std::size_t>(i); }

std::size_t grow(std::vector<float>& values, int count, float value) {
  const std::size_t at = values.size();
  values.resize(at + index(count), value);
  return at;
}
} // namespace

std::span<const float> Network::weights(int layer) const {
  return std::span(parameters)
      .subspan(offsets[index(layer)].weight, layers[index(layer)].weightCount());
}
std::span<float> Network::weights(int layer) {
  return std::span(parameters)
      .subspan(offsets[index(layer)].weight, layers[index(layer)].weightCount());
}
std::span<const float> Network::bias(int layer) const {
  return std::span(parameters)
      .subspan(offsets[index(layer)].bias, index(layers[index(layer)].outChannels));
}
std::span<float> Network::bias(int layer) {
  return std::span(parameters)
      .subspan(offsets[index(layer)].bias, index(layers[index(layer)].outChannels));
}

std::size_t Network::firstLayer(int pass) const {
  std::size_t i = 0;
  while (i < layers.size() && layers[i].pass < pass)
    ++i;
  return i;
}

void addLayer(Network& network, const ConvLayer& layer) {
  assert(layer.input >= 0 && layer.input <= static_cast<int>(network.layers.size()));
  assert(network.channelsOf(layer.input) == layer.inChannels);
  assert(layer.residual < 0 || network.channelsOf(layer.residual) == layer.outChannels);
  assert(layer.kernelT % 2 == 1 && layer.kernelF % 2 == 1);
  assert(!layer.depthwise || layer.inChannels == layer.outChannels);
  assert(network.layers.empty() ? layer.pass == 0
                                : layer.pass == network.layers.back().pass ||
                                      layer.pass == network.layers.back().pass + 1);
  LayerOffsets at;
  at.weight = grow(network.parameters, static_cast<int>(layer.weightCount()), 0);
  at.bias = grow(network.parameters, layer.outChannels, 0);
  if (layer.batchNorm) {
    at.gamma = grow(network.parameters, layer.outChannels, 1);
    at.beta = grow(network.parameters, layer.outChannels, 0);
    at.mean = grow(network.statistics, layer.outChannels, 0);
    at.variance = grow(network.statistics, layer.outChannels, 1);
  }
  network.layers.push_back(layer);
  network.offsets.push_back(at);
}

void appendPass(Network& network, const Network& pass) {
  assert(pass.passes() == 1);
  if (network.layers.empty()) {
    network = pass;
    return;
  }
  assert(network.inputChannels == pass.inputChannels &&
         network.outputChannels() == pass.outputChannels());
  const int index = network.passes(), before = static_cast<int>(network.layers.size());
  for (ConvLayer layer : pass.layers) {
    layer.pass = index;
    layer.name = "pass " + std::to_string(index + 1) + " " + layer.name;
    if (layer.input > 0)
      layer.input += before;
    if (layer.residual > 0)
      layer.residual += before;
    addLayer(network, layer);
  }
  // Offsets are given in order of layers: the pass's numbers follow each other as they did.
  std::copy(pass.parameters.begin(), pass.parameters.end(),
            network.parameters.end() - static_cast<std::ptrdiff_t>(pass.parameters.size()));
  std::copy(pass.statistics.begin(), pass.statistics.end(),
            network.statistics.end() - static_cast<std::ptrdiff_t>(pass.statistics.size()));
}

void initialise(Network& network, std::uint64_t seed, std::span<const int> zeroLayers,
                float outputDeviation) {
  const int count = static_cast<int>(network.layers.size());
  for (int i = 0; i < count; ++i) {
    const ConvLayer& layer = network.layers[index(i)];
    auto weights = network.weights(i);
    const int fanIn = layer.taps() * (layer.depthwise ? 1 : layer.inChannels);
    float deviation = std::sqrt(2.0f / static_cast<float>(fanIn));
    if (i == count - 1 && outputDeviation > 0)
      deviation = outputDeviation;
    if (std::find(zeroLayers.begin(), zeroLayers.end(), i) != zeroLayers.end())
      deviation = 0;
    base::Philox random(
        {seed, base::Domain::Other, base::Purpose::Weights, static_cast<std::uint64_t>(i)});
    random.fillGaussian(weights);
    for (float& w : weights)
      w *= deviation;
  }
}

Network foldBatchNorm(const Network& network) {
  Network folded;
  folded.inputChannels = network.inputChannels;
  for (int i = 0; i < static_cast<int>(network.layers.size()); ++i) {
    ConvLayer layer = network.layers[index(i)];
    const LayerOffsets& at = network.offsets[index(i)];
    const bool normalised = layer.batchNorm;
    layer.batchNorm = false;
    addLayer(folded, layer);
    const auto from = network.weights(i);
    auto to = folded.weights(i);
    const std::size_t channels = index(layer.outChannels);
    for (std::size_t o = 0; o < channels; ++o) {
      float scale = 1, shift = 0;
      if (normalised) {
        scale = network.parameters[at.gamma + o] /
                std::sqrt(network.statistics[at.variance + o] + kBatchNormEpsilon);
        shift = network.parameters[at.beta + o] - scale * network.statistics[at.mean + o];
      }
      for (std::size_t k = o; k < to.size(); k += channels)
        to[k] = from[k] * scale;
      folded.bias(i)[o] = network.bias(i)[o] * scale + shift;
    }
  }
  return folded;
}

NetworkCost costOf(const Network& network, PlaneSize size) {
  NetworkCost cost;
  std::vector<int> symbols{1}, subcarriers{1}; // receptive field of each tensor
  for (const ConvLayer& layer : network.layers) {
    const auto weights = static_cast<std::int64_t>(layer.weightCount());
    cost.weights += weights;
    cost.parameters += weights + layer.outChannels;
    cost.macs += weights * size.pixels();
    int t = symbols[index(layer.input)] + (layer.kernelT - 1) * layer.dilationT;
    int f = subcarriers[index(layer.input)] + (layer.kernelF - 1) * layer.dilationF;
    if (layer.residual >= 0) {
      t = std::max(t, symbols[index(layer.residual)]);
      f = std::max(f, subcarriers[index(layer.residual)]);
    }
    symbols.push_back(t);
    subcarriers.push_back(f);
  }
  for (std::size_t i = 1; i < symbols.size(); ++i)
    if (network.isOutput(static_cast<int>(i))) {
      cost.receptiveSymbols += symbols[i] - 1;
      cost.receptiveSubcarriers += subcarriers[i] - 1;
    }
  return cost;
}

} // namespace rxq::nn
