#include "core/base/hash.h"

namespace rxq::base {

std::uint64_t hashBytes(std::span<const std::byte> bytes, std::uint64_t hash) {
  for (const std::byte b : bytes)
    hash = (hash ^ static_cast<std::uint64_t>(b)) * 0x100000001b3ull;
  return hash;
}

std::string toHex(std::uint64_t value) {
  std::string text(16, '0');
  for (int i = 15; i >= 0; --i, value >>= 4)
    text[static_cast<std::size_t>(i)] = "0123456789abcdef"[value & 15u];
  return text;
}

} // namespace rxq::base
