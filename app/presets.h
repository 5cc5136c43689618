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

/// All of them, the demo first, names and questions in the language of the window. Presets that
/// cannot be read are a fault of the build: asserted.
std::vector<Preset> presets();
/// The name of a preset, of one of its receivers or of a trained model that ships with the program,
/// in the language of the window; other names stay as they are.
std::string presetName(const std::string& english);

} // namespace rxq::app
