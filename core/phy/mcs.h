#pragma once

#include "core/phy/link_spec.h"

namespace rxq::phy {

/// One line of an MCS table.
struct Mcs {
  Modulation modulation = Modulation::Qpsk;
  double rate = 0; ///< target code rate R
};

/// Indices of a table that name a rate: 0 to mcsCount() - 1. TS 38.214 tables 5.1.3.1-1 (to
/// 64-QAM), 5.1.3.1-2 (to 256-QAM) and 5.1.3.1-3 (low spectral efficiency); 6.1.4.1 uses them for
/// PUSCH without transform precoding.
int mcsCount(McsTable table);
/// Throws base::Error(BadInput) naming the field when the index is reserved.
Mcs mcsOf(McsTable table, int index);

/// The spec with modulation and code rate as the MCS index sets them; as it is without a table.
LinkSpec resolved(const LinkSpec& spec);

} // namespace rxq::phy
