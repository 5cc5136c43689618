#pragma once

#include <functional>
#include <string>

#include "core/store/workspace.h"
#include "core/study/study_spec.h"
#include "core/train/model.h"

namespace rxq::app {

/// The demo study, resources/presets/demo.json.
study::StudySpec demoStudy();

/// A model of resources/models, by its file's name without ".rxqm".
train::Model pretrainedModel(const std::string& name);

/// Puts the trained models that ship with the program (resources/models) into the workspace, so
/// that a run of the demo study measures at once; `rename` gives them names in another language.
/// Returns how many were new.
int installPretrained(store::Workspace& workspace,
                      const std::function<std::string(const std::string&)>& rename = {});

} // namespace rxq::app
