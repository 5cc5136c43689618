#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "core/param/fields.h"

namespace rxq::quant {

enum class Granularity { PerChannel, PerTensor };
/// How ranges of a post-training quantizer are set from calibration slots (and how QAT starts).
enum class Calibration { MinMax, Mse };
/// How quantization-aware training treats ranges: the paper's trainable min and max, the learned
/// step size (LSQ, arXiv 1902.08153), or ranges that follow the data by moving average.
enum class RangeLearning { MinMax, Lsq, MovingAverage };

inline constexpr int kBitsOff = 0; ///< "off": that tensor stays in float

/// Bits of one layer, in place of those of its network.
struct LayerBits {
  std::string layer; ///< nn::ConvLayer::name
  int weightBits = 8;
  int activationBits = 8; ///< of what leaves the layer
  bool operator==(const LayerBits&) const = default;
};

constexpr auto fields(const LayerBits*) {
  using S = LayerBits;
  using param::field;
  return std::tuple{field(&S::layer, "layer", "Layer", "Name of a layer of the network."),
                    field(&S::weightBits, "weightBits", "Weight bits",
                          "Bits of this layer's weights; 0 leaves them in float.")
                        .range(0, 8)
                        .unit("bit"),
                    field(&S::activationBits, "activationBits", "Output bits",
                          "Bits of what leaves this layer; 0 leaves it in float.")
                        .range(0, 12)
                        .unit("bit")};
}

/// What is quantized, and how finely. Bits 2 to 8, or 0 for off.
struct QuantSpec {
  int weightBits = 4;
  int activationBits = 8;
  int edgeWeightBits = 4;     ///< first and last layer
  int edgeActivationBits = 8; ///< input planes
  int outputBits = 8;         ///< LLRs (or channel corrections) that leave the network
  Granularity granularity = Granularity::PerChannel;
  bool scaleInputPlanes = true; ///< a scale for each input plane rather than one for all
  Calibration calibration = Calibration::Mse;
  int calibrationSlots = 64;
  bool biasCorrection =
      false; ///< post-training: correct each layer's mean error (arXiv 1906.04721)
  RangeLearning learning = RangeLearning::Lsq;
  std::vector<LayerBits> layers; ///< exceptions, each layer at most once
  bool operator==(const QuantSpec&) const = default;
};

constexpr auto fields(const QuantSpec*) {
  using S = QuantSpec;
  using param::field;
  return std::tuple{
      field(&S::weightBits, "weightBits", "Weight bits",
            "Bits of every weight but the first and last layer's; 0 leaves them in float. 2 bits "
            "are ternary.")
          .range(0, 8)
          .unit("bit"),
      field(&S::activationBits, "activationBits", "Activation bits",
            "Bits of every activation; 0 leaves them in float, as in the paper.")
          .range(0, 8)
          .unit("bit"),
      field(&S::edgeWeightBits, "edgeWeightBits", "First and last layer",
            "Weight bits of the first and the last layer.")
          .range(0, 8)
          .unit("bit"),
      field(&S::edgeActivationBits, "edgeActivationBits", "Input bits", "Bits of the input planes.")
          .range(0, 8)
          .unit("bit"),
      field(&S::outputBits, "outputBits", "Output bits",
            "Bits of what leaves the network: LLRs or channel corrections.")
          .range(0, 12)
          .unit("bit"),
      field(&S::granularity, "granularity", "Weight scales",
            "One scale for each output channel, or one for the whole tensor."),
      field(&S::scaleInputPlanes, "scaleInputPlanes", "Scale input planes apart",
            "Each input plane has its own scale, folded into the first layer's weights."),
      field(&S::calibration, "calibration", "Calibration",
            "Ranges from the extremes seen, or those of least mean square error."),
      field(&S::calibrationSlots, "calibrationSlots", "Calibration slots",
            "Slots that set the ranges.")
          .range(1, 4096),
      field(&S::biasCorrection, "biasCorrection", "Bias correction",
            "Corrects each layer's mean error after post-training quantization."),
      field(&S::learning, "learning", "Range learning",
            "How quantization-aware training moves the ranges."),
      field(&S::layers, "layers", "Layers with bits of their own",
            "Layers whose bits differ from the network's.")
          .leftOutAtDefault()};
}

/// The exception for the layer of that name; null: it has the network's bits.
const LayerBits* bitsOfLayer(const QuantSpec& spec, const std::string& layer);

/// Throws base::Error(BadInput) for 1 bit, which has no symmetric grid here, and for a layer that
/// is named twice. `path` names the spec.
void checkBits(const QuantSpec& spec, const std::string& path);

} // namespace rxq::quant

namespace rxq::param {
template <> struct EnumTable<quant::Granularity> {
  using K = quant::Granularity;
  static constexpr std::array table{Choice<K>{K::PerChannel, "channel", "Per channel"},
                                    Choice<K>{K::PerTensor, "tensor", "Per tensor"}};
};
template <> struct EnumTable<quant::Calibration> {
  using K = quant::Calibration;
  static constexpr std::array table{Choice<K>{K::MinMax, "min-max", "Range"},
                                    Choice<K>{K::Mse, "mse", "MSE"}};
};
template <> struct EnumTable<quant::RangeLearning> {
  using K = quant::RangeLearning;
  static constexpr std::array table{
      Choice<K>{K::MinMax, "min-max", "Trained min and max"},
      Choice<K>{K::Lsq, "lsq", "Learned step (LSQ)"},
      Choice<K>{K::MovingAverage, "moving-average", "Moving average"}};
};
} // namespace rxq::param
