#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/base/cpu.h"
#include "core/quant/integer_network.h"

namespace rxq::quant {

/// Runs an integer network on single planes. All engines give the same integers; the scalar one is
/// the specification. Holds scratch: one object a thread (clone() shares packed weights).
class IntegerEngine {
 public:
  virtual ~IntegerEngine() = default;
  virtual std::unique_ptr<IntegerEngine> clone() const = 0;
  /// input: codes [pass][pixel][inputChannels]; output: codes [pass][pixel][outputChannels].
  void run(std::span<const std::uint8_t> input, std::span<std::int16_t> output);
  /// One pass; input and output without the first dimension.
  virtual void runPass(int pass, std::span<const std::uint8_t> input,
                       std::span<std::int16_t> output) = 0;
  virtual int passes() const = 0;
  /// Bytes of weights that one run reads from memory: those of 4 bits and fewer are held packed.
  virtual std::size_t weightBytes() const = 0;
  /// After run(): codes of tensor i in 1..layers-1 as [pixel][channel]; not of a pass's output.
  virtual std::vector<std::uint8_t> tensor(int index) const = 0;
};

/// Engine for one instruction set; asserts base::cpuHas(isa).
std::unique_ptr<IntegerEngine> makeEngine(const IntegerNetwork& network, nn::PlaneSize size,
                                          base::Isa isa);
/// The fastest engine of this machine.
std::unique_ptr<IntegerEngine> makeEngine(const IntegerNetwork& network, nn::PlaneSize size);

} // namespace rxq::quant
