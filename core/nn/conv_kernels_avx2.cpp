#include "core/nn/conv_kernels.h"

#define VECTOR 8
#define TILE 12
#define GRADIENT_TILE 12
#define KERNELS kConvAvx2
#if defined(__x86_64__)
#include "core/nn/conv_kernels.inc"
#endif
