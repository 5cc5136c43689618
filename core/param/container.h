#pragma once

#include <cstddef>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/param/node.h"

namespace rxq::param {

/// A small binary file: eight magic characters, a format version, a JSON header, named-by-order
/// binary parts, and a checksum over it all. Little-endian. Used for models, networks and
/// checkpoints.
struct Container {
  Node header;
  std::vector<std::vector<std::byte>> parts;
};

/// `magic`: exactly eight characters.
std::vector<std::byte> pack(std::string_view magic, int version, const Container& container);

/// Throws base::Error(File) naming `source`: another kind of file, newer version, truncated, or
/// damaged.
Container unpack(std::span<const std::byte> bytes, std::string_view magic, int newestVersion,
                 const std::string& source);

template <class T> std::vector<std::byte> bytesOf(const std::vector<T>& values) {
  static_assert(std::is_trivially_copyable_v<T>);
  std::vector<std::byte> bytes(values.size() * sizeof(T));
  if (!bytes.empty())
    std::memcpy(bytes.data(), values.data(), bytes.size());
  return bytes;
}

/// Throws base::Error(File) when the size is no multiple of T's.
template <class T>
std::vector<T> valuesOf(std::span<const std::byte> bytes, const std::string& source) {
  static_assert(std::is_trivially_copyable_v<T>);
  if (bytes.size() % sizeof(T) != 0)
    throw base::Error(base::ErrorKind::File,
                      base::message("%1 is damaged: a part has an odd size.", source));
  std::vector<T> values(bytes.size() / sizeof(T));
  if (!bytes.empty())
    std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

} // namespace rxq::param
