#pragma once

#include <QSet>
#include <QString>
#include <vector>

#include "core/study/study_runner.h"
#include "widgets/curve_plot.h"

/// How a study's receivers are drawn and listed: by family, a family being a measured FP32 receiver
/// and all that was made from it.
namespace rxq::app {

/// A receiver's place in a list by family.
struct CurvePlace {
  std::size_t entry = 0; ///< in the study
  int reference = -1;    ///< entry that its loss is counted from; -1: none
  int generation = 0;    ///< 0: classical, or the first of its family
};
/// The measured receivers: classical ones, then family after family, each headed by its FP32.
std::vector<CurvePlace> curvePlaces(const study::StudySpec& spec);

/// The receivers to begin with where all would be a thicket: perfect CSI and least squares, each
/// family's FP32, its QAT of fewest bits and its PTQ of the same bits (without QAT: the PTQs of
/// fewest and of most bits). All, when they are few. Decided by the study alone, so that curves do
/// not come and go while they are measured.
QSet<QString> mainCurves(const study::StudySpec& spec);

/// The curves of a study in the look of the plots: FP32 in ink, classical receivers dashed grey;
/// quantized ones in a colour by family and bits, QAT solid, PTQ dashed; those that never reach the
/// target in the warning colour. `current` is the receiver at hand.
std::vector<widgets::PlotSeries> plotSeries(const study::StudyProgress& progress,
                                            const study::StudySpec& spec, const QString& current);
/// The gap of the receiver at hand to its FP32 reference; empty when there is none to draw.
std::vector<widgets::LossMark> lossMarks(const study::StudyProgress& progress,
                                         const study::StudySpec& spec, const QString& current);
/// The receiver that a page shows when none was chosen: the last quantized one with a curve among
/// those, else the last with a curve.
QString defaultCurrent(const study::StudyProgress& progress, const QSet<QString>& among);

} // namespace rxq::app
