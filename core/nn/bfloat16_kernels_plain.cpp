#include "core/nn/bfloat16_kernels.h"

#define VECTOR 4
#define TILE 4
#define GRADIENT_TILE 4
#define KERNELS kBfloat16Plain
#include "core/nn/bfloat16_kernels.inc"
