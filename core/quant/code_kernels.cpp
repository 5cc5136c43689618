#include "core/quant/code_kernels.h"

#include <cmath>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "core/base/kernel_sets.h"

namespace rxq::quant::detail {
namespace {

#define RXQ_KERNELS "core/quant/code_kernels.inc"
#include "core/base/every_set.inc"

} // namespace

const CodeKernels& codeKernels(base::Isa isa) {
  static constexpr CodeKernels sets[] = {{plain::codes}, {avx2::codes}, {avx512::codes}};
  return base::kernelsOf(isa, sets);
}

const CodeKernels& codeKernels() {
  static const CodeKernels& best = codeKernels(base::availableIsas().back());
  return best;
}

} // namespace rxq::quant::detail
