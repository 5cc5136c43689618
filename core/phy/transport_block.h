#pragma once

#include <optional>
#include <vector>

#include "core/phy/crc.h"
#include "core/phy/ldpc.h"

namespace rxq::phy {

/// How the information bits of a slot are cut into code blocks, all of one size.
struct SlotLayout {
  int infoBits = 0;           ///< A: of the transport block, or K of the one code word
  std::optional<Crc> slotCrc; ///< of the transport block; none for a plain code word
  bool blockCrcs = false;     ///< CRC24B at the end of every code block
  LdpcParams block;           ///< of a code block; its codedBits are those of the first
  std::vector<int> codedBits; ///< E_r of each code block

  int blocks() const { return static_cast<int>(codedBits.size()); } ///< C
  /// Bits of a code block that belong to the transport block and its CRC.
  int payloadBits() const { return block.infoBits - (blockCrcs ? crcLength(Crc::Crc24B) : 0); }
};

/// One code word without CRC: K = `infoBits`, E = `codedBits`. Throws as chooseLdpc().
SlotLayout codeWordLayout(int infoBits, int codedBits);

/// Resource elements of a resource block that count for the size of a transport block, at most
/// (TS 38.214 6.1.4.2).
inline constexpr int kMostElementsOfBlock = 156;

/// Size of the transport block, TS 38.214 6.1.4.2 (5.1.3.2) for one layer without overhead:
/// `dataElements` resource elements (N_RE), target code rate R, modulation order Qm.
int transportBlockSize(int dataElements, double rate, int bitsPerSymbol);

/// TS 38.212 6.2.1 to 6.2.5 for a transport block of A bits in G coded bits, one layer: CRC24A
/// beyond 3824 bits, else CRC16; base graph by A and target rate (6.2.2); code blocks with CRC24B
/// when there are several (5.2.2); E_r multiples of Qm that add up to G (5.4.2.1), no limited
/// buffer. Throws base::Error(BadInput) when the code blocks are not equal in size (A is no size of
/// transportBlockSize()) or do not fit into G bits.
SlotLayout transportBlockLayout(int infoBits, double rate, int codedBits, int bitsPerSymbol);

} // namespace rxq::phy
