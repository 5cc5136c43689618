#include "core/store/provenance.h"

#include <ctime>

#include "build_info.inc"
#include "core/base/cpu.h"

namespace rxq::store {

std::string programVersion() { return RXQ_VERSION; }

std::string nowUtc() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::string text(32, '\0');
  text.resize(std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc));
  return text;
}

Provenance currentProvenance() {
  Provenance p;
  p.version = RXQ_VERSION;
  p.commit = RXQ_COMMIT;
#if defined(__clang__)
  p.compiler = "clang " __clang_version__;
#else
  p.compiler = "gcc " __VERSION__;
#endif
  p.cpu = base::cpuModelName();
  p.isa = base::name(base::availableIsas().back());
  p.startedAt = nowUtc();
  return p;
}

} // namespace rxq::store
