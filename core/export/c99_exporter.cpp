#include "core/export/c99_exporter.h"

#include "core/base/error.h"
#include "core/export/c99_source.h"
#include "core/export/files.h"
#include "core/export/golden.h"
#include "core/export/ports_text.h"
#include "core/export/process.h"

namespace rxq::exporting {

namespace {
std::string readme(const train::Model& model, const std::string& name, GoldenSource& golden) {
  return model.name + ", written by RxQuant\n\n" + name + ".h, " + name +
         ".c     the receiver: C99, integers only, no allocation\ncheck_" + name + ".c, " + name +
         "_golden.bin   a program that compares it with the golden slots\n\n" +
         portsText(*model.integer, golden.inputNames());
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
    result.text = base::message("the C source does not compile: %1", compiled.output);
    return result;
  }
  const ProcessResult checked = runProcess({program, folder.pathOf(name + "_golden.bin")}, stop);
  result.ran = !checked.stopped;
  result.compared = codes;
  result.passed = checked.exitCode == 0;
  result.text = base::message(
      "%1 output codes of the compiled C compared with the engine on %2 slots: %3", codes, slots,
      result.passed ? base::message("all equal") : base::Message(checked.output));
  return result;
}
} // namespace

ExportResult exportC99(const train::Model& model, const std::string& folderName, int goldenSlots,
                       std::stop_token stop) {
  if (!model.integer)
    throw base::Error(
        base::ErrorKind::BadInput,
        base::message("%1 has float parts; C99 export needs weights and activations quantized.",
                      model.name));
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
