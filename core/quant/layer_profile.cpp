#include "core/quant/layer_profile.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/nn/executor.h"
#include "core/quant/placement.h"

namespace rxq::quant {

namespace {
QuantParams paramsOf(double scale, const detail::CodeRange& codes) {
  return {scale, 0, static_cast<int>(std::lround(codes.low)),
          static_cast<int>(std::lround(codes.high))};
}

RangeReport rangeOf(int bits, const std::vector<Grid>& grids) {
  RangeReport range;
  range.bits = bits;
  range.scales = static_cast<int>(grids.size());
  for (std::size_t i = 0; i < grids.size(); ++i) {
    const QuantParams p = paramsOf(static_cast<double>(grids[i].scale), grids[i].codes);
    range.low = i == 0 ? p.low() : std::min(range.low, p.low());
    range.high = i == 0 ? p.high() : std::max(range.high, p.high());
  }
  return range;
}

RangeReport tensorRange(const QuantizedModel& model, int tensor) {
  const Quantizer* q = detail::activationQuantizer(model, tensor);
  return q ? rangeOf(q->layout().bits, q->grids({}, detail::activationRange(model, tensor)))
           : RangeReport{};
}

void profileWeights(const QuantizedModel& model, int layer, LayerProfile& profile) {
  const std::span<const float> weights = model.network.weights(layer);
  const Quantizer* q = detail::weightQuantizer(model, layer);
  if (!q) {
    profile.weights = profileOf(weights, std::nullopt);
    return;
  }
  const std::vector<Grid> grids = q->grids(weights, detail::weightRange(model, layer));
  profile.weightRange = rangeOf(q->layout().bits, grids);
  const std::vector<float>& factors = q->layout().factors;
  profile.inSteps = grids.size() > 1 || !factors.empty();
  if (!profile.inSteps) {
    profile.weights =
        profileOf(weights, paramsOf(static_cast<double>(grids[0].scale), grids[0].codes));
    return;
  }
  const std::vector<float> scales =
      q->channelScales(grids, static_cast<std::size_t>(profile.geometry.outChannels));
  std::vector<float> steps(weights.begin(), weights.end());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (!factors.empty())
      steps[i] *= factors[i];
    steps[i] /= scales[i % scales.size()];
  }
  profile.weights = profileOf(steps, paramsOf(1, grids[0].codes));
}
} // namespace

std::vector<LayerRanges> layerRanges(const QuantizedModel& model) {
  std::vector<LayerRanges> all;
  for (int i = 0; i < static_cast<int>(model.network.layers.size()); ++i) {
    LayerRanges& one = all.emplace_back();
    one.layer = model.network.layers[static_cast<std::size_t>(i)].name;
    if (const Quantizer* q = detail::weightQuantizer(model, i))
      one.weights = rangeOf(q->layout().bits,
                            q->grids(model.network.weights(i), detail::weightRange(model, i)));
    one.output = tensorRange(model, i + 1);
  }
  return all;
}

std::vector<LayerProfile> layerProfiles(const nn::Network& network) {
  std::vector<LayerProfile> profiles(network.layers.size());
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    profiles[i].geometry = network.layers[i];
    profiles[i].weights = profileOf(network.weights(static_cast<int>(i)), std::nullopt);
  }
  return profiles;
}

std::vector<LayerProfile> layerProfiles(const QuantizedModel& model) {
  std::vector<LayerProfile> profiles(model.network.layers.size());
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    profiles[i].geometry = model.network.layers[i];
    profileWeights(model, static_cast<int>(i), profiles[i]);
    profiles[i].outputRange = tensorRange(model, static_cast<int>(i) + 1);
  }
  return profiles;
}

void profileOutputs(const nn::Network& network, const QuantizedModel* model, nn::PlaneSize size,
                    std::span<const std::vector<float>> inputs,
                    std::vector<LayerProfile>& profiles) {
  assert(profiles.size() == network.layers.size());
  nn::FloatExecutor executor(network, size);
  std::vector<float> output(
      static_cast<std::size_t>(network.passes() * size.pixels() * network.outputChannels()));
  std::vector<std::vector<float>> values(profiles.size());
  for (const std::vector<float>& input : inputs) {
    executor.run(input, output);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::vector<float> tensor = executor.tensor(static_cast<int>(i) + 1);
      values[i].insert(values[i].end(), tensor.begin(), tensor.end());
    }
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    const int tensor = static_cast<int>(i) + 1;
    const Quantizer* q = model ? detail::activationQuantizer(*model, tensor) : nullptr;
    if (!q) {
      profiles[i].outputs = profileOf(values[i], std::nullopt);
      continue;
    }
    const std::vector<Grid> grids = q->grids({}, detail::activationRange(*model, tensor));
    profiles[i].outputsInSteps = grids.size() > 1;
    const std::vector<float> scales =
        q->channelScales(grids, static_cast<std::size_t>(profiles[i].geometry.outChannels));
    if (profiles[i].outputsInSteps)
      for (std::size_t k = 0; k < values[i].size(); ++k)
        values[i][k] /= scales[k % scales.size()];
    const double scale = profiles[i].outputsInSteps ? 1 : static_cast<double>(grids[0].scale);
    profiles[i].outputs = profileOf(values[i], paramsOf(scale, grids[0].codes));
  }
}

RangeReport inputRange(const QuantizedModel& model) { return tensorRange(model, 0); }

} // namespace rxq::quant
