#include "core/nn/tile_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>

#include "core/base/tile_registers.h"

#define VECTOR 16
#include "core/nn/tile_kernels.inc"

// Tiles 0 to 3: sums of two tiles of rows by two of columns; 4, 5: rows (pixels; output channels);
// 6, 7: columns (output channels; input channels).
constexpr int kRows = 16;

/// `rows` of up to sixteen pixels or channels, `depth` terms.
void configure(int rows, int depth) {
  base::TileShape shapes[8];
  for (int t = 0; t < 8; ++t)
    shapes[t] = {rows, 64};
  shapes[4].bytes = shapes[5].bytes = 2 * depth;
  shapes[6].rows = shapes[7].rows = depth / 2;
  base::TileRegisters::configure(shapes);
}

template <int... I> struct Columns {};
using AllColumns = Columns<0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15>;

/// Exchanges the right upper with the left lower part of each square of 2 STEP rows and columns.
template <int STEP, int... J> inline void exchange(Units (&r)[16], Columns<J...>) {
#pragma GCC unroll 16
  for (int i = 0; i < 16; ++i)
    if (!(i & STEP)) {
      const Units a = r[i], b = r[i + STEP]; // columns of the second are 16 and more
      r[i] = __builtin_shufflevector(a, b, (J & STEP ? J - STEP + 16 : J)...);
      r[i + STEP] = __builtin_shufflevector(a, b, (J & STEP ? J + 16 : J + STEP)...);
    }
}

/// Sixteen rows of sixteen numbers become columns.
inline void turn(Units (&r)[16]) {
  exchange<8>(r, AllColumns{});
  exchange<4>(r, AllColumns{});
  exchange<2>(r, AllColumns{});
  exchange<1>(r, AllColumns{});
}

void turnBlock(const std::uint16_t* const (&pixel)[kTileDepth], int channel, std::uint16_t* to) {
  const auto from = [&](int i) { return pixel[i] ? pixel[i] + channel : kZeros; };
  Units rows[16];
#pragma GCC unroll 16
  for (int i = 0; i < 16; ++i)
    rows[i] = pairsOf(from(2 * i), from(2 * i + 1));
  turn(rows);
#pragma GCC unroll 16
  for (int i = 0; i < 16; ++i)
    *reinterpret_cast<Units*>(to + i * kTileDepth) = rows[i];
}

/// Sums of a whole tile, [output channel][input channel], to dw: [input channel][output channel].
inline void storeTurnedTile(const float* sums, int out, float* dw) {
  Units rows[16];
#pragma GCC unroll 16
  for (int i = 0; i < 16; ++i)
    rows[i] = *reinterpret_cast<const Units*>(sums + i * kLane);
  turn(rows);
#pragma GCC unroll 16
  for (int i = 0; i < 16; ++i)
    *reinterpret_cast<Units*>(dw + static_cast<long>(i) * out) = rows[i];
}

inline void zeroSums() {
  _tile_zero(0);
  _tile_zero(1);
  _tile_zero(2);
  _tile_zero(3);
  _tile_zero(4);
  _tile_zero(5);
}

/// Sixteen pixels of a row, or as many as it has: where they begin.
struct PixelTile {
  int t, f;
};

/// The tiles of a plane, row after row. The last of a row reaches back over pixels that another one
/// has, if it must.
struct PixelTiles {
  int perRow, rows, columns;
  explicit PixelTiles(const ConvSize& s)
      : perRow((s.subcarriers + kRows - 1) / kRows), rows(smaller(s.subcarriers, kRows)),
        columns(s.subcarriers) {}
  PixelTile at(int i) const { return {i / perRow, smaller(i % perRow * kRows, columns - rows)}; }
  /// Pixels of tile i that the one before it has.
  int done(int i) const { return i % perRow * kRows - at(i).f; }
};

/// What a block of tiles reads.
struct ForwardBlock {
  const ConvSize& s;
  Range kernel;
  const std::uint16_t* pixel[2];
  const std::uint16_t* weights; ///< of the first tile of columns
  std::ptrdiff_t perColumns;    ///< numbers from a tile of columns to the next
};

/// Sums of PIXELS tiles of pixels by OUTPUTS of output channels: [tile of pixels][pixel][output].
template <int PIXELS, int OUTPUTS> void forwardSums(const ForwardBlock& block, float* sums) {
  const ConvSize& s = block.s;
  const int pixel = tilePixel(s.in), depth = chunkDepth(s.in);
  const long row = rowStride(s, pixel) * s.dilationT, tap = static_cast<long>(s.dilationF) * pixel;
  const long chunk = static_cast<long>(depth) * kLane;
  const long stride = 2L * pixel;
  const std::uint16_t* w =
      block.weights + static_cast<long>(block.kernel.begin) * s.kernelF * pixel * kLane;
  _tile_zero(0);
  if constexpr (OUTPUTS == 2)
    _tile_zero(1);
  if constexpr (PIXELS == 2)
    _tile_zero(2);
  if constexpr (PIXELS == 2 && OUTPUTS == 2)
    _tile_zero(3);
  for (int a = block.kernel.begin; a < block.kernel.end; ++a)
    for (int b = 0; b < s.kernelF; ++b) {
      const long at = a * row + b * tap;
      for (int c = 0; c < pixel; c += depth, w += chunk) {
        _tile_loadd(4, block.pixel[0] + at + c, stride);
        _tile_loadd(6, w, 64);
        _tile_dpbf16ps(0, 4, 6);
        if constexpr (OUTPUTS == 2) {
          _tile_loadd(7, w + block.perColumns, 64);
          _tile_dpbf16ps(1, 4, 7);
        }
        if constexpr (PIXELS == 2) {
          _tile_loadd(5, block.pixel[1] + at + c, stride);
          _tile_dpbf16ps(2, 5, 6);
          if constexpr (OUTPUTS == 2)
            _tile_dpbf16ps(3, 5, 7);
        }
      }
    }
  constexpr int kStride = OUTPUTS * 64;
  _tile_stored(0, sums, kStride);
  if constexpr (OUTPUTS == 2)
    _tile_stored(1, sums + kLane, kStride);
  if constexpr (PIXELS == 2)
    _tile_stored(2, sums + OUTPUTS * kRows * kLane, kStride);
  if constexpr (PIXELS == 2 && OUTPUTS == 2)
    _tile_stored(3, sums + OUTPUTS * kRows * kLane + kLane, kStride);
}

/// All pixels of OUTPUTS tiles of output channels.
template <int OUTPUTS>
void forwardChannels(const ConvSize& s, const std::uint16_t* x, const std::uint16_t* w,
                     const Finish& finish, int channel, float* y) {
  alignas(64) float sums[2 * kRows * OUTPUTS * kLane];
  const PixelTiles tiles(s);
  const int count = tiles.perRow * s.symbols, pixel = tilePixel(s.in);
  const std::ptrdiff_t perColumns = static_cast<long>(s.kernelT) * s.kernelF * pixel * kLane;
  const auto begin = [&](PixelTile tile) {
    return x + tile.t * rowStride(s, pixel) + static_cast<long>(tile.f) * pixel;
  };
  for (int i = 0; i < count;) {
    const PixelTile first = tiles.at(i), second = tiles.at(i + 1);
    const Range kernel = kernelRows(s, first.t), other = kernelRows(s, second.t);
    const bool both = i + 1 < count && kernel.begin == other.begin && kernel.end == other.end;
    const ForwardBlock block{
        s, kernel, {begin(first), begin(second)}, w + channel / kLane * perColumns, perColumns};
    (both ? forwardSums<2, OUTPUTS> : forwardSums<1, OUTPUTS>)(block, sums);
    for (int p = 0; p < (both ? 2 : 1); ++p, ++i) {
      const PixelTile tile = tiles.at(i);
      const int done = tiles.done(i);
      finishTile(finishOfRow(finish, s, tile.t), sums + (p * kRows + done) * OUTPUTS * kLane,
                 tiles.rows - done, OUTPUTS, s.out, channel,
                 static_cast<long>(tile.f + done) * s.out + channel,
                 y + tile.t *
                         (finish.yRow ? finish.yRow : static_cast<long>(s.subcarriers) * s.out));
    }
  }
}

void forward(const ConvSize& s, const std::uint16_t* x, const std::uint16_t* w,
             const Finish& finish, float* y) {
  configure(smaller(s.subcarriers, kRows), chunkDepth(s.in));
  int o = 0;
  for (; s.out - o > kLane; o += 2 * kLane)
    forwardChannels<2>(s, x, w, finish, o, y);
  if (o < s.out)
    forwardChannels<1>(s, x, w, finish, o, y);
  base::TileRegisters::release();
}

/// Sums of ROWS tiles of output channels by three taps of a row of the kernel, one tile of input
/// channels: [tile][tap][output][input]. Taps share what they read, so less comes from afar.
template <int ROWS>
void tapSums(const TileGradientLayout& layout, const std::uint16_t* dy, const Unit* const (&x)[3],
             float* sums) {
  const long nextRows = static_cast<long>(layout.chunks) * kTileNumbers;
  zeroSums();
  for (int chunk = 0; chunk < layout.chunks; ++chunk) {
    const long at = static_cast<long>(chunk) * (kTileDepth / 2) * kLane;
    const std::uint16_t* rows = dy + static_cast<long>(chunk) * kTileNumbers;
    _tile_loadd(6, rows, 64);
    _tile_loadd(7, x[0] + at, 64);
    _tile_dpbf16ps(0, 6, 7);
    _tile_loadd(7, x[1] + at, 64);
    _tile_dpbf16ps(1, 6, 7);
    _tile_loadd(7, x[2] + at, 64);
    _tile_dpbf16ps(2, 6, 7);
    if constexpr (ROWS == 2) {
      _tile_loadd(6, rows + nextRows, 64);
      _tile_dpbf16ps(5, 6, 7);
      _tile_loadd(7, x[1] + at, 64);
      _tile_dpbf16ps(4, 6, 7);
      _tile_loadd(7, x[0] + at, 64);
      _tile_dpbf16ps(3, 6, 7);
    }
  }
  constexpr int kTile = kRows * kLane;
  _tile_stored(0, sums, 64);
  _tile_stored(1, sums + kTile, 64);
  _tile_stored(2, sums + 2 * kTile, 64);
  if constexpr (ROWS == 2) {
    _tile_stored(3, sums + 3 * kTile, 64);
    _tile_stored(4, sums + 4 * kTile, 64);
    _tile_stored(5, sums + 5 * kTile, 64);
  }
}

/// A tile of sums, [output][input], to where it belongs.
void storeTap(const ConvSize& s, const float* sums, int tap, int output, int input, float* dw) {
  const int outputs = s.out - output, inputs = s.in - input;
  float* to = dw + (static_cast<long>(tap) * s.in + input) * s.out + output;
  if (outputs >= kLane && inputs >= kLane)
    storeTurnedTile(sums, s.out, to);
  else
    storeTurned(sums, kLane, smaller(kLane, outputs), smaller(kLane, inputs), s.out, to);
}

/// Three taps of a row of the kernel at a time; the last ones again where there are not as many.
void gradientSums(const TileGradientLayout& layout, const ConvSize& s, const std::uint16_t* dy,
                  const Unit* x, float* dw) {
  alignas(64) float sums[6 * kRows * kLane];
  configure(kRows, kTileDepth);
  base::TileRegisters::memoryWritten();
  for (int o = 0; o < layout.outBlocks; o += 2)
    for (int c = 0; c < layout.inBlocks; ++c)
      for (int a = 0; a < s.kernelT; ++a)
        for (int b = 0; b < s.kernelF; b += 3) {
          const int rows = smaller(2, layout.outBlocks - o), taps = smaller(3, s.kernelF - b);
          const Unit* pairs[3];
          for (int i = 0; i < 3; ++i)
            pairs[i] = tapPairs(layout, s, x, a, b + smaller(i, taps - 1), c);
          (rows == 2 ? tapSums<2>
                     : tapSums<1>)(layout, dy + static_cast<long>(o) * layout.chunks * kTileNumbers,
                                   pairs, sums);
          for (int i = 0; i < rows; ++i)
            for (int j = 0; j < taps; ++j)
              storeTap(s, sums + (3 * i + j) * kRows * kLane, a * s.kernelF + b + j,
                       (o + i) * kLane, c * kLane, dw);
        }
  base::TileRegisters::release();
}

long peak(long rounds, float* values) {
  configure(kRows, kTileDepth);
  zeroSums();
  _tile_zero(6);
  _tile_zero(7);
  for (long r = 0; r < rounds; ++r) {
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
    _tile_dpbf16ps(2, 5, 6);
    _tile_dpbf16ps(3, 5, 7);
  }
  alignas(64) float sums[kRows * kLane];
  _tile_stored(0, sums, 64);
  _tile_stored(1, sums, 64);
  _tile_stored(2, sums, 64);
  _tile_stored(3, sums, 64);
  values[0] = sums[0];
  base::TileRegisters::release();
  return rounds * 4 * kRows * kLane * kTileDepth;
}

} // namespace

const Bfloat16Kernels kTileAmx{forward, weightGradient, peak};

} // namespace rxq::nn
#endif
