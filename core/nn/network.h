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
  bool operator==(const PlaneSize&) const = default;
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
  int pass = 0; ///< of a network of several passes

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
///
/// A network of several passes is that many networks one after the other, each with input planes of
/// the same kind and outputs of the same kind: layers carry the index of their pass, tensor 0
/// stands for the input of every pass, the last layer of each pass is an output, and a pass reads
/// no tensor of another. What turns the outputs of one pass into the input of the next lies outside
/// the network (receiver::NeuralPorts::refine).
struct Network {
  std::vector<ConvLayer> layers;
  std::vector<LayerOffsets> offsets;
  std::vector<float> parameters; ///< trained: weights, biases, gammas, betas
  std::vector<float> statistics; ///< batch normalisation's running means and variances
  int inputChannels = 0;

  int outputChannels() const { return layers.back().outChannels; }
  int passes() const { return layers.empty() ? 1 : layers.back().pass + 1; }
  /// First layer of a pass; of pass passes(): the number of layers.
  std::size_t firstLayer(int pass) const;
  /// Whether tensor i is the output of a pass.
  bool isOutput(int tensor) const {
    return tensor > 0 && (static_cast<std::size_t>(tensor) == layers.size() ||
                          layers[static_cast<std::size_t>(tensor)].pass !=
                              layers[static_cast<std::size_t>(tensor - 1)].pass);
  }
  /// Whether a layer is the first or the last of its pass.
  bool isEdge(int layer) const { return isOutput(layer + 1) || layer == 0 || isOutput(layer); }
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
/// Appends a network (of one pass) as a further pass of `network`; an empty one becomes a copy.
/// Asserts equal input and output channels.
void appendPass(Network& network, const Network& pass);

/// He-normal weights (Philox, Purpose::Weights), zero biases; layers in `zeroLayers` get zero
/// weights, the last layer weights of deviation `outputDeviation` when that is > 0.
void initialise(Network& network, std::uint64_t seed, std::span<const int> zeroLayers = {},
                float outputDeviation = 0);

/// The same function without batch normalisation: folded into weights and biases.
Network foldBatchNorm(const Network& network);

/// Of a network of several passes: the sum over all; the receptive field is that of the passes in
/// a row, since each sees what the one before made of its neighbourhood.
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
