#pragma once

#include <cstddef>
#include <cstdint>

#include "core/base/cpu.h"

namespace rxq::quant::detail {

/// The codes of planes, for one instruction set; all give the same.
struct CodeKernels {
  /// codes[i] = round(clamp(x[i] / scale[i], low, high)) + zero, ties to even; bounds are whole,
  /// and with `zero` added codes.
  void (*codes)(const float* x, const float* scale, std::size_t n, float low, float high,
                float zero, std::uint8_t* codes);
};

/// Those of an instruction set, and the widest of this machine.
const CodeKernels& codeKernels(base::Isa isa);
const CodeKernels& codeKernels();

} // namespace rxq::quant::detail
