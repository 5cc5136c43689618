#include "core/param/fields.h"

#include "core/base/hash.h"
#include "core/base/number_text.h"

namespace rxq::param {

namespace {
std::string listOf(const std::vector<std::string_view>& known) {
  std::string text;
  for (const std::string_view k : known)
    text += (text.empty() ? "" : ", ") + std::string(k);
  return text;
}
} // namespace

void throwOutOfRange(const std::string& path, const char* label, double min, double max,
                     const char* unit, bool isRange) {
  const auto with = [&](double bound) {
    const std::string text = base::toText(bound);
    return *unit ? base::message("%1 %2", text, base::message(unit)) : base::Message(text);
  };
  const base::Message name = base::message(label);
  base::Message text;
  if (max == std::numeric_limits<double>::infinity())
    text = isRange ? base::message("%1 (%2): give a range, low before high, of at least %3.", name,
                                   path, with(min))
                   : base::message("%1 (%2): give a value of at least %3.", name, path, with(min));
  else if (min == -std::numeric_limits<double>::infinity())
    text = isRange ? base::message("%1 (%2): give a range, low before high, of at most %3.", name,
                                   path, with(max))
                   : base::message("%1 (%2): give a value of at most %3.", name, path, with(max));
  else
    text = isRange ? base::message("%1 (%2): give a range, low before high, within %3 to %4.", name,
                                   path, min, with(max))
                   : base::message("%1 (%2): give a value within %3 to %4.", name, path, min,
                                   with(max));
  throw base::Error(base::ErrorKind::BadInput, std::move(text));
}

void throwUnknownChoice(const std::string& path, const std::string& given,
                        const std::vector<std::string_view>& known) {
  throw base::Error(
      base::ErrorKind::BadInput,
      base::message("%1: '%2' is not known; choose one of %3.", path, given, listOf(known)));
}

void throwUnknownKey(const std::string& path, const std::string& key,
                     const std::vector<std::string_view>& known) {
  const base::Message text =
      base::message("there is no field '%1'; the fields are %2.", key, listOf(known));
  throw base::Error(base::ErrorKind::BadInput,
                    path.empty() ? text : base::message("%1: %2", path, text));
}

std::string hashOf(const Node& node) { return base::toHex(base::hashText(toJson(node))); }

} // namespace rxq::param
