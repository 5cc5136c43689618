#pragma once

#include <cstdint>
#include <vector>

#include "core/quant/integer_network.h"
#include "core/receiver/fixed_arithmetic.h"
#include "core/receiver/receiver.h"
#include "core/receiver/receiver_spec.h"

/// What a neural receiver in fixed point is made of: formats and tables. What FixedFrontEnd
/// computes with them is the specification; exported C does the same to the bit.
namespace rxq::receiver {

/// The value of an element between two known ones: weight / 2^kWeight of the one at `first`, the
/// rest of that at `second`.
struct FixedTap {
  std::int32_t first = 0, second = 0, weight = 1 << fixed::kWeight;
};

/// Throws base::Error(BadInput) naming "fixedPoint" for an input plane without fixed-point form
/// (core/receiver/fixed_planes.h).
void checkFixedPoint(const NeuralSpec& neural);

/// Of tracking, `distance` symbols from the pilots, and back to there from the next one;
/// kTrackGain fraction bits.
struct FixedTrackGain {
  std::int32_t channel = 0, slope = 0;         ///< of the mean error
  std::int32_t backChannel = 0, backSlope = 0; ///< of what the next state differs from predicted
};

/// All that spec, link and network decide. Formats are signed with F fraction bits; what does not
/// fit is limited to the largest number that does:
///   samples y       sampleBits, F = sampleBits - 3: +-4 times the RMS after gain control
///   estimates h     estimateBits, F = estimateBits - 3, in every pass
///   sums c, g       combinerBits, F = combinerBits - 6: sum conj(h) y, sum |h|^2
///   errors          decisionBits, F = decisionBits - 3: (y - h x) conj(x), x what was decided
///   tracked states  fixed_tracking.h
///   LLRs            channel head: llrBits in steps of llrStep; LLR head: the network's codes
struct FixedTables {
  /// Throws as checkFixedPoint(), and for an LLR head whose outputs differ in scale.
  FixedTables(const FixedPointSpec& bits, const NeuralSpec& neural, const LinkContext& link,
              const quant::IntegerNetwork& network);

  int sampleFraction() const { return bits.sampleBits - 3; }
  int estimateFraction() const { return bits.estimateBits - 3; }
  int sumFraction() const { return bits.combinerBits - 6; }
  int decisionFraction() const { return bits.decisionBits - 3; }
  bool has(Plane plane) const;
  /// Whether the head or a plane takes the channel estimate.
  bool needsEstimate() const;
  /// Whether a plane takes decisions.
  bool needsDecisions() const;
  /// Whether what a pass refines is kept apart from the LS estimate, which planes take still.
  bool keepsEstimate() const;
  std::size_t elements() const { return static_cast<std::size_t>(symbols * subcarriers); }
  std::size_t samples() const; ///< numbers of a slot's samples, Re and Im
  std::size_t llrs() const;    ///< of a slot
  /// Of pilot e in `pilots` and the like, [pilot symbol][pilot subcarrier]; -1 for other elements.
  int pilotAt(std::size_t e) const;
  /// Whether element e carries data.
  bool isData(std::size_t e) const;

  FixedPointSpec bits;
  Head head;
  std::vector<Plane> planes;
  int passes, smoothing;
  bool gainControl;
  int antennas, symbols, subcarriers, bitsPerAxis, inputs, outputs;

  // Pilots and data.
  std::vector<int> pilotSymbols, pilotSubcarriers;
  std::vector<int> pilotRow;        ///< by symbol: its place in pilotSymbols, or -1
  std::vector<int> pilotColumn;     ///< by subcarrier, on pilot symbols: its place in
                                    ///< pilotSubcarriers, -1: data, -2: nothing
  std::vector<phy::DataRun> runs;   ///< data in mapping order
  std::uint64_t pilotEnergy;        ///< 2 F + 2 kGain + kPower fraction bits, F of the samples
  std::vector<std::int32_t> pilots; ///< conj(p) / |p|^2, [symbol][subcarrier][Re, Im], kPilot
  std::vector<std::int32_t> symbolsOfPilots; ///< p, alike, kSymbol
  std::vector<FixedTap> comb;   ///< by subcarrier, of the pilots' values; without combs empty
  std::vector<FixedTap> linear; ///< by symbol, of the pilot symbols' rows
  std::vector<int> nearest;     ///< by symbol: the pilot symbol's place in pilotSymbols

  // Tracking (fixed_tracking.h).
  int tracking = 0;     ///< rounds; 0: none, or no symbol beyond the outermost pilot symbols
  int trackHalf = 0;    ///< of each of the two averages that make its window
  int trackSymbols = 0; ///< the most beyond a pilot symbol
  std::vector<FixedTrackGain> trackGains; ///< [level of noise][distance - 1]
  /// log2 of noise by the power of a row of estimates, as integers, to that above the table's
  /// least, kLog.
  std::int64_t trackLog = 0;

  // Input codes: clamp(zeroPoint + factor of what the channel has, qMin, qMax).
  int zeroPoint, qMin, qMax;
  std::vector<FixedFactor> toCode;      ///< by input channel; constant planes have none
  std::vector<std::uint8_t> pilotCodes; ///< plane Pilots: by pilot, [Re, Im]
  std::uint8_t maskCode = 0;            ///< plane PilotMask: on pilots
  std::uint8_t zeroCode = 0;            ///< of both planes elsewhere
  std::vector<std::int32_t> noiseGain;  ///< by symbol: 1 + the linear estimate's noise by N0, kOne

  // Decisions and the channel head.
  std::int32_t inverseUnit = 0;     ///< of the constellation's levels, kUnit
  std::vector<std::int32_t> levels; ///< the positive ones, from the least, kSymbol
  /// An output code to what it is added to, [pass][output]; all but the last pass's first
  /// 2 * antennas are those of the estimate's refinement alone.
  std::vector<FixedFactor> correction;
  const FixedFactor& correctionOf(int pass, std::size_t output) const {
    return correction[static_cast<std::size_t>(pass * outputs) + output];
  }
  std::vector<FixedScale> llrScale; ///< by symbol: sums of level units to LLR steps, times N0
  float llrStep = 1;                ///< LLR = llrStep times the integer

 private:
  void placePilots(const phy::ResourceGrid& grid);
  void interpolate(const phy::ResourceGrid& grid, double unit);
  void prepareTracking(const NeuralSpec& neural, const phy::ResourceGrid& grid);
  void makeCodes(const phy::ResourceGrid& grid, const quant::TensorQuant& in);
  void makeCorrections(const quant::IntegerNetwork& network);
};

} // namespace rxq::receiver
