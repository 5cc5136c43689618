#include "core/phy/demap_kernels.h"

#include <cmath>
#include <cstdint>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "core/base/kernel_sets.h"

namespace rxq::phy::detail {
namespace {

#define RXQ_KERNELS "core/phy/demap_kernels.inc"
#include "core/base/every_set.inc"

} // namespace

const DemapKernels& demapKernels(base::Isa isa) {
  static constexpr DemapKernels sets[] = {{plain::demapExact, plain::demapMaxLog},
                                          {avx2::demapExact, avx2::demapMaxLog},
                                          {avx512::demapExact, avx512::demapMaxLog}};
  return base::kernelsOf(isa, sets);
}

const DemapKernels& demapKernels() {
  static const DemapKernels& best = demapKernels(base::availableIsas().back());
  return best;
}

} // namespace rxq::phy::detail
