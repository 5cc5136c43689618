#include <algorithm>
#include <cassert>

#include "core/nn/executor.h"
#include "core/nn/plane_ops.h"

namespace rxq::nn {

struct FloatExecutor::Impl {
  /// What clones share.
  struct Shared {
    Network network; ///< folded
    PlaneSize size;
    const Hooks* hooks = nullptr;
    std::vector<float> ranges;
    std::vector<Buffer> weights;
    std::vector<std::vector<float>> biases;
  };
  std::shared_ptr<const Shared> shared;
  std::vector<Buffer> tensors;
  std::vector<Buffer> bordered; ///< one a layer, so that borders stay zero

  explicit Impl(std::shared_ptr<const Shared> s)
      : shared(std::move(s)), bordered(shared->network.layers.size()) {
    for (int i = 0; i <= static_cast<int>(bordered.size()); ++i)
      tensors.emplace_back(static_cast<std::size_t>(shared->size.pixels()) *
                           static_cast<std::size_t>(shared->network.channelsOf(i)) *
                           static_cast<std::size_t>(i == 0 ? shared->network.passes() : 1));
  }

  std::span<float> values(int tensor, int pass) {
    const std::span<float> all(tensors[static_cast<std::size_t>(tensor)]);
    if (tensor > 0)
      return all;
    const std::size_t each = all.size() / static_cast<std::size_t>(shared->network.passes());
    return all.subspan(static_cast<std::size_t>(pass) * each, each);
  }

  void transform(int tensor, int pass) {
    const auto at = static_cast<std::size_t>(tensor);
    if (const Transform* t = activationTransform(shared->hooks, at))
      t->forward(values(tensor, pass),
                 rangesOf(*t, shared->hooks->activationOffset[at], shared->ranges),
                 values(tensor, pass));
  }
};

FloatExecutor::FloatExecutor(const Network& network, PlaneSize size, const Hooks* hooks,
                             std::span<const float> ranges) {
  auto shared = std::make_shared<Impl::Shared>();
  shared->network = foldBatchNorm(network);
  shared->size = size;
  shared->hooks = hooks;
  shared->ranges.assign(ranges.begin(), ranges.end());
  shared->weights.resize(network.layers.size());
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    const auto own = shared->network.weights(static_cast<int>(i));
    std::vector<float> weights(own.begin(), own.end());
    if (const Transform* t = weightTransform(hooks, i))
      t->forward(weights, rangesOf(*t, hooks->weightOffset[i], shared->ranges), weights);
    packForward(shared->network.layers[i], weights, shared->weights[i]);
    shared->biases.push_back(
        effectiveBias(shared->network, hooks, shared->ranges, static_cast<int>(i)));
  }
  m_impl = std::make_unique<Impl>(std::move(shared));
}

FloatExecutor::FloatExecutor(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
FloatExecutor::~FloatExecutor() = default;
FloatExecutor::FloatExecutor(FloatExecutor&&) noexcept = default;

std::unique_ptr<FloatExecutor> FloatExecutor::clone() const {
  return std::unique_ptr<FloatExecutor>(new FloatExecutor(std::make_unique<Impl>(m_impl->shared)));
}

void FloatExecutor::run(std::span<const float> input, std::span<float> output) {
  const auto passes = static_cast<std::size_t>(m_impl->shared->network.passes());
  const std::size_t in = input.size() / passes, out = output.size() / passes;
  for (std::size_t p = 0; p < passes; ++p)
    runPass(static_cast<int>(p), input.subspan(p * in, in), output.subspan(p * out, out));
}

void FloatExecutor::runPass(int pass, std::span<const float> input, std::span<float> output) {
  Impl& m = *m_impl;
  const Impl::Shared& shared = *m.shared;
  assert(input.size() == m.values(0, pass).size());
  std::copy(input.begin(), input.end(), m.values(0, pass).begin());
  m.transform(0, pass);
  const std::size_t end = shared.network.firstLayer(pass + 1);
  for (std::size_t i = shared.network.firstLayer(pass); i < end; ++i) {
    const ConvLayer& layer = shared.network.layers[i];
    const ConvSize size = sizeOf(layer, shared.size);
    Buffer& y = m.tensors[i + 1];
    addBorder(size, m.values(layer.input, pass), layer.inChannels, m.bordered[i]);
    const float* residual = layer.residual < 0 ? nullptr : m.values(layer.residual, pass).data();
    convolve(layer, size, m.bordered[i].data(), shared.weights[i].data(),
             {shared.biases[i].data(), residual, layer.relu}, y.data());
    m.transform(static_cast<int>(i) + 1, pass);
  }
  std::copy(m.tensors[end].begin(), m.tensors[end].end(), output.begin());
}

std::vector<float> FloatExecutor::tensor(int index) const {
  const Buffer& values = m_impl->tensors[static_cast<std::size_t>(index)];
  return {values.begin(), values.end()};
}

} // namespace rxq::nn
