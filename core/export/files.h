#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

namespace rxq::exporting {

/// A lower-case C identifier and file name from a model's name: "QAT W4/A8" gives "qat_w4_a8".
/// Never empty, never a standard header's name.
std::string identifierOf(std::string_view name);

/// Writes files into one folder so that nobody ever sees half a file: each is written beside its
/// place and renamed. What throws, throws base::Error(File) with the path.
class FolderWriter {
 public:
  /// Makes the folder when it is missing.
  explicit FolderWriter(const std::string& folder);
  const std::filesystem::path& folder() const { return m_folder; }
  std::string pathOf(std::string_view name) const;
  /// Returns the file's absolute path.
  std::string write(std::string_view name, std::string_view content) const;
  std::string write(std::string_view name, const std::function<void(std::ostream&)>& produce) const;

 private:
  std::filesystem::path m_folder;
};

/// Little-endian numbers into a binary stream.
void putU32(std::ostream& out, std::uint32_t value);
void putI16s(std::ostream& out, std::span<const std::int16_t> values);
void putFloats(std::ostream& out, std::span<const float> values);
void putBytes(std::ostream& out, std::span<const std::uint8_t> values);

/// A private folder in the system's place for temporary files, removed with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return m_path; }

 private:
  std::filesystem::path m_path;
};

} // namespace rxq::exporting
