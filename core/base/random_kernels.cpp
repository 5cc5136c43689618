#include "core/base/random_kernels.h"

#include <cmath>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace rxq::base::detail {
namespace {

namespace plain {
#define RXQ_LANES 4
#include "core/base/vector_math.inc"
// Second: it builds on the first.
#include "core/base/random_kernels.inc"
#undef RXQ_LANES
} // namespace plain

#if defined(__x86_64__)
#pragma GCC push_options
#pragma GCC target("avx2")
namespace avx2 {
#define RXQ_LANES 8
#include "core/base/vector_math.inc"
// Second: it builds on the first.
#include "core/base/random_kernels.inc"
#undef RXQ_LANES
} // namespace avx2
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512dq")
namespace avx512 {
#define RXQ_LANES 16
#include "core/base/vector_math.inc"
// Second: it builds on the first.
#include "core/base/random_kernels.inc"
#undef RXQ_LANES
} // namespace avx512
#pragma GCC pop_options
#endif

} // namespace

const RandomKernels& randomKernels(Isa isa) {
  static constexpr RandomKernels scalar{plain::blocks, plain::gaussian};
#if defined(__x86_64__)
  static constexpr RandomKernels wide{avx2::blocks, avx2::gaussian};
  static constexpr RandomKernels widest{avx512::blocks, avx512::gaussian};
  if (isa >= Isa::Avx512)
    return widest;
  if (isa >= Isa::Avx2)
    return wide;
#endif
  (void)isa;
  return scalar;
}

const RandomKernels& randomKernels() {
  static const RandomKernels& best = randomKernels(availableIsas().back());
  return best;
}

} // namespace rxq::base::detail
