#include "core/nn/conv_kernels.h"

#define VECTOR 4
#define TILE 8
#define GRADIENT_TILE 8
#define KERNELS kConvPlain
#include "core/nn/conv_kernels.inc"
