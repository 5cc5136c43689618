#pragma once

#include "core/export/exporter.h"

namespace rxq::exporting {

/// Exporter::run of "rxqm": RxQuant's own model file, for another workspace or a colleague; holds
/// the spec that made the model. Verified by reading it back.
ExportResult exportModelFile(const train::Model& model, const std::string& folder, int goldenSlots,
                             std::stop_token stop);

} // namespace rxq::exporting
