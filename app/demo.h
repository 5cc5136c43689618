#pragma once

#include "core/store/workspace.h"
#include "core/study/study_spec.h"

namespace rxq::app {

/// The demo study, resources/presets/demo.json.
study::StudySpec demoStudy();

/// Puts the trained models that ship with the program (resources/models) into the workspace, so
/// that a run of the demo study measures at once. Returns how many were new.
int installPretrained(store::Workspace& workspace);

} // namespace rxq::app
