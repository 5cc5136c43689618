#pragma once

#include <QString>
#include <vector>

#include "core/study/study_runner.h"
#include "widgets/curve_plot.h"

namespace rxq::app {

/// The curves of a study in the look of the plots: FP32 in ink, classical receivers dashed grey,
/// quantized ones in colours, those that never reach the target in the warning colour. `current` is
/// the receiver at hand.
std::vector<widgets::PlotSeries> plotSeries(const study::StudyProgress& progress,
                                            const QString& current);
/// The gap of the receiver at hand to its FP32 reference; empty when there is none to draw.
std::vector<widgets::LossMark> lossMarks(const study::StudyProgress& progress,
                                         const study::StudySpec& spec, const QString& current);
/// The receiver that a page shows when none was chosen: the last quantized one with a curve, else
/// the last with a curve.
QString defaultCurrent(const study::StudyProgress& progress);

} // namespace rxq::app
