#include <algorithm>
#include <cassert>

#include "core/base/parallel.h"
#include "core/nn/batch_norm.h"
#include "core/nn/executor.h"
#include "core/nn/sample_pass.h"

namespace rxq::nn {

namespace {
std::size_t index(int i) { return static_cast<std::size_t>(i); }
} // namespace

struct BatchTrainer::Impl {
  TrainingLayers layers;
  int workers;
  /// One a worker; one a sample where batch normalisation has them meet between layers.
  std::vector<SamplePass> passes;
  std::vector<SampleGradients> everySample;
  std::span<SampleGradients> samples;              ///< those of this step
  std::vector<std::unique_ptr<BatchNorm>> normals; ///< by layer; null: none
  bool normalised = false;
  int helpers; ///< threads for what is done with the weights: small networks are not worth waking
               ///< any
  Gradients result;

  Impl(TrainingLayers shared, int batch, int threads)
      : layers(std::move(shared)), workers(threads) {
    normals.resize(layers.count());
    for (std::size_t i = 0; i < layers.count(); ++i)
      if (layers.network.layers[i].batchNorm)
        normals[i] = std::make_unique<BatchNorm>(layers.network, i, index(batch));
    constexpr std::size_t kSmall = 1 << 16;
    helpers = layers.network.parameters.size() < kSmall ? 1 : workers;
    normalised = std::ranges::any_of(normals, [](const auto& n) { return n != nullptr; });
    for (int b = 0; b < batch; ++b)
      everySample.emplace_back(layers);
    samples = everySample;
    for (int p = 0; p < (normalised ? batch : std::max(1, workers)); ++p)
      passes.emplace_back(layers);
  }

  /// Without batch normalisation samples do not meet before their gradients are added: one task a
  /// sample.
  void passBySample(BatchProblem& problem) {
    base::parallelFor(samples.size(), workers, [&](std::size_t b, int worker) {
      SamplePass& s = passes[index(worker)];
      const Network& network = layers.network;
      s.begin(samples[b]);
      for (int pass = 0; pass < layers.passes(); ++pass) {
        s.takeInput(b, worker, pass, problem);
        for (std::size_t i = network.firstLayer(pass); i < network.firstLayer(pass + 1); ++i)
          s.forward(i);
      }
      for (int pass = layers.passes(); pass-- > 0;) {
        s.takeLoss(b, worker, pass, problem);
        for (std::size_t i = network.firstLayer(pass + 1); i-- > network.firstLayer(pass);)
          s.back(i);
        s.giveBack(b, worker, pass, problem);
      }
    });
  }

  /// body(pass, sample, worker) for each sample.
  template <class F> void eachSample(F&& body) {
    base::parallelFor(samples.size(), workers,
                      [&](std::size_t b, int worker) { body(passes[b], b, worker); });
  }

  /// With it they meet at every normalised layer.
  void passByLayer(BatchProblem& problem) {
    assert(layers.passes() == 1);
    eachSample([&](SamplePass& s, std::size_t b, int worker) {
      s.begin(samples[b]);
      s.takeInput(b, worker, 0, problem);
    });
    for (std::size_t i = 0; i < layers.count(); ++i) {
      if (!normals[i]) {
        eachSample([&](SamplePass& s, std::size_t, int) { s.forward(i); });
        continue;
      }
      eachSample([&](SamplePass& s, std::size_t b, int) {
        s.convolve(i);
        normals[i]->sumOutputs(b, s.values(i + 1));
      });
      normals[i]->takeStatistics(samples.size());
      eachSample([&](SamplePass& s, std::size_t b, int) {
        normals[i]->normalise(b, s.residual(i), s.values(i + 1));
        s.transformForward(i + 1, 0);
      });
    }
    eachSample(
        [&](SamplePass& s, std::size_t b, int worker) { s.takeLoss(b, worker, 0, problem); });
    for (std::size_t i = layers.count(); i-- > 0;) {
      if (!normals[i]) {
        eachSample([&](SamplePass& s, std::size_t, int) { s.back(i); });
        continue;
      }
      eachSample([&](SamplePass& s, std::size_t b, int) {
        s.backThroughActivation(i);
        normals[i]->sumGradients(b, s.gradient(i + 1), samples[b].parameters);
      });
      normals[i]->takeGradients(samples.size());
      eachSample([&](SamplePass& s, std::size_t b, int) {
        normals[i]->back(b, s.gradient(i + 1));
        s.backThroughConvolution(i);
      });
    }
    eachSample(
        [&](SamplePass& s, std::size_t b, int worker) { s.giveBack(b, worker, 0, problem); });
  }

  /// The mean of one of the samples' vectors, added in the samples' order.
  void mean(std::vector<float> SampleGradients::*values, std::vector<float>& to) {
    constexpr std::size_t kChunk = 1 << 14; // numbers a task
    std::vector<const float*> parts;
    for (const SampleGradients& s : samples)
      parts.push_back((s.*values).data());
    to.resize((samples[0].*values).size());
    base::parallelFor((to.size() + kChunk - 1) / kChunk, helpers, [&](std::size_t chunk, int) {
      elementKernels().mean(parts.data(), parts.size(), 1.0f / static_cast<float>(parts.size()),
                            chunk * kChunk, std::min(to.size(), (chunk + 1) * kChunk), to.data());
    });
  }

  void reduce() {
    mean(&SampleGradients::parameters, result.parameters);
    mean(&SampleGradients::ranges, result.ranges);
    result.loss = 0;
    for (const SampleGradients& s : samples)
      result.loss += s.loss;
    result.loss /= static_cast<double>(samples.size());
  }

  /// The weights' transforms saw the batch's gradient; tracked ranges follow the batch's extremes.
  void finishTransforms() {
    const Hooks* hooks = layers.hooks;
    base::parallelFor(layers.count(), helpers, [&](std::size_t i, int) {
      const Transform* t = weightTransform(hooks, i);
      if (!t)
        return;
      const Network& network = layers.network;
      const auto gradient =
          std::span(result.parameters)
              .subspan(network.offsets[i].weight, network.layers[i].weightCount());
      const std::size_t at = hooks->weightOffset[i];
      t->backward(network.weights(static_cast<int>(i)), rangesOf(*t, at, layers.rangeSpan()),
                  gradient, gradient,
                  std::span(result.ranges).subspan(at, index(t->parameterCount())));
    });
    for (std::size_t i = 0; i <= layers.count(); ++i)
      if (const Transform* t = activationTransform(hooks, i); t && t->tracksRange()) {
        float low = samples[0].low[i], high = samples[0].high[i];
        for (const SampleGradients& s : samples) {
          low = std::min(low, s.low[i]);
          high = std::max(high, s.high[i]);
        }
        t->track(low, high,
                 std::span(*layers.ranges)
                     .subspan(hooks->activationOffset[i], index(t->parameterCount())));
      }
  }
};

BatchTrainer::BatchTrainer(Network& network, PlaneSize size, int batch, int workers,
                           const Hooks* hooks, std::vector<float>* ranges, ForwardEngine* forward,
                           Precision precision)
    : m_impl(std::make_unique<Impl>(
          TrainingLayers{network, size, hooks, ranges, forward, precision, {}}, batch, workers)) {}
BatchTrainer::~BatchTrainer() = default;

namespace {
/// Two functions as the problem of a network of one pass.
class OnePass final : public BatchProblem {
 public:
  OnePass(const InputFunction& input, const LossFunction& loss) : m_input(input), m_loss(loss) {}
  void input(std::size_t sample, int worker, int, std::span<const float>,
             std::span<float> planes) override {
    m_input(sample, worker, planes);
  }
  double loss(std::size_t sample, int worker, int, std::span<const float> output,
              std::span<float> gradient) override {
    return m_loss(sample, worker, output, gradient);
  }
  void back(std::size_t, int, int, std::span<const float>) override {}

 private:
  const InputFunction& m_input;
  const LossFunction& m_loss;
};
} // namespace

const Gradients& BatchTrainer::step(const InputFunction& input, const LossFunction& loss) {
  assert(m_impl->layers.passes() == 1);
  OnePass problem(input, loss);
  return step(problem);
}

void BatchTrainer::setSamples(int samples) {
  m_impl->samples = std::span(m_impl->everySample).first(index(samples));
}

const Gradients& BatchTrainer::step(BatchProblem& problem) {
  Impl& m = *m_impl;
  TrainingLayers& layers = m.layers;
  layers.engaged = layers.forward && !m.normalised &&
                   layers.forward->prepare(layers.network, layers.rangeSpan(), m.helpers);
  layers.packWeights(m.helpers);
  if (m.normalised)
    m.passByLayer(problem);
  else
    m.passBySample(problem);
  m.reduce();
  m.finishTransforms();
  return m.result;
}

} // namespace rxq::nn
