#pragma once

#include <span>
#include <string_view>

namespace rxq::base {

/// The bytes of a file below resources/ that is compiled into the program, e.g. "tables/cdl_a.csv",
/// "presets/demo.json". Asserts that it exists: the set is fixed at build time.
std::string_view resource(std::string_view name);
/// Whether there is such a file.
bool hasResource(std::string_view name);
/// All names, sorted.
std::span<const std::string_view> resourceNames();

} // namespace rxq::base
