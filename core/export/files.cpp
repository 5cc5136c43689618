#include "core/export/files.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <system_error>
#include <vector>

#include <unistd.h>

#include "core/base/error.h"

namespace rxq::exporting {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorKind;

namespace {
/// A file of this name would hide the standard's from whoever searches the folder for headers.
constexpr std::array<std::string_view, 26> kTakenNames{
    "assert", "complex", "ctype",  "errno",  "fenv",    "float",  "inttypes", "iso646", "limits",
    "locale", "math",    "memory", "setjmp", "signal",  "stdarg", "stdbool",  "stddef", "stdint",
    "stdio",  "stdlib",  "string", "tgmath", "threads", "time",   "wchar",    "wctype"};

[[noreturn]] void cannotWrite(const fs::path& path) {
  throw Error(
      ErrorKind::File,
      base::message("%1: cannot be written; is the folder writable, and is there room on the disk?",
                    path.string()));
}

template <class T> void putAll(std::ostream& out, std::span<const T> values) {
  static_assert(std::endian::native == std::endian::little);
  out.write(reinterpret_cast<const char*>(values.data()),
            static_cast<std::streamsize>(values.size_bytes()));
}
} // namespace

std::string identifierOf(std::string_view name) {
  std::string id;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      id += upper ? static_cast<char>(c - 'A' + 'a') : c;
    else if (!id.empty() && id.back() != '_')
      id += '_';
  }
  while (!id.empty() && id.back() == '_')
    id.pop_back();
  constexpr std::size_t kLongest = 48; // compilers tell 63 characters apart, and names get suffixes
  id.resize(std::min(id.size(), kLongest));
  const bool taken = std::find(kTakenNames.begin(), kTakenNames.end(), id) != kTakenNames.end();
  if (id.empty() || taken || (id[0] >= '0' && id[0] <= '9'))
    id = id.empty() ? "model" : "model_" + id;
  return id;
}

FolderWriter::FolderWriter(const std::string& folder) {
  std::error_code error;
  m_folder = fs::absolute(folder, error).lexically_normal();
  if (!error)
    fs::create_directories(m_folder, error);
  if (error || !fs::is_directory(m_folder))
    throw Error(ErrorKind::File,
                error ? base::message("%1: the folder cannot be made (%2).", m_folder.string(),
                                      error.message())
                      : base::message("%1: the folder cannot be made.", m_folder.string()));
}

std::string FolderWriter::pathOf(std::string_view name) const { return (m_folder / name).string(); }

std::string FolderWriter::write(std::string_view name, std::string_view content) const {
  return write(name, [&](std::ostream& out) {
    out.write(content.data(), static_cast<std::streamsize>(content.size()));
  });
}

std::string FolderWriter::write(std::string_view name,
                                const std::function<void(std::ostream&)>& produce) const {
  const fs::path path = m_folder / name;
  fs::path part = path;
  part += ".part" + std::to_string(::getpid());
  try {
    std::ofstream out(part, std::ios::binary | std::ios::trunc);
    if (!out)
      cannotWrite(path);
    produce(out);
    out.close();
    if (!out)
      cannotWrite(path);
    std::error_code error;
    fs::rename(part, path, error);
    if (error)
      cannotWrite(path);
  } catch (...) {
    std::error_code ignored;
    fs::remove(part, ignored);
    throw;
  }
  return path.string();
}

void putU32(std::ostream& out, std::uint32_t value) {
  putAll(out, std::span<const std::uint32_t>(&value, 1));
}
void putI16s(std::ostream& out, std::span<const std::int16_t> values) { putAll(out, values); }
void putFloats(std::ostream& out, std::span<const float> values) { putAll(out, values); }
void putBytes(std::ostream& out, std::span<const std::uint8_t> values) { putAll(out, values); }

TemporaryFolder::TemporaryFolder() {
  std::error_code error;
  std::string pattern = (fs::temp_directory_path(error) / "rxquant-XXXXXX").string();
  if (error || !::mkdtemp(pattern.data()))
    throw Error(ErrorKind::File,
                base::message("%1: a folder for temporary files cannot be made.", pattern));
  m_path = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(m_path, ignored);
}

} // namespace rxq::exporting
