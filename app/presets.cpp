#include "app/presets.h"

#include <algorithm>
#include <string>

#include "core/base/error.h"
#include "core/base/resource.h"

namespace rxq::app {

std::vector<Preset> presets() {
  constexpr std::string_view folder = "presets/", ending = ".json";
  std::vector<Preset> list;
  for (const std::string_view name : base::resourceNames()) {
    if (!name.starts_with(folder) || !name.ends_with(ending))
      continue;
    const std::string_view key =
        name.substr(folder.size(), name.size() - folder.size() - ending.size());
    try {
      list.push_back({QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size())),
                      param::readJson<study::StudySpec>(base::resource(name), name)});
    } catch (const base::Error& e) {
      Q_ASSERT_X(false, "presets", e.what());
    }
  }
  std::stable_sort(list.begin(), list.end(), [](const Preset& a, const Preset& b) {
    return (a.key == QLatin1String("demo")) > (b.key == QLatin1String("demo"));
  });
  return list;
}

} // namespace rxq::app
