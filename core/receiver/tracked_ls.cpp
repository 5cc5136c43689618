#include <cassert>

#include "core/param/fields.h"
#include "core/receiver/combiner.h"
#include "core/receiver/estimation.h"
#include "core/receiver/tracking.h"

namespace rxq::receiver {

namespace {

class TrackedReceiver final : public Receiver {
 public:
  TrackedReceiver(const LinkContext& link, const ClassicalSpec& spec)
      : m_link(link), m_combiner(link, spec.demapper),
        m_taps(timeTaps(spec.interpolation, *link.grid)),
        m_smoother(spec.smoothing, link.grid->subcarriers()),
        m_tracker(link, spec.tracking, spec.smoothing, spec.assumedDoppler),
        m_smoothing(static_cast<float>(spec.smoothing)),
        m_twiceN0(spec.estimateNoise == EstimateNoise::TwiceN0) {
    const auto rows = static_cast<std::size_t>(link.rxAntennas) * subcarriers();
    m_ls.resize(rows * link.grid->pilotSymbols().size());
    m_estimate.resize(rows * static_cast<std::size_t>(link.grid->symbols()));
  }

  std::unique_ptr<Receiver> clone() const override {
    return std::make_unique<TrackedReceiver>(*this);
  }

  void receive(const ReceivedSlot& slot, std::span<float> llrs) override {
    estimate(slot);
    const auto elements = static_cast<std::size_t>(m_link.grid->elements());
    for (std::size_t row = 0; row < m_combiner.dataSymbols().size(); ++row) {
      const auto symbol = static_cast<std::size_t>(m_combiner.dataSymbols()[row]);
      m_combiner.begin(row);
      for (std::size_t at = symbol * subcarriers(); at < slot.y.size(); at += elements)
        m_combiner.add(m_estimate.data() + at, slot.y.data() + at);
      // Of a tracked symbol as of one at a pilot: what tracking adds to N0 is no better known.
      const float own = m_taps[symbol].noiseGain() / m_smoothing;
      m_combiner.end(slot.n0 * (m_twiceN0 ? 2 : 1 + own));
    }
    m_combiner.demap(llrs);
  }

 private:
  std::size_t subcarriers() const { return static_cast<std::size_t>(m_link.grid->subcarriers()); }

  void estimate(const ReceivedSlot& slot) {
    const phy::ResourceGrid& grid = *m_link.grid;
    estimateAtPilots(grid, m_link.rxAntennas, slot.y, m_ls);
    for (std::size_t at = 0; at < m_ls.size(); at += subcarriers())
      m_smoother.smooth(std::span(m_ls).subspan(at, subcarriers()));
    const std::size_t pilotRows = grid.pilotSymbols().size() * subcarriers();
    std::size_t at = 0;
    for (std::size_t r = 0; r < static_cast<std::size_t>(m_link.rxAntennas); ++r)
      for (const TimeTap& tap : m_taps) {
        interpolateRow(tap, std::span<const Complex>(m_ls).subspan(r * pilotRows, pilotRows),
                       std::span(m_estimate).subspan(at, subcarriers()));
        at += subcarriers();
      }
    m_tracker.track(slot.y, slot.n0, m_scratch, m_estimate);
  }

  LinkContext m_link;
  Combiner m_combiner;
  std::vector<TimeTap> m_taps;
  SubcarrierSmoother m_smoother;
  DecisionTracker m_tracker;
  float m_smoothing;
  bool m_twiceN0;
  base::AlignedVector<Complex> m_ls, m_estimate;
  base::AlignedVector<float> m_scratch;
};

} // namespace

std::unique_ptr<Receiver> makeTrackedLeastSquares(const LinkContext& link,
                                                  const ClassicalSpec& spec) {
  param::validate(spec);
  return std::make_unique<TrackedReceiver>(link, spec);
}

} // namespace rxq::receiver
