#include "core/store/database.h"

#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/base/error.h"
#include "core/store/schema.h"

namespace rxq::store {

namespace {
constexpr int kBusyMilliseconds = 10000;

[[noreturn]] void fail(const std::string& path, const base::Message& why) {
  throw base::Error(base::ErrorKind::Database, base::message("%1: %2", path, why));
}

int pragmaInt(SQLite::Database& db, const char* name) {
  return db.execAndGet(std::string("PRAGMA ") + name).getInt();
}

bool isFresh(const std::string& path) {
  if (path == ":memory:")
    return true;
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  return error || size == 0;
}

/// Looks at the file without SQLite and then read-only, so that nothing can change it.
void inspect(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    fail(path, base::message("cannot be opened; check that it is a file you may read."));
  std::array<char, 16> magic{};
  file.read(magic.data(), magic.size());
  if (std::memcmp(magic.data(), "SQLite format 3", magic.size()) != 0)
    fail(path, base::message("is not an RxQuant workspace (not an SQLite file)."));
  SQLite::Database db(path, SQLite::OPEN_READONLY, kBusyMilliseconds);
  if (pragmaInt(db, "application_id") != kApplicationId)
    fail(path, base::message("is an SQLite file of another program, not an RxQuant workspace."));
  const auto newest = static_cast<int>(migrations().size());
  if (const int version = pragmaInt(db, "user_version"); version > newest)
    fail(path, base::message("was written by a newer RxQuant (workspace version %1, this program "
                             "knows up to %2). Update RxQuant to open it.",
                             version, newest));
  const std::string verdict = db.execAndGet("PRAGMA quick_check(1)").getString();
  if (verdict != "ok")
    fail(path, base::message("is damaged (%1). It was left as it is; restore a copy.", verdict));
}

void migrate(SQLite::Database& db, bool fresh) {
  SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
  auto version = static_cast<std::size_t>(pragmaInt(db, "user_version"));
  if (fresh && version == 0)
    db.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
  for (; version < migrations().size(); ++version) {
    db.exec(migrations()[version]);
    db.exec("PRAGMA user_version = " + std::to_string(version + 1));
  }
  transaction.commit();
}
} // namespace

std::unique_ptr<SQLite::Database> openWorkspaceFile(const std::string& path) {
  try {
    const bool fresh = isFresh(path);
    if (!fresh)
      inspect(path);
    auto db = std::make_unique<SQLite::Database>(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE,
                                                 kBusyMilliseconds);
    if (path != ":memory:")
      db->exec("PRAGMA journal_mode = WAL");
    db->exec("PRAGMA synchronous = NORMAL");
    db->exec("PRAGMA foreign_keys = ON");
    migrate(*db, fresh);
    return db;
  } catch (const SQLite::Exception& e) {
    fail(path, base::message("cannot be used as a workspace: %1.", e.what()));
  }
}

void refuse(const std::string& path, const SQLite::Exception& complaint) {
  fail(path, base::message("%1.", complaint.what()));
}

} // namespace rxq::store
