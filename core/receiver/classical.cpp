#include <algorithm>
#include <cassert>
#include <optional>

#include "core/param/fields.h"
#include "core/receiver/combiner.h"
#include "core/receiver/estimation.h"
#include "core/receiver/interpolator.h"
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
    const phy::ResourceGrid& grid = *link.grid;
    const auto subcarriers = static_cast<std::size_t>(grid.subcarriers());
    if (!grid.hasFullPilots()) {
      m_overFrequency.emplace(spec.interpolation, grid.pilotSubcarriers(), grid.subcarriers());
      m_comb.resize(grid.pilotSymbols().size() * grid.pilotSubcarriers().size() *
                    static_cast<std::size_t>(link.rxAntennas));
    }
    if (spec.interpolation == Interpolation::Spline && grid.pilotSymbols().size() >= 3)
      findSplines();
    m_ls.resize(grid.pilotSymbols().size() * subcarriers *
                static_cast<std::size_t>(link.rxAntennas));
    m_row.resize(subcarriers);
    m_noise.resize(subcarriers);
    for (int f = 0; f < grid.subcarriers(); ++f)
      m_pilotNoise.push_back(pilotNoiseAt(f));
  }

  std::unique_ptr<Receiver> clone() const override {
    return std::make_unique<LeastSquaresReceiver>(*this);
  }

  void receive(const ReceivedSlot& slot, std::span<float> llrs) override {
    const auto elements = static_cast<std::size_t>(m_link.grid->elements());
    const std::size_t subcarriers = m_row.size();
    estimatePilotSymbols(slot.y);
    for (std::size_t row = 0; row < m_combiner.dataSymbols().size(); ++row) {
      const auto symbol = static_cast<std::size_t>(m_combiner.dataSymbols()[row]);
      m_combiner.begin(row);
      for (std::size_t r = 0; r < static_cast<std::size_t>(m_link.rxAntennas); ++r) {
        overTime(symbol, r);
        m_combiner.add(m_row.data(), slot.y.data() + r * elements + symbol * subcarriers);
      }
      endRow(symbol, slot.n0);
    }
    m_combiner.demap(llrs);
  }

 private:
  std::size_t pilotRows() const { return m_link.grid->pilotSymbols().size(); }

  void findSplines() {
    const phy::ResourceGrid& grid = *m_link.grid;
    const Interpolator spline(Interpolation::Spline, grid.pilotSymbols(), grid.symbols());
    for (int t = 0; t < grid.symbols(); ++t) {
      float gain = 0;
      for (const double w : spline.weightsAt(t)) {
        m_splines.push_back(static_cast<float>(w));
        gain += static_cast<float>(w * w);
      }
      m_splineGain.push_back(gain);
    }
  }

  /// Noise of a pilot symbol's estimate at one subcarrier, by N0, smoothing included.
  float pilotNoiseAt(int f) const {
    const phy::ResourceGrid& grid = *m_link.grid;
    const int window = m_smoother.windowAt(f);
    if (!m_overFrequency)
      return 1.f / static_cast<float>(window);
    // Neighbours share pilots: weights add before they are squared.
    std::vector<double> sum(grid.pilotSubcarriers().size(), 0.0);
    for (int at = m_smoother.firstAt(f); at < m_smoother.firstAt(f) + window; ++at) {
      const auto weights = m_overFrequency->weightsAt(at);
      for (std::size_t k = 0; k < sum.size(); ++k)
        sum[k] += weights[k] / window;
    }
    double gain = 0;
    for (const double w : sum)
      gain += w * w;
    return static_cast<float>(gain / grid.pilotEnergy());
  }

  /// All antennas: [rx][pilot symbol][subcarrier].
  void estimatePilotSymbols(std::span<const Complex> y) {
    const std::size_t subcarriers = m_row.size();
    if (m_overFrequency) {
      estimateOnComb(*m_link.grid, m_link.rxAntennas, y, m_comb);
      const std::size_t comb = m_link.grid->pilotSubcarriers().size();
      for (std::size_t i = 0; i < m_ls.size() / subcarriers; ++i)
        m_overFrequency->apply(std::span(m_comb).subspan(i * comb, comb),
                               std::span(m_ls).subspan(i * subcarriers, subcarriers));
    } else {
      estimateAtPilots(*m_link.grid, m_link.rxAntennas, y, m_ls);
    }
    if (!m_smoother.isIdentity())
      for (std::size_t at = 0; at < m_ls.size(); at += subcarriers)
        m_smoother.smooth(std::span(m_ls).subspan(at, subcarriers));
  }

  /// One antenna at one symbol, to m_row.
  void overTime(std::size_t symbol, std::size_t antenna) {
    const auto rows = std::span(m_ls).subspan(antenna * pilotRows() * m_row.size());
    if (m_splines.empty())
      return interpolateRow(m_taps[symbol], rows, m_row);
    std::fill(m_row.begin(), m_row.end(), Complex{});
    for (std::size_t p = 0; p < pilotRows(); ++p) {
      const float w = m_splines[symbol * pilotRows() + p];
      const Complex* from = rows.data() + p * m_row.size();
      for (std::size_t f = 0; f < m_row.size(); ++f)
        m_row[f] = {m_row[f].real() + w * from[f].real(), m_row[f].imag() + w * from[f].imag()};
    }
  }

  /// y - h^ x = noise - (error of h^) x with E|x|^2 = 1, so the two variances add.
  void endRow(std::size_t symbol, float n0) {
    if (m_twiceN0)
      return m_combiner.end(2 * n0);
    const TimeTap& tap = m_taps[symbol];
    const float gain = m_splines.empty()
                           ? tap.firstWeight * tap.firstWeight + tap.secondWeight * tap.secondWeight
                           : m_splineGain[symbol];
    for (std::size_t f = 0; f < m_noise.size(); ++f)
      m_noise[f] = n0 * (1 + gain * m_pilotNoise[f]);
    m_combiner.end(m_noise);
  }

  LinkContext m_link;
  Combiner m_combiner;
  std::vector<TimeTap> m_taps;
  std::vector<float> m_splines;    ///< [symbol][pilot symbol]; empty: taps do
  std::vector<float> m_splineGain; ///< [symbol]: sum of squared weights
  SubcarrierSmoother m_smoother;
  bool m_twiceN0;
  std::optional<Interpolator> m_overFrequency; ///< of combs
  std::vector<float> m_pilotNoise;             ///< [subcarrier]
  base::AlignedVector<Complex> m_comb, m_ls, m_row;
  base::AlignedVector<float> m_noise;
};

} // namespace

std::unique_ptr<Receiver> makePerfectCsi(const LinkContext& link, const ClassicalSpec& spec) {
  param::validate(spec);
  return std::make_unique<PerfectCsiReceiver>(link, spec);
}

std::unique_ptr<Receiver> makeLeastSquares(const LinkContext& link, const ClassicalSpec& spec) {
  param::validate(spec);
  if (spec.tracking > 0)
    return makeTrackedLeastSquares(link, spec);
  return std::make_unique<LeastSquaresReceiver>(link, spec);
}

} // namespace rxq::receiver
