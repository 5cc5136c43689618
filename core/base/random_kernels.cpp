#include "core/base/random_kernels.h"

#include <cmath>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace rxq::base::detail {
namespace {

#define RXQ_KERNELS "core/base/random_kernels.inc"
#include "core/base/every_set.inc"

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
