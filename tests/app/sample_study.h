#pragma once

#include "app/session.h"

namespace rxq::tests {

/// A study as it might stand in the middle of its measurements, made up: waterfall curves with
/// their counts, histories of trainings, one receiver that fails. For pictures and tests of pages
/// alone; its figures mean nothing.
app::ShownStudy sampleStudy();

} // namespace rxq::tests
