#include "core/base/number_text.h"

#include <array>
#include <charconv>

namespace rxq::base {

namespace {
template <class T> std::optional<T> parse(std::string_view text) {
  T value{};
  if (text.starts_with('+'))
    text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size())
    return std::nullopt;
  return value;
}
} // namespace

std::optional<double> parseDouble(std::string_view text) { return parse<double>(text); }
std::optional<std::int64_t> parseInt(std::string_view text) { return parse<std::int64_t>(text); }

std::string toText(double value) {
  std::array<char, 64> buffer;
  return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr};
}

std::string toText(std::int64_t value) { return std::to_string(value); }

std::string toFixed(double value, int decimals) {
  std::array<char, 400> buffer;
  return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                       std::chars_format::fixed, decimals)
                             .ptr};
}

} // namespace rxq::base
