#include "app/demo.h"

#include "core/base/resource.h"
#include "core/study/model_report.h"

namespace rxq::app {

namespace {
constexpr const char* kDemoPreset = "presets/demo.json";
constexpr const char* kModelFolder = "models/";

train::Model readModel(std::string_view resourceName) {
  const std::string_view bytes = base::resource(resourceName);
  return train::deserialiseModel(std::as_bytes(std::span(bytes.data(), bytes.size())),
                                 std::string(resourceName));
}
} // namespace

study::StudySpec demoStudy() {
  return param::readJson<study::StudySpec>(base::resource(kDemoPreset), kDemoPreset);
}

train::Model pretrainedModel(const std::string& name) {
  return readModel(kModelFolder + name + ".rxqm");
}

int installPretrained(store::Workspace& workspace,
                      const std::function<std::string(const std::string&)>& rename) {
  int added = 0;
  for (const std::string_view name : base::resourceNames()) {
    if (!name.starts_with(kModelFolder) || !name.ends_with(".rxqm"))
      continue;
    const train::Model model = readModel(name);
    if (workspace.findModel(model.history))
      continue;
    store::ModelRecord record;
    record.name = rename ? rename(model.name) : model.name;
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
