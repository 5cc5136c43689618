#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/receiver/fixed_planes.h"
#include "core/receiver/receiver.h"

namespace rxq::receiver {

/// A slot as the integer receiver gets it.
struct FixedSlot {
  /// [rx][symbol][subcarrier][Re, Im] of sampleBits each, with F = sampleBits - 3 fraction bits
  /// after an automatic gain control in steps of 6 dB: the pilots' RMS is between a half and one.
  /// Receivers without gain control get the samples as they are, a sample of one as 2^F.
  std::vector<std::int16_t> samples;
  /// Noise power of an element and antenna, by the square of a sample of one (2^F), kNoise fraction
  /// bits.
  std::uint32_t noise = 0;
};

/// NeuralPorts in fixed point: the parts of a neural receiver around its integer network, so that
/// all between the samples and the LLRs is integers. Before the network what is left to a pilot
/// power of one, least squares, interpolation, input planes; between two passes the refined
/// estimate and its planes; behind the last one, for the channel head, corrections, combining,
/// max-log demapping. FixedTables has the formats. Immutable, thread-safe.
class FixedFrontEnd {
 public:
  explicit FixedFrontEnd(std::shared_ptr<const FixedTables> tables);

  const FixedTables& tables() const { return *m_tables; }
  std::shared_ptr<const FixedTables> sharedTables() const { return m_tables; }

  /// Converters behind the automatic gain control, and the noise power as an integer: all that is
  /// not integers yet.
  void convert(const ReceivedSlot& slot, FixedSlot& into) const;
  /// The first pass's codes for the network's input, [pixel][inputChannels].
  void prepare(const FixedSlot& slot, FixedState& state, std::span<std::uint8_t> codes) const;
  /// Those of pass 1, 2, ...: adds the corrections in `output` (codes of the pass before,
  /// [pixel][outputChannels]) to the channel estimate and computes the planes anew.
  void refine(int pass, FixedState& state, std::span<const std::int16_t> output,
              std::span<std::uint8_t> codes) const;
  /// After prepare(): run(pass, codes, output) for each pass, with refine() between. `output` is
  /// the last pass's in the end.
  template <class Run>
  void runPasses(FixedState& state, std::span<std::uint8_t> codes, std::span<std::int16_t> output,
                 const Run& run) const {
    for (int pass = 0; pass < tables().passes; ++pass) {
      if (pass > 0)
        refine(pass, state, output, codes);
      run(pass, std::span<const std::uint8_t>(codes), output);
    }
  }
  /// output: of the last pass; LLRs in steps of FixedTables::llrStep, in mapping order.
  void demap(const FixedState& state, std::span<const std::int16_t> output,
             std::span<std::int16_t> llrs) const;

 private:
  void controlGain(const FixedSlot& slot, FixedState& state) const;
  /// Least squares at the pilots of one antenna and pilot symbol, then lines between the pilots of
  /// a comb: a row of every subcarrier.
  void estimateRow(std::size_t antenna, std::size_t pilotSymbol, FixedState& state) const;
  void estimate(FixedState& state) const;
  void writePlanes(FixedState& state, std::span<std::uint8_t> codes) const;
  /// Of an antenna's estimate at element e, with the corrections in that element's outputs.
  std::int64_t corrected(const FixedState& state, int pass, std::size_t e,
                         const std::int16_t* output, std::size_t channel) const;
  void demapElement(const FixedState& state, std::size_t e, const FixedFactor& scale,
                    const std::int16_t* output, std::int16_t* llrs) const;

  std::shared_ptr<const FixedTables> m_tables;
  std::size_t m_antennas, m_subcarriers, m_elements;
};

} // namespace rxq::receiver
