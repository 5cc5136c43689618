#pragma once

#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/store/connection.h"
#include "core/store/workspace.h"

// What the sources of Workspace share.
namespace rxq::store {

inline std::int64_t asSigned(std::uint64_t value) { return static_cast<std::int64_t>(value); }
inline std::uint64_t asCount(const SQLite::Column& column) {
  return static_cast<std::uint64_t>(column.getInt64());
}

inline std::vector<std::byte> blobOf(const SQLite::Column& column) {
  const auto* data = static_cast<const std::byte*>(column.getBlob());
  return {data, data + column.getBytes()};
}
inline void bindBlob(SQLite::Statement& statement, int index, std::span<const std::byte> bytes) {
  // A null pointer would bind NULL; an empty blob needs an address.
  statement.bind(index, bytes.empty() ? static_cast<const void*>("") : bytes.data(),
                 static_cast<int>(bytes.size()));
}
inline void bindId(SQLite::Statement& statement, int index, std::int64_t id) {
  if (id)
    statement.bind(index, id);
  else
    statement.bind(index);
}
inline void bindReal(SQLite::Statement& statement, int index, double value) {
  if (std::isfinite(value))
    statement.bind(index, value);
  else
    statement.bind(index);
}
inline double realOf(const SQLite::Column& column) {
  return column.isNull() ? std::nan("") : column.getDouble();
}

struct Workspace::Impl : Connection {
  std::int64_t ownWrites = 0;

  template <class F> auto writing(F&& body) {
    return Connection::writing([&] {
      ++ownWrites;
      return body();
    });
  }
  template <class Record, class Bind>
  std::vector<Record> select(const std::string& sql, Record (*read)(SQLite::Statement&),
                             Bind&& bindAll) const {
    return locked([&] {
      SQLite::Statement q(*db, sql);
      bindAll(q);
      std::vector<Record> records;
      while (q.executeStep())
        records.push_back(read(q));
      return records;
    });
  }
  template <class Record>
  Record one(std::vector<Record> found, const base::Message& what, std::int64_t id) const {
    if (found.empty())
      throw base::Error(base::ErrorKind::Database,
                        base::message("%1: there is no %2 %3.", path, what, id));
    return std::move(found.front());
  }
  template <class Record> static std::optional<Record> first(std::vector<Record> found) {
    if (found.empty())
      return std::nullopt;
    return std::move(found.front());
  }
};

} // namespace rxq::store
