#include "core/phy/transport_block.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <string>

#include "core/base/error.h"

namespace rxq::phy {

namespace {
/// TS 38.214 table 5.1.3.2-1.
constexpr std::array kSmallSizes{
    24,   32,   40,   48,   56,   64,   72,   80,   88,   96,   104,  112,  120,  128,  136,  144,
    152,  160,  168,  176,  184,  192,  208,  224,  240,  256,  272,  288,  304,  320,  336,  352,
    368,  384,  408,  432,  456,  480,  504,  528,  552,  576,  608,  640,  672,  704,  736,  768,
    808,  848,  888,  928,  984,  1032, 1064, 1128, 1160, 1192, 1224, 1256, 1288, 1320, 1352, 1416,
    1480, 1544, 1608, 1672, 1736, 1800, 1864, 1928, 2024, 2088, 2152, 2216, 2280, 2408, 2472, 2536,
    2600, 2664, 2728, 2792, 2856, 2976, 3104, 3240, 3368, 3496, 3624, 3752, 3824};
static_assert(kSmallSizes.size() == 93);
constexpr int kLargestSmall = 3824;

int ceilDiv(int a, int b) { return (a + b - 1) / b; }
int floorLog2(double x) { return static_cast<int>(std::floor(std::log2(x))); }

int smallSize(double bits) {
  const int unit = 1 << std::max(3, floorLog2(bits) - 6);
  const int quantized = std::max(24, unit * static_cast<int>(std::floor(bits / unit)));
  return *std::lower_bound(kSmallSizes.begin(), kSmallSizes.end(), quantized);
}

/// Multiples of a byte that divide into equal code blocks.
int largeSize(double bits, double rate) {
  constexpr int kCrc = 24;
  const int unit = 1 << (floorLog2(bits - kCrc) - 5);
  const int quantized =
      std::max(3840, unit * static_cast<int>(std::floor((bits - kCrc) / unit + 0.5)));
  int blocks = 1;
  if (rate <= 0.25)
    blocks = ceilDiv(quantized + kCrc, 3816);
  else if (quantized > 8424)
    blocks = ceilDiv(quantized + kCrc, 8424);
  return 8 * blocks * ceilDiv(quantized + kCrc, 8 * blocks) - kCrc;
}
} // namespace

SlotLayout codeWordLayout(int infoBits, int codedBits) {
  SlotLayout layout;
  layout.infoBits = infoBits;
  layout.block = chooseLdpc(infoBits, codedBits);
  layout.codedBits = {codedBits};
  return layout;
}

int transportBlockSize(int dataElements, double rate, int bitsPerSymbol) {
  const double bits = std::max(1.0, dataElements * rate * bitsPerSymbol);
  return bits <= kLargestSmall ? smallSize(bits) : largeSize(bits, rate);
}

SlotLayout transportBlockLayout(int infoBits, double rate, int codedBits, int bitsPerSymbol) {
  assert(codedBits % bitsPerSymbol == 0);
  SlotLayout layout;
  layout.infoBits = infoBits;
  layout.slotCrc = infoBits > kLargestSmall ? Crc::Crc24A : Crc::Crc16;
  const int bits = infoBits + crcLength(*layout.slotCrc);
  const int graph =
      infoBits <= 292 || (infoBits <= kLargestSmall && rate <= 0.67) || rate <= 0.25 ? 2 : 1;
  const int largest = graph == 1 ? 8448 : 3840;
  const int blockCrc = crcLength(Crc::Crc24B);
  layout.blockCrcs = bits > largest;
  const int blocks = layout.blockCrcs ? ceilDiv(bits, largest - blockCrc) : 1;
  const int all = bits + (layout.blockCrcs ? blocks * blockCrc : 0);
  if (all % blocks != 0)
    throw base::Error(
        base::ErrorKind::BadInput,
        base::message("A transport block of %1 bits does not divide into %2 equal code blocks.",
                      infoBits, blocks));
  // Blocks at the end take one symbol more when symbols do not divide evenly.
  const int symbols = codedBits / bitsPerSymbol;
  for (int r = 0; r < blocks; ++r)
    layout.codedBits.push_back(bitsPerSymbol * (r <= blocks - symbols % blocks - 1
                                                    ? symbols / blocks
                                                    : ceilDiv(symbols, blocks)));
  layout.block = ldpcFor(graph, liftingColumns(graph, bits), all / blocks, layout.codedBits[0]);
  return layout;
}

} // namespace rxq::phy
