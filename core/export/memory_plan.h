#pragma once

#include <vector>

#include "core/quant/integer_network.h"

namespace rxq::exporting {

/// Where the tensors between layers live in scratch memory, in channels: tensor i of P pixels takes
/// the bytes from offset[i] * P on. A tensor's place is given away after the last layer that reads
/// it, so passes use the same memory one after the other. Inputs and outputs, of every pass, are
/// the caller's and have no place (-1).
struct MemoryPlan {
  std::vector<int> offset; ///< one a tensor
  int channels = 0;        ///< in all
};
MemoryPlan planMemory(const quant::IntegerNetwork& network);

} // namespace rxq::exporting
