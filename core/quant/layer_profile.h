#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/nn/network.h"
#include "core/quant/fake_quant.h"
#include "core/quant/tensor_profile.h"

namespace rxq::quant {

/// The range that a tensor's quantizer covers; of several, from the lowest to the highest.
struct RangeReport {
  int bits = kBitsOff; ///< off: left in float, and nothing else is meant
  double low = 0, high = 0;
  int scales = 1;
};

/// One layer of a model as it stands: its weights with their grid, and the range of what leaves it.
struct LayerProfile {
  nn::ConvLayer geometry;
  TensorProfile weights;
  /// The weights are told in steps of their own scale, because there are several (one an output
  /// channel, or one an input plane folded in): codes are the same for all.
  bool inSteps = false;
  /// What leaves the layer in float, with the grid that it meets; see profileOutputs().
  TensorProfile outputs;
  bool outputsInSteps = false;
  RangeReport weightRange, outputRange;
};

/// A network in float: values alone.
std::vector<LayerProfile> layerProfiles(const nn::Network& network);
/// A quantized one: values before quantization with the grids that they meet.
std::vector<LayerProfile> layerProfiles(const QuantizedModel& model);
/// Fills in the outputs: runs the float network of the profiles (batch normalisation folded) on
/// `inputs` ([pixel][inputChannels] each). `model`: whose quantizers are meant; null: none.
void profileOutputs(const nn::Network& network, const QuantizedModel* model, nn::PlaneSize size,
                    std::span<const std::vector<float>> inputs,
                    std::vector<LayerProfile>& profiles);
/// Where a layer's quantizers stand, without a look at the values.
struct LayerRanges {
  std::string layer;
  RangeReport weights, output;
};
std::vector<LayerRanges> layerRanges(const QuantizedModel& model);
/// Of the input planes.
RangeReport inputRange(const QuantizedModel& model);

} // namespace rxq::quant
