#include "core/quant/bias_correction.h"

#include <algorithm>

#include "core/base/parallel.h"
#include "core/nn/executor.h"

namespace rxq::quant::detail {

namespace {
/// A layer's pass up to the layer, whose ReLU is left out: its output is what the ReLU would see.
nn::Network upTo(const nn::Network& network, int layer) {
  nn::Network part;
  part.inputChannels = network.inputChannels;
  const int pass = network.layers[static_cast<std::size_t>(layer)].pass;
  const int first = static_cast<int>(network.firstLayer(pass));
  for (int i = first; i <= layer; ++i) {
    nn::ConvLayer g = network.layers[static_cast<std::size_t>(i)];
    g.relu = g.relu && i < layer;
    g.pass = 0;
    if (g.input > 0)
      g.input -= first;
    if (g.residual > 0)
      g.residual -= first;
    nn::addLayer(part, g);
    std::ranges::copy(network.weights(i), part.weights(i - first).begin());
    std::ranges::copy(network.bias(i), part.bias(i - first).begin());
  }
  return part;
}

/// The hooks that go with it; none on its output. `first`: the first layer of the pass.
nn::Hooks upTo(const nn::Hooks& hooks, int layer, std::size_t first) {
  nn::Hooks part = hooks;
  const auto keep = [&](auto& list, std::size_t from, std::size_t count) {
    list = {list.begin() + static_cast<std::ptrdiff_t>(from),
            list.begin() + static_cast<std::ptrdiff_t>(from + count)};
  };
  const std::size_t layers = static_cast<std::size_t>(layer) + 1 - first;
  keep(part.weight, first, layers);
  keep(part.weightOffset, first, layers);
  keep(part.activation, first, layers + 1);
  keep(part.activationOffset, first, layers + 1);
  part.activation.front() = hooks.activation.front(); // the input of every pass
  part.activationOffset.front() = hooks.activationOffset.front();
  part.activation.back() = nullptr;
  return part;
}

/// The planes that a pass reads.
std::vector<std::vector<float>> inputsOf(std::span<const std::vector<float>> inputs, int pass,
                                         int passes) {
  std::vector<std::vector<float>> own;
  for (const std::vector<float>& all : inputs) {
    const auto each = static_cast<std::ptrdiff_t>(all.size()) / passes;
    own.emplace_back(all.begin() + pass * each, all.begin() + (pass + 1) * each);
  }
  return own;
}

/// Mean output per channel over all planes.
std::vector<double> meanOutput(const nn::FloatExecutor& prototype, std::size_t channels,
                               nn::PlaneSize size, std::span<const std::vector<float>> inputs,
                               int workers) {
  const auto pixels = static_cast<std::size_t>(size.pixels());
  std::vector<std::vector<double>> sums(inputs.size(), std::vector<double>(channels, 0.0));
  std::vector<std::unique_ptr<nn::FloatExecutor>> executors;
  std::vector<std::vector<float>> outputs;
  for (int w = 0; w < std::max(1, workers); ++w) {
    executors.push_back(prototype.clone());
    outputs.emplace_back(pixels * channels);
  }
  base::parallelFor(inputs.size(), workers, [&](std::size_t slot, int worker) {
    const auto at = static_cast<std::size_t>(worker);
    executors[at]->run(inputs[slot], outputs[at]);
    for (std::size_t i = 0; i < pixels; ++i)
      for (std::size_t c = 0; c < channels; ++c)
        sums[slot][c] += static_cast<double>(outputs[at][i * channels + c]);
  });
  std::vector<double> mean(channels, 0.0);
  for (const auto& slot : sums)
    for (std::size_t c = 0; c < channels; ++c)
      mean[c] += slot[c] / static_cast<double>(pixels * inputs.size());
  return mean;
}
} // namespace

void correctBiases(QuantizedModel& model, nn::PlaneSize size,
                   std::span<const std::vector<float>> inputs, int workers) {
  const nn::Network original = model.network;
  std::vector<std::vector<float>> own;
  for (int layer = 0; layer < static_cast<int>(original.layers.size()); ++layer) {
    const int pass = original.layers[static_cast<std::size_t>(layer)].pass;
    const std::size_t first = original.firstLayer(pass);
    if (static_cast<std::size_t>(layer) == first)
      own = inputsOf(inputs, pass, original.passes());
    const auto channels =
        static_cast<std::size_t>(original.layers[static_cast<std::size_t>(layer)].outChannels);
    const nn::Hooks hooks = upTo(model.hooks, layer, first);
    const nn::FloatExecutor exact(upTo(original, layer), size);
    const nn::FloatExecutor quantized(upTo(model.network, layer), size, &hooks, model.ranges);
    const auto wanted = meanOutput(exact, channels, size, own, workers);
    const auto got = meanOutput(quantized, channels, size, own, workers);
    const std::span<float> bias = model.network.bias(layer);
    for (std::size_t c = 0; c < channels; ++c)
      bias[c] += static_cast<float>(wanted[c] - got[c]);
  }
}

} // namespace rxq::quant::detail
