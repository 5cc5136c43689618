#pragma once

namespace rxq::nn {

/// What the convolutions of a training step multiply: floats, or bfloat16 numbers (the upper halves
/// of floats; sums and everything else stay in float, depthwise convolutions, too). bfloat16 has a
/// unit of the last place of 2^-8 of a number: each product is off by up to 2^-8 of its size. The
/// two kinds of bfloat16 differ in the order of their sums: that of AVX512_BF16
/// (bfloat16_kernels.h), and that of the matrix tiles of AMX (tile_kernels.h).
enum class Precision { Float, Bfloat16, Bfloat16Tiles };

constexpr int even(int channels) { return (channels + 1) / 2 * 2; }

/// bfloat16 numbers of a pixel for the matrix tiles: rows of a tile are read straight from a plane,
/// and must not cross cache lines.
constexpr int tilePixel(int channels) { return channels <= 16 ? 16 : (channels + 31) / 32 * 32; }

/// Numbers of a pixel in a plane that convolutions read.
constexpr int pixelNumbers(int channels, Precision precision) {
  switch (precision) {
  case Precision::Float:
    break;
  case Precision::Bfloat16:
    return even(channels);
  case Precision::Bfloat16Tiles:
    return tilePixel(channels);
  }
  return channels;
}

} // namespace rxq::nn
