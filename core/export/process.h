#pragma once

#include <stop_token>
#include <string>
#include <vector>

namespace rxq::exporting {

struct ProcessResult {
  int exitCode = -1; ///< 128 + signal when killed
  bool stopped = false;
  std::string output; ///< standard output and error, as they came
};

/// Runs a program without a shell and waits for it; killed when a stop is asked for. Throws
/// base::Error(Tool) when it cannot be started.
ProcessResult runProcess(const std::vector<std::string>& arguments, std::stop_token stop);

/// The first of `names` that is an executable file on PATH (or a path itself); empty when none is.
std::string findProgram(const std::vector<std::string>& names);

/// The command of the system's C compiler: CC's words, else the first of cc, gcc, clang on PATH.
/// Throws base::Error(Tool) that says what to install.
std::vector<std::string> cCompiler();

/// A Python that has onnxruntime, or that may have it: RXQ_PYTHON; an environment that the test
/// command made in the user's cache; python3. Empty when there is none.
std::string pythonForOnnx();

} // namespace rxq::exporting
