#include "core/phy/dmrs.h"

#include <array>
#include <cmath>
#include <string>

#include "core/base/error.h"

namespace rxq::phy {

std::vector<std::uint8_t> goldSequence(std::uint32_t seed, int length) {
  constexpr int kOffset = 1600, kRegister = 31;
  // Bit i of a register is x(n + i): the next bit enters at the top.
  std::uint32_t x1 = 1, x2 = seed;
  std::vector<std::uint8_t> bits;
  bits.reserve(static_cast<std::size_t>(length));
  for (int n = 0; n < kOffset + length; ++n) {
    if (n >= kOffset)
      bits.push_back(static_cast<std::uint8_t>((x1 ^ x2) & 1u));
    const std::uint32_t next1 = ((x1 >> 3) ^ x1) & 1u;
    const std::uint32_t next2 = ((x2 >> 3) ^ (x2 >> 2) ^ (x2 >> 1) ^ x2) & 1u;
    x1 = (x1 >> 1) | (next1 << (kRegister - 1));
    x2 = (x2 >> 1) | (next2 << (kRegister - 1));
  }
  return bits;
}

std::uint32_t dmrsSeed(int slot, int symbol, int identity) {
  constexpr std::uint64_t kSymbolsOfSlot = 14, kModulus = std::uint64_t{1} << 31;
  const auto id = static_cast<std::uint64_t>(identity);
  const std::uint64_t moment =
      kSymbolsOfSlot * static_cast<std::uint64_t>(slot) + static_cast<std::uint64_t>(symbol) + 1;
  return static_cast<std::uint32_t>(((moment * (2 * id + 1) << 17) + 2 * id) % kModulus);
}

std::vector<int> dmrsSymbols(const LinkSpec& spec) {
  using Positions = std::vector<int>;
  static const std::array<Positions, 4> behindA{Positions{}, {11}, {7, 11}, {5, 8, 11}};
  static const std::array<Positions, 4> behindB{Positions{}, {10}, {5, 10}, {3, 6, 9}};
  const bool typeA = spec.dmrsMapping == MappingType::A;
  Positions symbols{typeA ? spec.dmrsFirstSymbol : 0};
  const auto more = static_cast<std::size_t>(spec.dmrsAdditional);
  const Positions& behind = (typeA ? behindA : behindB)[more];
  symbols.insert(symbols.end(), behind.begin(), behind.end());
  return symbols;
}

std::vector<int> dmrsReserved(DmrsType type, int groups, int subcarriers) {
  std::vector<int> reserved;
  for (int k = 0; k < subcarriers; ++k) {
    const int group = type == DmrsType::Type1 ? k % 2 : k % 6 / 2;
    if (group < groups)
      reserved.push_back(k);
  }
  return reserved;
}

std::vector<int> dmrsSubcarriers(DmrsType type, int subcarriers) {
  return dmrsReserved(type, 1, subcarriers);
}

double dmrsAmplitude(int groups) {
  constexpr std::array kDecibels{0.0, 3.0, 4.77};
  return std::pow(10.0, kDecibels[static_cast<std::size_t>(groups - 1)] / 20);
}

void checkDmrs(const LinkSpec& spec) {
  const auto fail = [](const char* field, const base::Message& why) {
    throw base::Error(base::ErrorKind::BadInput, base::message("link.%1: %2", field, why));
  };
  if (spec.grid != GridKind::ResourceBlocks)
    fail("pilots", base::message("DMRS need a grid of whole resource blocks."));
  if (spec.dmrsType == DmrsType::Type1 && spec.dmrsGroupsWithoutData > 2)
    fail("dmrsGroupsWithoutData",
         base::message("DMRS of type 1 have two CDM groups; give 1 or 2."));
  if (spec.dmrsMapping == MappingType::A && spec.dmrsAdditional == 3 && spec.dmrsFirstSymbol != 2)
    fail("dmrsAdditional",
         base::message("three additional symbols go with the first DMRS in symbol 2 only (TS "
                       "38.211 6.4.1.1.3)."));
}

} // namespace rxq::phy
