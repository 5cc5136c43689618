#include "core/sim/slot_kernels.h"

#include <cmath>
#include <cstdint>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "core/base/kernel_sets.h"

namespace rxq::sim::detail {
namespace {

#define RXQ_KERNELS "core/sim/slot_kernels.inc"
#include "core/base/every_set.inc"

} // namespace

const SlotKernels& slotKernels(base::Isa isa) {
  static constexpr SlotKernels sets[] = {{plain::receive, plain::addNoise},
                                         {avx2::receive, avx2::addNoise},
                                         {avx512::receive, avx512::addNoise}};
  return base::kernelsOf(isa, sets);
}

const SlotKernels& slotKernels() {
  static const SlotKernels& best = slotKernels(base::availableIsas().back());
  return best;
}

} // namespace rxq::sim::detail
