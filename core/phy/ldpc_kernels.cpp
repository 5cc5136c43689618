#include "core/phy/ldpc_kernels.h"

#include <cmath>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "core/base/kernel_sets.h"

namespace rxq::phy::detail {
namespace {

// Each set twice, since float and 8-bit kernels share names and one template of loops.
namespace plain {
#define RXQ_LANES 4
namespace floats {
#include "core/base/vector_math.inc"
// Each builds on the one before.
#include "core/phy/soft_math.inc"
// Third.
#include "core/phy/ldpc_float_kernels.inc"
// Fourth.
#include "core/phy/ldpc_ratio_kernels.inc"
} // namespace floats
namespace bytes {
#include "core/phy/ldpc_int8_kernels.inc"
}
#undef RXQ_LANES
} // namespace plain

#if defined(__x86_64__)
#pragma GCC push_options
#pragma GCC target("avx2,fma")
namespace avx2 {
#define RXQ_LANES 8
namespace floats {
#include "core/base/vector_math.inc"
// Each builds on the one before.
#include "core/phy/soft_math.inc"
// Third.
#include "core/phy/ldpc_float_kernels.inc"
// Fourth.
#include "core/phy/ldpc_ratio_kernels.inc"
} // namespace floats
namespace bytes {
#include "core/phy/ldpc_int8_kernels.inc"
}
#undef RXQ_LANES
} // namespace avx2
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("fma,avx512f,avx512bw,avx512vl,avx512dq")
namespace avx512 {
#define RXQ_LANES 16
namespace floats {
#include "core/base/vector_math.inc"
// Each builds on the one before.
#include "core/phy/soft_math.inc"
// Third.
#include "core/phy/ldpc_float_kernels.inc"
// Fourth.
#include "core/phy/ldpc_ratio_kernels.inc"
} // namespace floats
namespace bytes {
#include "core/phy/ldpc_int8_kernels.inc"
}
#undef RXQ_LANES
} // namespace avx512
#pragma GCC pop_options
#else
namespace avx2 = plain;
namespace avx512 = plain;
#endif

#define RXQ_FLOAT_KERNELS(isa)                                                                     \
  {                                                                                                \
    isa::floats::kLanes, isa::floats::layeredMinSum, isa::floats::floodingMinSum,                  \
        isa::floats::layeredSumProduct, isa::floats::floodingSumProduct,                           \
        isa::floats::updateColumn, isa::floats::parityHolds, isa::floats::failedChecks,            \
        isa::floats::repeat                                                                        \
  }
#define RXQ_RATIO_KERNELS(isa)                                                                     \
  {                                                                                                \
    isa::floats::kLanes, nullptr, nullptr, nullptr, isa::floats::floodingRatios,                   \
        isa::floats::updateRatioColumn, isa::floats::ratioParityHolds,                             \
        isa::floats::ratioFailedChecks, isa::floats::repeat, isa::floats::toRatios                 \
  }
#define RXQ_INT8_KERNELS(isa)                                                                      \
  {                                                                                                \
    isa::bytes::kLanes, isa::bytes::layeredMinSum, isa::bytes::floodingMinSum, nullptr, nullptr,   \
        isa::bytes::updateColumn, isa::bytes::parityHolds, isa::bytes::failedChecks,               \
        isa::bytes::repeat                                                                         \
  }

} // namespace

const FloatKernels& floatKernels(base::Isa isa) {
  static constexpr FloatKernels sets[] = {RXQ_FLOAT_KERNELS(plain), RXQ_FLOAT_KERNELS(avx2),
                                          RXQ_FLOAT_KERNELS(avx512)};
  return base::kernelsOf(isa, sets);
}

const FloatKernels& ratioKernels(base::Isa isa) {
  static constexpr FloatKernels sets[] = {RXQ_RATIO_KERNELS(plain), RXQ_RATIO_KERNELS(avx2),
                                          RXQ_RATIO_KERNELS(avx512)};
  return base::kernelsOf(isa, sets);
}

const Int8Kernels& int8Kernels(base::Isa isa) {
  static constexpr Int8Kernels sets[] = {RXQ_INT8_KERNELS(plain), RXQ_INT8_KERNELS(avx2),
                                         RXQ_INT8_KERNELS(avx512)};
  return base::kernelsOf(isa, sets);
}

} // namespace rxq::phy::detail
