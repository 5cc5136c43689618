#include "core/nn/tile_kernels.h"

#include <algorithm>

namespace rxq::nn {

bool cpuHas(TileSet set) {
  switch (set) {
  case TileSet::Plain:
    return true;
  case TileSet::Avx2:
    return base::cpuHas(base::Isa::Avx2);
  case TileSet::Avx512:
    return base::cpuHas(base::Isa::Avx512);
  case TileSet::Amx:
    return base::cpuHasAmxBf16();
  }
  return false;
}

const char* name(TileSet set) {
  switch (set) {
  case TileSet::Plain:
    return "scalar";
  case TileSet::Avx2:
    return "avx2";
  case TileSet::Avx512:
    return "avx512";
  case TileSet::Amx:
    return "amx-bf16";
  }
  return "";
}

const Bfloat16Kernels& tileKernels(TileSet set) {
#if defined(__x86_64__)
  switch (set) {
  case TileSet::Plain:
    break;
  case TileSet::Avx2:
    return kTileAvx2;
  case TileSet::Avx512:
    return kTileAvx512;
  case TileSet::Amx:
    return kTileAmx;
  }
#else
  (void)set;
#endif
  return kTilePlain;
}

const Bfloat16Kernels& tileKernels() {
  static const Bfloat16Kernels& best = []() -> const Bfloat16Kernels& {
    for (const auto set : {TileSet::Amx, TileSet::Avx512, TileSet::Avx2})
      if (cpuHas(set))
        return tileKernels(set);
    return kTilePlain;
  }();
  return best;
}

TileGradientLayout::TileGradientLayout(const ConvSize& s)
    : width(even(s.subcarriers + s.borderF())),
      chunks(((s.symbols - 1) * width + s.subcarriers + kTileDepth - 1) / kTileDepth),
      outBlocks(padded(s.out) / kLane), inBlocks(padded(s.in) / kLane), pairs(0),
      parities(s.kernelF > 1 && s.dilationF % 2 == 1 ? 2 : 1) {
  const int reach =
      (s.kernelT - 1) * s.dilationT * width + (s.kernelF - 1) * s.dilationF; // of the last tap
  const int rows = s.symbols + 2 * s.borderT();
  pairs = std::max(chunks * (kTileDepth / 2) + (reach + 1) / 2, rows * width / 2);
}

std::size_t TileGradientLayout::dyNumbers() const {
  return static_cast<std::size_t>(outBlocks * chunks) * kTileNumbers;
}
std::size_t TileGradientLayout::xNumbers() const {
  return static_cast<std::size_t>(parities * inBlocks * pairs) * 2 * kLane;
}

std::size_t tileScratch(const ConvSize& size) {
  const TileGradientLayout layout(size);
  return layout.dyNumbers() + layout.xNumbers();
}

} // namespace rxq::nn
