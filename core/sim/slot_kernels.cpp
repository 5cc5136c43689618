#include "core/sim/slot_kernels.h"

#include <cmath>
#include <cstdint>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace rxq::sim::detail {
namespace {

namespace plain {
#define RXQ_LANES 4
#include "core/base/vector_math.inc"
// Second: it builds on the first.
#include "core/sim/slot_kernels.inc"
#undef RXQ_LANES
} // namespace plain

#if defined(__x86_64__)
#pragma GCC push_options
#pragma GCC target("avx2")
namespace avx2 {
#define RXQ_LANES 8
#include "core/base/vector_math.inc"
// Second: it builds on the first.
#include "core/sim/slot_kernels.inc"
#undef RXQ_LANES
} // namespace avx2
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512vl,avx512dq")
namespace avx512 {
#define RXQ_LANES 16
#include "core/base/vector_math.inc"
// Second: it builds on the first.
#include "core/sim/slot_kernels.inc"
#undef RXQ_LANES
} // namespace avx512
#pragma GCC pop_options
#endif

} // namespace

const SlotKernels& slotKernels(base::Isa isa) {
  static constexpr SlotKernels scalar{plain::receive, plain::addNoise};
#if defined(__x86_64__)
  static constexpr SlotKernels wide{avx2::receive, avx2::addNoise};
  static constexpr SlotKernels widest{avx512::receive, avx512::addNoise};
  if (isa >= base::Isa::Avx512)
    return widest;
  if (isa >= base::Isa::Avx2)
    return wide;
#endif
  (void)isa;
  return scalar;
}

const SlotKernels& slotKernels() {
  static const SlotKernels& best = slotKernels(base::availableIsas().back());
  return best;
}

} // namespace rxq::sim::detail
