#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace rxq::phy {

/// The cyclic redundancy checks of TS 38.212 clause 5.1.
enum class Crc { Crc24A, Crc24B, Crc24C, Crc16, Crc11, Crc6 };

/// Parity bits: 24, 24, 24, 16, 11, 6.
int crcLength(Crc crc);
/// The remainder of the bits (one a byte, 0 or 1, first bit first) times x^L divided by the
/// generator polynomial, starting from zero. Its highest bit is p0, sent first.
std::uint32_t crcOf(Crc crc, std::span<const std::uint8_t> bits);
/// The bits and their parity bits behind them.
std::vector<std::uint8_t> withCrc(Crc crc, std::span<const std::uint8_t> bits);
/// Whether bits that end in their parity bits divide without remainder. False when they are fewer
/// than the parity bits.
bool crcHolds(Crc crc, std::span<const std::uint8_t> bits);

} // namespace rxq::phy
