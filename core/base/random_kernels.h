#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/cpu.h"

namespace rxq::base::detail {

/// The loops behind Philox's fills, built once an instruction set. All builds give the same bits.
struct RandomKernels {
  /// words[4 i ... 4 i + 3] = block {first + i, index} of `key` (low word first), i < count.
  void (*blocks)(std::uint64_t first, std::uint64_t index, std::uint64_t key, std::uint32_t* words,
                 std::size_t count);
  /// Box and Muller on pairs of words; `count` values from `count` words, rounded up to even.
  void (*gaussian)(const std::uint32_t* words, float* values, std::size_t count);
};

/// Kernels for exactly Scalar, Avx2 or Avx512; other sets get the nearest narrower of these.
const RandomKernels& randomKernels(Isa isa);
/// The widest that this processor runs.
const RandomKernels& randomKernels();

} // namespace rxq::base::detail
