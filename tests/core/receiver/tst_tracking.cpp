// Decision-directed tracking: against the posterior mean of its model, and for what it is there.
#include <Eigen/Dense>
#include <QTest>

#include <numbers>

#include "core/receiver/neural.h"
#include "core/receiver/tracking.h"
#include "tests/core/receiver/by_definition.h"

using namespace rxq;
using namespace rxq::receiver;

namespace {

/// A slot whose channel moves along lines over time and is one over frequency: what the tracker
/// assumes.
test::SampleSlot drawLines(const phy::LinkSpec& spec, const phy::ResourceGrid& grid,
                           std::uint64_t index, float slope, float n0) {
  test::SampleSlot slot = test::drawSlot(spec, grid, index, 0);
  base::Philox random({78, base::Domain::Other, base::Purpose::Test, index});
  std::vector<float> draws(static_cast<std::size_t>(4 * spec.rxAntennas));
  random.fillGaussian(draws);
  std::vector<float> noise(2 * slot.h.size());
  random.fillGaussian(noise);
  const auto elements = static_cast<std::size_t>(grid.elements());
  for (std::size_t i = 0; i < slot.h.size(); ++i) {
    const float* d = &draws[4 * (i / elements)];
    const auto t = static_cast<float>(i % elements / static_cast<std::size_t>(grid.subcarriers())) -
                   static_cast<float>(grid.pilotSymbols()[0]);
    slot.h[i] = Complex(1.5f + 0.2f * d[0], 0.2f * d[1]) + slope * t * Complex(d[2], d[3]);
    slot.y[i] = slot.h[i] * slot.x[i % elements] +
                std::sqrt(n0 / 2) * Complex(noise[2 * i], noise[2 * i + 1]);
  }
  slot.n0 = n0;
  return slot;
}

/// LS at the pilots, averaged over `taps` subcarriers and held.
std::vector<Complex> held(const LinkContext& link, const test::SampleSlot& slot, int taps) {
  const auto subcarriers = static_cast<std::size_t>(link.grid->subcarriers());
  const auto linear = timeTaps(Interpolation::LinearHeld, *link.grid);
  const std::size_t rows = link.grid->pilotSymbols().size() * subcarriers;
  std::vector<Complex> ls(rows * static_cast<std::size_t>(link.rxAntennas));
  estimateAtPilots(*link.grid, link.rxAntennas, slot.y, ls);
  SubcarrierSmoother smoother(taps, link.grid->subcarriers());
  for (std::size_t at = 0; at < ls.size(); at += subcarriers)
    smoother.smooth(std::span(ls).subspan(at, subcarriers));
  std::vector<Complex> estimate(slot.y.size());
  for (std::size_t at = 0, r = 0; r < static_cast<std::size_t>(link.rxAntennas); ++r)
    for (const TimeTap& tap : linear) {
      interpolateRow(tap, std::span<const Complex>(ls).subspan(r * rows, rows),
                     std::span(estimate).subspan(at, subcarriers));
      at += subcarriers;
    }
  return estimate;
}

double meanError(const std::vector<Complex>& estimate, const test::SampleSlot& slot) {
  double sum = 0;
  for (std::size_t i = 0; i < estimate.size(); ++i)
    sum += static_cast<double>(std::norm(estimate[i] - slot.h[i]));
  return sum / static_cast<double>(estimate.size());
}

std::vector<Complex> tracked(const LinkContext& link, const test::SampleSlot& slot, int rounds,
                             int taps, double doppler) {
  std::vector<Complex> estimate = held(link, slot, taps);
  base::AlignedVector<float> scratch;
  DecisionTracker(link, rounds, taps, doppler).track(slot.y, slot.n0, scratch, estimate);
  return estimate;
}

constexpr double kDoppler = 200;

} // namespace

class TestTracking final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void posteriorMean();
  void followsLines_data();
  void followsLines();
  void leavesThePilotsAlone();
  void anyScaleIsTheSame();
  void laterRoundsDecideBetter();
  void receiverWithTracking();
  void portsStartFromIt();
};

// With all decisions right the smoother's estimate is the mean of the channel given all symbols, in
// the model that the header states; here from the joint covariance of channels and observations.
void TestTracking::posteriorMean() {
  const phy::LinkSpec spec = test::linkSpec(phy::Modulation::Qpsk, 1, 1, {2});
  const phy::ResourceGrid grid(spec);
  const LinkContext link = test::contextOf(spec, grid);
  const test::SampleSlot slot = drawLines(spec, grid, 3, 0.02f, 0.01f);
  const std::vector<Complex> start = held(link, slot, 1);
  const std::vector<Complex> got = tracked(link, slot, 1, 1, kDoppler);

  const int first = grid.pilotSymbols()[0], n = grid.symbols() - first - 1;
  double power = 0;
  for (int f = 0; f < grid.subcarriers(); ++f)
    power += static_cast<double>(
        std::norm(start[static_cast<std::size_t>(first * grid.subcarriers() + f)]));
  const double noise = 0.01 / (power / grid.subcarriers());
  const double turn = 2 * std::numbers::pi * kDoppler * grid.symbolPeriod();
  constexpr double kChange = 0.002, kDecisionNoise = 2;
  // h_t = h_0 + t d_0 + sum over s < t of (t - s) w_s, w_s the slope's changes: all by their
  // independent parts.
  Eigen::MatrixXd parts = Eigen::MatrixXd::Zero(n, n + 1);
  for (int t = 1; t <= n; ++t) {
    parts(t - 1, 0) = std::sqrt(noise);
    parts(t - 1, 1) = t * turn / std::sqrt(2.0);
    for (int s = 1; s < t; ++s)
      parts(t - 1, 1 + s) = (t - s) * kChange;
  }
  const Eigen::MatrixXd prior = parts * parts.transpose();
  const Eigen::MatrixXd observed = prior + kDecisionNoise * noise * Eigen::MatrixXd::Identity(n, n);
  for (int f = 0; f < grid.subcarriers(); ++f) {
    const auto at = [&](int t) { return static_cast<std::size_t>(t * grid.subcarriers() + f); };
    Eigen::VectorXcd error(n);
    for (int t = 1; t <= n; ++t) {
      const auto e = at(first + t);
      error(t - 1) = test::wide(slot.y[e] / slot.x[e] - start[at(first)]);
    }
    const Eigen::VectorXcd mean = prior.cast<std::complex<double>>() *
                                  observed.cast<std::complex<double>>().ldlt().solve(error).eval();
    for (int t = 1; t <= n; ++t) {
      const auto wanted = test::wide(start[at(first)]) + mean(t - 1);
      QVERIFY2(std::abs(wanted - test::wide(got[at(first + t)])) < 1e-5,
               qPrintable(QString("symbol %1, subcarrier %2").arg(first + t).arg(f)));
    }
  }
}

void TestTracking::followsLines_data() {
  QTest::addColumn<int>("modulation");
  QTest::addColumn<std::vector<int>>("pilots");
  for (const phy::Modulation modulation : test::kModulations)
    for (const std::vector<int>& pilots : {std::vector<int>{2}, {7}, {11}, {3, 8}})
      QTest::addRow("%s, %d", param::labelOf(modulation), pilots[0])
          << static_cast<int>(modulation) << pilots;
}

// Almost without noise: lines are met, where holding is far off.
void TestTracking::followsLines() {
  QFETCH(int, modulation);
  QFETCH(std::vector<int>, pilots);
  const phy::LinkSpec spec = test::linkSpec(static_cast<phy::Modulation>(modulation), 2, 1, pilots);
  const phy::ResourceGrid grid(spec);
  const LinkContext link = test::contextOf(spec, grid);
  const test::SampleSlot slot = drawLines(spec, grid, 5, 0.01f, 1e-5f);
  const double before = meanError(held(link, slot, 3), slot);
  const double after = meanError(tracked(link, slot, 1, 3, kDoppler), slot);
  QVERIFY2(after < 1e-4 && after < 0.1 * before,
           qPrintable(QString("%1, held %2").arg(after).arg(before)));
}

// Only what lies beyond the outermost pilot symbols is written.
void TestTracking::leavesThePilotsAlone() {
  const phy::LinkSpec spec = test::linkSpec(phy::Modulation::Qam16, 2, 1, {3, 10});
  const phy::ResourceGrid grid(spec);
  const LinkContext link = test::contextOf(spec, grid);
  const test::SampleSlot slot = test::drawSlot(spec, grid, 4, 0.05f);
  const std::vector<Complex> before = held(link, slot, 5),
                             after = tracked(link, slot, 2, 5, kDoppler);
  const auto elements = static_cast<std::size_t>(grid.elements());
  std::size_t moved = 0, beyond = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const auto symbol = static_cast<int>(i % elements) / grid.subcarriers();
    if (symbol >= 3 && symbol <= 10)
      QCOMPARE(after[i], before[i]);
    else
      moved += after[i] != before[i], ++beyond;
  }
  QCOMPARE(moved, beyond);
}

// Signal and noise scaled together: the estimate is scaled, no more.
void TestTracking::anyScaleIsTheSame() {
  const phy::LinkSpec spec = test::linkSpec(phy::Modulation::Qam16, 2, 1, {2});
  const phy::ResourceGrid grid(spec);
  const LinkContext link = test::contextOf(spec, grid);
  test::SampleSlot slot = test::drawSlot(spec, grid, 4, 0.05f);
  const std::vector<Complex> one = tracked(link, slot, 2, 5, kDoppler);
  constexpr float kScale = 8; // a power of two: without rounding
  for (Complex& y : slot.y)
    y *= kScale;
  slot.n0 *= kScale * kScale;
  const std::vector<Complex> other = tracked(link, slot, 2, 5, kDoppler);
  for (std::size_t i = 0; i < one.size(); ++i)
    QCOMPARE(other[i], kScale * one[i]);
}

void TestTracking::laterRoundsDecideBetter() {
  const phy::LinkSpec spec = test::linkSpec(phy::Modulation::Qam16, 2, 4, {2});
  const phy::ResourceGrid grid(spec);
  const LinkContext link = test::contextOf(spec, grid);
  double heldError = 0, rounds[2] = {};
  for (std::uint64_t i = 0; i < 100; ++i) {
    const test::SampleSlot slot = drawLines(spec, grid, i, 0.05f, 0.4f);
    heldError += meanError(held(link, slot, 9), slot);
    for (int r = 0; r < 2; ++r)
      rounds[r] += meanError(tracked(link, slot, 1 + r, 9, kDoppler), slot);
  }
  QVERIFY2(rounds[0] < 0.5 * heldError, qPrintable(QString::number(rounds[0] / heldError)));
  QVERIFY2(rounds[1] < rounds[0], qPrintable(QString::number(rounds[1] / rounds[0])));
}

// The classical receiver: fewer wrong bits, and LLRs by definition from the tracked estimate.
void TestTracking::receiverWithTracking() {
  const phy::LinkSpec spec = test::linkSpec(phy::Modulation::Qam16, 2, 2, {2});
  const phy::ResourceGrid grid(spec);
  const LinkContext link = test::contextOf(spec, grid);
  ClassicalSpec classical;
  classical.smoothing = 5;
  const auto plain = makeLeastSquares(link, classical);
  classical.tracking = 2;
  classical.assumedDoppler = kDoppler;
  const auto receiver = makeLeastSquares(link, classical)->clone();
  int wrong = 0, wrongHeld = 0;
  for (std::uint64_t i = 0; i < 20; ++i) {
    const test::SampleSlot slot = drawLines(spec, grid, i, 0.05f, 0.1f);
    const std::vector<float> llrs = test::receive(*receiver, slot);
    const std::vector<float> heldLlrs = test::receive(*plain, slot);
    for (std::size_t b = 0; b < llrs.size(); ++b) {
      wrong += (llrs[b] > 0) != (slot.bits[b] == 1);
      wrongHeld += (heldLlrs[b] > 0) != (slot.bits[b] == 1);
    }
    if (i > 0)
      continue;
    const std::vector<Complex> h = tracked(link, slot, 2, 5, kDoppler);
    const auto elements = static_cast<std::size_t>(grid.elements());
    test::compareWithDefinition(
        llrs, spec, grid, slot, false,
        [&](int r, int e) {
          return test::wide(
              h[static_cast<std::size_t>(r) * elements + static_cast<std::size_t>(e)]);
        },
        [&](int) { return 0.1 * (1 + 1.0 / 5); });
  }
  QVERIFY2(wrong * 2 < wrongHeld, qPrintable(QString("%1, held %2").arg(wrong).arg(wrongHeld)));
}

// A neural receiver refines the tracked estimate: the plane 'ls-linear' shows it.
void TestTracking::portsStartFromIt() {
  const phy::LinkSpec spec = test::linkSpec(phy::Modulation::Qam16, 2, 1, {2});
  const phy::ResourceGrid grid(spec);
  const LinkContext link = test::contextOf(spec, grid);
  NeuralSpec neural;
  neural.planes = {Plane::LsLinear};
  neural.gainControl = false;
  neural.smoothing = 5;
  neural.tracking = 2;
  neural.trackingDoppler = kDoppler;
  const NeuralPorts ports(neural, link);
  const test::SampleSlot slot = test::drawSlot(spec, grid, 4, 0.05f);
  const std::vector<Complex> wanted = tracked(link, slot, 2, 5, kDoppler);
  FrontEndState state;
  const auto elements = static_cast<std::size_t>(grid.elements());
  std::vector<float> planes(4 * elements);
  ports.prepare(slot.received(), state, planes);
  for (std::size_t r = 0; r < 2; ++r)
    for (std::size_t e = 0; e < elements; ++e)
      QCOMPARE(Complex(planes[4 * e + 2 * r], planes[4 * e + 2 * r + 1]), wanted[r * elements + e]);
}

QTEST_APPLESS_MAIN(TestTracking)
#include "tst_tracking.moc"
