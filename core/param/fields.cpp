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
  const std::string tail = *unit ? std::string(" ") + unit : std::string();
  std::string bounds;
  if (max == std::numeric_limits<double>::infinity())
    bounds = " of at least " + base::toText(min);
  else if (min == -std::numeric_limits<double>::infinity())
    bounds = " of at most " + base::toText(max);
  else
    bounds = " within " + base::toText(min) + " to " + base::toText(max);
  throw base::Error(base::ErrorKind::BadInput,
                    std::string(label) + " (" + path + "): give " +
                        (isRange ? "a range, low before high," : "a value") + bounds + tail + ".");
}

void throwUnknownChoice(const std::string& path, const std::string& given,
                        const std::vector<std::string_view>& known) {
  throw base::Error(base::ErrorKind::BadInput,
                    path + ": '" + given + "' is not known; choose one of " + listOf(known) + ".");
}

void throwUnknownKey(const std::string& path, const std::string& key,
                     const std::vector<std::string_view>& known) {
  throw base::Error(base::ErrorKind::BadInput, (path.empty() ? std::string() : path + ": ") +
                                                   "there is no field '" + key +
                                                   "'; the fields are " + listOf(known) + ".");
}

std::string hashOf(const Node& node) { return base::toHex(base::hashText(toJson(node))); }

} // namespace rxq::param
