#pragma once

#include <cstdint>
#include <string>

#include "core/param/node.h"
#include "core/store/workspace.h"
#include "core/study/study_spec.h"

namespace rxq::app {

/// A study's results as a table for people: dB at the target with intervals, paired losses, bytes,
/// times.
std::string resultsTable(const store::Workspace& workspace, std::int64_t studyId);
/// The same, with all points, for machines.
param::Node resultsNode(const store::Workspace& workspace, std::int64_t studyId);

} // namespace rxq::app
