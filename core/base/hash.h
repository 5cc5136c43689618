#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace rxq::base {

/// FNV-1a, 64 bits: identifies specs and weights; not for security.
std::uint64_t hashBytes(std::span<const std::byte> bytes,
                        std::uint64_t start = 0xcbf29ce484222325ull);
inline std::uint64_t hashText(std::string_view text) {
  return hashBytes(std::as_bytes(std::span(text.data(), text.size())));
}
/// 16 lower-case hexadecimal digits.
std::string toHex(std::uint64_t value);

} // namespace rxq::base
