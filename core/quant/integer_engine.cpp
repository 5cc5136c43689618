#include "core/quant/integer_engine.h"

#include <cassert>

#include "core/quant/scalar_engine.h"
#include "core/quant/vector_engine.h"

namespace rxq::quant {

std::unique_ptr<IntegerEngine> makeEngine(const IntegerNetwork& network, nn::PlaneSize size,
                                          base::Isa isa) {
  assert(base::cpuHas(isa));
  if (isa == base::Isa::Scalar)
    return detail::makeScalarEngine(network, size);
  return detail::makeVectorEngine(network, size, isa);
}

std::unique_ptr<IntegerEngine> makeEngine(const IntegerNetwork& network, nn::PlaneSize size) {
  return makeEngine(network, size, base::availableIsas().back());
}

} // namespace rxq::quant
