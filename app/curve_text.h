#pragma once

#include <QString>

#include "core/base/statistics.h"
#include "core/study/study_runner.h"

/// Decibels of a receiver as Curves and Compare say them.
namespace rxq::app {

/// "7.28 dB", "not below 15.0 dB"; empty without a curve.
QString crossingText(const study::EntryProgress& entry);
/// "7.08 … 7.43", with signs when they are differences.
QString intervalText(const base::Interval& interval, bool sign);
/// "+0.08 dB", "more than 3.2 dB"; empty without a loss.
QString lossText(const study::EntryProgress& entry);
/// "10 %", "0.1 %".
QString targetText(double bler);

} // namespace rxq::app
