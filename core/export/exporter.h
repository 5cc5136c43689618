#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/message.h"
#include "core/train/model.h"

namespace rxq::exporting {

/// What a verification found; `passed` is the verdict, `text` a sentence for people with the
/// figures.
struct Verification {
  bool ran = false;
  bool passed = false;
  base::Message text; ///< "C99: 903 168 LLR codes compared on 16 slots, all equal"
  std::uint64_t compared = 0;
  std::uint64_t different = 0;
  int largestDifference = 0; ///< in codes
};

struct ExportResult {
  std::vector<std::string> files; ///< written, absolute paths
  Verification verification;
};

/// One export format.
struct Exporter {
  std::string_view key; ///< "c99", "onnx"
  const char* label;
  const char* purpose; ///< what it is for, a sentence
  bool needsIntegers;  ///< only for models that are fully quantized
  /// Writes into `folder` (made when missing, files replaced atomically) and verifies what it wrote
  /// against the engine on `goldenSlots` slots of the model's link (Domain::Golden). Throws
  /// base::Error: File, BadInput (model does not fit the format), Tool (compiler missing: names
  /// it).
  ExportResult (*run)(const train::Model& model, const std::string& folder, int goldenSlots,
                      std::stop_token stop);
};

/// All formats.
std::span<const Exporter> exporters();
/// Throws base::Error(BadInput) listing the known keys.
const Exporter& exporterByKey(std::string_view key);

} // namespace rxq::exporting
