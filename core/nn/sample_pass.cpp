#include "core/nn/sample_pass.h"

#include <algorithm>

#include "core/base/parallel.h"

namespace rxq::nn {

namespace {
std::size_t index(int i) { return static_cast<std::size_t>(i); }
} // namespace

void TrainingLayers::packWeights(int workers) {
  weights.resize(count());
  base::parallelFor(count(), workers, [&](std::size_t i, int) {
    const auto own = network.weights(static_cast<int>(i));
    std::vector<float> transformed(own.begin(), own.end());
    if (const Transform* t = weightTransform(hooks, i))
      t->forward(own, rangesOf(*t, hooks->weightOffset[i], rangeSpan()), transformed);
    nn::packWeights(network.layers[i], transformed, precision, weights[i]);
    weights[i].bias = effectiveBias(network, hooks, rangeSpan(), static_cast<int>(i));
  });
}

SampleGradients::SampleGradients(const TrainingLayers& layers)
    : parameters(layers.network.parameters.size()), ranges(layers.rangeSpan().size()),
      low(layers.count() + 1), high(layers.count() + 1) {}

SamplePass::SamplePass(const TrainingLayers& layers)
    : m_layers(layers), m_after(layers.count() + 1), m_gradient(layers.count() + 1) {
  for (const ConvLayer& layer : layers.network.layers)
    m_planes.emplace_back(
        layer, layers.size, layers.precision,
        ConvPlanes::gradientPlane(layer, layers.size, layers.precision, m_planes));
  for (std::size_t i = 0; i <= layers.count(); ++i) {
    const std::size_t values = index(layers.size.pixels()) *
                               index(layers.network.channelsOf(static_cast<int>(i))) *
                               (i == 0 ? index(layers.passes()) : 1);
    m_before.emplace_back(values);
    if (activationTransform(layers.hooks, i))
      m_after[i].resize(values);
  }
  if (layers.forward)
    m_forward = layers.forward->makeSample();
}

void SamplePass::begin(SampleGradients& gradients) {
  m_gradients = &gradients;
  std::fill(gradients.ranges.begin(), gradients.ranges.end(), 0.0f);
  gradients.loss = 0;
  m_reached.assign(m_layers.count() + 1 + index(m_layers.passes()), false);
}

/// The part of tensor 0 that is the input of a pass; of any other tensor: all of it.
template <class T>
std::span<T> SamplePass::part(std::span<T> all, std::size_t tensor, int pass) const {
  if (tensor > 0)
    return all;
  const std::size_t each = all.size() / index(m_layers.passes());
  return all.subspan(index(pass) * each, each);
}

std::span<const float> SamplePass::tensor(int i, int pass) const {
  const Buffer& all = m_after[index(i)].empty() ? m_before[index(i)] : m_after[index(i)];
  return part(std::span<const float>(all), index(i), pass);
}

std::span<const float> SamplePass::output(int pass) const {
  return tensor(static_cast<int>(m_layers.network.firstLayer(pass + 1)), pass);
}

const float* SamplePass::residual(std::size_t i) const {
  const ConvLayer& layer = m_layers.network.layers[i];
  return layer.residual < 0 ? nullptr : tensor(layer.residual, layer.pass).data();
}

SamplePass::Target SamplePass::reach(int tensor, int pass) {
  const std::size_t flag = tensor > 0 ? index(tensor) : m_layers.count() + 1 + index(pass);
  const bool fresh = !m_reached[flag];
  m_reached[flag] = true;
  if (Buffer& gradient = m_gradient[index(tensor)]; gradient.empty()) {
    const std::size_t values = m_before[index(tensor)].size();
    const auto spare =
        std::ranges::find_if(m_spare, [&](const Buffer& b) { return b.size() == values; });
    if (spare == m_spare.end()) {
      gradient.resize(values);
    } else {
      gradient = std::move(*spare);
      m_spare.erase(spare);
    }
  }
  return {part(std::span<float>(m_gradient[index(tensor)]), index(tensor), pass), fresh};
}

void SamplePass::takeInput(std::size_t sample, int worker, int pass, BatchProblem& problem) {
  const auto planes = part(std::span<float>(m_before[0]), 0, pass);
  problem.input(sample, worker, pass, pass == 0 ? std::span<const float>() : output(pass - 1),
                planes);
  transformForward(0, pass);
  if (m_layers.engaged)
    m_layers.forward->input(*m_forward, planes);
}

void SamplePass::transformForward(std::size_t tensor, int pass) {
  const Transform* t = activationTransform(m_layers.hooks, tensor);
  if (!t)
    return;
  noteExtremes(tensor, pass);
  t->forward(part(std::span<const float>(m_before[tensor]), tensor, pass),
             rangesOf(*t, m_layers.hooks->activationOffset[tensor], m_layers.rangeSpan()),
             part(std::span<float>(m_after[tensor]), tensor, pass));
}

void SamplePass::noteExtremes(std::size_t tensor, int pass) {
  if (!activationTransform(m_layers.hooks, tensor)->tracksRange())
    return;
  const auto x = part(std::span<const float>(m_before[tensor]), tensor, pass);
  const auto [low, high] = std::minmax_element(x.begin(), x.end());
  const bool first = tensor > 0 || pass == 0;
  float &lowest = m_gradients->low[tensor], &highest = m_gradients->high[tensor];
  lowest = first ? *low : std::min(*low, lowest);
  highest = first ? *high : std::max(*high, highest);
}

void SamplePass::convolve(std::size_t i) {
  const ConvLayer& layer = m_layers.network.layers[i];
  m_planes[i].setInput(tensor(layer.input, layer.pass));
  m_planes[i].forward(m_layers.weights[i], {}, m_before[i + 1].data());
}

void SamplePass::forward(std::size_t i) {
  const ConvLayer& layer = m_layers.network.layers[i];
  m_planes[i].setInput(tensor(layer.input, layer.pass));
  if (m_layers.engaged) {
    m_layers.forward->layer(*m_forward, static_cast<int>(i),
                            layer.residual < 0 ? std::span<const float>()
                                               : tensor(layer.residual, layer.pass),
                            m_before[i + 1], m_after[i + 1]);
    return noteExtremes(i + 1, layer.pass);
  }
  m_planes[i].forward(m_layers.weights[i],
                      {m_layers.weights[i].bias.data(), residual(i), layer.relu},
                      m_before[i + 1].data());
  transformForward(i + 1, layer.pass);
}

void SamplePass::takeLoss(std::size_t sample, int worker, int pass, BatchProblem& problem) {
  const int last = static_cast<int>(m_layers.network.firstLayer(pass + 1));
  m_gradients->loss += problem.loss(sample, worker, pass, output(pass), reach(last, pass).values);
}

/// Whether the input of the first pass has a range that learns from its gradient.
bool SamplePass::inputTrains() const {
  const Transform* t = activationTransform(m_layers.hooks, 0);
  return t && t->trains();
}

void SamplePass::giveBack(std::size_t sample, int worker, int pass, BatchProblem& problem) {
  if (pass > 0 || inputTrains())
    transformBackward(0, pass);
  if (pass > 0)
    problem.back(sample, worker, pass, part(std::span<const float>(m_gradient[0]), 0, pass));
}

void SamplePass::transformBackward(std::size_t tensor, int pass) {
  const Transform* t = activationTransform(m_layers.hooks, tensor);
  if (!t)
    return;
  const std::size_t at = m_layers.hooks->activationOffset[tensor];
  const auto gradient = part(std::span<float>(m_gradient[tensor]), tensor, pass);
  t->backward(part(std::span<const float>(m_before[tensor]), tensor, pass),
              rangesOf(*t, at, m_layers.rangeSpan()), gradient, gradient,
              std::span(m_gradients->ranges).subspan(at, index(t->parameterCount())));
}

GradientTask SamplePass::activationTask(std::size_t i) {
  const ConvLayer& layer = m_layers.network.layers[i];
  if (!m_reached[i + 1]) { // nothing reads the tensor
    const Target unread = reach(static_cast<int>(i) + 1, layer.pass);
    std::ranges::fill(unread.values, 0.0f);
  }
  transformBackward(i + 1, layer.pass);
  GradientTask task{};
  task.rows = m_layers.size.symbols;
  task.columns = m_layers.size.subcarriers;
  task.channels = layer.outChannels;
  task.gradient = m_gradient[i + 1].data();
  task.output = layer.relu ? m_before[i + 1].data() : nullptr;
  if (layer.residual >= 0) {
    const Target target = reach(layer.residual, layer.pass);
    task.residual = target.values.data();
    task.fresh = target.fresh;
  }
  return task;
}

void SamplePass::backThroughActivation(std::size_t i) {
  GradientTask task = activationTask(i);
  task.to = m_gradient[i + 1].data();
  task.toPixel = task.channels;
  task.toRow = std::ptrdiff_t{task.columns} * task.channels;
  elementKernels().gradient(task);
}

void SamplePass::runConvolutions(std::size_t i, GradientTask task) {
  const ConvLayer& layer = m_layers.network.layers[i];
  const LayerOffsets& at = m_layers.network.offsets[i];
  task.bias = &m_gradients->parameters[at.bias];
  m_planes[i].gradient().receive(task);
  elementKernels().gradient(task);
  m_spare.push_back(std::move(m_gradient[i + 1]));
  m_gradient[i + 1].clear();
  m_planes[i].weightGradient(&m_gradients->parameters[at.weight]);
  if (layer.input == 0 && layer.pass == 0 && !inputTrains())
    return; // nobody asks for the gradient of the input
  const Target target = reach(layer.input, layer.pass);
  m_planes[i].inputGradient(m_layers.weights[i], !target.fresh, target.values.data());
}

void SamplePass::back(std::size_t i) { runConvolutions(i, activationTask(i)); }

void SamplePass::backThroughConvolution(std::size_t i) {
  GradientTask task{};
  task.rows = m_layers.size.symbols;
  task.columns = m_layers.size.subcarriers;
  task.channels = m_layers.network.layers[i].outChannels;
  task.gradient = m_gradient[i + 1].data();
  runConvolutions(i, task);
}

} // namespace rxq::nn
