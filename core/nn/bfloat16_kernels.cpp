#include "core/nn/bfloat16_kernels.h"

namespace rxq::nn {

bool cpuHas(Bfloat16Set set) {
  switch (set) {
  case Bfloat16Set::Plain:
    return true;
  case Bfloat16Set::Avx2:
    return base::cpuHas(base::Isa::Avx2);
  case Bfloat16Set::Avx512:
    return base::cpuHas(base::Isa::Avx512);
  case Bfloat16Set::Avx512Bf16:
    return base::cpuHasAvx512Bf16();
  }
  return false;
}

const char* name(Bfloat16Set set) {
  switch (set) {
  case Bfloat16Set::Plain:
    return "scalar";
  case Bfloat16Set::Avx2:
    return "avx2";
  case Bfloat16Set::Avx512:
    return "avx512";
  case Bfloat16Set::Avx512Bf16:
    return "avx512-bf16";
  }
  return "";
}

const Bfloat16Kernels& bfloat16Kernels(Bfloat16Set set) {
#if defined(__x86_64__)
  switch (set) {
  case Bfloat16Set::Plain:
    break;
  case Bfloat16Set::Avx2:
    return kBfloat16Avx2;
  case Bfloat16Set::Avx512:
    return kBfloat16Avx512;
  case Bfloat16Set::Avx512Bf16:
    return kBfloat16Avx512Bf16;
  }
#else
  (void)set;
#endif
  return kBfloat16Plain;
}

const Bfloat16Kernels& bfloat16Kernels() {
  static const Bfloat16Kernels& best = []() -> const Bfloat16Kernels& {
    for (const auto set : {Bfloat16Set::Avx512Bf16, Bfloat16Set::Avx512, Bfloat16Set::Avx2})
      if (cpuHas(set))
        return bfloat16Kernels(set);
    return kBfloat16Plain;
  }();
  return best;
}

std::size_t pairScratch(const ConvSize& s) {
  const int dy = s.symbols * ((s.subcarriers + 1) / 2) * s.out + kLane;
  const int x =
      (s.symbols + 2 * s.borderT()) * ((s.subcarriers + 2 * s.margin) / 2 + 1) * even(s.in);
  return 2 * static_cast<std::size_t>(padded(dy) + 2 * padded(x));
}

} // namespace rxq::nn
