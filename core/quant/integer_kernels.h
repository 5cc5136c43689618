#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/cpu.h"

namespace rxq::quant::detail {

/// What turns int32 sums into codes, one value an output channel, padded to whole vectors (padding:
/// zeros). A channel's result is
///   clamp(zeroPoint + ((sum * multiplier + (residual << residualShift) * residualMultiplier +
///                       constant) >> s))
/// with s = 32 + shift. The plan (vector_plan.h) scales the numbers of IntegerLayer up to that
/// form, in which the upper halves of 64-bit products suffice; a layer whose numbers do not fit has
/// `exact` set, s = shift, and takes a plain loop in 64 bits.
struct Requantization {
  const std::int32_t* multiplier;
  const std::int64_t* constant; ///< rounding, less the residual's zero point
  const std::int32_t* shift;
  const std::int32_t* residualMultiplier; ///< null without residual
  const std::int32_t* residualShift;
  std::int32_t zeroPoint, low, high;
  bool exact;
};

/// What turns int32 sums into real numbers instead, for quantization-aware training: one value an
/// output channel, padded to whole vectors. With real = sum * scale + residual, after the ReLU,
///   before = real, after = step * round(clamp(real / step, low, high)),
/// and the code is round(...) + zeroPoint. Planes are [pixel][outChannels]. Elementwise without
/// fused multiply-adds: all instruction sets give the same bits.
struct Realisation {
  const float* scale;
  const float* step;
  const float* residual; ///< null without
  float low, high;
  std::int32_t zeroPoint;
  bool relu;
  float* before;
  float* after;
};

/// How a layer runs on matrix tiles: sixteen pixels by `depth` bytes, times `depth` bytes by
/// sixteen output channels. A run is what lies side by side of the taps: a row of a kernel without
/// dilation in frequency, else a single tap; runs are cut into chunks of `depth` bytes.
struct TileShape {
  int depth;                   ///< bytes, a multiple of 4, at most 64
  int chunks;                  ///< of all runs
  const std::ptrdiff_t* chunk; ///< offset of each chunk from the output's pixel
};

/// Bytes that hold `count` weights of 4 or 2 bits: stretches of 64 bytes, in which weight i of the
/// stretch lies in byte i % 64, i / 64 fields from the lowest bits up, two's complement.
constexpr std::ptrdiff_t kStretch = 64;
constexpr std::ptrdiff_t packedBytes(std::ptrdiff_t count, int bits) {
  const std::ptrdiff_t perStretch = kStretch * (8 / bits);
  return (count + perStretch - 1) / perStretch * kStretch;
}

/// One convolution over a plane. Pointers address pixel (0, 0) of the first channel; strides are in
/// elements. Buffers carry the zero padding (codes of the zero point) that the taps reach, and 64
/// readable bytes behind the last pixel.
struct ConvolutionTask {
  const std::uint8_t* input;
  std::ptrdiff_t inputRow, inputPixel;
  const std::ptrdiff_t* tapOffset; ///< one a tap
  int taps;
  int kernelRows, rowDistance; ///< of the taps: rows, and symbols from one to the next
  bool zeroRim; ///< the padding's codes are zero, so taps that meet nothing else add 0
  int groups;   ///< input channels / 4, rounded up
  const std::uint8_t* residual; ///< null: none
  std::ptrdiff_t residualRow, residualPixel;
  std::uint8_t* bytes; ///< output codes; channels are written in whole vectors
  std::int16_t* words; ///< output codes of the last layer instead; only real channels are written
  std::ptrdiff_t outputRow, outputPixel;
  int rows, columns, outChannels;
  /// Full convolution: pairs of vectors of output channels, then a single one when the count is
  /// odd; within [tap][group][vector][lane][4 channels], int8; or, `wide`, int16 as [tap][group]
  /// [vector][even, odd channels][lane][2]. Depthwise: [vector][pair of taps][lane][2], int16.
  const void* weights;
  bool wide;
  /// 8, or 4 or 2: then the bytes of each pair of vectors (a single one when the count is odd) are
  /// packed as packedBytes() has them, and a pair at a time is unpacked into `scratch`, once for
  /// all pixels: memory is read at the weights' own width.
  int weightBits;
  std::int8_t* scratch;
  const std::int32_t* bias;
  Requantization requantization;
  const Realisation* real; ///< null: requantize
  /// Null: as `weights` is described. Else they are [vector of 16 output channels][chunk][depth /
  /// 4] [16 channels][4 bytes], and there are at least 16 columns.
  const TileShape* tiles;
};

/// The loops of one instruction set. All give the same codes.
struct IntegerKernels {
  int lanes; ///< output channels in a vector
  /// Products of unsigned and signed bytes are summed in pairs that saturate at 16 bits: weights
  /// that could reach that need the wide form.
  bool saturates;
  bool tiles; ///< has matrix tiles
  void (*convolution)(const ConvolutionTask& task);
  void (*depthwise)(const ConvolutionTask& task);
  /// For benches: multiply-adds of bytes on registers and nothing else. `bytes`: 4096 of them, read
  /// and written. Returns how many were done.
  long (*peak)(long rounds, std::uint8_t* bytes);
};

const IntegerKernels& avx2Kernels();
const IntegerKernels& avxVnniKernels();
const IntegerKernels& avx512Kernels();
const IntegerKernels& avx512VnniKernels();
const IntegerKernels& amxInt8Kernels();

/// Kernels of a set other than Scalar; asserts that they are built in.
const IntegerKernels& integerKernels(base::Isa isa);

} // namespace rxq::quant::detail
