#pragma once

#include <vector>

#include "core/phy/ldpc.h"

namespace rxq::phy {

/// One circulant of the lifted parity-check matrix: check bit row * Zc + z involves code bit
/// column * Zc + (z + shift) mod Zc.
struct Circulant {
  int column = 0;
  int shift = 0;
};

/// The rows of TS 38.212 table 5.3.2-2 or 5.3.2-3, lifted.
using BaseGraph = std::vector<std::vector<Circulant>>;
BaseGraph liftedGraph(const LdpcParams& params);

/// All 51 lifting sizes of table 5.3.2-1, ascending, and the set of each.
struct LiftingSize {
  int size = 0;
  int set = 0;
};
const std::vector<LiftingSize>& liftingSizes();

} // namespace rxq::phy
