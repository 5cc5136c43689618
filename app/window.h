#pragma once

#include <optional>
#include <string>

namespace rxq::app {

/// What the command line asks of the window.
struct WindowOptions {
  std::optional<std::string> workspace; ///< else the last one, else the user's default file
  std::optional<std::string> studyFile; ///< opened on the Study page
};

/// Opens the workbench and runs until it is closed; returns the program's exit code.
int runWindow(int argc, char** argv, const WindowOptions& options);

} // namespace rxq::app
