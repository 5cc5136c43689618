#include <cstdlib>
#include <iostream>
#include <string>

#include "app/cli/commands.h"
#if defined(RXQ_HAS_WINDOW)
#include "app/window.h"
#endif

int main(int argc, char** argv) {
  bool wantsWindow = false;
  std::string file;
  const int exitCode = rxq::app::runCommandLine(argc, argv, wantsWindow, file);
  if (!wantsWindow)
    return exitCode;
#if defined(RXQ_HAS_WINDOW)
  rxq::app::WindowOptions options;
  if (file.ends_with(".json"))
    options.studyFile = file;
  else if (!file.empty())
    options.workspace = file;
  return rxq::app::runWindow(argc, argv, options);
#else
  std::cerr << "rxquant: this build has no window (RXQ_WINDOW=OFF); `rxquant --help` lists the "
               "commands.\n";
  return rxq::app::kToolError;
#endif
}
