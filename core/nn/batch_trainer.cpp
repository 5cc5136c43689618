#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/base/parallel.h"
#include "core/nn/executor.h"
#include "core/nn/plane_ops.h"

namespace rxq::nn {

namespace {
constexpr float kStatisticsMomentum = 0.01f;
std::size_t index(int i) { return static_cast<std::size_t>(i); }

/// All that one sample of the batch keeps between its forward and its backward pass.
struct Sample {
  std::vector<Buffer> bordered;             ///< input of each layer
  std::vector<std::vector<float>> before;   ///< tensors before their transform
  std::vector<std::vector<float>> after;    ///< and after; empty where there is none
  std::vector<std::vector<float>> normal;   ///< batch normalisation: normalised values
  std::vector<std::vector<float>> gradient; ///< at each tensor
  std::vector<bool> reached; ///< by tensor, then by pass for tensor 0: whether anything is in there
  std::vector<Buffer> borderedGradient;
  Buffer laneGradient; ///< a layer's output gradient, channels padded
  std::vector<float> inputGradient;
  std::vector<float> parameters, ranges; ///< this sample's gradients
  std::vector<float> low, high;          ///< extremes of tensors that are tracked
  std::vector<double> sum, product;      ///< batch normalisation: this sample's sums
  std::unique_ptr<ForwardEngine::Sample> forward;
  double loss = 0;
};
} // namespace

struct BatchTrainer::Impl {
  Network& network;
  PlaneSize size;
  int workers;
  const Hooks* hooks;
  std::vector<float>* ranges;
  ForwardEngine* forward;
  std::vector<Sample> everySample;
  std::span<Sample> samples; ///< those of this step
  std::vector<Buffer> forwardWeights, backwardWeights;
  std::vector<std::vector<float>> biases; ///< as the hooks have them
  std::vector<std::vector<float>> mean,
      deviation; ///< batch statistics by layer; deviation is 1 / sqrt(var + eps)
  Gradients result;
  bool normalised = false;
  bool engaged = false; ///< this step's forward pass is the engine's

  std::size_t layers() const { return network.layers.size(); }
  int passes() const { return network.passes(); }
  std::size_t pixels() const { return index(size.pixels()); }
  std::span<const float> rangeSpan() const {
    return ranges ? std::span<const float>(*ranges) : std::span<const float>();
  }
  /// The part of tensor 0 that is the input of a pass; of any other tensor: all of it.
  template <class T> std::span<T> part(std::span<T> all, std::size_t tensor, int pass) const {
    if (tensor > 0)
      return all;
    const std::size_t each = all.size() / index(passes());
    return all.subspan(index(pass) * each, each);
  }
  std::span<const float> tensor(const Sample& s, int i, int pass) const {
    const std::vector<float>& all =
        s.after[index(i)].empty() ? s.before[index(i)] : s.after[index(i)];
    return part(std::span<const float>(all), index(i), pass);
  }
  std::span<const float> output(const Sample& s, int pass) const {
    return tensor(s, static_cast<int>(network.firstLayer(pass + 1)), pass);
  }
  /// Whether the input of the first pass has a range that learns from its gradient.
  bool inputTrains() const {
    const Transform* t = activationTransform(hooks, 0);
    return t && t->trains();
  }
  template <class F> void eachSample(F&& body) {
    base::parallelFor(samples.size(), workers,
                      [&](std::size_t b, int worker) { body(samples[b], b, worker); });
  }

  void allocate() {
    for (const ConvLayer& layer : network.layers)
      normalised |= layer.batchNorm;
    forwardWeights.resize(layers());
    backwardWeights.resize(layers());
    biases.resize(layers());
    mean.resize(layers());
    deviation.resize(layers());
    for (Sample& s : everySample) {
      s.bordered.resize(layers());
      s.borderedGradient.resize(layers());
      s.normal.resize(layers());
      s.after.resize(layers() + 1);
      s.low.resize(layers() + 1);
      s.high.resize(layers() + 1);
      for (std::size_t i = 0; i <= layers(); ++i) {
        const std::size_t count = pixels() * index(network.channelsOf(static_cast<int>(i))) *
                                  (i == 0 ? index(passes()) : 1);
        s.before.emplace_back(count);
        s.gradient.emplace_back(count);
        if (activationTransform(hooks, i))
          s.after[i].resize(count);
      }
      if (forward)
        s.forward = forward->makeSample();
      s.parameters.resize(network.parameters.size());
      s.ranges.resize(rangeSpan().size());
    }
  }

  void packWeights() {
    std::vector<float> weights;
    for (std::size_t i = 0; i < layers(); ++i) {
      const auto own = network.weights(static_cast<int>(i));
      weights.assign(own.begin(), own.end());
      if (const Transform* t = weightTransform(hooks, i))
        t->forward(own, rangesOf(*t, hooks->weightOffset[i], rangeSpan()), weights);
      packForward(network.layers[i], weights, forwardWeights[i]);
      packBackward(network.layers[i], weights, backwardWeights[i]);
      biases[i] = effectiveBias(network, hooks, rangeSpan(), static_cast<int>(i));
    }
  }

  void transformForward(Sample& s, std::size_t tensor, int pass) {
    const Transform* t = activationTransform(hooks, tensor);
    if (!t)
      return;
    const auto x = part(std::span<const float>(s.before[tensor]), tensor, pass);
    noteExtremes(s, *t, x, tensor, pass);
    t->forward(x, rangesOf(*t, hooks->activationOffset[tensor], rangeSpan()),
               part(std::span<float>(s.after[tensor]), tensor, pass));
  }

  static void noteExtremes(Sample& s, const Transform& t, std::span<const float> x,
                           std::size_t tensor, int pass) {
    if (t.tracksRange()) {
      const auto [low, high] = std::minmax_element(x.begin(), x.end());
      const bool first = tensor > 0 || pass == 0;
      s.low[tensor] = first ? *low : std::min(*low, s.low[tensor]);
      s.high[tensor] = first ? *high : std::max(*high, s.high[tensor]);
    }
  }

  void begin(Sample& s) {
    std::fill(s.parameters.begin(), s.parameters.end(), 0.0f);
    std::fill(s.ranges.begin(), s.ranges.end(), 0.0f);
    s.reached.assign(layers() + 1 + index(passes()), false);
    s.loss = 0;
  }

  /// The gradient at a tensor, and whether it is still to be written rather than added to.
  struct Target {
    std::span<float> values;
    bool fresh;
  };
  Target reach(Sample& s, int tensor, int pass) const {
    const std::size_t flag = tensor > 0 ? index(tensor) : layers() + 1 + index(pass);
    const bool fresh = !s.reached[flag];
    s.reached[flag] = true;
    return {part(std::span<float>(s.gradient[index(tensor)]), index(tensor), pass), fresh};
  }

  void takeInput(Sample& s, std::size_t b, int worker, int pass, BatchProblem& problem) {
    problem.input(b, worker, pass, pass == 0 ? std::span<const float>() : output(s, pass - 1),
                  part(std::span<float>(s.before[0]), 0, pass));
    transformForward(s, 0, pass);
    if (engaged)
      forward->input(*s.forward, part(std::span<const float>(s.before[0]), 0, pass));
  }

  void convolution(Sample& s, std::size_t i) {
    const ConvLayer& layer = network.layers[i];
    const ConvSize conv = sizeOf(layer, size);
    addBorder(conv, tensor(s, layer.input, layer.pass), layer.inChannels, s.bordered[i]);
    if (!engaged)
      convolve(layer, conv, s.bordered[i].data(), forwardWeights[i].data(), s.before[i + 1].data());
  }

  void finishLayer(Sample& s, std::size_t i) {
    const ConvLayer& layer = network.layers[i];
    std::vector<float>& y = s.before[i + 1];
    if (engaged) {
      forward->layer(*s.forward, static_cast<int>(i),
                     layer.residual < 0 ? std::span<const float>()
                                        : tensor(s, layer.residual, layer.pass),
                     y, s.after[i + 1]);
      return noteExtremes(s, *activationTransform(hooks, i + 1), y, i + 1, layer.pass);
    }
    const float* residual =
        layer.residual < 0 ? nullptr : tensor(s, layer.residual, layer.pass).data();
    if (layer.batchNorm) {
      const std::size_t channels = index(layer.outChannels);
      const float* bias = &network.parameters[network.offsets[i].bias];
      const float* gamma = &network.parameters[network.offsets[i].gamma];
      const auto beta = std::span(network.parameters).subspan(network.offsets[i].beta, channels);
      s.normal[i].resize(y.size());
      for (std::size_t p = 0; p < y.size(); p += channels)
        for (std::size_t o = 0; o < channels; ++o) {
          const float x = (y[p + o] + bias[o] - mean[i][o]) * deviation[i][o];
          s.normal[i][p + o] = x;
          y[p + o] = gamma[o] * x;
        }
      finish(layer, beta, residual, y);
    } else {
      finish(layer, biases[i], residual, y);
    }
    transformForward(s, i + 1, layer.pass);
  }

  /// Sums over one sample for the statistics of layer i.
  void sumOutputs(Sample& s, std::size_t i) {
    const std::size_t channels = index(network.layers[i].outChannels);
    const float* bias = &network.parameters[network.offsets[i].bias];
    s.sum.assign(channels, 0.0);
    s.product.assign(channels, 0.0);
    const std::vector<float>& y = s.before[i + 1];
    for (std::size_t p = 0; p < y.size(); p += channels)
      for (std::size_t o = 0; o < channels; ++o) {
        const double value = y[p + o] + bias[o];
        s.sum[o] += value;
        s.product[o] += value * value;
      }
  }

  void takeStatistics(std::size_t i) {
    const std::size_t channels = index(network.layers[i].outChannels);
    const double count = static_cast<double>(pixels() * samples.size());
    mean[i].resize(channels);
    deviation[i].resize(channels);
    for (std::size_t o = 0; o < channels; ++o) {
      double sum = 0, square = 0;
      for (const Sample& s : samples) {
        sum += s.sum[o];
        square += s.product[o];
      }
      const double average = sum / count;
      const double variance = std::max(0.0, square / count - average * average);
      mean[i][o] = static_cast<float>(average);
      deviation[i][o] =
          static_cast<float>(1 / std::sqrt(variance + static_cast<double>(kBatchNormEpsilon)));
      float& runningMean = network.statistics[network.offsets[i].mean + o];
      float& runningVariance = network.statistics[network.offsets[i].variance + o];
      runningMean += kStatisticsMomentum * (static_cast<float>(average) - runningMean);
      runningVariance += kStatisticsMomentum * (static_cast<float>(variance) - runningVariance);
    }
  }

  void takeLoss(Sample& s, std::size_t b, int worker, int pass, BatchProblem& problem) {
    const int last = static_cast<int>(network.firstLayer(pass + 1));
    s.loss += problem.loss(b, worker, pass, output(s, pass), reach(s, last, pass).values);
  }

  /// After the layers of a pass: what its input planes get.
  void giveBack(Sample& s, std::size_t b, int worker, int pass, BatchProblem& problem) {
    if (pass > 0 || inputTrains())
      transformBackward(s, 0, pass);
    if (pass > 0)
      problem.back(b, worker, pass, part(std::span<const float>(s.gradient[0]), 0, pass));
  }

  void transformBackward(Sample& s, std::size_t tensor, int pass) {
    const Transform* t = activationTransform(hooks, tensor);
    if (!t)
      return;
    const std::size_t at = hooks->activationOffset[tensor];
    const auto gradient = part(std::span<float>(s.gradient[tensor]), tensor, pass);
    t->backward(part(std::span<const float>(s.before[tensor]), tensor, pass),
                rangesOf(*t, at, rangeSpan()), gradient, gradient,
                std::span(s.ranges).subspan(at, index(t->parameterCount())));
  }

  /// Through the transform, the ReLU and the residual addition of layer i.
  void backThroughActivation(Sample& s, std::size_t i) {
    const ConvLayer& layer = network.layers[i];
    if (!s.reached[i + 1]) // nothing reads the tensor
      std::fill(s.gradient[i + 1].begin(), s.gradient[i + 1].end(), 0.0f);
    transformBackward(s, i + 1, layer.pass);
    std::vector<float>& d = s.gradient[i + 1];
    if (layer.relu)
      for (std::size_t k = 0; k < d.size(); ++k)
        d[k] = s.before[i + 1][k] > 0 ? d[k] : 0.0f;
    if (layer.residual >= 0) {
      const Target target = reach(s, layer.residual, layer.pass);
      if (target.fresh)
        std::copy(d.begin(), d.end(), target.values.begin());
      else
        for (std::size_t k = 0; k < d.size(); ++k)
          target.values[k] += d[k];
    }
  }

  /// Batch normalisation's parameter gradients and the sums that its input gradient needs.
  void sumGradients(Sample& s, std::size_t i) {
    const std::size_t channels = index(network.layers[i].outChannels);
    s.sum.assign(channels, 0.0);
    s.product.assign(channels, 0.0);
    const std::vector<float>& d = s.gradient[i + 1];
    for (std::size_t p = 0; p < d.size(); p += channels)
      for (std::size_t o = 0; o < channels; ++o) {
        s.sum[o] += d[p + o];
        s.product[o] += static_cast<double>(d[p + o]) * s.normal[i][p + o];
      }
    for (std::size_t o = 0; o < channels; ++o) {
      s.parameters[network.offsets[i].beta + o] += static_cast<float>(s.sum[o]);
      s.parameters[network.offsets[i].gamma + o] += static_cast<float>(s.product[o]);
    }
  }

  void backThroughNormalisation(Sample& s, std::size_t i, std::span<const float> meanSum,
                                std::span<const float> meanProduct) {
    const std::size_t channels = meanSum.size();
    std::vector<float>& d = s.gradient[i + 1];
    const float* gamma = &network.parameters[network.offsets[i].gamma];
    for (std::size_t p = 0; p < d.size(); p += channels)
      for (std::size_t o = 0; o < channels; ++o)
        d[p + o] = gamma[o] * deviation[i][o] *
                   (d[p + o] - meanSum[o] - s.normal[i][p + o] * meanProduct[o]);
  }

  void backThroughConvolution(Sample& s, std::size_t i) {
    const ConvLayer& layer = network.layers[i];
    const ConvSize conv = sizeOf(layer, size);
    const std::vector<float>& d = s.gradient[i + 1];
    const std::size_t channels = index(layer.outChannels);
    float* bias = &s.parameters[network.offsets[i].bias];
    for (std::size_t p = 0; p < d.size(); p += channels)
      for (std::size_t o = 0; o < channels; ++o)
        bias[o] += d[p + o];
    float* dw = &s.parameters[network.offsets[i].weight];
    if (layer.depthwise) {
      convKernels().depthwiseGradient(conv, s.bordered[i].data(), d.data(), dw);
    } else {
      const std::size_t lanes = index(padded(layer.outChannels));
      const float* dy = d.data();
      if (lanes != channels) {
        s.laneGradient.assign(pixels() * lanes, 0.0f);
        for (std::size_t p = 0; p < pixels(); ++p)
          std::copy_n(&d[p * channels], channels, &s.laneGradient[p * lanes]);
        dy = s.laneGradient.data();
      }
      convKernels().weightGradient(conv, s.bordered[i].data(), dy, dw);
    }
    if (layer.input == 0 && layer.pass == 0 && !inputTrains())
      return; // nobody asks for the gradient of the input
    ConvSize turned = conv;
    std::swap(turned.in, turned.out);
    const Target target = reach(s, layer.input, layer.pass);
    addBorder(turned, d, layer.outChannels, s.borderedGradient[i]);
    const auto run = [&](float* to) {
      convolve(layer, turned, s.borderedGradient[i].data(), backwardWeights[i].data(), to);
    };
    if (target.fresh)
      return run(target.values.data());
    s.inputGradient.resize(target.values.size());
    run(s.inputGradient.data());
    for (std::size_t k = 0; k < target.values.size(); ++k)
      target.values[k] += s.inputGradient[k];
  }

  /// Without batch normalisation samples do not meet before their gradients are added: one task a
  /// sample.
  void passBySample(BatchProblem& problem) {
    eachSample([&](Sample& s, std::size_t b, int worker) {
      begin(s);
      for (int pass = 0; pass < passes(); ++pass) {
        takeInput(s, b, worker, pass, problem);
        for (std::size_t i = network.firstLayer(pass); i < network.firstLayer(pass + 1); ++i) {
          convolution(s, i);
          finishLayer(s, i);
        }
      }
      for (int pass = passes(); pass-- > 0;) {
        takeLoss(s, b, worker, pass, problem);
        for (std::size_t i = network.firstLayer(pass + 1); i-- > network.firstLayer(pass);) {
          backThroughActivation(s, i);
          backThroughConvolution(s, i);
        }
        giveBack(s, b, worker, pass, problem);
      }
    });
  }

  /// With it they meet at every normalised layer.
  void passByLayer(BatchProblem& problem) {
    assert(passes() == 1);
    eachSample([&](Sample& s, std::size_t b, int worker) {
      begin(s);
      takeInput(s, b, worker, 0, problem);
    });
    for (std::size_t i = 0; i < layers(); ++i) {
      const bool meets = network.layers[i].batchNorm;
      eachSample([&](Sample& s, std::size_t, int) {
        convolution(s, i);
        if (meets)
          sumOutputs(s, i);
        else
          finishLayer(s, i);
      });
      if (meets) {
        takeStatistics(i);
        eachSample([&](Sample& s, std::size_t, int) { finishLayer(s, i); });
      }
    }
    eachSample([&](Sample& s, std::size_t b, int worker) { takeLoss(s, b, worker, 0, problem); });
    for (std::size_t i = layers(); i-- > 0;) {
      if (!network.layers[i].batchNorm) {
        eachSample([&](Sample& s, std::size_t, int) {
          backThroughActivation(s, i);
          backThroughConvolution(s, i);
        });
        continue;
      }
      eachSample([&](Sample& s, std::size_t, int) {
        backThroughActivation(s, i);
        sumGradients(s, i);
      });
      const std::size_t channels = index(network.layers[i].outChannels);
      std::vector<float> meanSum(channels), meanProduct(channels);
      const double count = static_cast<double>(pixels() * samples.size());
      for (std::size_t o = 0; o < channels; ++o) {
        double sum = 0, product = 0;
        for (const Sample& s : samples) {
          sum += s.sum[o];
          product += s.product[o];
        }
        meanSum[o] = static_cast<float>(sum / count);
        meanProduct[o] = static_cast<float>(product / count);
      }
      eachSample([&](Sample& s, std::size_t, int) {
        backThroughNormalisation(s, i, meanSum, meanProduct);
        backThroughConvolution(s, i);
      });
    }
    eachSample([&](Sample& s, std::size_t b, int worker) { giveBack(s, b, worker, 0, problem); });
  }

  /// Adds the samples' gradients in their order.
  void reduce() {
    const float share = 1.0f / static_cast<float>(samples.size());
    result.parameters.assign(network.parameters.size(), 0.0f);
    result.ranges.assign(rangeSpan().size(), 0.0f);
    result.loss = 0;
    for (const Sample& s : samples) {
      for (std::size_t k = 0; k < s.parameters.size(); ++k)
        result.parameters[k] += s.parameters[k];
      for (std::size_t k = 0; k < s.ranges.size(); ++k)
        result.ranges[k] += s.ranges[k];
      result.loss += s.loss;
    }
    for (float& g : result.parameters)
      g *= share;
    for (float& g : result.ranges)
      g *= share;
    result.loss /= static_cast<double>(samples.size());
  }

  /// The weights' transforms saw the batch's gradient; tracked ranges follow the batch's extremes.
  void finishTransforms() {
    for (std::size_t i = 0; i < layers(); ++i)
      if (const Transform* t = weightTransform(hooks, i)) {
        const auto gradient =
            std::span(result.parameters)
                .subspan(network.offsets[i].weight, network.layers[i].weightCount());
        const std::size_t at = hooks->weightOffset[i];
        t->backward(network.weights(static_cast<int>(i)), rangesOf(*t, at, rangeSpan()), gradient,
                    gradient, std::span(result.ranges).subspan(at, index(t->parameterCount())));
      }
    for (std::size_t i = 0; i <= layers(); ++i)
      if (const Transform* t = activationTransform(hooks, i); t && t->tracksRange()) {
        float low = samples[0].low[i], high = samples[0].high[i];
        for (const Sample& s : samples) {
          low = std::min(low, s.low[i]);
          high = std::max(high, s.high[i]);
        }
        t->track(
            low, high,
            std::span(*ranges).subspan(hooks->activationOffset[i], index(t->parameterCount())));
      }
  }
};

BatchTrainer::BatchTrainer(Network& network, PlaneSize size, int batch, int workers,
                           const Hooks* hooks, std::vector<float>* ranges, ForwardEngine* forward)
    : m_impl(std::make_unique<Impl>(
          Impl{network, size, workers, hooks, ranges, forward, {}, {}, {}, {}, {}, {}, {}, {}})) {
  m_impl->everySample.resize(index(batch));
  m_impl->samples = m_impl->everySample;
  m_impl->allocate();
}
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
  assert(m_impl->passes() == 1);
  OnePass problem(input, loss);
  return step(problem);
}

void BatchTrainer::setSamples(int samples) {
  m_impl->samples = std::span(m_impl->everySample).first(index(samples));
}

const Gradients& BatchTrainer::step(BatchProblem& problem) {
  Impl& m = *m_impl;
  m.engaged = m.forward && !m.normalised && m.forward->prepare(m.network, m.rangeSpan());
  m.packWeights();
  if (m.normalised)
    m.passByLayer(problem);
  else
    m.passBySample(problem);
  m.reduce();
  m.finishTransforms();
  return m.result;
}

} // namespace rxq::nn
