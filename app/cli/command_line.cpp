#include <filesystem>
#include <iostream>

#include <CLI/CLI.hpp>

#include "app/cli/commands.h"
#include "core/base/error.h"
#include "core/store/provenance.h"

namespace rxq::app {

namespace {
constexpr const char* kDefaultWorkspace = "rxquant.rxq";

int exitCodeOf(base::ErrorKind kind) {
  switch (kind) {
  case base::ErrorKind::BadInput:
    return kBadInput;
  case base::ErrorKind::File:
  case base::ErrorKind::Database:
    return kFileError;
  case base::ErrorKind::Tool:
    return kToolError;
  }
  return kBadInput;
}
} // namespace

std::string workspacePath(const Common& common) {
  return common.workspace.empty() ? kDefaultWorkspace : common.workspace;
}

std::string existingWorkspacePath(const Common& common) {
  std::string path = workspacePath(common);
  if (!std::filesystem::exists(path))
    throw base::Error(base::ErrorKind::File,
                      base::message("%1: there is no such workspace; name one with --workspace, or "
                                    "fill one with `rxquant demo`.",
                                    path));
  return path;
}

int runCommandLine(int argc, char** argv, bool& wantsWindow, std::string& file) {
  CLI::App app(
      "RxQuant: how few bits can a neural receiver run on, and what does that cost in dB?\n"
      "Without a command it opens the window.");
  app.footer("Exit codes: 0 done; 1 a check or verification disagrees, or a receiver failed; 2 bad "
             "usage or study;\n"
             "3 file or workspace error; 4 a needed tool is missing; 130 interrupted, work kept.");
  app.set_version_flag("--version", "RxQuant " + store::programVersion());
  app.require_subcommand(0, 1);
  app.fallthrough();
  Common common;
  app.add_option("-w,--workspace", common.workspace,
                 "Workspace file (default: rxquant.rxq in the current folder)");
  app.add_flag("--json", common.json, "Results as JSON on standard output");
  app.add_option("-j,--threads", common.workers,
                 "Worker threads (default: all processors); never changes results")
      ->check(CLI::Range(1, 1024));
  app.add_option("FILE", file, "A workspace (.rxq) or study (.json) to open in the window");
  int exitCode = kOk;
  addRunCommands(app, common, exitCode);
  addListCommands(app, common, exitCode);
  addExportCommands(app, common, exitCode);
  addReportCommand(app, common);
  addCheckCommands(app, common, exitCode);
  addBenchCommand(app, common, exitCode);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    const int code = app.exit(e);
    return code == 0 ? kOk : kBadInput;
  } catch (const base::Error& e) {
    std::cerr << "rxquant: " << e.what() << "\n";
    return exitCodeOf(e.kind());
  }
  wantsWindow = app.get_subcommands().empty();
  if (wantsWindow && file.empty())
    file = common.workspace;
  return exitCode;
}

} // namespace rxq::app
