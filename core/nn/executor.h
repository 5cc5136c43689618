#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "core/nn/network.h"
#include "core/nn/precision.h"
#include "core/nn/transform.h"

namespace rxq::nn {

/// Runs a network in float on single planes: inference. Batch normalisation uses running statistics
/// (folded at construction). With hooks the weights are transformed once, activations as they come
/// (fake quantization). Holds scratch: one object a thread (clone() shares the packed weights).
class FloatExecutor {
 public:
  FloatExecutor(const Network& network, PlaneSize size, const Hooks* hooks = nullptr,
                std::span<const float> ranges = {});
  ~FloatExecutor();
  FloatExecutor(FloatExecutor&&) noexcept;
  std::unique_ptr<FloatExecutor> clone() const;
  /// input: [pass][symbols][subcarriers][inputChannels]; output: [pass][symbols][subcarriers]
  /// [outputChannels]. The inputs of all passes are given, as they are when layers are looked at
  /// on planes that another network made.
  void run(std::span<const float> input, std::span<float> output);
  /// One pass; input and output without the first dimension.
  void runPass(int pass, std::span<const float> input, std::span<float> output);
  /// After run(): tensor i as [symbols][subcarriers][channels], after its transform. Tensor 0 is
  /// the (transformed) input, of all passes. For calibration and per-layer analysis.
  std::vector<float> tensor(int index) const;

 private:
  struct Impl;
  explicit FloatExecutor(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

/// What a network is trained on; called concurrently for different samples, with `worker` to index
/// scratch. Of one sample: input() of each pass in order, then loss() and back() from the last pass
/// to the first.
class BatchProblem {
 public:
  virtual ~BatchProblem() = default;
  /// Fills the sample's input plane of a pass; `before`: the output of the pass before, empty in
  /// the first.
  virtual void input(std::size_t sample, int worker, int pass, std::span<const float> before,
                     std::span<float> planes) = 0;
  /// Writes the gradient of the sample's loss with respect to the output of a pass, all that later
  /// passes add to it included. Returns what counts as the loss; the sum over passes is reported.
  virtual double loss(std::size_t sample, int worker, int pass, std::span<const float> output,
                      std::span<float> gradient) = 0;
  /// Takes the gradient with respect to the input of a pass but the first.
  virtual void back(std::size_t sample, int worker, int pass, std::span<const float> gradient) = 0;
};

/// One sample's loss: reads the network's output plane, writes the gradient of the sample's loss
/// with respect to it, returns the loss. Called concurrently for different samples; `worker`
/// indexes scratch.
using LossFunction = std::function<double(
    std::size_t sample, int worker, std::span<const float> output, std::span<float> gradient)>;
/// Fills one sample's input plane; called concurrently.
using InputFunction = std::function<void(std::size_t sample, int worker, std::span<float> input)>;

/// Computes the forward pass of a fake-quantized network in another arithmetic than floats, layer
/// by layer; the backward pass stays as it is. Shared by all threads, one Sample for each sample
/// that is under way.
class ForwardEngine {
 public:
  class Sample {
   public:
    virtual ~Sample() = default;
  };
  virtual ~ForwardEngine() = default;
  virtual std::unique_ptr<Sample> makeSample() const = 0;
  /// Once before each step, on `workers` threads. False: not with these numbers; the step runs in
  /// floats.
  virtual bool prepare(const Network& network, std::span<const float> ranges, int workers) = 0;
  /// Takes the input planes of a pass, not yet transformed.
  virtual void input(Sample& sample, std::span<const float> planes) const = 0;
  /// Runs a layer on what the layers before it left in `sample`. `residual`: the transformed tensor
  /// that is added, or empty. Writes the layer's output before and after its transform.
  virtual void layer(Sample& sample, int layer, std::span<const float> residual,
                     std::span<float> before, std::span<float> after) const = 0;
};

struct Gradients {
  std::vector<float> parameters; ///< like Network::parameters; mean over the batch
  std::vector<float> ranges;     ///< like the flat range vector
  double loss = 0;               ///< mean over the batch
};

/// Forward and backward passes over a batch on several threads; identical results for any number of
/// threads (per-sample work is a task, gradients are summed in sample order over fixed groups).
/// Batch normalisation uses the batch's statistics and updates the running ones (momentum 0.01) in
/// `network`; moving-average hooks update `ranges`. `forward`, when given, computes the forward
/// passes; it must outlive the trainer, and needs a transform on every tensor. bfloat16 gives the
/// same bits on every x86 set of instructions (bfloat16_kernels.h).
class BatchTrainer {
 public:
  BatchTrainer(Network& network, PlaneSize size, int batch, int workers,
               const Hooks* hooks = nullptr, std::vector<float>* ranges = nullptr,
               ForwardEngine* forward = nullptr, Precision precision = Precision::Float);
  ~BatchTrainer();
  const Gradients& step(const InputFunction& input, const LossFunction& loss);
  /// The same for a network of any number of passes; asserts that several have no batch
  /// normalisation.
  const Gradients& step(BatchProblem& problem);
  /// Samples of the next steps, 1 ... batch.
  void setSamples(int samples);

 private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

} // namespace rxq::nn
