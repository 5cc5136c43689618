#include <immintrin.h>

#include "core/quant/integer_kernels.h"

namespace rxq::quant::detail {
namespace {

#include "core/quant/integer_vector_256.inc"

inline Vector dotBytes(Vector sum, Vector codes, Vector weights) {
  const Vector pairs = _mm256_maddubs_epi16(codes, weights);
  return add(sum, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)));
}
constexpr int kWidth1 = 6, kWidth2 = 4; // as many sums as leave registers for codes and weights
#define RXQ_WIDE_TILES 0

// Last: it builds on all the above.
#include "core/quant/integer_kernels.inc"

} // namespace

const IntegerKernels& avx2Kernels() {
  static constexpr IntegerKernels kernels{kLanes, true, false, convolution, depthwise, peak};
  return kernels;
}

} // namespace rxq::quant::detail
