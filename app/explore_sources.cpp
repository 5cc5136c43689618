#include "app/explore_sources.h"

#include <QHash>
#include <algorithm>

#include "app/demo.h"
#include "app/presets.h"
#include "core/base/error.h"

namespace rxq::app {

std::vector<ExploreSource> exploreSources(const store::Workspace& workspace) {
  std::vector<ExploreSource> sources;
  QHash<qint64, study::StudySpec> studies;
  for (const store::StudyRecord& record : workspace.studies())
    try {
      studies[record.id] = param::readJson<study::StudySpec>(record.spec, record.name);
    } catch (const base::Error&) { // of a newer version, perhaps: its models are left out
    }
  // Models that came with the program, or whose runs are gone.
  const std::vector<Preset> known = presets();
  const study::StudySpec demo = known.empty() ? demoStudy() : known.front().spec;
  const auto runs = workspace.runs();
  for (const store::ModelRecord& model : workspace.models()) {
    if (model.method != "fp32")
      continue;
    ExploreSource source{model.id, QString::fromStdString(model.name), demo, 0, 0};
    for (const store::RunRecord& run : runs)
      if (run.modelId == model.id && studies.contains(run.studyId)) {
        source.study = studies[run.studyId];
        source.studyId = run.studyId;
      }
    const auto& all = source.study.receivers;
    const auto entry = std::ranges::find(all, model.name, &study::ReceiverEntry::name);
    source.place = static_cast<int>(entry - all.begin());
    // Steps on the way to other receivers are not what one quantizes.
    if (entry == all.end() || entry->evaluate)
      sources.push_back(std::move(source));
  }
  std::ranges::stable_sort(sources, {}, &ExploreSource::place);
  return sources;
}

ExploreBackground backgroundOf(const store::Workspace& workspace, const ExploreSource& source) {
  ExploreBackground background;
  if (source.studyId == 0)
    return background;
  const auto curveOf = [&](const std::string& receiver) {
    const auto run = workspace.findRun(source.studyId, receiver);
    return run && !run->trashed ? workspace.points(run->id) : sim::Curve();
  };
  background.fp32 = curveOf(source.name.toStdString());
  for (const auto kind : {study::ReceiverKind::PerfectCsi, study::ReceiverKind::LeastSquares}) {
    const auto& all = source.study.receivers;
    const auto entry = std::ranges::find(all, kind, &study::ReceiverEntry::kind);
    if (entry == all.end() || !entry->evaluate)
      continue;
    sim::Curve curve = curveOf(entry->name);
    if (!curve.empty())
      background.classical.push_back({QString::fromStdString(entry->name), std::move(curve)});
  }
  return background;
}

} // namespace rxq::app
