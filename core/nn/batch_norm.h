#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/nn/network.h"

namespace rxq::nn {

/// Batch normalisation in training (Ioffe and Szegedy, arXiv 1502.03167): one layer of a batch
/// whose samples are planes [pixel][channel]. Sums run over samples in their order, in double.
class BatchNorm {
 public:
  BatchNorm(Network& network, std::size_t layer, std::size_t batch);

  /// Sums over one sample's outputs of the convolution, which are without bias.
  void sumOutputs(std::size_t sample, std::span<const float> sums);
  /// The statistics of the first `samples` samples; moves the running ones by 1 %.
  void takeStatistics(std::size_t samples);
  /// sums -> relu(gamma * normalised + beta + residual), in place; residual may be null.
  void normalise(std::size_t sample, const float* residual, std::span<float> values);
  /// Sums over the gradient at the normalised values, which are this sample's gradients of beta and
  /// gamma.
  void sumGradients(std::size_t sample, std::span<const float> gradient,
                    std::span<float> parameters);
  void takeGradients(std::size_t samples);
  /// The gradient at the normalisation's output -> that at its input, in place.
  void back(std::size_t sample, std::span<float> gradient) const;

 private:
  struct Sample {
    std::vector<float> normal; ///< normalised values
    std::vector<double> sum, product;
  };
  std::span<const float> parameters(std::size_t offset) const;
  void clear(Sample& sample) const;

  Network& m_network;
  std::size_t m_layer, m_channels;
  std::vector<Sample> m_samples;
  std::vector<float> m_mean, m_deviation; ///< 1 / sqrt(variance + epsilon)
  std::vector<float> m_meanSum, m_meanProduct;
};

} // namespace rxq::nn
