#pragma once

#include <cstdint>
#include <string>

namespace rxq::store {
class Workspace;
}
namespace CLI {
class App;
}

namespace rxq::app {

/// What the shell gets back; documented in `rxquant --help`.
enum ExitCode {
  kOk = 0,
  kDisagrees = 1,
  kBadInput = 2,
  kFileError = 3,
  kToolError = 4,
  kInterrupted = 130
};

/// Options that all commands share.
struct Common {
  std::string workspace; ///< empty: the default file
  bool json = false;
  int workers = 0;
};

/// The workspace named on the command line, or the default one, "rxquant.rxq" in the current
/// folder.
std::string workspacePath(const Common& common);
/// The same for commands that only read: throws base::Error(File) when there is no such file.
std::string existingWorkspacePath(const Common& common);

/// `id`, or the newest study when it is 0. Throws base::Error(BadInput) when there is none.
std::int64_t studyIdOrNewest(const store::Workspace& workspace, std::int64_t id);

/// Each adds its subcommands to `app`; a chosen one stores its exit code in `exitCode`.
void addRunCommands(CLI::App& app, Common& common, int& exitCode);
void addListCommands(CLI::App& app, Common& common, int& exitCode);
void addExportCommands(CLI::App& app, Common& common, int& exitCode);
void addReportCommand(CLI::App& app, Common& common);
void addCheckCommands(CLI::App& app, Common& common, int& exitCode);
void addBenchCommand(CLI::App& app, Common& common, int& exitCode);

/// The whole command line; returns the exit code. `wantsWindow` is set, and nothing done, when no
/// subcommand is given: `file` is then the study or workspace to open, or empty.
int runCommandLine(int argc, char** argv, bool& wantsWindow, std::string& file);

} // namespace rxq::app
