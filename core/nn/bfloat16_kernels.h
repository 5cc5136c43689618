#pragma once

#include <cstddef>
#include <cstdint>

#include "core/nn/conv_kernels.h"
#include "core/nn/precision.h"

namespace rxq::nn {

/// Dense convolutions in bfloat16, which is the upper half of a float, with sums in float. Numbers
/// are multiplied in pairs, as AVX512_BF16's VDPBF16PS does (Intel SDM, volume 2): with pairs (a0,
/// a1) and (b0, b1),
///   sum = round(round(sum + a1 * b1) + a0 * b0),
/// products exact, denormals zero (with base::FloatMode). Sets without that instruction get the
/// same bits by fused multiply-adds in float; the plain loops, which have none, differ only where a
/// product is a denormal.
struct Bfloat16Kernels {
  /// y = x * w, finished. x: a bordered plane (see ConvKernels) of [even(in)] numbers a pixel; w:
  /// [padded(out) / kLane][taps][even(in) / 2][kLane][2]; y: [pixel][out].
  void (*forward)(const ConvSize& size, const std::uint16_t* x, const std::uint16_t* w,
                  const Finish& finish, float* y);
  /// dw = x correlated with dy, in pairs of neighbouring pixels; dw: [taps][in][out], pixel (t, f)
  /// of dy is at t * dyRow + f * even(out). `scratch`: pairScratch(size) numbers.
  void (*weightGradient)(const ConvSize& size, const std::uint16_t* x, const std::uint16_t* dy,
                         std::ptrdiff_t dyRow, std::uint16_t* scratch, float* dw);
  /// See ConvKernels::peak.
  long (*peak)(long rounds, float* values);
};

/// Sets of kernels, from plain to the instruction itself; those without it are for machines
/// without it. All but the first give the same bits.
enum class Bfloat16Set { Plain, Avx2, Avx512, Avx512Bf16 };
bool cpuHas(Bfloat16Set set);
const char* name(Bfloat16Set set);
const Bfloat16Kernels& bfloat16Kernels(Bfloat16Set set);
/// The best of this machine.
const Bfloat16Kernels& bfloat16Kernels();

std::size_t pairScratch(const ConvSize& size);

// One table a file; see bfloat16_kernels.inc.
extern const Bfloat16Kernels kBfloat16Plain;
extern const Bfloat16Kernels kBfloat16Avx2;
extern const Bfloat16Kernels kBfloat16Avx512;
extern const Bfloat16Kernels kBfloat16Avx512Bf16;

} // namespace rxq::nn
