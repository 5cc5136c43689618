#include "core/quant/bias_rounding.h"

#include <cmath>

#include "core/nn/network.h"
#include "core/quant/quantizer.h"

namespace rxq::quant::detail {

namespace {
std::span<const float> own(const Quantizer& q, std::span<const float> ranges, std::size_t offset) {
  return ranges.subspan(offset, static_cast<std::size_t>(q.parameterCount()));
}

class BiasRounding final : public nn::BiasRule {
 public:
  void apply(const nn::Network& network, const nn::Hooks& hooks, std::span<const float> ranges,
             int layer, std::span<float> bias) const override {
    const auto at = static_cast<std::size_t>(layer);
    const auto in = static_cast<std::size_t>(network.layers[at].input);
    const auto* weights = static_cast<const Quantizer*>(hooks.weight[at]);
    const auto* input = static_cast<const Quantizer*>(hooks.activation[in]);
    if (!weights || !input)
      return;
    const auto range = own(*weights, ranges, hooks.weightOffset[at]);
    const auto values = network.weights(layer);
    const std::vector<float> weightScale =
        weights->channelScales(weights->grids(values, range), bias.size());
    const bool folded = !weights->layout().factors.empty(); // the planes' scales are in the weights
    const auto inputGrids = input->grids({}, own(*input, ranges, hooks.activationOffset[in]));
    const std::vector<bool> without =
        channelsWithoutWeights(weights->codes(values, range), bias.size());
    for (std::size_t c = 0; c < bias.size(); ++c) {
      if (without[c])
        continue;
      const double scale = static_cast<double>(weightScale[weightScale.size() == 1 ? 0 : c]) *
                           (folded ? 1.0 : static_cast<double>(inputGrids[0].scale));
      bias[c] = static_cast<float>(std::nearbyint(static_cast<double>(bias[c]) / scale) * scale);
    }
  }
};
constinit const BiasRounding kRule{};
} // namespace

const nn::BiasRule& biasRounding() { return kRule; }

std::vector<bool> channelsWithoutWeights(std::span<const int> codes, std::size_t channels) {
  std::vector<int> any(channels, 0);
  for (std::size_t row = 0; row < codes.size(); row += channels)
    for (std::size_t c = 0; c < channels; ++c)
      any[c] |= codes[row + c];
  std::vector<bool> without(channels);
  for (std::size_t c = 0; c < channels; ++c)
    without[c] = any[c] == 0;
  return without;
}

} // namespace rxq::quant::detail
