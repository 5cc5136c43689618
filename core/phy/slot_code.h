#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/phy/ldpc.h"
#include "core/phy/transport_block.h"

namespace rxq::phy {

/// What went wrong with one slot's bits.
struct SlotErrors {
  int bits = 0;            ///< information bits
  int blocks = 0;          ///< code blocks with a wrong bit, CRC bits included
  bool undetected = false; ///< a transport block with an error whose CRCs all hold
  bool failed() const { return blocks > 0; }
};

/// Encoder of all the bits of a slot: code blocks with CRCs, LDPC, rate matching, interleaving and
/// concatenation (TS 38.212 6.2). Immutable and thread-safe.
class SlotCode {
 public:
  /// `interleaveOrder` as LdpcCode.
  SlotCode(const SlotLayout& layout, int interleaveOrder);

  const SlotLayout& layout() const { return m_layout; }
  int infoBits() const { return m_layout.infoBits; }
  int codedBits() const { return m_starts.back(); } ///< G
  /// Bits of all code blocks before encoding, CRCs included: blocks() * K'.
  int blockBits() const { return m_layout.blocks() * m_layout.block.infoBits; }

  /// Attaches the CRCs. info: infoBits(); blocks: blockBits(), one code block after the other.
  void segment(std::span<const std::uint8_t> info, std::span<std::uint8_t> blocks) const;
  /// blocks: blockBits() as segment() gives them; coded: codedBits(), as transmitted.
  void encode(std::span<const std::uint8_t> blocks, std::span<std::uint8_t> coded) const;
  /// The code of one code block, and where its transmitted bits begin in the slot's.
  const LdpcCode& codeOf(int block) const { return m_codes[m_codeOf[index(block)]]; }
  int startOf(int block) const { return m_starts[index(block)]; }

  /// Compares blockBits() decisions with what was sent.
  SlotErrors compare(std::span<const std::uint8_t> sent,
                     std::span<const std::uint8_t> decided) const;

 private:
  friend class SlotDecoder;
  static std::size_t index(int i) { return static_cast<std::size_t>(i); }
  bool crcsHold(std::span<const std::uint8_t> decided) const;

  SlotLayout m_layout;
  std::vector<LdpcCode> m_codes;     ///< one for each E_r that occurs: one or two
  std::vector<std::size_t> m_codeOf; ///< [block]
  std::vector<int> m_starts;         ///< [block], and the end
};

/// Decoders of a slot's code blocks; holds their message memory, so one object a thread.
class SlotDecoder {
 public:
  /// `code` must outlive it. Throws as makeDecoder().
  SlotDecoder(const SlotCode& code, const DecoderSpec& spec);

  /// llrs: codedBits() channel LLRs as transmitted; blocks: blockBits() decisions. Returns the
  /// iterations of all code blocks.
  int decode(std::span<const float> llrs, std::span<std::uint8_t> blocks);

 private:
  const SlotCode* m_code;
  std::vector<std::unique_ptr<LdpcDecoder>> m_decoders; ///< as SlotCode's codes
};

} // namespace rxq::phy
