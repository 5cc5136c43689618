#include "core/nn/element_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define VECTOR 16
#define KERNELS kElementAvx512
namespace {
typedef float Vec __attribute__((vector_size(VECTOR * 4)));
inline Vec squareRoot(Vec v) { return _mm512_maskz_sqrt_ps(0xffff, v); }
} // namespace
#include "core/nn/element_kernels.inc"
#endif
