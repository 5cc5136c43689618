#include <cassert>

#include "core/param/fields.h"
#include "core/receiver/combiner.h"
#include "core/receiver/estimation.h"
#include "core/receiver/receiver.h"

namespace rxq::receiver {

namespace {

class PerfectCsiReceiver final : public Receiver {
 public:
  PerfectCsiReceiver(const LinkContext& link, const ClassicalSpec& spec)
      : m_link(link), m_combiner(link, spec.demapper) {}

  std::unique_ptr<Receiver> clone() const override {
    return std::make_unique<PerfectCsiReceiver>(*this);
  }

  void receive(const ReceivedSlot& slot, std::span<float> llrs) override {
    const auto elements = static_cast<std::size_t>(m_link.grid->elements());
    const auto subcarriers = static_cast<std::size_t>(m_link.grid->subcarriers());
    assert(slot.h.size() == elements * static_cast<std::size_t>(m_link.rxAntennas));
    for (std::size_t row = 0; row < m_combiner.dataSymbols().size(); ++row) {
      std::size_t at = static_cast<std::size_t>(m_combiner.dataSymbols()[row]) * subcarriers;
      m_combiner.begin(row);
      for (int r = 0; r < m_link.rxAntennas; ++r, at += elements)
        m_combiner.add(slot.h.data() + at, slot.y.data() + at);
      m_combiner.end(slot.n0);
    }
    m_combiner.demap(llrs);
  }

 private:
  LinkContext m_link;
  Combiner m_combiner;
};

class LeastSquaresReceiver final : public Receiver {
 public:
  LeastSquaresReceiver(const LinkContext& link, const ClassicalSpec& spec)
      : m_link(link), m_combiner(link, spec.demapper),
        m_taps(timeTaps(spec.interpolation, *link.grid)),
        m_smoother(spec.smoothing, link.grid->subcarriers()),
        m_twiceN0(spec.estimateNoise == EstimateNoise::TwiceN0) {
    const auto subcarriers = static_cast<std::size_t>(link.grid->subcarriers());
    m_ls.resize(link.grid->pilotSymbols().size() * subcarriers *
                static_cast<std::size_t>(link.rxAntennas));
    m_row.resize(subcarriers);
    m_noise.resize(subcarriers);
    for (int f = 0; f < link.grid->subcarriers(); ++f)
      m_averaging.push_back(1.f / static_cast<float>(m_smoother.windowAt(f)));
  }

  std::unique_ptr<Receiver> clone() const override {
    return std::make_unique<LeastSquaresReceiver>(*this);
  }

  void receive(const ReceivedSlot& slot, std::span<float> llrs) override {
    const auto elements = static_cast<std::size_t>(m_link.grid->elements());
    const std::size_t subcarriers = m_row.size();
    const std::size_t pilotRows = m_link.grid->pilotSymbols().size();
    estimateAtPilots(*m_link.grid, m_link.rxAntennas, slot.y, m_ls);
    if (!m_smoother.isIdentity())
      for (std::size_t at = 0; at < m_ls.size(); at += subcarriers)
        m_smoother.smooth(std::span(m_ls).subspan(at, subcarriers));

    for (std::size_t row = 0; row < m_combiner.dataSymbols().size(); ++row) {
      const auto symbol = static_cast<std::size_t>(m_combiner.dataSymbols()[row]);
      const TimeTap& tap = m_taps[symbol];
      m_combiner.begin(row);
      for (std::size_t r = 0; r < static_cast<std::size_t>(m_link.rxAntennas); ++r) {
        interpolateRow(tap, std::span(m_ls).subspan(r * pilotRows * subcarriers), m_row);
        m_combiner.add(m_row.data(), slot.y.data() + r * elements + symbol * subcarriers);
      }
      endRow(tap, slot.n0);
    }
    m_combiner.demap(llrs);
  }

 private:
  /// y - h^ x = noise - (error of h^) x with E|x|^2 = 1, so the two variances add.
  void endRow(const TimeTap& tap, float n0) {
    if (m_twiceN0)
      return m_combiner.end(2 * n0);
    for (std::size_t f = 0; f < m_noise.size(); ++f)
      m_noise[f] = n0 * (1 + tap.noiseGain() * m_averaging[f]);
    m_combiner.end(m_noise);
  }

  LinkContext m_link;
  Combiner m_combiner;
  std::vector<TimeTap> m_taps;
  SubcarrierSmoother m_smoother;
  bool m_twiceN0;
  std::vector<float> m_averaging; ///< noise left by smoothing, a subcarrier
  base::AlignedVector<Complex> m_ls, m_row;
  base::AlignedVector<float> m_noise;
};

} // namespace

std::unique_ptr<Receiver> makePerfectCsi(const LinkContext& link, const ClassicalSpec& spec) {
  param::validate(spec);
  return std::make_unique<PerfectCsiReceiver>(link, spec);
}

std::unique_ptr<Receiver> makeLeastSquares(const LinkContext& link, const ClassicalSpec& spec) {
  param::validate(spec);
  return std::make_unique<LeastSquaresReceiver>(link, spec);
}

} // namespace rxq::receiver
