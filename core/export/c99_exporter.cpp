#include "core/export/c99_exporter.h"

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/export/c99_source.h"
#include "core/export/files.h"
#include "core/export/golden.h"
#include "core/export/process.h"

namespace rxq::exporting {

namespace {
std::string scaleText(const std::vector<float>& scales) {
  std::string text;
  for (const float s : scales)
    text += (text.empty() ? "" : ", ") + base::toText(static_cast<double>(s));
  return text;
}

std::string readme(const train::Model& model, const std::string& name, GoldenSource& golden) {
  const quant::IntegerNetwork& network = *model.integer;
  const quant::TensorQuant& in = network.tensors.front();
  const quant::TensorQuant& out = network.tensors.back();
  const quant::ByteCount bytes = quant::bytesOf(network);
  std::string text = model.name + ", written by RxQuant\n\n" + name + ".h, " + name +
                     ".c     the receiver: C99, integers only, no allocation\ncheck_" + name +
                     ".c, " + name +
                     "_golden.bin   a program that compares it with the golden slots\n\nInput\n  "
                     "code = clamp(round(value / "
                     "scale) + " +
                     std::to_string(in.zeroPoint) + ", " + std::to_string(in.qMin) + ", " +
                     std::to_string(in.qMax) + "), rounding half to even, for each channel:\n";
  const auto names = golden.inputNames();
  for (std::size_t c = 0; c < names.size(); ++c)
    text += "  " + std::to_string(c) + "  " + names[c] + ", scale " +
            base::toText(static_cast<double>(in.scale.size() == 1 ? in.scale[0] : in.scale[c])) +
            "\n";
  text += "\nOutput\n  value = scale * code; scale: " + scaleText(out.scale) +
          "\n  LLR = ln P(1)/P(0): a positive LLR is a one.\n";
  text += "\nBytes\n  weights " + std::to_string(bytes.weights) + ", biases " +
          std::to_string(bytes.biases) + ", multipliers and shifts " +
          std::to_string(bytes.multipliers) + ", scales " + std::to_string(bytes.scales) + "\n";
  return text;
}

/// Compiles what was written, here and strictly, and lets it check itself.
Verification verify(const FolderWriter& folder, const std::string& name, std::uint64_t codes,
                    int slots, std::stop_token stop) {
  const TemporaryFolder temporary;
  const std::string program = (temporary.path() / "check").string();
  std::vector<std::string> command = cCompiler();
  for (const char* flag : {"-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-O2", "-o"})
    command.emplace_back(flag);
  command.push_back(program);
  command.push_back(folder.pathOf("check_" + name + ".c"));
  command.push_back(folder.pathOf(name + ".c"));
  Verification result;
  const ProcessResult compiled = runProcess(command, stop);
  if (compiled.stopped)
    return result;
  result.ran = true;
  if (compiled.exitCode != 0) {
    result.text = "the C source does not compile: " + compiled.output;
    return result;
  }
  const ProcessResult checked = runProcess({program, folder.pathOf(name + "_golden.bin")}, stop);
  result.ran = !checked.stopped;
  result.compared = codes;
  result.passed = checked.exitCode == 0;
  result.text = std::to_string(codes) +
                " output codes of the compiled C compared with the engine on " +
                std::to_string(slots) + " slots: " + (result.passed ? "all equal" : checked.output);
  return result;
}
} // namespace

ExportResult exportC99(const train::Model& model, const std::string& folderName, int goldenSlots,
                       std::stop_token stop) {
  if (!model.integer)
    throw base::Error(base::ErrorKind::BadInput,
                      model.name +
                          " has float parts; C99 export needs weights and activations quantized.");
  GoldenSource golden(model, goldenSlots);
  const FolderWriter folder(folderName);
  const std::string name = identifierOf(model.name);
  const C99Source source = generateC99(*model.integer, golden.size(), name, model.name);
  ExportResult result;
  result.files.push_back(folder.write(name + ".h", source.header));
  result.files.push_back(folder.write(name + ".c", source.source));
  result.files.push_back(folder.write("check_" + name + ".c", source.check));
  std::uint64_t codes = 0;
  result.files.push_back(folder.write(name + "_golden.bin", [&](std::ostream& out) {
    putU32(out, static_cast<std::uint32_t>(goldenSlots));
    GoldenSlot slot;
    for (int i = 0; i < goldenSlots; ++i) {
      golden.make(i, slot);
      putBytes(out, slot.inputCodes);
      putI16s(out, slot.outputCodes);
      codes += slot.outputCodes.size();
    }
  }));
  result.files.push_back(folder.write("README.txt", readme(model, name, golden)));
  result.verification = verify(folder, name, codes, goldenSlots, std::move(stop));
  return result;
}

} // namespace rxq::exporting
