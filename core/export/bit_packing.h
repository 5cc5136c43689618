#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/quant/integer_network.h"

namespace rxq::exporting {

/// Values of `bits` bits (1 to 8, two's complement) one after the other in a little-endian stream
/// of bits: value i takes bits i * bits ... of the stream, bit k of which is bit k % 8 of byte
/// k / 8. The last byte is filled with zeros.
std::vector<std::uint8_t> packBits(std::span<const std::int8_t> values, int bits);
std::vector<std::int8_t> unpackBits(std::span<const std::uint8_t> bytes, int bits,
                                    std::size_t count);

/// Inputs that one output of a layer sums over, of one tap.
int rowsOf(const nn::ConvLayer& layer);
/// A layer's weights, output channel by output channel: [out][kt][kf][in], the order of exported
/// memories.
std::vector<std::int8_t> byOutput(const quant::IntegerLayer& layer);

} // namespace rxq::exporting
