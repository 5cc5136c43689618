#include <algorithm>

#include "core/nn/bordered_plane.h"
#include "core/nn/executor.h"

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
  /// Tensors with the border that the widest of their readers needs; tensor 0 is the first
  /// `passes` planes, one a pass.
  std::vector<BorderedPlane> planes;

  explicit Impl(std::shared_ptr<const Shared> s) : shared(std::move(s)) {
    const Network& network = shared->network;
    for (int i = 0; i <= static_cast<int>(network.layers.size()); ++i) {
      BorderedPlane::Shape shape{shared->size, network.channelsOf(i), 0, 0, Precision::Float};
      for (const ConvLayer& layer : network.layers)
        if (layer.input == i) {
          const ConvSize size = sizeOf(layer, shared->size);
          shape.marginT = std::max(shape.marginT, size.borderT());
          shape.marginF = std::max(shape.marginF, size.borderF());
        }
      for (int copies = i == 0 ? network.passes() : 1; copies > 0; --copies)
        planes.emplace_back(shape);
    }
  }

  BorderedPlane& plane(int tensor, int pass) {
    return planes[static_cast<std::size_t>(tensor == 0 ? pass
                                                       : tensor - 1 + shared->network.passes())];
  }

  void transform(int tensor, int pass) {
    const auto at = static_cast<std::size_t>(tensor);
    const Transform* t = activationTransform(shared->hooks, at);
    if (!t)
      return;
    const auto ranges = rangesOf(*t, shared->hooks->activationOffset[at], shared->ranges);
    for (int symbol = 0; symbol < shared->size.symbols; ++symbol) {
      const std::span<float> values = plane(tensor, pass).symbol(symbol);
      t->forward(values, ranges, values);
    }
  }

  void run(std::size_t index) {
    const ConvLayer& layer = shared->network.layers[index];
    const BorderedPlane& x = plane(layer.input, layer.pass);
    BorderedPlane& y = plane(static_cast<int>(index) + 1, layer.pass);
    ConvSize size = sizeOf(layer, shared->size);
    size.margin = x.shape().marginF;
    Finish finish{shared->biases[index].data(), nullptr, layer.relu, 0, y.row()};
    if (layer.residual >= 0) {
      const BorderedPlane& residual = plane(layer.residual, layer.pass);
      finish.residual = residual.whole();
      finish.residualRow = residual.row();
    }
    const ConvKernels& kernels = convKernels();
    (layer.depthwise ? kernels.depthwise : kernels.forward)(
        size, x.wholeFor(size), shared->weights[index].data(), finish, y.whole());
    transform(static_cast<int>(index) + 1, layer.pass);
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
  const Network& network = m.shared->network;
  m.plane(0, pass).set(input);
  m.transform(0, pass);
  const std::size_t end = network.firstLayer(pass + 1);
  for (std::size_t i = network.firstLayer(pass); i < end; ++i)
    m.run(i);
  m.plane(static_cast<int>(end), pass).get(output);
}

std::vector<float> FloatExecutor::tensor(int index) const {
  const Network& network = m_impl->shared->network;
  const int copies = index == 0 ? network.passes() : 1;
  const auto each = static_cast<std::size_t>(m_impl->shared->size.pixels()) *
                    static_cast<std::size_t>(network.channelsOf(index));
  std::vector<float> values(each * static_cast<std::size_t>(copies));
  for (int pass = 0; pass < copies; ++pass)
    m_impl->plane(index, pass)
        .get(std::span(values).subspan(static_cast<std::size_t>(pass) * each, each));
  return values;
}

} // namespace rxq::nn
