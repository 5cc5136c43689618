#pragma once

#include <cstddef>

#include "core/nn/bfloat16_kernels.h"

namespace rxq::nn {

/// Dense convolutions in bfloat16, summed as the matrix tiles of AMX do it. A chunk of neighbouring
/// terms a[i] * b[i], i = 0 ... 2n - 1, n <= 16, is added as TDPBF16PS adds the terms of a tile's
/// rows (Intel SDM, volume 2; compared with the instruction itself by tests):
///   even = a[0] b[0] + a[2] b[2] + ..., odd = a[1] b[1] + a[3] b[3] + ...,
///   sum = round(sum + round(even + odd)),
/// where even and odd begin with 0, one rounding a term, products exact, denormals zero (with
/// base::FloatMode), ties to even. The chunks of a sum, in their order:
/// - forward: of each row of the kernel that meets the plane, of each of its taps: its input
///   channels, 32 a chunk (at most 16 input channels: all in one chunk of 16);
/// - gradient of the weights: the plane's pixels, 32 a chunk, row after row with borderF() pixels
///   of zeros between them (one more where rows would else be odd).
/// Sets without tiles get the same bits by fused multiply-adds in float; the plain loops, which
/// have none, differ only where a product is a denormal.
///
/// A table has the members of Bfloat16Kernels with these differences: planes have
/// tilePixel(channels) numbers a pixel, begin at multiples of 64 bytes and hold zeros where a pixel
/// has no channel; w: [padded(out) / kLane][taps][tilePixel(in) / 2][kLane][2], zeros for channels
/// that are not there; `scratch`: tileScratch(size) numbers at a multiple of 64 bytes.
enum class TileSet { Plain, Avx2, Avx512, Amx };
bool cpuHas(TileSet set);
const char* name(TileSet set);
const Bfloat16Kernels& tileKernels(TileSet set);
/// The best of this machine.
const Bfloat16Kernels& tileKernels();

/// Terms of a whole chunk.
inline constexpr int kTileDepth = 32;
/// Numbers of a whole tile.
inline constexpr int kTileNumbers = kLane * kTileDepth;

/// What a weight gradient reads, whole tiles: dy as [block of kLane output channels][chunk][kLane]
/// [32 positions], and x as pairs of neighbouring positions [from the first position on, from the
/// second][block of kLane input channels][pair][kLane][2]. Positions are those of the plane's
/// pixels row after row with a gap between.
struct TileGradientLayout {
  explicit TileGradientLayout(const ConvSize& size);
  int width;               ///< positions from row to row, even
  int chunks;              ///< of 32 positions
  int outBlocks, inBlocks; ///< of kLane channels
  std::ptrdiff_t pairs;    ///< of a block of input channels
  int parities;            ///< 2 where taps lie at odd distances from the first
  std::size_t dyNumbers() const;
  std::size_t xNumbers() const;
};
std::size_t tileScratch(const ConvSize& size);

// One table a file; see tile_kernels.inc.
extern const Bfloat16Kernels kTilePlain;
extern const Bfloat16Kernels kTileAvx2;
extern const Bfloat16Kernels kTileAvx512;
extern const Bfloat16Kernels kTileAmx;

} // namespace rxq::nn
