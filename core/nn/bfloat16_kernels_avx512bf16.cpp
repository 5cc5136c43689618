#include "core/nn/bfloat16_kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define DOT(sum, pairs, pair)                                                                      \
  reinterpret_cast<Vec>(_mm512_dpbf16_ps(reinterpret_cast<__m512>(sum),                            \
                                         reinterpret_cast<__m512bh>(pairs),                        \
                                         reinterpret_cast<__m512bh>(pair)))
#define VECTOR 16
#define TILE 24
#define GRADIENT_TILE 16
#define KERNELS kBfloat16Avx512Bf16
#include "core/nn/bfloat16_kernels.inc"
#endif
