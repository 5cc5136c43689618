#include <immintrin.h>

#include "core/base/tile_registers.h"
#include "core/quant/integer_kernels.h"

namespace rxq::quant::detail {
namespace {

#include "core/quant/integer_vector_512.inc"

inline Vector dotBytes(Vector sum, Vector codes, Vector weights) {
  return _mm512_dpbusd_epi32(sum, codes, weights);
}
constexpr int kWidth1 = 14, kWidth2 = 12;
#define RXQ_WIDE_TILES 1

// Before what follows: it builds on all the above.
#include "core/quant/integer_kernels.inc"

// Tiles 0 to 3: sums of two blocks of sixteen pixels by two vectors of channels; 4, 5: pixels; 6,
// 7: weights.
constexpr int kTilePixels = 16;

void configure(int depth) {
  base::TileShape shapes[8];
  for (base::TileShape& shape : shapes)
    shape = {kTilePixels, 64};
  shapes[4].bytes = shapes[5].bytes = depth;
  shapes[6].rows = shapes[7].rows = depth / 4;
  base::TileRegisters::configure(shapes);
}

using TileSums = std::int32_t[kTilePixels * kLanes];

/// Sums of Pixels blocks of sixteen pixels by Vectors vectors of channels. `bias`: a vector of
/// each; sums are [pixel block][vector].
template <int Pixels, int Vectors>
void tileSums(const ConvolutionTask& task, const std::uint8_t* const (&pixel)[2],
              const std::int8_t* weights, std::ptrdiff_t perVector, const std::int32_t* bias,
              TileSums (&sums)[2][2]) {
  const TileShape& shape = *task.tiles;
  // Rows of distance zero: every pixel starts from the bias.
  _tile_loadd(0, bias, 0);
  if constexpr (Vectors == 2)
    _tile_loadd(1, bias + kLanes, 0);
  if constexpr (Pixels == 2)
    _tile_loadd(2, bias, 0);
  if constexpr (Pixels == 2 && Vectors == 2)
    _tile_loadd(3, bias + kLanes, 0);
  const int stride = static_cast<int>(task.inputPixel);
  for (int c = 0; c < shape.chunks; ++c, weights += shape.depth * kTilePixels) {
    _tile_loadd(4, pixel[0] + shape.chunk[c], stride);
    _tile_loadd(6, weights, 64);
    _tile_dpbusd(0, 4, 6);
    if constexpr (Vectors == 2) {
      _tile_loadd(7, weights + perVector, 64);
      _tile_dpbusd(1, 4, 7);
    }
    if constexpr (Pixels == 2) {
      _tile_loadd(5, pixel[1] + shape.chunk[c], stride);
      _tile_dpbusd(2, 5, 6);
      if constexpr (Vectors == 2)
        _tile_dpbusd(3, 5, 7);
    }
  }
  _tile_stored(0, sums[0][0], 64);
  if constexpr (Vectors == 2)
    _tile_stored(1, sums[0][1], 64);
  if constexpr (Pixels == 2)
    _tile_stored(2, sums[1][0], 64);
  if constexpr (Pixels == 2 && Vectors == 2)
    _tile_stored(3, sums[1][1], 64);
}

/// All pixels of one or two vectors of channels. The last block of a row reaches back over pixels
/// that another one has done: the same values are written again.
template <int Vectors>
void runTiles(const ConvolutionTask& task, int channel, const std::int8_t* weights,
              std::ptrdiff_t perVector) {
  alignas(64) TileSums sums[2][2];
  const int blocks = (task.columns + kTilePixels - 1) / kTilePixels;
  const auto columnOf = [&](int block) {
    const int column = block * kTilePixels, last = task.columns - kTilePixels;
    return column < last ? column : last;
  };
  for (int row = 0; row < task.rows; ++row)
    for (int block = 0; block < blocks; block += 2) {
      const int count = blocks - block >= 2 ? 2 : 1;
      const int column[2] = {columnOf(block), columnOf(block + count - 1)};
      const std::uint8_t* pixel[2];
      for (int p = 0; p < 2; ++p)
        pixel[p] = task.input + row * task.inputRow + column[p] * task.inputPixel;
      if (count == 2)
        tileSums<2, Vectors>(task, pixel, weights, perVector, task.bias + channel, sums);
      else
        tileSums<1, Vectors>(task, pixel, weights, perVector, task.bias + channel, sums);
      for (int p = 0; p < count; ++p)
        for (int v = 0; v < Vectors; ++v)
          requantize(task, sums[p][v], kLanes, kTilePixels, row, column[p], channel + v * kLanes);
    }
}

void tiledConvolution(const ConvolutionTask& task) {
  if (!task.tiles)
    return convolution(task);
  configure(task.tiles->depth);
  const std::int8_t* weights = static_cast<const std::int8_t*>(task.weights);
  const std::ptrdiff_t perVector =
      std::ptrdiff_t{task.tiles->chunks} * task.tiles->depth * kTilePixels;
  const int vectors = (task.outChannels + kLanes - 1) / kLanes;
  for (int v = 0; v < vectors; v += 2) {
    const int count = vectors - v >= 2 ? 2 : 1;
    const Unpacked own = weightsOf(task, weights, count * perVector);
    base::TileRegisters::memoryWritten();
    if (count == 2)
      runTiles<2>(task, v * kLanes, own.weights, perVector);
    else
      runTiles<1>(task, v * kLanes, own.weights, perVector);
    weights = own.next;
  }
  base::TileRegisters::release();
}

long tilePeak(long rounds, std::uint8_t* bytes) {
  configure(64);
  _tile_zero(0);
  _tile_zero(1);
  _tile_zero(2);
  _tile_zero(3);
  _tile_loadd(4, bytes, 64);
  _tile_loadd(5, bytes + 1024, 64);
  _tile_loadd(6, bytes + 2048, 64);
  _tile_loadd(7, bytes + 3072, 64);
  for (long r = 0; r < rounds; ++r) {
    _tile_dpbusd(0, 4, 6);
    _tile_dpbusd(1, 4, 7);
    _tile_dpbusd(2, 5, 6);
    _tile_dpbusd(3, 5, 7);
  }
  _tile_stored(0, bytes, 64);
  _tile_stored(1, bytes, 64);
  _tile_stored(2, bytes, 64);
  _tile_stored(3, bytes, 64);
  base::TileRegisters::release();
  return rounds * 4 * kTilePixels * kLanes * 64;
}

} // namespace

const IntegerKernels& amxInt8Kernels() {
  static constexpr IntegerKernels kernels{kLanes,           false,     true,
                                          tiledConvolution, depthwise, tilePeak};
  return kernels;
}

} // namespace rxq::quant::detail
