#include "core/nn/conv_kernels.h"

namespace rxq::nn {

const ConvKernels& convKernels(base::Isa isa) {
#if defined(__x86_64__)
  switch (isa) {
  case base::Isa::Scalar:
    break;
  case base::Isa::Avx2:
  case base::Isa::AvxVnni:
    return kConvAvx2;
  case base::Isa::Avx512:
  case base::Isa::Avx512Vnni:
  case base::Isa::AmxInt8:
    return kConvAvx512;
  }
#else
  (void)isa;
#endif
  return kConvPlain;
}

const ConvKernels& convKernels() {
  static const ConvKernels& best = convKernels(base::availableIsas().back());
  return best;
}

} // namespace rxq::nn
