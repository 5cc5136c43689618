#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <tuple>
#include <vector>

#include "core/base/statistics.h"
#include "core/param/fields.h"
#include "core/phy/link_spec.h"
#include "core/receiver/receiver.h"
#include "core/sim/slot_source.h"

namespace rxq::sim {

/// The SNR points of a curve and when to stop each.
struct SweepSpec {
  param::Range snr{0, 14};
  double step = 1;
  int targetBlockErrors = 200; ///< stop a point at so many block errors; 0: never
  double intervalWidth = 0; ///< or when the 95 % interval of BLER is this fraction of it; 0: never
  int maxSlots = 2000;      ///< or at so many slots
  double blerTarget = 0.1;  ///< at which decibels are read
  double stopBelow = 0.001; ///< a receiver's curve ends after the first point below this BLER
  bool operator==(const SweepSpec&) const = default;
};

constexpr auto fields(const SweepSpec*) {
  using S = SweepSpec;
  using param::field;
  return std::tuple{
      field(&S::snr, "snr", "SNR range", "First and last point of the curves.")
          .range(-30, 60)
          .unit("dB"),
      field(&S::step, "step", "SNR step", "Between points.").range(0.05, 10).unit("dB"),
      field(&S::targetBlockErrors, "targetBlockErrors", "Block errors",
            "A point stops at so many block errors; 0 is never.")
          .range(0, 1000000),
      field(&S::intervalWidth, "intervalWidth", "Interval width",
            "A point stops when its 95 % interval is this fraction of the BLER; 0 is never.")
          .range(0, 10),
      field(&S::maxSlots, "maxSlots", "Most slots", "A point stops at so many slots.")
          .range(16, 100000000),
      field(&S::blerTarget, "blerTarget", "Target BLER", "Where decibels are read off.")
          .range(1e-6, 0.9),
      field(&S::stopBelow, "stopBelow", "Stop below",
            "A curve ends after its first point below this BLER.")
          .range(0, 0.5)};
}

std::vector<double> pointsOf(const SweepSpec& spec);

/// Integer counts of one receiver at one SNR. A block is what a slot carries: a code word, or a
/// transport block, which fails when any of its code blocks does. It keeps which slots failed, so
/// that any two receivers on the same link and seed can be paired later.
struct PointCounts {
  double snrDb = 0;
  std::uint64_t slots = 0;
  std::uint64_t blocks = 0, blockErrors = 0;
  std::uint64_t bits = 0, bitErrors = 0;           ///< information bits after decoding
  std::uint64_t codedBits = 0, codedBitErrors = 0; ///< hard decisions before decoding
  std::uint64_t iterations = 0;                    ///< of the decoder, summed
  /// Of transport blocks only, else 0 (a block is then the one code word): code blocks, those in
  /// error (CRC bits included), and transport blocks in error whose CRCs all hold.
  std::uint64_t codeBlocks = 0, codeBlockErrors = 0, undetectedErrors = 0;
  std::vector<std::uint64_t> errorMap; ///< bit i % 64 of word i / 64: slot i had a block error
  bool finished = false;               ///< a stopping rule fired

  bool slotFailed(std::uint64_t slot) const { return (errorMap[slot / 64] >> (slot % 64)) & 1u; }
  base::Interval blerInterval() const { return base::clopperPearson(blockErrors, blocks); }
  double bler() const {
    return blocks ? static_cast<double>(blockErrors) / static_cast<double>(blocks) : 0;
  }
  double codeBlockRate() const {
    return codeBlocks ? static_cast<double>(codeBlockErrors) / static_cast<double>(codeBlocks) : 0;
  }
  double ber() const {
    return bits ? static_cast<double>(bitErrors) / static_cast<double>(bits) : 0;
  }
};

using Curve = std::vector<PointCounts>; ///< ascending SNR

/// One receiver of a sweep. `receiver` is cloned for each worker.
struct SweepEntry {
  std::string name;
  std::shared_ptr<const receiver::Receiver> receiver;
  Curve resume; ///< counts from before: points that are there go on from their slot count
};

struct SweepProgress {
  std::vector<Curve> curves; ///< one an entry, so far
  std::uint64_t slotsDone = 0;
  double slotsPerSecond = 0;
  double secondsLeft = 0; ///< estimate
};

/// Simulates all entries on common slots, all workers busy; calls `report` from the calling thread,
/// a few times a second and at each finished point. Slots are counted in fixed rounds, and stopping
/// rules are judged between rounds, so counts do not depend on `workers`. Stops early, with what is
/// done, when asked to.
std::vector<Curve> runSweep(const Link& link, const phy::DecoderSpec& decoder,
                            const SweepSpec& spec, std::uint64_t seed,
                            const std::vector<SweepEntry>& entries, int workers,
                            std::stop_token stop,
                            const std::function<void(const SweepProgress&)>& report);

} // namespace rxq::sim
