#pragma once

#include <string>

namespace rxq::store {

/// When, by what and where something was made; stored with every run.
struct Provenance {
  std::string version; ///< of the program
  std::string commit;  ///< source revision, "unknown" outside git
  std::string compiler;
  std::string cpu;
  std::string isa;       ///< widest instruction set of the kernels in use
  std::string startedAt; ///< ISO 8601, UTC
  std::string finishedAt;
  double trainSeconds = 0;
  double measureSeconds = 0;
};

/// Of this program on this machine, started now.
Provenance currentProvenance();
/// "0.1.0".
std::string programVersion();
/// ISO 8601, seconds.
std::string nowUtc();

} // namespace rxq::store
