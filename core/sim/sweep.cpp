#include "core/sim/sweep.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>

#include "core/base/parallel.h"
#include "core/phy/slot_batch.h"

namespace rxq::sim {

namespace {
using Clock = std::chrono::steady_clock;
/// Slots between two looks at the stopping rules: fixed, so that counts do not depend on the number
/// of threads.
constexpr std::uint64_t kRound = 64;
constexpr auto kReportPeriod = std::chrono::milliseconds(100);

/// What one receiver made of one slot.
struct Outcome {
  phy::SlotErrors errors;
  int codedErrors = 0, iterations = 0;
};

struct Worker {
  Worker(const Link& link, const phy::DecoderSpec& decoderSpec, std::uint64_t seed,
         const std::vector<SweepEntry>& entries)
      : source(link, seed), code(&link.code()), decoder(link.code(), decoderSpec) {
    const auto most = static_cast<std::size_t>(decoder.slots());
    slots.resize(most);
    llrs.assign(most, std::vector<float>(static_cast<std::size_t>(link.codedBits())));
    decided.assign(most,
                   std::vector<std::uint8_t>(static_cast<std::size_t>(link.code().blockBits())));
    words.resize(most);
    for (const SweepEntry& entry : entries)
      receivers.push_back(entry.receiver->clone());
  }
  SlotSource source;
  std::vector<Slot> slots; ///< that are decoded side by side
  std::vector<std::unique_ptr<receiver::Receiver>> receivers;
  const phy::SlotCode* code;
  phy::SlotBatchDecoder decoder;
  std::vector<std::vector<float>> llrs;
  std::vector<std::vector<std::uint8_t>> decided;
  std::vector<phy::SlotWord> words;

  /// What a receiver makes of the first `count` slots.
  void receive(std::size_t entry, std::size_t count, const auto& report) {
    for (std::size_t s = 0; s < count; ++s) {
      receivers[entry]->receive(slots[s].received(), llrs[s]);
      words[s] = {llrs[s], decided[s], 0};
    }
    decoder.decode(std::span(words).first(count));
    for (std::size_t s = 0; s < count; ++s) {
      Outcome outcome;
      outcome.iterations = words[s].iterations;
      outcome.errors = code->compare(slots[s].blocks, decided[s]);
      for (std::size_t i = 0; i < llrs[s].size(); ++i)
        outcome.codedErrors += (llrs[s][i] > 0) != (slots[s].coded[i] != 0);
      report(s, outcome);
    }
  }
};

class Sweep {
 public:
  Sweep(const Link& link, const phy::DecoderSpec& decoder, const SweepSpec& spec,
        std::uint64_t seed, const std::vector<SweepEntry>& entries, int workers,
        std::stop_token stop, const std::function<void(const SweepProgress&)>& report)
      : m_link(link), m_spec(spec), m_entries(entries), m_threads(std::max(1, workers)),
        m_stop(std::move(stop)), m_report(report), m_points(pointsOf(spec)),
        m_started(Clock::now()), m_lastReport(m_started) {
    for (int w = 0; w < m_threads; ++w)
      m_workers.emplace_back(link, decoder, seed, entries);
    for (const SweepEntry& entry : entries)
      m_curves.push_back(startingCurve(entry));
  }

  std::vector<Curve> run() {
    // A first round at every point shows the curves' shape early; then each point is worked to its
    // end, in order.
    for (std::size_t p = 0; p < m_points.size() && !m_stop.stop_requested(); ++p)
      workPoint(p, kRound);
    for (std::size_t p = 0; p < m_points.size() && !m_stop.stop_requested(); ++p)
      workPoint(p, static_cast<std::uint64_t>(m_spec.maxSlots));
    return visible();
  }

 private:
  Curve startingCurve(const SweepEntry& entry) const {
    Curve curve;
    for (const double snr : m_points) {
      PointCounts point;
      point.snrDb = snr;
      for (const PointCounts& known : entry.resume)
        if (known.snrDb == snr && known.slots % kRound == 0)
          point = known;
      point.finished = isFinished(point);
      curve.push_back(std::move(point));
    }
    return curve;
  }

  bool isFinished(const PointCounts& p) const {
    if (p.slots >= static_cast<std::uint64_t>(m_spec.maxSlots))
      return true;
    if (m_spec.targetBlockErrors > 0 &&
        p.blockErrors >= static_cast<std::uint64_t>(m_spec.targetBlockErrors))
      return true;
    if (m_spec.intervalWidth > 0 && p.blockErrors > 0) {
      const base::Interval interval = p.blerInterval();
      return interval.high - interval.low <= m_spec.intervalWidth * p.bler();
    }
    return false;
  }

  /// A curve ends after its first finished point below the floor.
  bool ended(std::size_t entry, std::size_t point) const {
    for (std::size_t p = 0; p < point; ++p)
      if (m_curves[entry][p].finished && m_curves[entry][p].bler() < m_spec.stopBelow)
        return true;
    return false;
  }

  void workPoint(std::size_t p, std::uint64_t limit) {
    for (;;) {
      // All entries that stand at the lowest slot count go on together, so that they share slots.
      std::uint64_t at = limit;
      for (std::size_t e = 0; e < m_entries.size(); ++e)
        if (!m_curves[e][p].finished && !ended(e, p))
          at = std::min(at, m_curves[e][p].slots);
      if (at >= limit || m_stop.stop_requested())
        return;
      std::vector<std::size_t> active;
      for (std::size_t e = 0; e < m_entries.size(); ++e)
        if (!m_curves[e][p].finished && !ended(e, p) && m_curves[e][p].slots == at)
          active.push_back(e);
      if (!round(p, at, active))
        return;
      reportSometimes();
    }
  }

  /// Slots that a task decodes side by side: as many as the decoder takes, but tasks for every
  /// thread. Outcomes do not depend on it.
  std::size_t slotsTogether() const {
    const auto threads = static_cast<std::size_t>(m_threads);
    auto together = static_cast<std::size_t>(m_workers.front().decoder.slots());
    while (together > 1 && kRound / together < 4 * threads)
      together /= 2;
    return together;
  }

  /// One round of slots; false, and nothing counted, when stopped in its middle.
  bool round(std::size_t p, std::uint64_t first, const std::vector<std::size_t>& active) {
    std::vector<Outcome> outcomes(kRound * active.size());
    const std::size_t group = slotsTogether();
    base::parallelFor(kRound / group, m_threads, [&](std::size_t g, int w) {
      if (m_stop.stop_requested())
        return;
      Worker& worker = m_workers[static_cast<std::size_t>(w)];
      for (std::size_t s = 0; s < group; ++s)
        worker.source.make(base::Domain::Evaluate, first + g * group + s, m_points[p], true,
                           worker.slots[s]);
      for (std::size_t a = 0; a < active.size(); ++a)
        worker.receive(active[a], group, [&](std::size_t s, const Outcome& outcome) {
          outcomes[(g * group + s) * active.size() + a] = outcome;
        });
    });
    if (m_stop.stop_requested())
      return false;
    for (std::size_t a = 0; a < active.size(); ++a) {
      PointCounts& point = m_curves[active[a]][p];
      const phy::SlotLayout& layout = m_link.code().layout();
      const bool transport = layout.slotCrc.has_value();
      if (transport)
        point.codeBlocks += kRound * static_cast<std::uint64_t>(layout.blocks());
      std::uint64_t map = 0;
      for (std::uint64_t i = 0; i < kRound; ++i) {
        const Outcome& o = outcomes[i * active.size() + a];
        map |= static_cast<std::uint64_t>(o.errors.failed()) << i;
        point.bitErrors += static_cast<std::uint64_t>(o.errors.bits);
        if (transport) {
          point.codeBlockErrors += static_cast<std::uint64_t>(o.errors.blocks);
          point.undetectedErrors += o.errors.undetected;
        }
        point.codedBitErrors += static_cast<std::uint64_t>(o.codedErrors);
        point.iterations += static_cast<std::uint64_t>(o.iterations);
      }
      point.slots += kRound;
      point.blocks += kRound;
      point.blockErrors += static_cast<std::uint64_t>(std::popcount(map));
      point.bits += kRound * static_cast<std::uint64_t>(m_link.infoBits());
      point.codedBits += kRound * static_cast<std::uint64_t>(m_link.codedBits());
      point.errorMap.push_back(map);
      point.finished = isFinished(point);
    }
    m_slots += kRound;
    return true;
  }

  /// Points that have counts.
  std::vector<Curve> visible() const {
    std::vector<Curve> curves;
    for (std::size_t e = 0; e < m_curves.size(); ++e) {
      Curve& curve = curves.emplace_back();
      for (std::size_t p = 0; p < m_points.size(); ++p)
        if (m_curves[e][p].slots > 0)
          curve.push_back(m_curves[e][p]);
    }
    return curves;
  }

  /// Slots that are probably still to do, from the error rates so far.
  double slotsLeft() const {
    double left = 0;
    for (std::size_t p = 0; p < m_points.size(); ++p) {
      double most = 0;
      for (std::size_t e = 0; e < m_entries.size(); ++e) {
        const PointCounts& point = m_curves[e][p];
        if (point.finished || ended(e, p))
          continue;
        double needed = m_spec.maxSlots;
        if (m_spec.targetBlockErrors > 0 && point.blockErrors > 0)
          needed = std::min(needed, m_spec.targetBlockErrors / point.bler());
        most = std::max(most, needed - static_cast<double>(point.slots));
      }
      left += most;
    }
    return left;
  }

  void reportSometimes() {
    if (Clock::now() - m_lastReport < kReportPeriod)
      return;
    m_lastReport = Clock::now();
    SweepProgress progress;
    progress.curves = visible();
    progress.slotsDone = m_slots;
    const double seconds = std::chrono::duration<double>(m_lastReport - m_started).count();
    progress.slotsPerSecond = static_cast<double>(m_slots) / std::max(1e-9, seconds);
    progress.secondsLeft = slotsLeft() / std::max(1.0, progress.slotsPerSecond);
    m_report(progress);
  }

  const Link& m_link;
  const SweepSpec& m_spec;
  const std::vector<SweepEntry>& m_entries;
  const int m_threads;
  const std::stop_token m_stop;
  const std::function<void(const SweepProgress&)>& m_report;
  const std::vector<double> m_points;
  std::vector<Worker> m_workers;
  std::vector<Curve> m_curves; ///< every point, also those without counts
  std::uint64_t m_slots = 0;
  Clock::time_point m_started, m_lastReport;
};
} // namespace

std::vector<double> pointsOf(const SweepSpec& spec) {
  std::vector<double> points;
  const int count =
      static_cast<int>(std::floor((spec.snr.high - spec.snr.low) / spec.step + 1e-9)) + 1;
  for (int i = 0; i < count; ++i)
    points.push_back(std::round((spec.snr.low + i * spec.step) * 1e6) / 1e6);
  return points;
}

std::vector<Curve> runSweep(const Link& link, const phy::DecoderSpec& decoder,
                            const SweepSpec& spec, std::uint64_t seed,
                            const std::vector<SweepEntry>& entries, int workers,
                            std::stop_token stop,
                            const std::function<void(const SweepProgress&)>& report) {
  return Sweep(link, decoder, spec, seed, entries, workers, std::move(stop), report).run();
}

} // namespace rxq::sim
