#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rxq::base {

/// Numbers as text, the same in every locale. Numbers are read whole: trailing characters fail.
std::optional<double> parseDouble(std::string_view text);
std::optional<std::int64_t> parseInt(std::string_view text);

/// Shortest text that reads back to the same value.
std::string toText(double value);
std::string toText(std::int64_t value);
/// Fixed number of decimals.
std::string toFixed(double value, int decimals);

} // namespace rxq::base
