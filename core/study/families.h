#pragma once

#include "core/study/study_spec.h"

namespace rxq::study {

/// The receiver in `spec` of that name, or null.
const ReceiverEntry* findEntry(const StudySpec& spec, const std::string& name);
/// The receiver whose model an entry has: the parent of a fixed-point receiver, else itself.
const ReceiverEntry& modelOwner(const StudySpec& spec, const ReceiverEntry& entry);
/// The measured receiver that an entry's loss in dB is counted from: its nearest ancestor whose
/// curve is measured, or null. FP32, but for fixed-point receivers.
const ReceiverEntry* referenceOf(const StudySpec& spec, const ReceiverEntry& entry);
/// Generations before an entry: 0 without parent.
int depthOf(const StudySpec& spec, const ReceiverEntry& entry);
/// The oldest ancestor (or the entry itself): the one that owns the network.
const ReceiverEntry& rootOf(const StudySpec& spec, const ReceiverEntry& entry);

/// The study as its models are made: link and channel are those of training.
StudySpec trainingStudy(const StudySpec& spec);

} // namespace rxq::study
