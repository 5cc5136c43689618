#include "core/quant/integer_engine.h"

#include <cassert>

#include "core/quant/scalar_engine.h"
#include "core/quant/vector_engine.h"

namespace rxq::quant {

void IntegerEngine::run(std::span<const std::uint8_t> input, std::span<std::int16_t> output) {
  const auto count = static_cast<std::size_t>(passes());
  const std::size_t in = input.size() / count, out = output.size() / count;
  for (std::size_t p = 0; p < count; ++p)
    runPass(static_cast<int>(p), input.subspan(p * in, in), output.subspan(p * out, out));
}

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
