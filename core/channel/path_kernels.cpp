#include "core/channel/path_kernels.h"

#include <cmath>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "core/base/kernel_sets.h"

namespace rxq::channel::detail {
namespace {

/// Batcher's merge exchange (Knuth, The Art of Computer Programming 3, algorithm 5.2.2M) for as
/// many keys as a cluster has rays.
struct SortNetwork {
  int size = 0;
  int low[128] = {};
  int high[128] = {};
};
constexpr SortNetwork makeSortNetwork() {
  SortNetwork network;
  constexpr int top = 16;
  static_assert(kRays > top && kRays <= 2 * top);
  for (int p = top; p > 0; p /= 2)
    for (int q = top, r = 0, d = p;; d = q - p, q /= 2, r = p) {
      for (int i = 0; i + d < kRays; ++i)
        if ((i & p) == r) {
          network.low[network.size] = i;
          network.high[network.size++] = i + d;
        }
      if (q == p)
        break;
    }
  return network;
}
constexpr SortNetwork kSortNetwork = makeSortNetwork();

#define RXQ_KERNELS "core/channel/path_kernels.inc"
#include "core/base/every_set.inc"

} // namespace

const PathKernels& pathKernels(base::Isa isa) {
  static constexpr PathKernels sets[] = {
      {plain::shuffle, plain::cdlRays, plain::tdlRays, plain::advance, plain::sumRays, plain::steer,
       plain::toFrequency, plain::interleave, plain::energy},
      {avx2::shuffle, avx2::cdlRays, avx2::tdlRays, avx2::advance, avx2::sumRays, avx2::steer,
       avx2::toFrequency, avx2::interleave, avx2::energy},
      {avx512::shuffle, avx512::cdlRays, avx512::tdlRays, avx512::advance, avx512::sumRays,
       avx512::steer, avx512::toFrequency, avx512::interleave, avx512::energy}};
  return base::kernelsOf(isa, sets);
}

const PathKernels& pathKernels() {
  static const PathKernels& best = pathKernels(base::availableIsas().back());
  return best;
}

} // namespace rxq::channel::detail
