#pragma once

#include "core/export/exporter.h"

namespace rxq::exporting {

/// Exporter::run of "onnx": the model, golden slots, and a Python program that runs the one on the
/// other (done here, too, where a Python with onnxruntime is found). FP32 models and models that
/// run in integers; others are refused.
ExportResult exportOnnx(const train::Model& model, const std::string& folder, int goldenSlots,
                        std::stop_token stop);

} // namespace rxq::exporting
