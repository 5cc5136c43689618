#include "core/phy/demap_kernels.h"

#include <cmath>
#include <cstdint>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace rxq::phy::detail {
namespace {

#define RXQ_KERNELS "core/phy/demap_kernels.inc"
#include "core/base/every_set.inc"

} // namespace

const DemapKernels& demapKernels(base::Isa isa) {
  static constexpr DemapKernels scalar{plain::demapExact, plain::demapMaxLog};
#if defined(__x86_64__)
  static constexpr DemapKernels wide{avx2::demapExact, avx2::demapMaxLog};
  static constexpr DemapKernels widest{avx512::demapExact, avx512::demapMaxLog};
  if (isa >= base::Isa::Avx512)
    return widest;
  if (isa >= base::Isa::Avx2)
    return wide;
#endif
  (void)isa;
  return scalar;
}

const DemapKernels& demapKernels() {
  static const DemapKernels& best = demapKernels(base::availableIsas().back());
  return best;
}

} // namespace rxq::phy::detail
