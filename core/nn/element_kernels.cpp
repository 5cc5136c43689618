#include "core/nn/element_kernels.h"

namespace rxq::nn {

const ElementKernels& elementKernels(base::Isa isa) {
#if defined(__x86_64__)
  if (isa >= base::Isa::Avx512)
    return kElementAvx512;
  if (isa >= base::Isa::Avx2)
    return kElementAvx2;
#endif
  (void)isa;
  return kElementPlain;
}

const ElementKernels& elementKernels() {
  static const ElementKernels& best = elementKernels(base::availableIsas().back());
  return best;
}

} // namespace rxq::nn
