#include "core/quant/fake_quant.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/error.h"
#include "core/quant/bias_correction.h"
#include "core/quant/calibration.h"
#include "core/quant/placement.h"

namespace rxq::quant {

namespace {
void setRange(const Quantizer& quantizer, const std::vector<detail::ValueRange>& ranges,
              std::span<float> parameters) {
  std::vector<float> low, high;
  for (const detail::ValueRange& r : ranges) {
    low.push_back(r.low);
    high.push_back(r.high);
  }
  quantizer.start(low, high, parameters);
}

std::span<float> writable(QuantizedModel& model, std::size_t offset, const Quantizer& quantizer) {
  return std::span(model.ranges)
      .subspan(offset, static_cast<std::size_t>(quantizer.parameterCount()));
}

void setActivationRanges(QuantizedModel& model,
                         const std::vector<std::vector<detail::ValueRange>>& ranges) {
  for (std::size_t t = 0; t < ranges.size(); ++t)
    if (const Quantizer* q = detail::activationQuantizer(model, static_cast<int>(t)))
      setRange(*q, ranges[t], writable(model, model.hooks.activationOffset[t], *q));
}

void setWeightRanges(QuantizedModel& model) {
  for (std::size_t i = 0; i < model.network.layers.size(); ++i) {
    const nn::ConvLayer& g = model.network.layers[i];
    const int index = static_cast<int>(i);
    if (const Quantizer* q = detail::weightQuantizer(model, index))
      setRange(*q,
               detail::weightRanges(*q, model.network.weights(index),
                                    g.taps() * (g.depthwise ? 1 : g.inChannels),
                                    model.spec.calibration),
               writable(model, model.hooks.weightOffset[i], *q));
  }
}

/// Scales of the input planes when they are scaled apart, else none.
std::vector<float> planeScales(const QuantizedModel& model) {
  if (!detail::scalesPlanesApart(model.spec))
    return {};
  const Quantizer& q = *detail::activationQuantizer(model, 0);
  return q.channelScales(q.grids({}, detail::activationRange(model, 0)),
                         static_cast<std::size_t>(model.network.inputChannels));
}
} // namespace

QuantizedModel quantize(const nn::Network& network, nn::PlaneSize size, const QuantSpec& spec,
                        std::span<const std::vector<float>> calibrationInputs,
                        std::span<const int> outputGroups, int workers) {
  // The grid of the first layer's weights rests on the input planes' scales, and those on the
  // calibration: placed once without them, then with them.
  QuantizedModel model = detail::place(nn::foldBatchNorm(network), spec, outputGroups, {});
  const auto ranges =
      detail::activationRanges(model, size, spec.calibration, calibrationInputs, workers);
  setActivationRanges(model, ranges);
  const std::vector<float> scales = planeScales(model);
  model = detail::place(std::move(model.network), spec, outputGroups, scales);
  setActivationRanges(model, ranges);
  setWeightRanges(model);
  if (spec.biasCorrection)
    detail::correctBiases(model, size, calibrationInputs, workers);
  return model;
}

QuantizedModel restore(nn::Network network, const QuantSpec& spec,
                       std::span<const int> outputGroups, std::vector<float> ranges) {
  QuantizedModel model = detail::place(std::move(network), spec, outputGroups, {});
  if (ranges.size() != model.hooks.parameterCount)
    throw base::Error(
        base::ErrorKind::BadInput,
        base::message(
            "The model has %1 stored quantizer ranges, but its network and bit-widths need %2.",
            ranges.size(), model.hooks.parameterCount));
  model.ranges = ranges;
  const std::vector<float> scales = planeScales(model);
  if (!scales.empty())
    model = detail::place(std::move(model.network), spec, outputGroups, scales);
  model.ranges = std::move(ranges);
  return model;
}

bool isFullyQuantized(const QuantSpec& spec) {
  const std::array bits{spec.weightBits, spec.activationBits, spec.edgeWeightBits,
                        spec.edgeActivationBits, spec.outputBits};
  return std::ranges::none_of(bits, [](int b) { return b == kBitsOff; }) &&
         std::ranges::none_of(spec.layers, [](const LayerBits& l) {
           return l.weightBits == kBitsOff || l.activationBits == kBitsOff;
         });
}

const LayerBits* bitsOfLayer(const QuantSpec& spec, const std::string& layer) {
  const auto it = std::ranges::find(spec.layers, layer, &LayerBits::layer);
  return it == spec.layers.end() ? nullptr : &*it;
}

void checkBits(const QuantSpec& spec, const std::string& path) {
  std::vector<std::pair<int, std::string>> bits{{spec.weightBits, "weightBits"},
                                                {spec.activationBits, "activationBits"},
                                                {spec.edgeWeightBits, "edgeWeightBits"},
                                                {spec.edgeActivationBits, "edgeActivationBits"},
                                                {spec.outputBits, "outputBits"}};
  for (std::size_t i = 0; i < spec.layers.size(); ++i) {
    const LayerBits& layer = spec.layers[i];
    const std::string key = "layers[" + std::to_string(i) + "]";
    if (bitsOfLayer(spec, layer.layer) != &layer)
      throw base::Error(base::ErrorKind::BadInput,
                        base::message("%1.%2: the layer '%3' is named twice; name each layer once.",
                                      path, key, layer.layer));
    bits.emplace_back(layer.weightBits, key + ".weightBits");
    bits.emplace_back(layer.activationBits, key + ".activationBits");
  }
  for (const auto& [value, key] : bits)
    if (value == 1)
      throw base::Error(base::ErrorKind::BadInput,
                        base::message("%1.%2 is 1 bit, which has no symmetric grid: use 2 "
                                      "(ternary) to 8 bits, or 0 for float.",
                                      path, key));
}

} // namespace rxq::quant
