#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/base/cpu.h"
#include "core/phy/link_spec.h"

namespace rxq::phy {

/// Sizes of one code block of TS 38.212: choice of base graph (6.2.2, 7.2.2), lifting size (5.2.2),
/// rate matching (5.4.2).
struct LdpcParams {
  int infoBits = 0;  ///< K': bits of the code block, any CRC included
  int codedBits = 0; ///< E: bits after rate matching
  int baseGraph = 1; ///< 1 or 2
  int lifting = 2;   ///< Zc
  int setIndex = 0;  ///< i_LS, table 5.3.2-1
  int kb = 22;       ///< Kb, for choosing Zc
  int fillers = 0;   ///< K - K'
  int motherBits() const { return (baseGraph == 1 ? 66 : 50) * lifting; } ///< N
  int infoColumns() const { return baseGraph == 1 ? 22 : 10; }            ///< K = infoColumns * Zc
};

/// Chooses base graph and lifting size for k info bits and n coded bits (rate k/n).
/// Throws base::Error(BadInput) when k is outside 1..8448 (graph 1) / 3840 (graph 2) or n <= k.
LdpcParams chooseLdpc(int k, int n);

/// One code block of a transport block: base graph chosen, `kb` of 5.2.2 for its lifting size; k
/// and n may take any values that fit. Throws base::Error(BadInput) when they do not.
LdpcParams ldpcFor(int baseGraph, int kb, int k, int n);

/// Kb of 5.2.2, from the bits before segmentation (the transport block and its CRC).
int liftingColumns(int baseGraph, int bitsBeforeSegmentation);

/// A code block that fills its lifting size (no filler bits), of the first `rows` rows of a base
/// graph: all of K = 22 Zc (graph 2: 10 Zc) bits are information, E = K + (rows - 2) Zc are sent.
/// Throws base::Error(BadInput) naming the wrong number: graph 1 or 2, a lifting size of table
/// 5.3.2-1, 4 to 46 (graph 2: 42) rows.
LdpcParams fullLdpc(int baseGraph, int lifting, int rows);

/// k0 of table 5.4.2.1-2: where the redundancy version starts in the circular buffer.
int startPosition(const LdpcParams& params, int redundancyVersion);

/// Encoder with rate matching and optional bit interleaving; immutable and thread-safe.
class LdpcCode {
 public:
  /// `redundancyVersion` 0..3 (table 5.4.2.1-2), no limited buffer. `interleaveOrder`: Qm
  /// of 5.4.2.2, or 1 for none.
  LdpcCode(const LdpcParams& params, int interleaveOrder, int redundancyVersion = 0);
  ~LdpcCode();
  LdpcCode(LdpcCode&&) noexcept;
  LdpcCode& operator=(LdpcCode&&) noexcept;

  const LdpcParams& params() const;
  /// info: infoBits bytes of 0 or 1; coded: codedBits, as transmitted.
  void encode(std::span<const std::uint8_t> info, std::span<std::uint8_t> coded) const;
  /// The mother codeword before puncturing, (motherBits + 2 Zc) bits, fillers as 0; for checks.
  std::vector<std::uint8_t> motherCodeword(std::span<const std::uint8_t> info) const;
  /// Output of rate matching before the interleaver; for checks.
  std::vector<std::uint8_t> rateMatch(std::span<const std::uint8_t> mother) const;
  /// Position of each transmitted bit in the mother codeword, counted from the first punctured bit.
  std::span<const int> positions() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

struct DecodeResult {
  int iterations = 0;
  bool parityOk = false;
};

/// Decoder for one code; holds its own message memory, so one object a thread.
class LdpcDecoder {
 public:
  virtual ~LdpcDecoder() = default;
  /// llrs: codedBits channel LLRs in transmitted order, ln P(1)/P(0) (a positive LLR is a one);
  /// info: infoBits decisions.
  virtual DecodeResult decode(std::span<const float> llrs, std::span<std::uint8_t> info) = 0;
};

/// The decoder that `spec` describes, with the best kernels of this processor. `code` must outlive
/// it. Throws base::Error(BadInput) for sum-product with 8-bit messages.
std::unique_ptr<LdpcDecoder> makeDecoder(const LdpcCode& code, const DecoderSpec& spec);
/// With the kernels of one instruction set, which this processor must have. All decide alike.
std::unique_ptr<LdpcDecoder> makeDecoder(const LdpcCode& code, const DecoderSpec& spec,
                                         base::Isa isa);

} // namespace rxq::phy
