#include "app/cli/results.h"

#include "app/cli/terminal.h"
#include "core/base/number_text.h"
#include "core/sim/decibel.h"
#include "core/study/study_results.h"

namespace rxq::app {

namespace {
std::string statusText(store::RunStatus status) {
  switch (status) {
  case store::RunStatus::Running:
    return "running";
  case store::RunStatus::Finished:
    return "done";
  case store::RunStatus::Stopped:
    return "stopped";
  case store::RunStatus::Failed:
    return "failed";
  }
  return "?";
}

param::Node intervalNode(const base::Interval& interval) {
  return param::Node::Array{param::Node(interval.low), param::Node(interval.high)};
}
} // namespace

std::string resultsTable(const store::Workspace& workspace, std::int64_t studyId) {
  const study::StudyResults all = study::resultsOf(workspace, studyId);
  const char* axis = param::labelOf(all.spec.link.snrAxis);
  std::vector<std::vector<std::string>> rows{
      {"Receiver",
       std::string(axis) + " at " + base::toText(100 * all.spec.sweep.blerTarget) + " % BLER",
       "Loss to its parent", "Model", "Training", "Measuring", "Status"}};
  std::string notes;
  for (const study::RunResult& r : all.runs) {
    const bool measured = !r.curve.empty();
    rows.push_back(
        {r.run.name, measured ? sim::toText(r.crossing) : "-",
         measured && r.loss && (r.loss->valid || r.loss->unbounded) ? sim::toText(*r.loss) : "-",
         r.model ? bytesText(r.model->bytes) : "-",
         r.run.provenance.trainSeconds > 0 ? durationText(r.run.provenance.trainSeconds) : "-",
         r.run.provenance.measureSeconds > 0 ? durationText(r.run.provenance.measureSeconds) : "-",
         statusText(r.run.status)});
    if (!r.run.note.empty())
      notes += "  " + r.run.name + ": " + r.run.note + "\n";
  }
  return table(rows) + (notes.empty() ? "" : "\n" + notes);
}

param::Node resultsNode(const store::Workspace& workspace, std::int64_t studyId) {
  const study::StudyResults all = study::resultsOf(workspace, studyId);
  param::Node node;
  node.set("study", all.spec.name);
  node.set("studyId", studyId);
  node.set("workspace", workspace.path());
  node.set("blerTarget", all.spec.sweep.blerTarget);
  param::Node::Array runs;
  for (const study::RunResult& r : all.runs) {
    param::Node run;
    run.set("id", r.run.id);
    run.set("name", r.run.name);
    run.set("kind", r.run.kind);
    run.set("status", statusText(r.run.status));
    run.set("note", r.run.note);
    run.set("modelId", r.run.modelId);
    run.set("bytes", r.model ? r.model->bytes : 0);
    run.set("trainSeconds", r.run.provenance.trainSeconds);
    run.set("measureSeconds", r.run.provenance.measureSeconds);
    run.set("reached", r.crossing.reached);
    if (r.crossing.reached) {
      run.set("snrDb", r.crossing.snrDb);
      run.set("snrInterval", intervalNode(r.crossing.interval));
    }
    if (r.loss && r.loss->valid) {
      run.set("lossDb", r.loss->db);
      run.set("lossInterval", intervalNode(r.loss->interval));
    }
    param::Node::Array points;
    for (const sim::PointCounts& p : r.curve) {
      param::Node point;
      point.set("snrDb", p.snrDb);
      point.set("blocks", p.blocks);
      point.set("blockErrors", p.blockErrors);
      point.set("bits", p.bits);
      point.set("bitErrors", p.bitErrors);
      if (p.codeBlocks) {
        point.set("codeBlocks", p.codeBlocks);
        point.set("codeBlockErrors", p.codeBlockErrors);
        point.set("undetectedErrors", p.undetectedErrors);
      }
      point.set("blerInterval", intervalNode(p.blerInterval()));
      points.push_back(std::move(point));
    }
    run.set("points", std::move(points));
    runs.push_back(std::move(run));
  }
  node.set("runs", std::move(runs));
  return node;
}

} // namespace rxq::app
