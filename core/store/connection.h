#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <type_traits>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/store/database.h"

namespace rxq::store {

/// An open workspace file that several threads use by turns.
struct Connection {
  std::string path;
  std::unique_ptr<SQLite::Database> db;
  mutable std::recursive_mutex mutex;

  /// Runs `body` alone on the connection and turns SQLite's errors into ours.
  template <class F> auto locked(F&& body) const {
    const std::lock_guard lock(mutex);
    try {
      return body();
    } catch (const SQLite::Exception& e) {
      refuse(path, e);
    }
  }
  /// The same inside a transaction that waits for other writers at its start.
  template <class F> auto writing(F&& body) {
    return locked([&] {
      SQLite::Transaction transaction(*db, SQLite::TransactionBehavior::IMMEDIATE);
      if constexpr (std::is_void_v<decltype(body())>) {
        body();
        transaction.commit();
      } else {
        auto result = body();
        transaction.commit();
        return result;
      }
    });
  }
};

} // namespace rxq::store
