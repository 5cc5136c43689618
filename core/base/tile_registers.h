#pragma once

#include <cstdint>

#include <immintrin.h>

namespace rxq::base {

/// Rows of a tile register (at most 16), and bytes of each (at most 64).
struct TileShape {
  int rows, bytes;
};

/// The eight tile registers of AMX, for sources that are compiled for it. Its intrinsics tell the
/// compiler less than they do: GCC's take a pointer, but not that what lies there is read.
class TileRegisters {
 public:
  /// All registers become zero. Needs leave from the system (cpu.h).
  [[gnu::always_inline]] static inline void configure(const TileShape (&shapes)[8]) {
    // Palette 1 of the Intel SDM's LDTILECFG: 8 registers of 1 KiB.
    struct alignas(64) {
      std::uint8_t palette = 1, startRow = 0, reserved[14] = {};
      std::uint16_t bytesOfRow[16] = {};
      std::uint8_t rows[16] = {};
    } configuration;
    for (int t = 0; t < 8; ++t) {
      configuration.rows[t] = static_cast<std::uint8_t>(shapes[t].rows);
      configuration.bytesOfRow[t] = static_cast<std::uint16_t>(shapes[t].bytes);
    }
    __asm__ volatile("" : "+m"(configuration) : : "memory");
    _tile_loadconfig(&configuration);
  }
  /// After use, or every switch of threads would save them.
  [[gnu::always_inline]] static inline void release() { _tile_release(); }
  /// What has been written to memory before is there for the loads that follow.
  [[gnu::always_inline]] static inline void memoryWritten() { __asm__ volatile("" : : : "memory"); }
};

} // namespace rxq::base
