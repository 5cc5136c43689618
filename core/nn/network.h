#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace rxq::nn {

/// Size of the plane that a network runs on; channels are the network's own.
struct PlaneSize {
  int symbols = 14;     ///< height
  int subcarriers = 48; ///< width
  int pixels() const { return symbols * subcarriers; }
};

/// One convolution with what follows it: y = act(BN(conv(x) + bias) + residual).
/// "Same" zero padding; cross-correlation; tap (i, j) reads symbol t + (i - kernelT/2) * dilationT.
/// Tensor 0 is the network's input, tensor i + 1 the output of layer i.
struct ConvLayer {
  std::string name; ///< "block 1 conv 2"
  int input = 0;
  int residual = -1; ///< tensor added before the ReLU, -1: none; has outChannels channels
  int inChannels = 0;
  int outChannels = 0;
  int kernelT = 3, kernelF = 3; ///< odd
  int dilationT = 1, dilationF = 1;
  bool depthwise = false; ///< one filter a channel; inChannels == outChannels
  bool batchNorm =
      false; ///< y = gamma (x - mean) / sqrt(var + eps) + beta; folds into the convolution
  bool relu = true;

  int taps() const { return kernelT * kernelF; }
  /// Weights are [kernelT][kernelF][inChannels][outChannels]; depthwise:
  /// [kernelT][kernelF][channels].
  std::size_t weightCount() const {
    return static_cast<std::size_t>(taps()) * static_cast<std::size_t>(depthwise ? 1 : inChannels) *
           static_cast<std::size_t>(outChannels);
  }
};

inline constexpr float kBatchNormEpsilon = 1e-3f;

/// A layer's numbers inside the network's flat parameter vector.
struct LayerOffsets {
  std::size_t weight = 0, bias = 0;
  std::size_t gamma = 0, beta = 0;    ///< batchNorm only
  std::size_t mean = 0, variance = 0; ///< batchNorm only, in Network::statistics
};

/// A convolutional network as a list of layers in order of execution; the last layer is the output.
/// Plain value: copy it to keep a version.
struct Network {
  std::vector<ConvLayer> layers;
  std::vector<LayerOffsets> offsets;
  std::vector<float> parameters; ///< trained: weights, biases, gammas, betas
  std::vector<float> statistics; ///< batch normalisation's running means and variances
  int inputChannels = 0;

  int outputChannels() const { return layers.back().outChannels; }
  /// Channels of tensor i (0 = input).
  int channelsOf(int tensor) const {
    return tensor == 0 ? inputChannels : layers[static_cast<std::size_t>(tensor - 1)].outChannels;
  }
  std::span<const float> weights(int layer) const;
  std::span<float> weights(int layer);
  std::span<const float> bias(int layer) const;
  std::span<float> bias(int layer);
};

/// Appends a layer, its offsets and zeroed parameters (gamma, variance 1). Asserts consistency.
void addLayer(Network& network, const ConvLayer& layer);

/// He-normal weights (Philox, Purpose::Weights), zero biases; layers in `zeroLayers` get zero
/// weights, the last layer weights of deviation `outputDeviation` when that is > 0.
void initialise(Network& network, std::uint64_t seed, std::span<const int> zeroLayers = {},
                float outputDeviation = 0);

/// The same function without batch normalisation: folded into weights and biases.
Network foldBatchNorm(const Network& network);

struct NetworkCost {
  std::int64_t parameters = 0; ///< weights and biases after folding
  std::int64_t weights = 0;
  std::int64_t macs = 0; ///< multiply-accumulates for one plane
  int receptiveSymbols = 1, receptiveSubcarriers = 1;
};
NetworkCost costOf(const Network& network, PlaneSize size);

/// Identifies parameters and layers to the bit.
std::uint64_t hashOf(const Network& network);

/// Binary form: JSON header and little-endian floats. `source` names the file in errors
/// (base::Error(File): not a network, truncated, newer version, inconsistent sizes).
std::vector<std::byte> serialise(const Network& network);
Network deserialise(std::span<const std::byte> bytes, const std::string& source);

} // namespace rxq::nn
