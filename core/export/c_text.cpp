#include "core/export/c_text.h"

#include <algorithm>
#include <cctype>

namespace rxq::exporting {

std::string replaced(std::string text, const std::string& key, const std::string& value) {
  for (std::size_t at = text.find(key); at != std::string::npos;
       at = text.find(key, at + value.size()))
    text.replace(at, key.size(), value);
  return text;
}

std::string upperCase(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return name;
}

std::string commentText(const std::string& title) { return replaced(title, "*/", "* /"); }

std::string cArray(const std::string& type, const std::string& name,
                   const std::vector<std::int64_t>& values) {
  std::string text =
      "static const " + type + " " + name + "[" + std::to_string(values.size()) + "] = {";
  for (std::size_t i = 0; i < values.size(); ++i) {
    text += i % 12 == 0 ? "\n  " : " ";
    // The smallest number has no literal of its own in C.
    text += values[i] == INT32_MIN ? "(-2147483647 - 1)" : std::to_string(values[i]);
    text += ",";
  }
  return text + "\n};\n";
}

} // namespace rxq::exporting
