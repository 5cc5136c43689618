#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/nn/network.h"

namespace rxq::quant {

/// real = scale * (q - zeroPoint). Tensors inside the network are held as unsigned bytes: unsigned
/// activations have zero point 0, signed ones zero point 2^(bits-1), so one u8 x s8 kernel serves
/// both.
struct TensorQuant {
  int bits = 8;
  int zeroPoint = 0;
  int qMin = 0,
      qMax = 255; ///< clamp range; for b bits [0, 2^b - 1], signed: [1, 2^b - 1] (symmetric)
  std::vector<float> scale; ///< one value, or one a channel (input planes, output planes)
};

/// One integer layer. With acc = bias + sum w * q_in (int32; padding reads the input's zero point),
///   q = clamp(zp + ((acc * multiplier + (q_res - zp_res) * residualMultiplier + 2^(shift-1)) >>
///   shift))
/// per output channel, in 64 bits. A ReLU is the clamp at the zero point.
struct IntegerLayer {
  nn::ConvLayer geometry; ///< batchNorm false
  int weightBits = 8;
  std::vector<std::int8_t> weights; ///< like nn::ConvLayer weights: [kt][kf][in][out]
  /// One an output channel (or all equal), for reports and ONNX. Where the input has a scale a
  /// plane, real weight = code * weightScale[out] / plane scale[in].
  std::vector<float> weightScale;
  std::vector<std::int32_t> bias;               ///< includes -zp_in * sum of weights
  std::vector<std::int32_t> multiplier;         ///< one an output channel, 0 .. 2^31-1
  std::vector<std::int32_t> residualMultiplier; ///< empty without residual
  std::vector<std::uint8_t> shift;              ///< one an output channel, 1 .. 62
  /// Largest magnitude that the sum can have at any moment, whatever the input and the order of
  /// summation (codes are never negative, so it lies between the sums of either sign); < 2^31.
  std::int64_t accumulatorBound = 0;
};

/// A network that runs in integers alone: the specification of the deployed receiver. tensors[0] is
/// the input, tensors[i + 1] the output of layer i; the last tensor's codes are signed (zero point
/// 0, up to 12 bits) and leave the network as int16. Passes are as in nn::Network: the inputs of
/// all have one format.
struct IntegerNetwork {
  int inputChannels = 0;
  std::vector<IntegerLayer> layers;
  std::vector<TensorQuant> tensors;

  int outputChannels() const { return layers.back().geometry.outChannels; }
  int passes() const { return layers.empty() ? 1 : layers.back().geometry.pass + 1; }
  /// First layer of a pass; of pass passes(): the number of layers.
  std::size_t firstLayer(int pass) const;
  /// Whether tensor i is the output of a pass.
  bool isOutput(int tensor) const;
  /// The format of a pass's output.
  const TensorQuant& output(int pass) const { return tensors[firstLayer(pass + 1)]; }
};

/// Where every byte of a model goes, weights at their bits.
struct ByteCount {
  std::int64_t weights = 0, biases = 0, multipliers = 0, scales = 0;
  std::int64_t total() const { return weights + biases + multipliers + scales; }
};
ByteCount bytesOf(const IntegerNetwork& network);

/// Quantizes an input plane [pixel][channel] to codes with round half to even and clamping.
void quantizeInput(const IntegerNetwork& network, std::span<const float> input,
                   std::span<std::uint8_t> codes);
/// Output codes of a pass times their scales.
void dequantizeOutput(const IntegerNetwork& network, std::span<const std::int16_t> codes,
                      std::span<float> output, int pass = 0);

/// Binary form like nn::serialise; errors alike.
std::vector<std::byte> serialise(const IntegerNetwork& network);
IntegerNetwork deserialiseInteger(std::span<const std::byte> bytes, const std::string& source);

} // namespace rxq::quant
