#include "core/phy/ldpc_kernels.h"

#include <cmath>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

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
  static constexpr FloatKernels scalar RXQ_FLOAT_KERNELS(plain);
#if defined(__x86_64__)
  static constexpr FloatKernels wide RXQ_FLOAT_KERNELS(avx2);
  static constexpr FloatKernels widest RXQ_FLOAT_KERNELS(avx512);
  if (isa >= base::Isa::Avx512)
    return widest;
  if (isa >= base::Isa::Avx2)
    return wide;
#endif
  (void)isa;
  return scalar;
}

const FloatKernels& ratioKernels(base::Isa isa) {
  static constexpr FloatKernels scalar RXQ_RATIO_KERNELS(plain);
#if defined(__x86_64__)
  static constexpr FloatKernels wide RXQ_RATIO_KERNELS(avx2);
  static constexpr FloatKernels widest RXQ_RATIO_KERNELS(avx512);
  if (isa >= base::Isa::Avx512)
    return widest;
  if (isa >= base::Isa::Avx2)
    return wide;
#endif
  (void)isa;
  return scalar;
}

const Int8Kernels& int8Kernels(base::Isa isa) {
  static constexpr Int8Kernels scalar RXQ_INT8_KERNELS(plain);
#if defined(__x86_64__)
  static constexpr Int8Kernels wide RXQ_INT8_KERNELS(avx2);
  static constexpr Int8Kernels widest RXQ_INT8_KERNELS(avx512);
  if (isa >= base::Isa::Avx512)
    return widest;
  if (isa >= base::Isa::Avx2)
    return wide;
#endif
  (void)isa;
  return scalar;
}

} // namespace rxq::phy::detail
