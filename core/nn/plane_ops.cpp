#include "core/nn/plane_ops.h"

#include <algorithm>

#include "core/nn/element_kernels.h"

namespace rxq::nn {

ConvSize sizeOf(const ConvLayer& layer, PlaneSize plane) {
  ConvSize size{plane.symbols,     plane.subcarriers, layer.inChannels,
                layer.outChannels, layer.kernelT,     layer.kernelF,
                layer.dilationT,   layer.dilationF,   0};
  size.margin = size.borderF();
  return size;
}

void packForward(const ConvLayer& layer, std::span<const float> weights, Buffer& packed) {
  if (layer.depthwise) {
    packed.assign(weights.begin(), weights.end());
    return;
  }
  const auto out = static_cast<std::size_t>(layer.outChannels);
  const std::size_t rows = weights.size() / out;
  packed.assign(rows * static_cast<std::size_t>(padded(layer.outChannels)), 0.0f);
  for (std::size_t o = 0; o < out; o += kLane)
    for (std::size_t r = 0; r < rows; ++r)
      std::copy_n(&weights[r * out + o], std::min<std::size_t>(kLane, out - o),
                  &packed[o * rows + r * kLane]);
}

void packBackward(const ConvLayer& layer, std::span<const float> weights, Buffer& packed) {
  const auto taps = static_cast<std::size_t>(layer.taps()),
             in = static_cast<std::size_t>(layer.inChannels),
             out = static_cast<std::size_t>(layer.outChannels);
  if (layer.depthwise) {
    packed.resize(weights.size());
    for (std::size_t k = 0; k < taps; ++k)
      std::copy_n(&weights[k * out], out, &packed[(taps - 1 - k) * out]);
    return;
  }
  packed.assign(taps * out * static_cast<std::size_t>(padded(layer.inChannels)), 0.0f);
  for (std::size_t block = 0; block < in; block += kLane)
    for (std::size_t k = 0; k < taps; ++k) {
      float* to = &packed[(block * taps + (taps - 1 - k) * kLane) * out];
      for (std::size_t c = block; c < std::min<std::size_t>(in, block + kLane); ++c)
        for (std::size_t o = 0; o < out; ++o)
          to[o * kLane + c - block] = weights[(k * in + c) * out + o];
    }
}

void packPairs(const Buffer& packed, int inputs, int pixel,
               base::AlignedVector<std::uint16_t>& pairs) {
  const auto in = static_cast<std::size_t>(inputs), numbers = static_cast<std::size_t>(pixel);
  const std::size_t stretches = packed.size() / (in * kLane); // taps of all blocks
  pairs.assign(stretches * numbers * kLane, 0);
  for (std::size_t k = 0; k < stretches; ++k)
    for (std::size_t c = 0; c < in; c += 2) {
      const float* row = &packed[(k * in + c) * kLane];
      elementKernels().pairs(row, c + 1 < in ? row + kLane : nullptr, kLane,
                             &pairs[(k * numbers + c) * kLane]);
    }
}

std::vector<float> effectiveBias(const Network& network, const Hooks* hooks,
                                 std::span<const float> ranges, int layer) {
  const auto own = network.bias(layer);
  std::vector<float> bias(own.begin(), own.end());
  if (hooks && hooks->bias)
    hooks->bias->apply(network, *hooks, ranges, layer, bias);
  return bias;
}

} // namespace rxq::nn
