#include "app/demo.h"

#include "core/base/resource.h"
#include "core/study/model_report.h"
#include "core/train/model.h"

namespace rxq::app {

namespace {
constexpr const char* kDemoPreset = "presets/demo.json";
constexpr const char* kModelFolder = "models/";
} // namespace

study::StudySpec demoStudy() {
  return param::readJson<study::StudySpec>(base::resource(kDemoPreset), kDemoPreset);
}

int installPretrained(store::Workspace& workspace) {
  int added = 0;
  for (const std::string_view name : base::resourceNames()) {
    if (!name.starts_with(kModelFolder) || !name.ends_with(".rxqm"))
      continue;
    const std::string_view bytes = base::resource(name);
    const train::Model model = train::deserialiseModel(
        std::as_bytes(std::span(bytes.data(), bytes.size())), std::string(name));
    if (workspace.findModel(model.history))
      continue;
    store::ModelRecord record;
    record.name = model.name;
    record.method = param::keyOf(model.method);
    record.key = model.history;
    record.hash = train::hashOf(model);
    record.bytes = study::deployedBytes(model);
    record.report = "{}";
    workspace.saveModel(record, train::serialise(model));
    ++added;
  }
  return added;
}

} // namespace rxq::app
