#pragma once

#include <cstdint>
#include <vector>

#include "core/phy/link_spec.h"

namespace rxq::phy {

/// First `length` bits of the pseudo-random sequence c(n) of TS 38.211 5.2.1: length-31 Gold
/// sequence from offset 1600, x1 starting at 1, x2 at `seed` (c_init, below 2^31).
std::vector<std::uint8_t> goldSequence(std::uint32_t seed, int length);

/// c_init of the PUSCH DMRS, TS 38.211 6.4.1.1.1.1, n_SCID = 0: slot in the frame, symbol in the
/// slot, N_ID^0.
std::uint32_t dmrsSeed(int slot, int symbol, int identity);

/// Symbols of the slot that carry single-symbol DMRS, for 14 symbols of PUSCH without frequency
/// hopping: table 6.4.1.1.3-3.
std::vector<int> dmrsSymbols(const LinkSpec& spec);
/// Subcarriers of port 0 (CDM group 0): every other one (type 1), or the first two of six (type 2);
/// 6.4.1.1.3.
std::vector<int> dmrsSubcarriers(DmrsType type, int subcarriers);
/// Subcarriers of the first `groups` CDM groups: those that carry no data.
std::vector<int> dmrsReserved(DmrsType type, int groups, int subcarriers);
/// beta_DMRS, amplitude of a pilot for `groups` CDM groups without data: 0, 3 and 4.77 dB more
/// energy (TS 38.214 table 6.2.2-1).
double dmrsAmplitude(int groups);

/// Throws base::Error(BadInput) naming the field: a grid that is no resource blocks, three CDM
/// groups of type 1, three additional symbols where the first is not symbol 2.
void checkDmrs(const LinkSpec& spec);

} // namespace rxq::phy
