#pragma once

#include "core/base/cpu.h"

namespace rxq::base {

/// Of tables of kernels for plain loops, AVX2 and AVX-512: that of the widest set among `isa` and
/// those before it.
template <class Kernels> const Kernels& kernelsOf(Isa isa, const Kernels (&sets)[3]) {
  return sets[isa >= Isa::Avx512 ? 2 : isa >= Isa::Avx2 ? 1 : 0];
}

} // namespace rxq::base
