#pragma once

#include "core/nn/network.h"
#include "core/quant/quant_spec.h"

namespace rxq::quant {

/// Width of a layer's weights, and of the tensor that it reads (`input`: as nn::ConvLayer::input);
/// what is off, or has no spec, is in 32-bit float.
int weightWidth(const QuantSpec* spec, const nn::Network& network, int layer);
int inputWidth(const QuantSpec* spec, int input);

/// Bit operations of a network on one plane: the sum over its multiply-accumulates of weight bits
/// times input bits. `spec` null: all in float.
double bitOperations(const nn::Network& network, nn::PlaneSize size, const QuantSpec* spec);

} // namespace rxq::quant
