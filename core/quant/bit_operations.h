#pragma once

#include "core/nn/network.h"
#include "core/quant/quant_spec.h"

namespace rxq::quant {

/// Bits of a layer's weights, and of a tensor of the network (0: the input planes, i + 1: what
/// leaves layer i); kBitsOff where it stays in float.
int weightBits(const QuantSpec& spec, const nn::Network& network, std::size_t layer);
int tensorBits(const QuantSpec& spec, const nn::Network& network, int tensor);

/// Bits that a layer's weights take where they are stored: 32 when off, or without a spec.
int weightWidth(const QuantSpec* spec, const nn::Network& network, std::size_t layer);

/// Bit operations of a network on one plane: the sum over its multiply-accumulates of weight bits
/// times input bits. `spec` null: all in float.
double bitOperations(const nn::Network& network, nn::PlaneSize size, const QuantSpec* spec);

} // namespace rxq::quant
