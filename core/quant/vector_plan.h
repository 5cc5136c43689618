#pragma once

#include <cstdint>
#include <vector>

#include "core/base/aligned.h"
#include "core/quant/integer_kernels.h"
#include "core/quant/integer_network.h"

namespace rxq::quant::detail {

/// A tensor's place in memory: a plane of codes with a rim as wide as the taps of its readers
/// reach.
struct PaddedTensor {
  int channels = 0;
  std::ptrdiff_t pixel = 0;  ///< bytes between subcarriers: channels, rounded up
  std::ptrdiff_t row = 0;    ///< bytes between symbols
  std::ptrdiff_t origin = 0; ///< of pixel (0, 0)
  std::size_t bytes = 0;
  std::uint8_t zeroPoint = 0;
};

/// One layer's numbers in the order in which the kernels read them.
struct PackedLayer {
  std::vector<std::ptrdiff_t> tapOffset;
  int groups = 0;
  bool wide = false;
  base::AlignedVector<std::int8_t> weights;
  int weightBits = 8; ///< that `weights` are packed at: 8, 4 or 2
  base::AlignedVector<std::int32_t> bias, multiplier, shift, residualMultiplier, residualShift;
  base::AlignedVector<std::int64_t> constant;
  bool exact = false;
  std::vector<std::ptrdiff_t> chunk; ///< empty: not on tiles
  int depth = 0;
  TileShape shape() const { return {depth, static_cast<int>(chunk.size()), chunk.data()}; }
};

/// An integer network made ready for one plane size and instruction set. Immutable. Layers without
/// multipliers are packed but for their requantization.
struct VectorPlan {
  /// Packs on `workers` threads.
  VectorPlan(IntegerNetwork integerNetwork, nn::PlaneSize planeSize,
             const IntegerKernels& integerKernels, int workers = 1);

  IntegerNetwork network;
  nn::PlaneSize size;
  const IntegerKernels& kernels;
  std::vector<PaddedTensor> tensors; ///< all but the last
  std::vector<PackedLayer> layers;
  std::vector<TileShape> tiles; ///< one a layer
  std::size_t scratchBytes = 0; ///< that taskOf()'s scratch must have

  /// Tensors in memory, with zero points all over.
  std::vector<base::AlignedVector<std::uint8_t>> makeTensors() const;
  /// The task of one layer on such tensors; the output of a pass has no place in them: neither
  /// bytes nor words are set.
  ConvolutionTask taskOf(std::size_t layer, std::vector<base::AlignedVector<std::uint8_t>>& memory,
                         base::AlignedVector<std::int8_t>& scratch) const;
  /// Bytes of weights that one run of all layers reads.
  std::size_t weightBytes() const;
};

} // namespace rxq::quant::detail
