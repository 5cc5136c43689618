#include "core/nn/bfloat16_kernels.h"

#if defined(__x86_64__)
#define VECTOR 8
#define TILE 8
#define GRADIENT_TILE 8
#define KERNELS kBfloat16Avx2
#include "core/nn/bfloat16_kernels.inc"
#endif
