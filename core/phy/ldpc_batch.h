#pragma once

#include <memory>
#include <span>

#include "core/phy/ldpc.h"

namespace rxq::phy {

/// One word of a batch.
struct LdpcWord {
  std::span<const float> llrs;  ///< as LdpcDecoder::decode takes them
  std::span<std::uint8_t> info; ///< infoBits decisions
  DecodeResult result;
};

/// Decodes words of one code side by side, neighbours in a vector: the checks of one word do not
/// fill vectors where the lifting size is small. Each word is decoded exactly as it is alone.
/// Holds its own message memory, so one object a thread.
class LdpcBatchDecoder {
 public:
  virtual ~LdpcBatchDecoder() = default;
  /// Most words at once, a power of two.
  virtual int words() const = 0;
  /// One to words() words; fills their decisions and results.
  virtual void decode(std::span<LdpcWord> batch) = 0;
};

/// As many words as fill a few vectors: one where the lifting size does so alone, at most 16.
/// Throws as makeDecoder().
std::unique_ptr<LdpcBatchDecoder> makeBatchDecoder(const LdpcCode& code, const DecoderSpec& spec);
/// So many words (a power of two, at most 16), with the kernels of one instruction set. At most as
/// many words as that set's vectors have values.
std::unique_ptr<LdpcBatchDecoder> makeBatchDecoder(const LdpcCode& code, const DecoderSpec& spec,
                                                   int words, base::Isa isa);

} // namespace rxq::phy
