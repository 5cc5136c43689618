#pragma once

#include <algorithm>
#include <cmath>

#include "core/phy/link_spec.h"
#include "core/phy/resource_grid.h"
#include "core/receiver/soft_bits.h"

namespace rxq::receiver {

/// The levels on one axis of Gray QAM (TS 38.211 5.1.3 to 5.1.6): odd multiples of half their
/// spacing.
class AxisLevels {
 public:
  explicit AxisLevels(phy::Modulation modulation) {
    const int bits = phy::bitsPerSymbol(modulation) / 2;
    m_unit = static_cast<float>(axisUnit(bits));
    m_outermost = static_cast<float>((1 << bits) - 1);
  }
  /// The level nearest to x.
  float nearest(float x) const {
    const float level = 2 * std::floor(x / (2 * m_unit)) + 1;
    return m_unit * std::clamp(level, -m_outermost, m_outermost);
  }

 private:
  float m_unit;      ///< half the levels' spacing
  float m_outermost; ///< in units
};

} // namespace rxq::receiver
