#pragma once

#include <memory>
#include <string>

namespace SQLite {
class Database;
class Exception;
} // namespace SQLite

namespace rxq::store {

/// Opens a workspace file, or makes a new one; brings older schemas up to date in one transaction.
/// Throws base::Error(Database) with the file's name for anything that is no healthy workspace of
/// this or an older version, and leaves such a file untouched.
std::unique_ptr<SQLite::Database> openWorkspaceFile(const std::string& path);

/// SQLite's complaint about a workspace's file as ours.
[[noreturn]] void refuse(const std::string& path, const SQLite::Exception& complaint);

} // namespace rxq::store
