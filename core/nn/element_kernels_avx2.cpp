#include "core/nn/element_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define VECTOR 8
#define KERNELS kElementAvx2
namespace {
typedef float Vec __attribute__((vector_size(VECTOR * 4)));
inline Vec squareRoot(Vec v) { return _mm256_sqrt_ps(v); }
} // namespace
#include "core/nn/element_kernels.inc"
#endif
