#pragma once

#include <cstdint>
#include <span>

#include "core/base/aligned.h"
#include "core/nn/conv_kernels.h"
#include "core/nn/network.h"
#include "core/nn/transform.h"

namespace rxq::nn {

using Buffer = base::AlignedVector<float>;

/// A layer's sizes on planes whose border is what the layer needs.
ConvSize sizeOf(const ConvLayer& layer, PlaneSize plane);

/// Weights for ConvKernels::forward: output channels in blocks, padded with zeros (depthwise: as
/// they are).
void packForward(const ConvLayer& layer, std::span<const float> weights, Buffer& packed);
/// Weights for the gradient of the input: taps turned around, inputs and outputs swapped.
void packBackward(const ConvLayer& layer, std::span<const float> weights, Buffer& packed);

/// Packed weights as bfloat16_kernels.h has them: neighbouring inputs in pairs. `inputs`: of what
/// was packed; `pixel`: numbers of a pixel that they are to meet, the others zero.
void packPairs(const Buffer& packed, int inputs, int pixel,
               base::AlignedVector<std::uint16_t>& pairs);

inline std::span<const float> rangesOf(const Transform& t, std::size_t offset,
                                       std::span<const float> ranges) {
  return ranges.subspan(offset, static_cast<std::size_t>(t.parameterCount()));
}

/// The transform of a layer's weights or of a tensor, or null.
inline const Transform* weightTransform(const Hooks* hooks, std::size_t layer) {
  return hooks && layer < hooks->weight.size() ? hooks->weight[layer] : nullptr;
}
inline const Transform* activationTransform(const Hooks* hooks, std::size_t tensor) {
  return hooks && tensor < hooks->activation.size() ? hooks->activation[tensor] : nullptr;
}

/// A layer's biases as the hooks have them.
std::vector<float> effectiveBias(const Network& network, const Hooks* hooks,
                                 std::span<const float> ranges, int layer);

} // namespace rxq::nn
