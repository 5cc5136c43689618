#pragma once

#include <memory>
#include <span>
#include <vector>

#include "core/phy/ldpc_batch.h"
#include "core/phy/slot_code.h"

namespace rxq::phy {

/// One slot of a batch.
struct SlotWord {
  std::span<const float> llrs;    ///< codedBits() channel LLRs as transmitted
  std::span<std::uint8_t> blocks; ///< blockBits() decisions
  int iterations = 0;             ///< of all its code blocks
};

/// Decodes slots side by side (ldpc_batch.h), each exactly as SlotDecoder decodes it. Holds message
/// memory, so one object a thread.
class SlotBatchDecoder {
 public:
  /// `code` must outlive it. Throws as makeDecoder().
  SlotBatchDecoder(const SlotCode& code, const DecoderSpec& spec);

  /// Most slots at once, a power of two up to 16; one where the code's lifting size is large.
  int slots() const { return m_slots; }
  /// One to slots() slots; fills their decisions and iterations.
  void decode(std::span<SlotWord> batch);

 private:
  const SlotCode* m_code;
  int m_slots = 1;
  std::vector<std::unique_ptr<LdpcBatchDecoder>> m_decoders; ///< one a code
  std::vector<LdpcBatchDecoder*> m_decoderOf;                ///< [block]
  std::vector<LdpcWord> m_words;
};

} // namespace rxq::phy
