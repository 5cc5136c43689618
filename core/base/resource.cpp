#include "core/base/resource.h"

#include <cassert>
#include <vector>

#include "core/base/embedded_files.h"

namespace rxq::base {

namespace {
const EmbeddedFile* find(std::string_view name) {
  for (const EmbeddedFile* file = embeddedFiles(); file->name; ++file)
    if (name == file->name)
      return file;
  return nullptr;
}
} // namespace

std::string_view resource(std::string_view name) {
  const EmbeddedFile* file = find(name);
  assert(file && "no such resource");
  return file ? std::string_view(file->begin, static_cast<std::size_t>(file->end - file->begin))
              : std::string_view();
}

bool hasResource(std::string_view name) { return find(name) != nullptr; }

std::span<const std::string_view> resourceNames() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> all;
    for (const EmbeddedFile* file = embeddedFiles(); file->name; ++file)
      all.emplace_back(file->name);
    return all;
  }();
  return names;
}

} // namespace rxq::base
