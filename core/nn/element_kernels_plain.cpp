#include "core/nn/element_kernels.h"

#define VECTOR 4
#define KERNELS kElementPlain
namespace {
typedef float Vec __attribute__((vector_size(VECTOR * 4)));
inline Vec squareRoot(Vec v) {
  return Vec{__builtin_sqrtf(v[0]), __builtin_sqrtf(v[1]), __builtin_sqrtf(v[2]),
             __builtin_sqrtf(v[3])};
}
} // namespace
#include "core/nn/element_kernels.inc"
