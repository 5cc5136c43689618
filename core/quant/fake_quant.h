#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/nn/executor.h"
#include "core/nn/transform.h"
#include "core/quant/integer_network.h"
#include "core/quant/quant_spec.h"

namespace rxq::quant {

/// A network prepared for fake quantization: which tensors carry quantizers, their kinds and
/// current ranges. A plain value but for the shared immutable transforms; `ranges` is trained by
/// QAT.
struct QuantizedModel {
  nn::Network network; ///< batch normalisation folded
  QuantSpec spec;
  std::vector<std::shared_ptr<const nn::Transform>> transforms;
  nn::Hooks hooks; ///< points into transforms
  std::vector<float> ranges;
};

/// Folds batch normalisation (a folded network passes unchanged), places quantizers after DESIGN
/// section 3 (every weight tensor, every activation, the input planes, the output) and sets ranges
/// from calibration planes
/// ([pixel][inputChannels] each) by spec.calibration; applies spec.biasCorrection. This is PTQ.
/// `outputGroups`: channels of the output that must share a scale, e.g. {4} for four LLR planes,
/// {1,1,1,1,1,1,1,1,1} for a scale a plane. Input planes scaled apart keep their calibrated scales
/// in training, because the first layer's weight grid rests on them (DESIGN section 3).
/// Asserts at least one calibration plane when an activation is quantized.
QuantizedModel quantize(const nn::Network& network, nn::PlaneSize size, const QuantSpec& spec,
                        std::span<const std::vector<float>> calibrationInputs,
                        std::span<const int> outputGroups, int workers);

/// Rebuilds transforms and hooks around stored network, spec and ranges (checkpoint, database).
/// Throws base::Error(BadInput) when the number of ranges is not what network and spec need.
QuantizedModel restore(nn::Network network, const QuantSpec& spec,
                       std::span<const int> outputGroups, std::vector<float> ranges);

/// True when weights and activations are all quantized, so that lower() can succeed.
bool isFullyQuantized(const QuantSpec& spec);

/// Lowers to integers: bias round(b / (s_in s_w)) less the input's zero point; multiplier and shift
/// as the largest shift up to 62 that leaves multiplier (and residual multiplier, which shares the
/// shift) below 2^31, so the ratio of scales is kept to 31 bits, or to what the residual's leaves.
/// Throws base::Error(BadInput) when a tensor is left in float or an
/// accumulator could overflow int32 (names the layer).
IntegerNetwork lower(const QuantizedModel& model);

/// One layer's account for people. A ratio is infinite where nothing differs; bits are 0 for "off".
struct LayerReport {
  std::string name;
  int weightBits = 0, activationBits = 0;
  double weightSqnrDb = 0; ///< power of the weights by power of their error
  double activationSqnrDb =
      0;                     ///< of the layer's output codes against the float network, same inputs
  double accumulatorUse = 0; ///< bound by 2^31; 0 when the layer cannot be lowered
};
/// Runs both networks on `inputs`.
std::vector<LayerReport> analyse(const nn::Network& parent, const QuantizedModel& model,
                                 nn::PlaneSize size, std::span<const std::vector<float>> inputs);

/// How far fake quantization (float) and the integer network (which decides) are apart on the
/// output.
struct AgreementReport {
  std::uint64_t codes = 0; ///< compared
  std::uint64_t different = 0;
  int largest = 0; ///< difference, in codes
  double share() const {
    return codes == 0 ? 0 : static_cast<double>(different) / static_cast<double>(codes);
  }
};
/// Runs both on `inputs`; the same figures for any number of workers.
AgreementReport compareWithIntegers(const QuantizedModel& model, const IntegerNetwork& integers,
                                    nn::PlaneSize size, std::span<const std::vector<float>> inputs,
                                    int workers);

} // namespace rxq::quant
