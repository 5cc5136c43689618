#include "core/base/cpu.h"

#include <fstream>
#include <vector>

#if defined(__x86_64__) && defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace rxq::base {

namespace {
/// Tile registers are off until a process asks for them (Linux, arch_prctl(2): ARCH_REQ_XCOMP_PERM
/// for state component 18, the tile data).
bool tilesGranted() {
#if defined(__x86_64__) && defined(__linux__)
  constexpr long kRequestPermission = 0x1023, kTileData = 18;
  return syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
#else
  return false;
#endif
}

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
  case Isa::AmxInt8: {
    // CPUID leaf 7, EDX bits 24 (tiles) and 25 (int8).
    unsigned eax = 7, ebx = 0, ecx = 0, edx = 0;
    __asm__ volatile("cpuid" : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
    return avx512 && __builtin_cpu_supports("avx512vnni") && ((edx >> 24) & 3u) == 3u &&
           tilesGranted();
  }
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
    for (const Isa isa :
         {Isa::Scalar, Isa::Avx2, Isa::AvxVnni, Isa::Avx512, Isa::Avx512Vnni, Isa::AmxInt8})
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

bool cpuHasAvx512Bf16() {
  static const bool has = [] {
#if defined(__x86_64__)
    // CPUID leaf 7, sub-leaf 1, EAX bit 5.
    unsigned eax = 7, ebx = 0, ecx = 1, edx = 0;
    __asm__ volatile("cpuid" : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
    return cpuHas(Isa::Avx512) && ((eax >> 5) & 1u);
#else
    return false;
#endif
  }();
  return has;
}

bool cpuHasAmxBf16() {
  static const bool has = [] {
#if defined(__x86_64__)
    // CPUID leaf 7, EDX bits 22 (bfloat16) and 24 (tiles).
    unsigned eax = 7, ebx = 0, ecx = 0, edx = 0;
    __asm__ volatile("cpuid" : "+a"(eax), "=b"(ebx), "+c"(ecx), "=d"(edx));
    return cpuHas(Isa::Avx512) && ((edx >> 22) & 1u) && ((edx >> 24) & 1u) && tilesGranted();
#else
    return false;
#endif
  }();
  return has;
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
  case Isa::AmxInt8:
    return "amx-int8";
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
