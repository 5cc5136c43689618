#pragma once

#include <cstddef>

#include "core/base/cpu.h"

/// What happens to every element of a slot on its way, for one instruction set. Each operation is
/// rounded by itself: all sets give the same bits.
namespace rxq::sim::detail {

struct SlotKernels {
  /// y = h x + deviation * noise of `elements` complex numbers, real and imaginary parts in turn.
  void (*receive)(const float* h, const float* x, const float* noise, float deviation, float* y,
                  std::size_t elements);
  /// y += deviation * noise of `count` real numbers.
  void (*addNoise)(const float* noise, float deviation, float* y, std::size_t count);
};

const SlotKernels& slotKernels(base::Isa isa);
/// The best of this processor.
const SlotKernels& slotKernels();

} // namespace rxq::sim::detail
