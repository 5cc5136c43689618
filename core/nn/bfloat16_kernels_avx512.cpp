#include "core/nn/bfloat16_kernels.h"

#if defined(__x86_64__)
#define VECTOR 16
#define TILE 16
#define GRADIENT_TILE 16
#define KERNELS kBfloat16Avx512
#include "core/nn/bfloat16_kernels.inc"
#endif
