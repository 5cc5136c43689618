#include "core/quant/integer_network.h"

#include <algorithm>
#include <cassert>

#include "core/quant/code_kernels.h"

namespace rxq::quant {

namespace {
/// Values quantized at a time: per-channel scales are spread over a stretch of whole pixels, so
/// that the loop runs over contiguous values whatever the number of channels.
constexpr std::size_t kStretch = 256;

struct Spread {
  float scale[kStretch];
  std::size_t values = 0; ///< whole pixels' worth

  Spread(const std::vector<float>& scales, std::size_t channels) {
    constexpr std::size_t kLanes = 16; // whole vectors, where there is room for them
    const std::size_t step = kLanes * channels <= kStretch ? kLanes * channels : channels;
    values = kStretch / step * step;
    for (std::size_t pixel = 0; pixel < values; pixel += channels)
      for (std::size_t c = 0; c < channels; ++c)
        scale[pixel + c] = scales.size() == 1 ? scales[0] : scales[c];
  }
};

float scaleOf(const TensorQuant& quant, std::size_t channel) {
  return quant.scale.size() == 1 ? quant.scale[0] : quant.scale[channel];
}
} // namespace

std::size_t IntegerNetwork::firstLayer(int pass) const {
  std::size_t i = 0;
  while (i < layers.size() && layers[i].geometry.pass < pass)
    ++i;
  return i;
}

bool IntegerNetwork::isOutput(int tensor) const {
  const auto i = static_cast<std::size_t>(tensor);
  return tensor > 0 &&
         (i == layers.size() || layers[i].geometry.pass != layers[i - 1].geometry.pass);
}

ByteCount bytesOf(const IntegerNetwork& network) {
  ByteCount count;
  for (const IntegerLayer& layer : network.layers) {
    const auto bits = static_cast<std::int64_t>(layer.weights.size()) * layer.weightBits;
    count.weights += (bits + 7) / 8;
    count.biases += static_cast<std::int64_t>(layer.bias.size() * sizeof(std::int32_t));
    count.multipliers += static_cast<std::int64_t>(
        (layer.multiplier.size() + layer.residualMultiplier.size()) * sizeof(std::int32_t) +
        layer.shift.size());
  }
  std::size_t scales = network.tensors.front().scale.size();
  for (int pass = 0; pass < network.passes(); ++pass)
    scales += network.output(pass).scale.size();
  count.scales = static_cast<std::int64_t>(scales * sizeof(float));
  return count;
}

void quantizeInput(const IntegerNetwork& network, std::span<const float> input,
                   std::span<std::uint8_t> codes) {
  const TensorQuant& quant = network.tensors.front();
  const auto channels = static_cast<std::size_t>(network.inputChannels);
  assert(input.size() == codes.size() && input.size() % channels == 0);
  const auto zero = static_cast<float>(quant.zeroPoint);
  const float low = static_cast<float>(quant.qMin) - zero;
  const float high = static_cast<float>(quant.qMax) - zero;
  const auto kernel = detail::codeKernels().codes;
  if (channels > kStretch) {
    std::vector<float> scale(channels);
    for (std::size_t c = 0; c < channels; ++c)
      scale[c] = scaleOf(quant, c);
    for (std::size_t start = 0; start < input.size(); start += channels)
      kernel(input.data() + start, scale.data(), channels, low, high, zero, codes.data() + start);
    return;
  }
  const Spread spread(quant.scale, channels);
  for (std::size_t start = 0; start < input.size(); start += spread.values)
    kernel(input.data() + start, spread.scale, std::min(spread.values, input.size() - start), low,
           high, zero, codes.data() + start);
}

void dequantizeOutput(const IntegerNetwork& network, std::span<const std::int16_t> codes,
                      std::span<float> output, int pass) {
  const TensorQuant& quant = network.output(pass);
  const auto channels = static_cast<std::size_t>(network.outputChannels());
  assert(codes.size() == output.size() && codes.size() % channels == 0);
  if (channels > kStretch) {
    for (std::size_t i = 0; i < codes.size(); ++i)
      output[i] = scaleOf(quant, i % channels) * static_cast<float>(codes[i]);
    return;
  }
  const Spread spread(quant.scale, channels);
  for (std::size_t start = 0; start < codes.size(); start += spread.values) {
    const std::size_t count = std::min(spread.values, codes.size() - start);
    for (std::size_t i = 0; i < count; ++i)
      output[start + i] = spread.scale[i] * static_cast<float>(codes[start + i]);
  }
}

} // namespace rxq::quant
