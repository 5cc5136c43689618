#pragma once

#include <vector>

#include "app/lesson.h"

namespace rxq::app {

/// What a quantizer does: one tensor of a trained receiver, its histogram, the grid under the
/// mouse.
Lesson* makeQuantizerLesson();
/// Why PTQ fails at 4 bits and QAT does not: layer by layer, then a training to watch.
Lesson* makeTrainingLesson();
/// How many blocks make a BLER: the interval as it shrinks.
Lesson* makeBlocksLesson();

} // namespace rxq::app
