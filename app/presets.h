#pragma once

#include <QString>
#include <vector>

#include "core/study/study_spec.h"

namespace rxq::app {

/// A study that ships with the program (resources/presets).
struct Preset {
  QString key; ///< file name without ending
  study::StudySpec spec;
};

/// All of them, the demo first. Presets that cannot be read are a fault of the build: asserted.
std::vector<Preset> presets();

} // namespace rxq::app
