#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/nn/conv_planes.h"
#include "core/nn/executor.h"

namespace rxq::nn {

/// What all samples of a training step share.
struct TrainingLayers {
  Network& network;
  PlaneSize size;
  const Hooks* hooks;
  std::vector<float>* ranges;
  ForwardEngine* forward;
  Precision precision;
  std::vector<ConvWeights> weights; ///< by layer, as the hooks have them
  bool engaged = false;             ///< this step's forward pass is the engine's

  std::size_t count() const { return network.layers.size(); }
  int passes() const { return network.passes(); }
  std::span<const float> rangeSpan() const {
    return ranges ? std::span<const float>(*ranges) : std::span<const float>();
  }
  /// Packs the network's weights for this step, one task a layer.
  void packWeights(int workers);
};

/// What a step takes from one sample.
struct SampleGradients {
  std::vector<float> parameters, ranges;
  std::vector<float> low, high; ///< extremes of the tensors whose ranges follow the data
  double loss = 0;

  explicit SampleGradients(const TrainingLayers& layers);
};

/// Takes samples through the layers and back, one after the other. Batch normalisation, for which
/// samples meet, is not in here: it works on values() and gradient() between the calls.
class SamplePass {
 public:
  explicit SamplePass(const TrainingLayers& layers);

  /// A new sample, whose gradients go there.
  void begin(SampleGradients& gradients);
  void takeInput(std::size_t sample, int worker, int pass, BatchProblem& problem);
  /// Layer i, its transform included.
  void forward(std::size_t i);
  void takeLoss(std::size_t sample, int worker, int pass, BatchProblem& problem);
  /// Layer i, its transform included, to its parameters and its input.
  void back(std::size_t i);
  /// After the layers of a pass: what its input planes get.
  void giveBack(std::size_t sample, int worker, int pass, BatchProblem& problem);

  /// Parts of forward(): the sums of layer i without bias; and what follows the layer.
  void convolve(std::size_t i);
  void transformForward(std::size_t tensor, int pass);
  /// Parts of back(): through the transform, the ReLU and the addition of a residual; and on
  /// through the convolution.
  void backThroughActivation(std::size_t i);
  void backThroughConvolution(std::size_t i);
  /// The residual that is added in layer i; null: none.
  const float* residual(std::size_t i) const;
  /// Tensor i before its transform.
  Buffer& values(std::size_t tensor) { return m_before[tensor]; }
  std::span<float> gradient(std::size_t tensor) { return std::span<float>(m_gradient[tensor]); }
  SampleGradients& gradients() { return *m_gradients; }

 private:
  /// The gradient at a tensor, and whether it is still to be written rather than added to.
  struct Target {
    std::span<float> values;
    bool fresh;
  };
  template <class T> std::span<T> part(std::span<T> all, std::size_t tensor, int pass) const;
  std::span<const float> tensor(int i, int pass) const;
  std::span<const float> output(int pass) const;
  Target reach(int tensor, int pass);
  void noteExtremes(std::size_t tensor, int pass);
  void transformBackward(std::size_t tensor, int pass);
  bool inputTrains() const;
  /// Through the transform, to where the ReLU and the residual come.
  GradientTask activationTask(std::size_t i);
  /// The end of a task before the convolution; then the convolution's gradients.
  void runConvolutions(std::size_t i, GradientTask task);

  const TrainingLayers& m_layers;
  SampleGradients* m_gradients = nullptr;
  std::vector<ConvPlanes> m_planes;
  std::vector<Buffer> m_before;   ///< tensors before their transform
  std::vector<Buffer> m_after;    ///< and after; empty where there is none
  std::vector<Buffer> m_gradient; ///< at each tensor, while it is needed
  std::vector<Buffer> m_spare;    ///< and when it is not: memory for the next
  std::vector<bool> m_reached;    ///< by tensor, then by pass for tensor 0: anything in there?
  std::unique_ptr<ForwardEngine::Sample> m_forward;
};

} // namespace rxq::nn
