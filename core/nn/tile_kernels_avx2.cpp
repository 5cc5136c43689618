#include "core/nn/tile_kernels.h"

#if defined(__x86_64__)
#define VECTOR 8
#define KERNELS kTileAvx2
#include "core/nn/tile_kernels.inc"

#include "core/nn/tile_emulation.inc"
#endif
