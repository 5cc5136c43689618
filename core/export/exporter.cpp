#include "core/export/exporter.h"

#include <array>

#include "core/base/error.h"
#include "core/export/c99_exporter.h"
#include "core/export/model_file_exporter.h"
#include "core/export/onnx_exporter.h"

namespace rxq::exporting {

std::span<const Exporter> exporters() {
  static constexpr std::array<Exporter, 3> kAll{{
      {"c99", "C99 source",
       "One header and one source file in integers only, for a microcontroller, a DSP or as the "
       "model of an RTL block; equal to the measured "
       "receiver to the bit.",
       true, exportC99},
      {"onnx", "ONNX",
       "A QDQ model (QuantizeLinear / DequantizeLinear, 4-bit types) for onnxruntime, compilers "
       "and "
       "accelerators; FP32 models, too.",
       false, exportOnnx},
      {"rxqm", "RxQuant model",
       "RxQuant's own file with the spec that made the model: for another workspace, or a "
       "colleague.",
       false, exportModelFile},
  }};
  return kAll;
}

const Exporter& exporterByKey(std::string_view key) {
  std::string known;
  for (const Exporter& exporter : exporters()) {
    if (exporter.key == key)
      return exporter;
    known += (known.empty() ? "" : ", ") + std::string(exporter.key);
  }
  throw base::Error(base::ErrorKind::BadInput, "there is no export format '" + std::string(key) +
                                                   "'; the formats are " + known + ".");
}

} // namespace rxq::exporting
