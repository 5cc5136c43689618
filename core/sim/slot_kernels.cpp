#include "core/sim/slot_kernels.h"

#include <cmath>
#include <cstdint>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace rxq::sim::detail {
namespace {

#define RXQ_KERNELS "core/sim/slot_kernels.inc"
#include "core/base/every_set.inc"

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
