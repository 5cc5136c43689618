#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/aligned.h"
#include "core/quant/integer_network.h"
#include "core/receiver/estimation.h"
#include "core/receiver/receiver.h"
#include "core/receiver/receiver_spec.h"

namespace rxq::receiver {

/// The parts of a neural receiver around its integer network in fixed point, so that all between an
/// antenna's samples and the LLRs are integers: gain control, least squares, interpolation, input
/// codes; then the network's corrections, combining, max-log demapping, output correction. For the
/// channel head with the planes LsLinear and LogNoise, one pass.
///
/// Formats (signed, `F` fraction bits; what does not fit is clamped):
///   samples y       sampleBits, F = sampleBits - 3: +-4 times the RMS after gain control
///   estimates h     estimateBits, F = estimateBits - 3
///   sums c, g       combinerBits, F = combinerBits - 6: sum conj(h) y, sum |h|^2
///   LLRs            llrBits, in steps of llrStep
/// The converter before it is set to the next power of two of the pilots' RMS, as an automatic gain
/// control in steps of 6 dB would; what is left to a mean power of one is done in integers. Numbers
/// that hold for a slot or a symbol (noise power and its logarithm, weights of the interpolation,
/// scales) are rounded to multipliers of 16 bits or fewer with a shift.
class FixedFrontEnd {
 public:
  FixedFrontEnd(const FixedPointSpec& spec, const NeuralSpec& neural, const LinkContext& link,
                const quant::IntegerNetwork& network);

  /// Codes for the network's input, [pixel][inputChannels].
  void prepare(const ReceivedSlot& slot, std::span<std::uint8_t> codes);
  /// output: codes of the network, [pixel][outputChannels]. LLRs in steps of llrStep().
  void demap(std::span<const std::int16_t> output, std::span<std::int32_t> llrs) const;
  float llrStep() const;

 private:
  /// x * multiplier / 2^shift, half away from minus infinity.
  struct Factor {
    std::int32_t multiplier = 0;
    int shift = 0;
    std::int64_t of(std::int64_t x) const {
      return (x * multiplier + (std::int64_t{1} << shift >> 1)) >> shift;
    }
  };
  static Factor factorOf(double value, int bits = 15);
  void takeSamples(const ReceivedSlot& slot);
  void estimate();
  void writeCodes(std::span<std::uint8_t> codes) const;
  std::int64_t limited(std::int64_t x, int bits) const;

  FixedPointSpec m_spec;
  LinkContext m_link;
  std::vector<TimeTap> m_taps;
  std::vector<std::int32_t> m_pilotRe, m_pilotIm; ///< conj(p) / |p|^2, [pilot symbol][subcarrier]
  std::size_t m_antennas, m_subcarriers, m_elements, m_inputs, m_outputs;
  quant::TensorQuant m_inputFormat;
  std::vector<Factor> m_toCode;     ///< estimate to input code, by plane
  std::vector<Factor> m_correction; ///< output code to what it is added to, by output
  std::size_t m_noisePlane = 0;     ///< where LogNoise stands; estimates fill the others in order
  float m_noiseScale = 1;
  std::vector<std::int32_t> m_y, m_ls, m_h; ///< Re, Im interleaved
  float m_n0 = 1;                           ///< after gain control
};

} // namespace rxq::receiver
