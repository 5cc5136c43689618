#include "core/nn/tile_kernels.h"

#define VECTOR 4
#define KERNELS kTilePlain
#include "core/nn/tile_kernels.inc"

#include "core/nn/tile_emulation.inc"
