#include "core/quant/lowering.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/quant/placement.h"

namespace rxq::quant {

namespace {
constexpr double kLargestMultiplier = 2147483647.0; // 2^31 - 1
constexpr int kLargestShift = 62;
/// A bias without weights is held as about this number: to six digits.
constexpr double kCodesOfLoneBias = 1 << 20;

[[noreturn]] void refuse(const base::Message& message) {
  throw base::Error(base::ErrorKind::BadInput, message);
}

double scaleOf(const TensorQuant& tensor, std::size_t channel) {
  return static_cast<double>(tensor.scale.size() == 1 ? tensor.scale[0] : tensor.scale[channel]);
}

double multiplierFor(double ratio, int shift) { return std::nearbyint(std::ldexp(ratio, shift)); }

/// Largest shift that leaves both multipliers below 2^31; 0 when there is none.
int shiftFor(double ratio, double residualRatio) {
  const double larger = std::max(ratio, residualRatio);
  int shift = kLargestShift;
  while (shift > 0 && !(multiplierFor(larger, shift) <= kLargestMultiplier))
    --shift;
  return shift;
}

void addRequantization(IntegerLayer& layer, const std::vector<double>& sumScale,
                       const TensorQuant& out, const TensorQuant* residual) {
  for (std::size_t c = 0; c < sumScale.size(); ++c) {
    const double ratio = sumScale[c] / scaleOf(out, c);
    const double residualRatio = residual ? scaleOf(*residual, c) / scaleOf(out, c) : 0;
    const int shift = shiftFor(ratio, residualRatio);
    if (shift < 1)
      refuse(base::message("Layer '%1', channel %2: its scales are too far apart for a 32-bit "
                           "multiplier; its ranges have collapsed.",
                           layer.geometry.name, c));
    layer.shift.push_back(static_cast<std::uint8_t>(shift));
    layer.multiplier.push_back(static_cast<std::int32_t>(multiplierFor(ratio, shift)));
    if (residual)
      layer.residualMultiplier.push_back(
          static_cast<std::int32_t>(multiplierFor(residualRatio, shift)));
  }
}

void checkQuantized(const QuantizedModel& model) {
  const int layers = static_cast<int>(model.network.layers.size());
  for (int i = 0; i < layers; ++i)
    if (!detail::weightQuantizer(model, i))
      refuse(base::message("Layer '%1' has its weights in float: a network runs in integers only "
                           "when every weight and every activation is quantized.",
                           model.network.layers[static_cast<std::size_t>(i)].name));
  for (int i = 0; i <= layers; ++i)
    if (!detail::activationQuantizer(model, i))
      refuse(i == 0
                 ? base::message("The input planes are left in float: a network runs in integers "
                                 "only when every weight and every activation is quantized.")
                 : base::message("The output of layer '%1' is left in float: a network runs in "
                                 "integers only when every weight and every activation is "
                                 "quantized.",
                                 model.network.layers[static_cast<std::size_t>(i - 1)].name));
}
} // namespace

namespace detail {

TensorQuant tensorQuant(const QuantizedModel& model, int tensor) {
  const Quantizer& q = *activationQuantizer(model, tensor);
  const auto grids = q.grids({}, activationRange(model, tensor));
  const int low = static_cast<int>(grids[0].codes.low);
  const int high = static_cast<int>(grids[0].codes.high);
  TensorQuant result;
  result.bits = q.layout().bits;
  if (model.network.isOutput(tensor))
    result.zeroPoint = 0; // leaves as a signed number
  else if (q.layout().signedness == Signedness::Symmetric)
    result.zeroPoint = 1 << (result.bits - 1);
  else
    result.zeroPoint = -low;
  const bool relu = tensor > 0 && model.network.layers[static_cast<std::size_t>(tensor - 1)].relu;
  result.qMin = result.zeroPoint + (relu ? std::max(low, 0) : low);
  result.qMax = result.zeroPoint + high;
  result.scale = q.channelScales(grids, static_cast<std::size_t>(model.network.channelsOf(tensor)));
  return result;
}

LoweredSums lowerSums(const QuantizedModel& model, int index) {
  const nn::ConvLayer& g = model.network.layers[static_cast<std::size_t>(index)];
  const Quantizer& q = *weightQuantizer(model, index);
  const TensorQuant in = tensorQuant(model, g.input);
  const auto channels = static_cast<std::size_t>(g.outChannels);
  LoweredSums lowered;
  IntegerLayer& layer = lowered.layer;
  layer.geometry = g;
  layer.geometry.batchNorm = false;
  layer.weightBits = q.layout().bits;
  const auto range = weightRange(model, index);
  const std::vector<int> codes = q.codes(model.network.weights(index), range);
  layer.weights.assign(codes.begin(), codes.end());
  layer.weightScale = q.channelScales(q.grids(model.network.weights(index), range), channels);
  layer.weightScale.resize(channels, float{layer.weightScale[0]});

  // Sums of either sign on top of the bias bound every partial sum: codes are never negative.
  // Millions of bytes a channel fit.
  std::vector<std::int32_t> above(channels, 0), below(channels, 0);
  for (std::size_t row = 0; row < layer.weights.size(); row += channels)
    for (std::size_t c = 0; c < channels; ++c) {
      const std::int32_t w = layer.weights[row + c];
      above[c] += std::max(w, 0);
      below[c] += std::min(w, 0);
    }
  const bool folded = !q.layout().factors.empty(); // the planes' scales are in the weights
  for (std::size_t c = 0; c < channels; ++c) {
    const std::int64_t positive = above[c], negative = below[c];
    const double inputScale = folded ? 1.0 : scaleOf(in, c);
    const double realBias = static_cast<double>(model.network.bias(index)[c]);
    // With every weight of a channel at zero its scale means nothing, and may have grown until the
    // bias, all that is left, rounds to whole output codes: one that keeps the bias is as good.
    if (positive == 0 && negative == 0 && realBias != 0)
      layer.weightScale[c] =
          static_cast<float>(std::abs(realBias) / (kCodesOfLoneBias * inputScale));
    lowered.scale.push_back(static_cast<double>(layer.weightScale[c]) * inputScale);
    const double bias = std::nearbyint(realBias / lowered.scale[c]) -
                        static_cast<double>(in.zeroPoint * (positive + negative));
    constexpr double kFarBeyond = 9e15; // exact in double; the bound below refuses it
    const auto whole = static_cast<std::int64_t>(std::clamp(bias, -kFarBeyond, kFarBeyond));
    layer.accumulatorBound = std::max({layer.accumulatorBound, std::abs(whole + positive * in.qMax),
                                       std::abs(whole + negative * in.qMax)});
    layer.bias.push_back(static_cast<std::int32_t>(
        std::clamp<std::int64_t>(whole, std::numeric_limits<std::int32_t>::min(),
                                 std::numeric_limits<std::int32_t>::max())));
  }
  return lowered;
}

} // namespace detail

IntegerNetwork lower(const QuantizedModel& model) {
  checkQuantized(model);
  IntegerNetwork network;
  network.inputChannels = model.network.inputChannels;
  const int layers = static_cast<int>(model.network.layers.size());
  for (int i = 0; i <= layers; ++i)
    network.tensors.push_back(detail::tensorQuant(model, i));
  for (int i = 0; i < layers; ++i) {
    detail::LoweredSums lowered = detail::lowerSums(model, i);
    IntegerLayer& layer = lowered.layer;
    if (layer.accumulatorBound > std::numeric_limits<std::int32_t>::max())
      refuse(base::message(
          "Layer '%1': its sums can reach %2, beyond 32-bit accumulators (2147483647). Its biases "
          "are far larger than its weights and inputs; use more bits there or retrain.",
          layer.geometry.name, layer.accumulatorBound));
    const int residual = layer.geometry.residual;
    addRequantization(layer, lowered.scale, network.tensors[static_cast<std::size_t>(i) + 1],
                      residual < 0 ? nullptr
                                   : &network.tensors[static_cast<std::size_t>(residual)]);
    network.layers.push_back(std::move(layer));
  }
  return network;
}

} // namespace rxq::quant
