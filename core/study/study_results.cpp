#include "core/study/study_results.h"

#include <map>

#include "core/study/families.h"

namespace rxq::study {

train::Model modelOf(const store::Workspace& workspace, const store::RunRecord& run) {
  const std::string place = workspace.path() + ", run '" + run.name + "'";
  if (!run.modelId)
    throw base::Error(base::ErrorKind::BadInput, base::message("%1 has no model.", place));
  train::Model model =
      train::deserialiseModel(workspace.modelBlob(run.modelId), place + ", its model");
  const auto entry = param::readJson<ReceiverEntry>(run.entry, place);
  if (entry.kind == ReceiverKind::FixedPoint) {
    model.name = run.name;
    model.fixedPoint = entry.fixedPoint;
  }
  return model;
}

StudyResults resultsOf(const store::Workspace& workspace, std::int64_t studyId) {
  const store::StudyRecord record = workspace.study(studyId);
  StudyResults all;
  all.id = studyId;
  all.createdAt = record.createdAt;
  all.spec = param::readJson<StudySpec>(record.spec,
                                        workspace.path() + ", study " + std::to_string(studyId));
  std::map<std::string, sim::Curve> curves;
  for (const ReceiverEntry& entry : all.spec.receivers) {
    auto run = workspace.findRun(studyId, entry.name);
    if (!run)
      continue;
    RunResult r;
    r.entry = entry;
    r.run = std::move(*run);
    r.curve = workspace.points(r.run.id);
    curves[entry.name] = r.curve;
    r.crossing = sim::crossing(r.curve, all.spec.sweep.blerTarget);
    if (const ReceiverEntry* reference = referenceOf(all.spec, entry);
        reference && curves.count(reference->name)) {
      r.reference = reference->name;
      r.loss = sim::pairedLoss(r.curve, curves[reference->name], all.spec.sweep.blerTarget);
    }
    if (r.run.modelId)
      r.model = workspace.model(r.run.modelId);
    all.runs.push_back(std::move(r));
  }
  return all;
}

} // namespace rxq::study
