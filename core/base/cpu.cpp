#include "core/base/cpu.h"

#include <fstream>
#include <vector>

namespace rxq::base {

namespace {
bool probe(Isa isa) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") &&
                      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
                      __builtin_cpu_supports("avx512dq");
  switch (isa) {
  case Isa::Scalar:
    return true;
  case Isa::Avx2:
    return avx2;
  case Isa::AvxVnni: {
    // CPUID leaf 7, sub-leaf 1, EAX bit 4; GCC 12's __builtin_cpu_supports does not know the name.
    unsigned eax = 7, ebx = 0, ecx = 1, edx = 0;
    __asm__ volatile("cpuid" : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
    return avx2 && ((eax >> 4) & 1u);
  }
  case Isa::Avx512:
    return avx512;
  case Isa::Avx512Vnni:
    return avx512 && __builtin_cpu_supports("avx512vnni");
  }
  return false;
#else
  return isa == Isa::Scalar;
#endif
}
} // namespace

std::span<const Isa> availableIsas() {
  static const std::vector<Isa> found = [] {
    std::vector<Isa> all;
    for (const Isa isa : {Isa::Scalar, Isa::Avx2, Isa::AvxVnni, Isa::Avx512, Isa::Avx512Vnni})
      if (probe(isa))
        all.push_back(isa);
    return all;
  }();
  return found;
}

bool cpuHas(Isa isa) {
  for (const Isa have : availableIsas())
    if (have == isa)
      return true;
  return false;
}

std::string_view name(Isa isa) {
  switch (isa) {
  case Isa::Scalar:
    return "scalar";
  case Isa::Avx2:
    return "avx2";
  case Isa::AvxVnni:
    return "avx-vnni";
  case Isa::Avx512:
    return "avx512";
  case Isa::Avx512Vnni:
    return "avx512-vnni";
  }
  return "?";
}

std::string cpuModelName() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("model name"))
      if (const auto colon = line.find(": "); colon != std::string::npos)
        return line.substr(colon + 2);
  return "unknown";
}

} // namespace rxq::base
