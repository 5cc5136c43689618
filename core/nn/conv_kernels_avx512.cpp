#include "core/nn/conv_kernels.h"

#define VECTOR 16
#define TILE 24
#define GRADIENT_TILE 26
#define KERNELS kConvAvx512
#if defined(__x86_64__)
#include "core/nn/conv_kernels.inc"
#endif
