#pragma once

#include <cstdint>
#include <span>

#include "core/nn/network.h"
#include "core/receiver/receiver_spec.h"

namespace rxq::receiver {

/// Network of one architecture, not initialised. Adding an architecture: a value of Architecture
/// with its line in EnumTable<Architecture>, and a line in architectureKinds().
struct ArchitectureKind {
  Architecture architecture;
  /// Adds the blocks between input and output layer to `network`.
  void (*addBlocks)(const NeuralSpec& spec, nn::Network& network);
  bool pointwise; ///< input and output layer are 1x1
};
std::span<const ArchitectureKind> architectureKinds();

/// Layers as described at Architecture:
///   "input": conv kernelTime x kernelFrequency to `channels`, ReLU;
///   residual block b: conv (dilated) + ReLU, conv (dilated) + block's input, ReLU;
///   separable: each convolution is a depthwise (dilated, linear) and a 1x1 convolution;
///   plain: `blocks` convolutions (dilated) + ReLU; pointwise: the residual one with 1x1 kernels;
///   "output": conv outputKernel x outputKernel to `outputs`, linear, never batch-normalised.
nn::Network buildNetwork(const NeuralSpec& spec, int inputs, int outputs);

/// He-normal; branches that end in a residual addition start at zero (weights, or gamma where batch
/// normalisation would undo small weights), the output layer small.
void initialiseReceiver(nn::Network& network, std::uint64_t seed);

/// Throws base::Error(BadInput) naming the field.
void checkArchitecture(const NeuralSpec& spec);

} // namespace rxq::receiver
