#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/cpu.h"

namespace rxq::nn {

/// Adam's numbers of one step (adam.h).
struct AdamStep {
  float beta1, beta2, epsilon;
  float rate;  ///< with the first moment's bias taken out
  float scale; ///< of the second moment's root: the same
};

/// A gradient on its way from a layer's output back to its convolution. Planes are
/// [pixel][channel].
struct GradientTask {
  int rows, columns, channels;
  const float* gradient;
  const float* output; ///< what came out of the ReLU; null: there is none
  float* residual;     ///< the gradient of what is added before the ReLU; null: nothing is
  bool fresh;          ///< `residual` is written rather than added to
  float* bias;         ///< [channel], written: sums over the pixels, in their order; null: none
  /// Where the gradient before the ReLU goes, in float (may be `gradient`) or bfloat16; the other
  /// is null. Pixel (t, f) is at t * toRow + f * toPixel.
  float* to;
  std::uint16_t* toBfloat16;
  std::ptrdiff_t toRow, toPixel;
};

/// Loops over values one by one, for one instruction set. None fuses multiplications with
/// additions: all sets give the same bits.
struct ElementKernels {
  void (*gradient)(const GradientTask& task);
  /// bfloat16 codes (upper halves of floats), rounded half to even, of rows * columns pixels.
  void (*toBfloat16)(const float* from, int rows, int columns, int channels, std::uint16_t* to,
                     std::ptrdiff_t toRow, std::ptrdiff_t toPixel);
  /// n pairs of bfloat16 codes: (a[i], b[i]); b may be null: zeros.
  void (*pairs)(const float* a, const float* b, std::size_t n, std::uint16_t* to);
  /// to[i] = scale * (((0 + parts[0][i]) + parts[1][i]) + ...), i in [begin, end).
  void (*mean)(const float* const* parts, std::size_t count, float scale, std::size_t begin,
               std::size_t end, float* to);
  /// One step of `n` parameters and their moments.
  void (*adam)(const AdamStep& step, std::size_t n, const float* gradient, float* first,
               float* second, float* parameters);
};

/// Kernels of an instruction set; those of the next plainer one where it has none of its own.
const ElementKernels& elementKernels(base::Isa isa);
/// The widest of this machine.
const ElementKernels& elementKernels();

// One table a file; see element_kernels.inc.
extern const ElementKernels kElementPlain;
extern const ElementKernels kElementAvx2;
extern const ElementKernels kElementAvx512;

} // namespace rxq::nn
