#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/receiver/fixed_point.h"
#include "core/receiver/receiver.h"

namespace rxq::receiver {

/// A slot as the integer receiver gets it.
struct FixedSlot {
  /// [rx][symbol][subcarrier][Re, Im] of sampleBits each, with F = sampleBits - 3 fraction bits
  /// after an automatic gain control in steps of 6 dB: the pilots' RMS is between a half and one.
  std::vector<std::int16_t> samples;
  /// Noise power of an element and antenna, by the square of a sample of one (2^F), kNoise fraction
  /// bits.
  std::uint32_t noise = 0;
};

/// The parts of a neural receiver around its integer network in fixed point, so that all between
/// the samples and the LLRs is integers: what is left to a pilot power of one, least squares,
/// interpolation, input planes; then, for the channel head, corrections, combining, max-log
/// demapping. FixedTables has the formats. What has no such form is refused by checkFixedPoint().
/// Holds scratch.
class FixedFrontEnd {
 public:
  explicit FixedFrontEnd(std::shared_ptr<const FixedTables> tables);

  const FixedTables& tables() const { return *m_tables; }
  std::shared_ptr<const FixedTables> sharedTables() const { return m_tables; }

  /// Converters behind the automatic gain control, and the noise power as an integer: all that is
  /// not integers yet.
  void convert(const ReceivedSlot& slot, FixedSlot& into) const;
  /// Codes for the network's input, [pixel][inputChannels].
  void prepare(const FixedSlot& slot, std::span<std::uint8_t> codes);
  /// output: codes of the network for the slot that was prepared, [pixel][outputChannels]; LLRs in
  /// steps of FixedTables::llrStep, in mapping order.
  void demap(std::span<const std::int16_t> output, std::span<std::int16_t> llrs) const;

 private:
  struct Sums {
    std::int64_t re = 0, im = 0, gain = 0;
  };

  void controlGain(const FixedSlot& slot);
  void estimate();
  /// Of element e's samples with the estimates at element h.
  Sums combined(std::size_t e, std::size_t h) const;
  Sums limited(const Sums& sums) const;
  /// The code of channel's value x.
  void put(std::size_t e, std::size_t channel, std::int64_t x);
  /// The same subcarrier at the nearest pilot symbol.
  std::size_t nearestPilot(std::size_t e) const;
  // Planes, from their first channel on.
  void writePlanes();
  /// held: every element has what the nearest pilot symbol has.
  void writeAntennas(const std::vector<std::int32_t>& from, bool held, std::size_t channel);
  void writeSmoothed(std::size_t channel);
  void writeCombined(std::size_t channel);
  void writeEqualised(std::size_t channel);
  void writeLogNoise(std::size_t channel);
  void writePilots(std::size_t channel);
  void writeMask(std::size_t channel);
  void demapElement(std::size_t e, const FixedFactor& scale, const std::int16_t* output,
                    std::int16_t* llrs) const;

  std::shared_ptr<const FixedTables> m_tables;
  std::size_t m_antennas, m_subcarriers, m_elements;
  std::vector<std::int32_t> m_y, m_ls, m_h; ///< [rx][element or pilot][Re, Im]
  std::uint64_t m_noise = 1;                ///< after gain control, kNoise fraction bits
  std::span<std::uint8_t> m_codes;          ///< where planes are written
};

} // namespace rxq::receiver
