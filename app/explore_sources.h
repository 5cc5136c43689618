#pragma once

#include <QString>
#include <vector>

#include "core/store/workspace.h"
#include "core/study/study_spec.h"

namespace rxq::app {

/// An FP32 model with the study that it was made and measured in.
struct ExploreSource {
  std::int64_t modelId = 0;
  QString name;
  study::StudySpec study;
  std::int64_t studyId = 0; ///< 0: not measured in this workspace
  int place = 0;            ///< among the study's receivers
};
/// The models of a workspace that bits can be explored of, what others were trained on from first.
/// Throws base::Error when the workspace cannot be read.
std::vector<ExploreSource> exploreSources(const store::Workspace& workspace);

/// What the workspace has measured in a source's study: curves to draw beside.
struct ExploreBackground {
  struct Line {
    QString name;
    sim::Curve curve;
  };
  sim::Curve fp32;             ///< of the source itself
  std::vector<Line> classical; ///< perfect CSI and least squares
};
ExploreBackground backgroundOf(const store::Workspace& workspace, const ExploreSource& source);

} // namespace rxq::app
