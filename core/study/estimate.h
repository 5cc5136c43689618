#pragma once

#include <vector>

#include "core/sim/slot_source.h"
#include "core/study/study_spec.h"

namespace rxq::study {

/// Seconds that one receiver of a study should take on this machine.
struct Estimate {
  double train = 0;
  double measure = 0;
};

/// Times a few training steps and a few slots of each network in the study (about a tenth of a
/// second each). Measuring assumes that every point runs to its cap where the curve is steep and to
/// its target errors elsewhere, so it is an upper estimate.
std::vector<Estimate> estimate(const StudySpec& spec, const sim::Link& link, int workers);

} // namespace rxq::study
