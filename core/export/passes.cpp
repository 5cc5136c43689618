#include "core/export/passes.h"

#include <algorithm>
#include <cassert>

namespace rxq::exporting {

namespace {
/// As a layer of a network that begins with layer `first` of this one.
nn::ConvLayer alone(nn::ConvLayer layer, std::size_t first) {
  const int before = static_cast<int>(first);
  layer.pass = 0;
  if (layer.input > 0)
    layer.input -= before;
  if (layer.residual > 0)
    layer.residual -= before;
  return layer;
}
} // namespace

quant::IntegerNetwork passOf(const quant::IntegerNetwork& network, int pass) {
  const std::size_t first = network.firstLayer(pass), end = network.firstLayer(pass + 1);
  quant::IntegerNetwork one;
  one.inputChannels = network.inputChannels;
  one.tensors.push_back(network.tensors.front());
  for (std::size_t i = first; i < end; ++i) {
    one.layers.push_back(network.layers[i]);
    one.layers.back().geometry = alone(network.layers[i].geometry, first);
    one.tensors.push_back(network.tensors[i + 1]);
  }
  return one;
}

nn::Network passOf(const nn::Network& network, int pass) {
  if (network.passes() == 1)
    return network;
  const std::size_t first = network.firstLayer(pass), end = network.firstLayer(pass + 1);
  nn::Network one;
  one.inputChannels = network.inputChannels;
  for (std::size_t i = first; i < end; ++i) {
    assert(!network.layers[i].batchNorm); // networks of several passes have none
    nn::addLayer(one, alone(network.layers[i], first));
    const auto from = static_cast<int>(i), to = static_cast<int>(i - first);
    std::ranges::copy(network.weights(from), one.weights(to).begin());
    std::ranges::copy(network.bias(from), one.bias(to).begin());
  }
  return one;
}

std::string passSuffix(int pass, int passes) {
  return passes == 1 ? std::string() : "_pass" + std::to_string(pass);
}

} // namespace rxq::exporting
