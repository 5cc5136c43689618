#pragma once

#include "core/export/exporter.h"

namespace rxq::exporting {

/// One self-contained C99 header and source, golden slots and a program that checks them; verified
/// with the system's C compiler.
ExportResult exportC99(const train::Model& model, const std::string& folder, int goldenSlots,
                       std::stop_token stop);

} // namespace rxq::exporting
