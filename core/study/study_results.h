#pragma once

#include <optional>
#include <vector>

#include "core/sim/decibel.h"
#include "core/store/workspace.h"
#include "core/study/study_spec.h"
#include "core/train/model.h"

namespace rxq::study {

/// One receiver of a study with what is judged from its curve.
struct RunResult {
  ReceiverEntry entry;
  store::RunRecord run;
  sim::Curve curve; ///< empty: not measured
  sim::Crossing crossing;
  std::optional<sim::PairedLoss> loss; ///< to `reference`
  std::string reference;               ///< the receiver that the loss is counted from
  std::optional<store::ModelRecord> model;
};

/// A study with the results that a workspace has of it.
struct StudyResults {
  std::int64_t id = 0;
  StudySpec spec;
  std::string createdAt;
  std::vector<RunResult> runs; ///< in the study's order; receivers that never ran are left out
};

/// The model that a run measured, with the arithmetic that it was measured with: a fixed-point
/// receiver's has its widths. Throws base::Error when the run has none.
train::Model modelOf(const store::Workspace& workspace, const store::RunRecord& run);

/// Throws base::Error when there is no such study.
StudyResults resultsOf(const store::Workspace& workspace, std::int64_t studyId);

} // namespace rxq::study
