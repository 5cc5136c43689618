#include "core/phy/demap_kernels.h"

#include <cmath>
#include <cstdint>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace rxq::phy::detail {
namespace {

namespace plain {
#define RXQ_LANES 4
#include "core/base/vector_math.inc"
// Each builds on the one before.
#include "core/phy/soft_math.inc"
// Third.
#include "core/phy/demap_kernels.inc"
#undef RXQ_LANES
} // namespace plain

#if defined(__x86_64__)
#pragma GCC push_options
#pragma GCC target("avx2")
namespace avx2 {
#define RXQ_LANES 8
#include "core/base/vector_math.inc"
// Each builds on the one before.
#include "core/phy/soft_math.inc"
// Third.
#include "core/phy/demap_kernels.inc"
#undef RXQ_LANES
} // namespace avx2
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512dq")
namespace avx512 {
#define RXQ_LANES 16
#include "core/base/vector_math.inc"
// Each builds on the one before.
#include "core/phy/soft_math.inc"
// Third.
#include "core/phy/demap_kernels.inc"
#undef RXQ_LANES
} // namespace avx512
#pragma GCC pop_options
#endif

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
