#pragma once

#include <stop_token>
#include <string>

#include "core/export/exporter.h"

namespace rxq::exporting {

/// Reads the files of a memory export (memory_exporter.h) back as an RTL team would, and knows
/// nothing else of the model: checks that text and binary image hold the same values, runs the
/// network on the vectors' inputs by the documented formula with plain loops, and compares every
/// code with the vectors. Throws base::Error (File or BadInput) naming the file for what cannot be
/// read.
Verification replayMemory(const std::string& folder, std::stop_token stop);

} // namespace rxq::exporting
