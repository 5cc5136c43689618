#include "core/base/random_kernels.h"

#include <cmath>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "core/base/kernel_sets.h"

namespace rxq::base::detail {
namespace {

#define RXQ_KERNELS "core/base/random_kernels.inc"
#include "core/base/every_set.inc"

} // namespace

const RandomKernels& randomKernels(Isa isa) {
  static constexpr RandomKernels sets[] = {{plain::blocks, plain::gaussian},
                                           {avx2::blocks, avx2::gaussian},
                                           {avx512::blocks, avx512::gaussian}};
  return kernelsOf(isa, sets);
}

const RandomKernels& randomKernels() {
  static const RandomKernels& best = randomKernels(availableIsas().back());
  return best;
}

} // namespace rxq::base::detail
