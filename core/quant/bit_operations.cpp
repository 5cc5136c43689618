#include "core/quant/bit_operations.h"

namespace rxq::quant {

namespace {
constexpr int kFloatBits = 32;
int widthOf(int bits) { return bits == kBitsOff ? kFloatBits : bits; }
} // namespace

int weightBits(const QuantSpec& spec, const nn::Network& network, std::size_t layer) {
  if (const LayerBits* own = bitsOfLayer(spec, network.layers[layer].name))
    return own->weightBits;
  return network.isEdge(static_cast<int>(layer)) ? spec.edgeWeightBits : spec.weightBits;
}

int tensorBits(const QuantSpec& spec, const nn::Network& network, int tensor) {
  if (tensor == 0)
    return spec.edgeActivationBits;
  const auto layer = static_cast<std::size_t>(tensor - 1);
  if (const LayerBits* own = bitsOfLayer(spec, network.layers[layer].name))
    return own->activationBits;
  return network.isOutput(tensor) ? spec.outputBits : spec.activationBits;
}

int weightWidth(const QuantSpec* spec, const nn::Network& network, std::size_t layer) {
  return spec ? widthOf(weightBits(*spec, network, layer)) : kFloatBits;
}

double bitOperations(const nn::Network& network, nn::PlaneSize size, const QuantSpec* spec) {
  double sum = 0;
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const nn::ConvLayer& layer = network.layers[i];
    const int input = spec ? widthOf(tensorBits(*spec, network, layer.input)) : kFloatBits;
    sum += static_cast<double>(layer.weightCount()) * size.pixels() *
           weightWidth(spec, network, i) * input;
  }
  return sum;
}

} // namespace rxq::quant
