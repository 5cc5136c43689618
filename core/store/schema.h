#pragma once

#include <span>

namespace rxq::store {

/// "RxQt": marks a SQLite file as a workspace (PRAGMA application_id).
inline constexpr int kApplicationId = 0x52785174;

/// Migration i (0-based) takes a workspace from schema version i to i + 1 (PRAGMA user_version).
/// Released migrations never change; docs/workspace.md describes the result.
std::span<const char* const> migrations();

} // namespace rxq::store
