#include <cstdint>

#include "core/quant/fake_quant_kernels.h"

namespace rxq::quant::detail {
namespace {
constexpr std::size_t kNativeLanes = 8;
#include "core/quant/fake_quant_kernels.inc"
} // namespace

const FakeQuantKernels& avx2FakeQuantKernels() {
  static constexpr FakeQuantKernels kernels{forward,          backward,     forwardChannels,
                                            backwardChannels, squaredError, extremes};
  return kernels;
}

} // namespace rxq::quant::detail
