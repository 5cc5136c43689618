#pragma once

#include <cstddef>

#include "core/base/cpu.h"

namespace rxq::nn {

/// Sizes of one "same" convolution. Planes are [symbol][subcarrier][channel].
struct ConvSize {
  int symbols, subcarriers;
  int in, out;
  int kernelT, kernelF;
  int dilationT, dilationF;
  int margin; ///< columns of zeros on each side of the input plane, borderF() or more

  /// What the kernel reaches beyond the plane, rows and columns.
  constexpr int borderT() const { return kernelT / 2 * dilationT; }
  constexpr int borderF() const { return kernelF / 2 * dilationF; }
};

/// What follows the sums: y = relu(sum + bias + residual), each where it is not null or false.
struct Finish {
  const float* bias = nullptr;     ///< [out]
  const float* residual = nullptr; ///< [pixel][out]; may be y itself
  bool relu = false;
  std::ptrdiff_t residualRow = 0, yRow = 0; ///< floats from row to row; 0: nothing lies between
};

/// Floats a vector of the widest kernel: packed weights come in blocks of so many output channels,
/// which a kernel reads one after the other.
inline constexpr int kLane = 16;
constexpr int padded(int channels) { return (channels + kLane - 1) / kLane * kLane; }

/// The convolution kernels of one instruction set. Inputs are planes with a border of zeros, at
/// least borderT() rows and borderF() columns on each side, a row of which has subcarriers + 2
/// margin pixels; x points to what the first tap meets for the first pixel, borderT() rows and
/// borderF() pixels before that pixel itself.
struct ConvKernels {
  /// y = x * w, finished; w: [padded(out) / kLane][taps][in][kLane], y: [pixel][out].
  void (*forward)(const ConvSize& size, const float* x, const float* w, const Finish& finish,
                  float* y);
  /// dw = x correlated with dy; dw: [taps][in][out], pixel (t, f) of dy is at t * dyRow + f * out,
  /// and kLane floats can be read from each.
  void (*weightGradient)(const ConvSize& size, const float* x, const float* dy,
                         std::ptrdiff_t dyRow, float* dw);
  /// The same for one filter a channel: w, dw: [taps][channels].
  void (*depthwise)(const ConvSize& size, const float* x, const float* w, const Finish& finish,
                    float* y);
  void (*depthwiseGradient)(const ConvSize& size, const float* x, const float* dy,
                            std::ptrdiff_t dyRow, float* dw);
  /// For benches: multiply-adds on registers and nothing else, the most that the set can do.
  /// `values`: as many as a vector has, written to. Returns how many were done.
  long (*peak)(long rounds, float* values);
};

/// Kernels of an instruction set; those of the next plainer one where it has none of its own.
const ConvKernels& convKernels(base::Isa isa);
/// The widest of this machine.
const ConvKernels& convKernels();

// One table a file; see conv_kernels.inc.
extern const ConvKernels kConvPlain;
extern const ConvKernels kConvAvx2;
extern const ConvKernels kConvAvx512;

} // namespace rxq::nn
