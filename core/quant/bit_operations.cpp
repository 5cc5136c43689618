#include "core/quant/bit_operations.h"

namespace rxq::quant {

namespace {
constexpr int kFloatBits = 32;
int widthOf(int bits) { return bits == kBitsOff ? kFloatBits : bits; }
} // namespace

int weightWidth(const QuantSpec* spec, const nn::Network& network, int layer) {
  return !spec ? kFloatBits
               : widthOf(network.isEdge(layer) ? spec->edgeWeightBits : spec->weightBits);
}

int inputWidth(const QuantSpec* spec, int input) {
  return !spec ? kFloatBits : widthOf(input == 0 ? spec->edgeActivationBits : spec->activationBits);
}

double bitOperations(const nn::Network& network, nn::PlaneSize size, const QuantSpec* spec) {
  double sum = 0;
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const nn::ConvLayer& layer = network.layers[i];
    sum += static_cast<double>(layer.weightCount()) * size.pixels() *
           weightWidth(spec, network, static_cast<int>(i)) * inputWidth(spec, layer.input);
  }
  return sum;
}

} // namespace rxq::quant
