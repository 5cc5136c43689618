#pragma once

namespace rxq::base {

struct EmbeddedFile {
  const char* name;
  const char* begin;
  const char* end;
};
/// Sorted by name, closed by a null name; generated at configure time.
const EmbeddedFile* embeddedFiles();

} // namespace rxq::base
