#include "app/presets.h"

#include <QCoreApplication>
#include <algorithm>
#include <string>

#include "core/base/error.h"
#include "core/base/resource.h"

namespace rxq::app {

namespace {
void translate(study::StudySpec& spec) {
  spec.name = presetName(spec.name);
  spec.question = presetName(spec.question);
  for (study::ReceiverEntry& entry : spec.receivers) {
    entry.name = presetName(entry.name);
    entry.parent = presetName(entry.parent);
  }
}
} // namespace

std::string presetName(const std::string& english) {
  return english.empty() ? english
                         : QCoreApplication::translate("Preset", english.c_str()).toStdString();
}

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
      translate(list.back().spec);
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
