#pragma once

#include "core/export/exporter.h"

namespace rxq::exporting {

/// Exporter::run of "memory": an integer network as memory images for RTL ($readmemh text and one
/// binary image, map.json has every address) and test vectors of its golden slots, of every layer
/// for the first few; formats in docs/export.md. Verified by memory_replay.h.
ExportResult exportMemory(const train::Model& model, const std::string& folder, int goldenSlots,
                          std::stop_token stop);

} // namespace rxq::exporting
