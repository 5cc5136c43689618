#pragma once

#include <QString>

#include "core/study/study_runner.h"
#include "core/study/study_spec.h"

/// Specs in a few words, for titles and lists.
namespace rxq::app {

/// "CDL-B · 100 ns · 0–40 m/s · 16-QAM R 1/2 · 4 PRB"
QString describeLink(const study::StudySpec& spec);
/// "W4 A8 · per channel · learned step · from FP32" and the like.
QString describeEntry(const study::StudySpec& spec, const study::ReceiverEntry& entry);
/// The same in few words, for narrow lists: "QAT · W4 A8 · per channel · 1 500 steps".
QString summariseEntry(const study::ReceiverEntry& entry);
/// "W4 A8", edges and floats where they differ.
QString describeBits(const quant::QuantSpec& quant);
/// What a running study does now: "Training QAT W4 · iteration 1 200 of 2 500".
QString describeActivity(const study::StudyProgress& progress);
QString phaseText(const study::EntryProgress& entry);
QString kindText(const std::string& key);       ///< label of a study::ReceiverKind's key
QString snrAxisText(const phy::LinkSpec& link); ///< "Eb/N0, dB"

} // namespace rxq::app
