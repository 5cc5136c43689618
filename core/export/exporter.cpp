#include "core/export/exporter.h"

#include <array>

#include "core/base/error.h"
#include "core/export/c99_exporter.h"
#include "core/export/memory_exporter.h"
#include "core/export/model_file_exporter.h"
#include "core/export/onnx_exporter.h"

namespace rxq::exporting {

std::span<const Exporter> exporters() {
  static constexpr std::array<Exporter, 4> kAll{{
      {"c99", "C99 source",
       "One header and one source file in integers only, for a microcontroller, a DSP or as the "
       "model of an RTL block; equal to the measured "
       "receiver to the bit. Of a receiver all in fixed point, everything from samples to LLRs.",
       true, exportC99},
      {"memory", "Memory images and vectors",
       "Weights, biases and multipliers as $readmemh files and as one binary image with its "
       "address "
       "map, and test vectors of every layer: for RTL and its test bench.",
       true, exportMemory},
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
  throw base::Error(
      base::ErrorKind::BadInput,
      base::message("there is no export format '%1'; the formats are %2.", key, known));
}

} // namespace rxq::exporting
