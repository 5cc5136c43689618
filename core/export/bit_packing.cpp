#include "core/export/bit_packing.h"

#include <cassert>

namespace rxq::exporting {

std::vector<std::uint8_t> packBits(std::span<const std::int8_t> values, int bits) {
  assert(bits >= 1 && bits <= 8);
  const auto width = static_cast<std::size_t>(bits);
  std::vector<std::uint8_t> bytes((values.size() * width + 7) / 8);
  for (std::size_t i = 0; i < values.size(); ++i) {
    assert(values[i] >= -(1 << (bits - 1)) && values[i] < 1 << (bits - 1));
    const unsigned code = static_cast<std::uint8_t>(values[i]) & ((1u << bits) - 1);
    const std::size_t at = i * width;
    const unsigned shifted = code << (at % 8);
    bytes[at / 8] |= static_cast<std::uint8_t>(shifted);
    if (shifted > 0xff)
      bytes[at / 8 + 1] |= static_cast<std::uint8_t>(shifted >> 8);
  }
  return bytes;
}

std::vector<std::int8_t> unpackBits(std::span<const std::uint8_t> bytes, int bits,
                                    std::size_t count) {
  assert(bits >= 1 && bits <= 8);
  const auto width = static_cast<std::size_t>(bits);
  assert(bytes.size() >= (count * width + 7) / 8);
  std::vector<std::int8_t> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = i * width;
    unsigned word = bytes[at / 8];
    if (at % 8 + width > 8)
      word |= static_cast<unsigned>(bytes[at / 8 + 1]) << 8;
    const int code = static_cast<int>((word >> (at % 8)) & ((1u << bits) - 1));
    const int sign = 1 << (bits - 1);
    values[i] = static_cast<std::int8_t>(code & sign ? code - 2 * sign : code);
  }
  return values;
}

int rowsOf(const nn::ConvLayer& layer) { return layer.depthwise ? 1 : layer.inChannels; }

std::vector<std::int8_t> byOutput(const quant::IntegerLayer& layer) {
  const auto outputs = static_cast<std::size_t>(layer.geometry.outChannels);
  const std::size_t perOutput = layer.weights.size() / outputs;
  std::vector<std::int8_t> sorted(layer.weights.size());
  for (std::size_t i = 0; i < perOutput; ++i)
    for (std::size_t c = 0; c < outputs; ++c)
      sorted[c * perOutput + i] = layer.weights[i * outputs + c];
  return sorted;
}

} // namespace rxq::exporting
