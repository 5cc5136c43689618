#include "core/phy/crc.h"

#include <array>
#include <cstddef>

namespace rxq::phy {

namespace {
struct Polynomial {
  int length = 0;
  std::uint32_t terms = 0; ///< without the highest one; bit i is x^i
};

Polynomial polynomial(Crc crc) {
  switch (crc) {
  case Crc::Crc24A:
    return {24, 0x864cfb};
  case Crc::Crc24B:
    return {24, 0x800063};
  case Crc::Crc24C:
    return {24, 0xb2b117};
  case Crc::Crc16:
    return {16, 0x1021};
  case Crc::Crc11:
    return {11, 0x621};
  case Crc::Crc6:
    return {6, 0x21};
  }
  return {};
}

/// The register is kept at the top of 32 bits, so that all lengths shift alike.
std::uint32_t shiftedIn(std::uint32_t value, std::uint32_t topPolynomial, unsigned bit) {
  const std::uint32_t feedback = (value >> 31) ^ bit;
  return (value << 1) ^ (feedback ? topPolynomial : 0u);
}

/// What eight zero bits make of each leading byte.
std::array<std::uint32_t, 256> byteTable(std::uint32_t topPolynomial) {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t value = byte << 24;
    for (int i = 0; i < 8; ++i)
      value = shiftedIn(value, topPolynomial, 0);
    table[byte] = value;
  }
  return table;
}

const std::array<std::uint32_t, 256>& tableOf(Crc crc) {
  static const auto tables = [] {
    std::array<std::array<std::uint32_t, 256>, 6> all;
    for (std::size_t c = 0; c < all.size(); ++c) {
      const Polynomial p = polynomial(static_cast<Crc>(c));
      all[c] = byteTable(p.terms << (32 - p.length));
    }
    return all;
  }();
  return tables[static_cast<std::size_t>(crc)];
}
} // namespace

int crcLength(Crc crc) { return polynomial(crc).length; }

std::uint32_t crcOf(Crc crc, std::span<const std::uint8_t> bits) {
  const Polynomial p = polynomial(crc);
  const std::uint32_t top = p.terms << (32 - p.length);
  const auto& table = tableOf(crc);
  std::uint32_t value = 0;
  std::size_t i = 0;
  for (; i + 8 <= bits.size(); i += 8) {
    std::uint32_t byte = 0;
    for (std::size_t b = 0; b < 8; ++b)
      byte = (byte << 1) | bits[i + b];
    value = (value << 8) ^ table[(value >> 24) ^ byte];
  }
  for (; i < bits.size(); ++i)
    value = shiftedIn(value, top, bits[i]);
  return value >> (32 - p.length);
}

std::vector<std::uint8_t> withCrc(Crc crc, std::span<const std::uint8_t> bits) {
  std::vector<std::uint8_t> all(bits.begin(), bits.end());
  const std::uint32_t parity = crcOf(crc, bits);
  for (int i = crcLength(crc) - 1; i >= 0; --i)
    all.push_back(static_cast<std::uint8_t>((parity >> i) & 1u));
  return all;
}

bool crcHolds(Crc crc, std::span<const std::uint8_t> bits) {
  return bits.size() >= static_cast<std::size_t>(crcLength(crc)) && crcOf(crc, bits) == 0;
}

} // namespace rxq::phy
