#include <cstdint>

#include "core/quant/fake_quant_kernels.h"

namespace rxq::quant::detail {
namespace {
constexpr std::size_t kNativeLanes = 4;
#include "core/quant/fake_quant_kernels.inc"
} // namespace

const FakeQuantKernels& plainFakeQuantKernels() {
  static constexpr FakeQuantKernels kernels{forward,          backward,     forwardChannels,
                                            backwardChannels, squaredError, extremes};
  return kernels;
}

const FakeQuantKernels& fakeQuantKernels(base::Isa isa) {
#if defined(__x86_64__)
  if (isa >= base::Isa::Avx512)
    return avx512FakeQuantKernels();
  if (isa >= base::Isa::Avx2)
    return avx2FakeQuantKernels();
#endif
  (void)isa;
  return plainFakeQuantKernels();
}

const FakeQuantKernels& fakeQuantKernels() {
  static const FakeQuantKernels& best = fakeQuantKernels(base::availableIsas().back());
  return best;
}

} // namespace rxq::quant::detail
