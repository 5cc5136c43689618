#pragma once

#include <string>

namespace rxq::exporting {

/// For XML's text and attributes.
std::string escaped(const std::string& text);

} // namespace rxq::exporting
