#include "core/export/c99_exporter.h"

#include "core/base/error.h"
#include "core/export/c99_receiver_source.h"
#include "core/export/c99_source.h"
#include "core/export/files.h"
#include "core/export/golden.h"
#include "core/export/ports_text.h"
#include "core/export/process.h"

namespace rxq::exporting {

namespace {
std::string readme(const train::Model& model, const std::string& name, GoldenSource& golden) {
  std::string text = model.name + ", written by RxQuant\n\n";
  if (golden.fixedPoint())
    text += name + "_receive.h, " + name +
            "_receive.c     the whole receiver, from samples to LLRs: C99, integers only\ncheck_" +
            name + "_receive.c, " + name +
            "_receive_golden.bin   a program that compares it with the golden slots\n";
  return text + name + ".h, " + name + ".c     the " +
         (golden.fixedPoint() ? "network, whose ports follow" : "receiver") +
         ": C99, integers only, no allocation\ncheck_" + name + ".c, " + name +
         "_golden.bin   a program that compares it with the golden slots\n\n" +
         portsText(*model.integer, golden.inputNames());
}

/// A check program, what it is compiled with and what it compares.
struct Check {
  std::string source, golden;
  std::vector<std::string> with;
  std::uint64_t codes = 0;
  bool wholeReceiver = false; ///< from samples to LLRs; else the network
};

/// Compiles what was written, here and strictly, and lets it check itself; adds to `result`.
void verify(const FolderWriter& folder, const Check& check, int slots, std::stop_token stop,
            Verification& result) {
  const TemporaryFolder temporary;
  const std::string program = (temporary.path() / "check").string();
  std::vector<std::string> command = cCompiler();
  for (const char* flag : {"-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror", "-O2", "-o"})
    command.emplace_back(flag);
  command.push_back(program);
  command.push_back(folder.pathOf(check.source));
  for (const std::string& source : check.with)
    command.push_back(folder.pathOf(source));
  const auto add = [&](base::Message text) {
    result.text =
        result.text.empty() ? std::move(text) : base::message("%1; %2", result.text, text);
  };
  const ProcessResult compiled = runProcess(command, stop);
  result.ran = result.ran && !compiled.stopped;
  if (compiled.stopped)
    return;
  if (compiled.exitCode != 0) {
    result.passed = false;
    return add(base::message("the C source does not compile: %1", compiled.output));
  }
  const ProcessResult checked = runProcess({program, folder.pathOf(check.golden)}, stop);
  const bool equal = checked.exitCode == 0;
  result.ran = result.ran && !checked.stopped;
  result.compared += check.codes;
  result.passed = result.passed && equal;
  const base::Message verdict = equal ? base::message("all equal") : base::Message(checked.output);
  add(check.wholeReceiver
          ? base::message("%1 LLRs of the whole receiver in compiled C compared with the engine on "
                          "%2 slots: %3",
                          check.codes, slots, verdict)
          : base::message(
                "%1 output codes of the compiled C compared with the engine on %2 slots: %3",
                check.codes, slots, verdict));
}

/// A golden file: the number of slots, then what `put` writes of each.
template <class Put>
std::string writeGolden(const FolderWriter& folder, const std::string& file, GoldenSource& golden,
                        const Put& put) {
  return folder.write(file, [&](std::ostream& out) {
    putU32(out, static_cast<std::uint32_t>(golden.slots()));
    GoldenSlot slot;
    for (int i = 0; i < golden.slots(); ++i) {
      golden.make(i, slot);
      put(out, slot);
    }
  });
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
  ExportResult result;
  const auto write = [&](const std::string& file, const C99Source& source) {
    result.files.push_back(folder.write(file + ".h", source.header));
    result.files.push_back(folder.write(file + ".c", source.source));
    result.files.push_back(folder.write("check_" + file + ".c", source.check));
    return Check{"check_" + file + ".c", file + "_golden.bin", {file + ".c"}};
  };
  std::vector<Check> checks;
  if (const auto tables = golden.fixedPoint()) {
    Check check = write(name + "_receive", generateC99Receiver(*tables, name, model.name));
    check.with.push_back(name + ".c");
    check.wholeReceiver = true;
    result.files.push_back(
        writeGolden(folder, check.golden, golden, [&](std::ostream& out, const GoldenSlot& slot) {
          putI16s(out, slot.received.samples);
          putU32(out, slot.received.noise);
          putI16s(out, slot.llrs);
          check.codes += slot.llrs.size();
        }));
    checks.push_back(check);
  }
  Check check = write(name, generateC99(*model.integer, golden.size(), name, model.name));
  result.files.push_back(
      writeGolden(folder, check.golden, golden, [&](std::ostream& out, const GoldenSlot& slot) {
        for (int pass = 0; pass < golden.passes(); ++pass) {
          putBytes(out, golden.ofPass(slot.inputCodes, pass));
          putI16s(out, golden.ofPass(slot.outputCodes, pass));
        }
        check.codes += slot.outputCodes.size();
      }));
  checks.push_back(check);
  result.files.push_back(folder.write("README.txt", readme(model, name, golden)));
  result.verification.ran = result.verification.passed = true;
  for (const Check& one : checks)
    verify(folder, one, goldenSlots, stop, result.verification);
  return result;
}

} // namespace rxq::exporting
