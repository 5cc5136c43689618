#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace rxq::exporting {

/// `text` with every `key` replaced.
std::string replaced(std::string text, const std::string& key, const std::string& value);

/// "nr_receiver" as "NR_RECEIVER".
std::string upperCase(std::string name);
/// A title that cannot end a C comment.
std::string commentText(const std::string& title);

/// "static const TYPE name[N] = {...};", twelve numbers a line.
std::string cArray(const std::string& type, const std::string& name,
                   const std::vector<std::int64_t>& values);
template <class Values>
std::string cArray(const std::string& type, const std::string& name, const Values& values) {
  return cArray(type, name, std::vector<std::int64_t>(values.begin(), values.end()));
}

} // namespace rxq::exporting
