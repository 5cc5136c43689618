#include "core/quant/bit_operations.h"

namespace rxq::quant {

namespace {
constexpr int kFloatBits = 32;
int widthOf(int bits) { return bits == kBitsOff ? kFloatBits : bits; }
} // namespace

int weightWidth(const QuantSpec* spec, std::size_t layer, std::size_t layers) {
  const bool edge = layer == 0 || layer + 1 == layers;
  return !spec ? kFloatBits : widthOf(edge ? spec->edgeWeightBits : spec->weightBits);
}

int inputWidth(const QuantSpec* spec, int input) {
  return !spec ? kFloatBits : widthOf(input == 0 ? spec->edgeActivationBits : spec->activationBits);
}

double bitOperations(const nn::Network& network, nn::PlaneSize size, const QuantSpec* spec) {
  double sum = 0;
  const std::size_t layers = network.layers.size();
  for (std::size_t i = 0; i < layers; ++i) {
    const nn::ConvLayer& layer = network.layers[i];
    sum += static_cast<double>(layer.weightCount()) * size.pixels() * weightWidth(spec, i, layers) *
           inputWidth(spec, layer.input);
  }
  return sum;
}

} // namespace rxq::quant
