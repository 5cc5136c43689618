#pragma once

#include <memory>

#include "core/sim/slot_source.h"
#include "core/study/study_spec.h"

namespace rxq::study {

/// The classical receiver that an entry describes. Asserts isClassical(entry.kind).
std::shared_ptr<const receiver::Receiver> makeClassical(const sim::Link& link,
                                                        const ReceiverEntry& entry);

} // namespace rxq::study
