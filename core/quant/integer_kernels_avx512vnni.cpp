#include <immintrin.h>

#include "core/quant/integer_kernels.h"

namespace rxq::quant::detail {
namespace {

#include "core/quant/integer_vector_512.inc"

inline Vector dotBytes(Vector sum, Vector codes, Vector weights) {
  return _mm512_dpbusd_epi32(sum, codes, weights);
}
constexpr int kWidth1 = 14, kWidth2 = 12; // as many sums as leave registers for codes and weights
#define RXQ_WIDE_TILES 1

// Last: it builds on all the above.
#include "core/quant/integer_kernels.inc"

} // namespace

const IntegerKernels& avx512VnniKernels() {
  static constexpr IntegerKernels kernels{kLanes, false, false, convolution, depthwise, peak};
  return kernels;
}

} // namespace rxq::quant::detail
