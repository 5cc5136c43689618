// Receivers on combs of pilots (NR DMRS), with data beside them or not, against their definitions.
#include <Eigen/Dense>
#include <QTest>

#include "core/receiver/catalog.h"
#include "core/receiver/estimation.h"
#include "core/receiver/interpolator.h"
#include "core/receiver/neural.h"
#include "tests/core/receiver/by_definition.h"

using namespace rxq;
using namespace rxq::receiver;
using test::ComplexD;
using test::wide;

namespace {
phy::LinkSpec combSpec(phy::DmrsType type, int groups, int additional,
                       phy::Modulation modulation = phy::Modulation::Qam16) {
  phy::LinkSpec spec = test::linkSpec(modulation, 2, 2);
  spec.pilots = phy::PilotPattern::Dmrs;
  spec.dmrsType = type;
  spec.dmrsGroupsWithoutData = groups;
  spec.dmrsAdditional = additional;
  return spec;
}

void combs() {
  QTest::addColumn<int>("type");
  QTest::addColumn<int>("groups");
  QTest::addColumn<int>("additional");
  for (const int type : {0, 1})
    for (int groups = 1; groups <= 2 + type; ++groups)
      for (const int additional : {0, 1, 3})
        QTest::addRow("type %d, %d groups, %d more", type + 1, groups, additional)
            << type << groups << additional;
}

/// Weights of the natural cubic spline from the whole system of equations at once.
Eigen::VectorXd densSpline(const std::vector<int>& knots, double position) {
  const auto n = static_cast<Eigen::Index>(knots.size());
  const auto x = [&](Eigen::Index i) { return double(knots[static_cast<std::size_t>(i)]); };
  Eigen::MatrixXd left = Eigen::MatrixXd::Identity(n, n), right = Eigen::MatrixXd::Zero(n, n);
  for (Eigen::Index i = 1; i + 1 < n; ++i) {
    const double a = x(i) - x(i - 1), b = x(i + 1) - x(i);
    left(i, i - 1) = a;
    left(i, i) = 2 * (a + b);
    left(i, i + 1) = b;
    right(i, i - 1) = 6 / a;
    right(i, i) = -6 / a - 6 / b;
    right(i, i + 1) = 6 / b;
  }
  const Eigen::MatrixXd curvature = left.fullPivLu().solve(right);
  Eigen::Index s = 0;
  while (s + 2 < n && position > x(s + 1))
    ++s;
  const double h = x(s + 1) - x(s), t = position - x(s);
  // y + (slope) t + M0 / 2 t^2 + (M1 - M0) / 6h t^3.
  Eigen::RowVectorXd y0 = Eigen::RowVectorXd::Unit(n, s), y1 = Eigen::RowVectorXd::Unit(n, s + 1);
  const Eigen::RowVectorXd m0 = curvature.row(s), m1 = curvature.row(s + 1);
  return (y0 + ((y1 - y0) / h - h * (2 * m0 + m1) / 6) * t + m0 / 2 * t * t +
          (m1 - m0) / (6 * h) * t * t * t)
      .transpose();
}
} // namespace

class TestCombReceivers : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void interpolators();
  void leastSquaresByDefinition_data();
  void leastSquaresByDefinition();
  void lmmseByDefinition_data() { combs(); }
  void lmmseByDefinition();
  void estimatesOfASmoothChannel_data() { combs(); }
  void estimatesOfASmoothChannel();
  void neuralHeads_data();
  void neuralHeads();
  void splineOverTime();
  void lmmseOfWideGrids_data();
  void lmmseOfWideGrids();
};

void TestCombReceivers::interpolators() {
  const std::vector<int> knots{2, 5, 6, 11, 13, 20};
  constexpr int kPositions = 24;
  for (const auto& method : param::EnumTable<Interpolation>::table) {
    const Interpolator map(method.value, knots, kPositions);
    std::vector<Complex> in, out(kPositions);
    for (std::size_t k = 0; k < knots.size(); ++k)
      in.push_back({std::sin(float(k)), float(k * k)});
    map.apply(in, out);
    for (int i = 0; i < kPositions; ++i) {
      const auto weights = map.weightsAt(i);
      double sum = 0;
      ComplexD value = 0;
      for (std::size_t k = 0; k < knots.size(); ++k) {
        sum += weights[k];
        value += weights[k] * wide(in[k]);
      }
      QVERIFY(std::abs(sum - 1) < 1e-6); // a constant stays
      QVERIFY(std::abs(value - wide(out[std::size_t(i)])) < 1e-5 * (1 + std::abs(value)));
      if (method.value == Interpolation::Spline && i > 2 && i < 20) {
        const Eigen::VectorXd expected = densSpline(knots, i);
        for (std::size_t k = 0; k < knots.size(); ++k)
          QVERIFY(std::abs(weights[k] - expected(Eigen::Index(k))) < 1e-6);
      }
    }
    for (std::size_t k = 0; k < knots.size(); ++k) // exact at the knots
      QVERIFY(std::abs(out[std::size_t(knots[k])] - in[k]) < 1e-6f);
    const bool held = method.value != Interpolation::LinearExtrapolated;
    QCOMPARE(std::abs(out[0] - in[0]) < 1e-6f, held);
    QCOMPARE(std::abs(out[23] - in[5]) < 1e-6f, held);
  }
  // Two knots, one knot.
  std::vector<Complex> out(5);
  Interpolator(Interpolation::Spline, std::vector<int>{1, 3}, 5)
      .apply(std::vector<Complex>{2, 4}, out);
  QCOMPARE(out[2], Complex(3));
  Interpolator(Interpolation::Spline, std::vector<int>{1}, 5).apply(std::vector<Complex>{2}, out);
  QCOMPARE(out[4], Complex(2));
}

void TestCombReceivers::leastSquaresByDefinition_data() {
  QTest::addColumn<int>("type");
  QTest::addColumn<int>("groups");
  QTest::addColumn<int>("additional");
  QTest::addColumn<int>("interpolation");
  QTest::addColumn<int>("smoothing");
  for (const int type : {0, 1})
    for (int groups = 1; groups <= 2 + type; ++groups)
      for (const auto& method : param::EnumTable<Interpolation>::table)
        for (const int smoothing : {1, 5})
          QTest::addRow("type %d, %d groups, %s, %d taps", type + 1, groups, method.label,
                        smoothing)
              << type << groups << 2 << static_cast<int>(method.value) << smoothing;
}

// Estimates as weighted sums of LS at the pilots, weights composed here from one-dimensional ones.
void TestCombReceivers::leastSquaresByDefinition() {
  QFETCH(int, type);
  QFETCH(int, groups);
  QFETCH(int, additional);
  QFETCH(int, interpolation);
  QFETCH(int, smoothing);
  const auto spec = combSpec(static_cast<phy::DmrsType>(type), groups, additional);
  const phy::ResourceGrid grid(spec);
  ClassicalSpec classical;
  classical.interpolation = static_cast<Interpolation>(interpolation);
  classical.smoothing = smoothing;
  const test::SampleSlot slot = test::drawSlot(spec, grid, 11, 0.03f);
  const auto& comb = grid.pilotSubcarriers();
  const auto& pilots = grid.pilotSymbols();
  const int width = grid.subcarriers();
  const Interpolator overFrequency(classical.interpolation, comb, width);
  const Interpolator overTime(classical.interpolation, pilots, grid.symbols());
  const auto frequencyWeights = [&](int f) {
    std::vector<double> sum(comb.size(), 0.0);
    const int low = std::max(0, f - smoothing / 2), high = std::min(width - 1, f + smoothing / 2);
    for (int k = low; k <= high; ++k) {
      const auto w = overFrequency.weightsAt(k);
      for (std::size_t i = 0; i < sum.size(); ++i)
        sum[i] += w[i] / (high - low + 1);
    }
    return sum;
  };
  const auto receiver = makeLeastSquares(test::contextOf(spec, grid), classical);
  test::compareWithDefinition(
      test::receive(*receiver, slot), spec, grid, slot, false,
      [&](int r, std::size_t e) {
        const auto time = overTime.weightsAt(int(e) / width);
        const auto frequency = frequencyWeights(int(e) % width);
        ComplexD sum = 0;
        for (std::size_t p = 0; p < pilots.size(); ++p)
          for (std::size_t k = 0; k < comb.size(); ++k) {
            const auto at = std::size_t(pilots[p] * width + comb[k]);
            sum += time[p] * frequency[k] * wide(slot.y[std::size_t(r * grid.elements()) + at]) /
                   wide(grid.pilots()[at]);
          }
        return sum;
      },
      [&](std::size_t e) {
        double gain = 0;
        for (const double t : overTime.weightsAt(int(e) / width))
          for (const double f : frequencyWeights(int(e) % width))
            gain += t * t * f * f;
        return double(slot.n0) * (1 + gain / grid.pilotEnergy());
      });
}

// The dense textbook estimator from the comb's pilots alone: R_dp (R_pp + N0 / |p|^2)^-1.
void TestCombReceivers::lmmseByDefinition() {
  QFETCH(int, type);
  QFETCH(int, groups);
  QFETCH(int, additional);
  const auto spec = combSpec(static_cast<phy::DmrsType>(type), groups, additional);
  const phy::ResourceGrid grid(spec);
  const test::SampleSlot slot = test::drawSlot(spec, grid, 12, 0.05f);
  const channel::Covariance covariance = assumedCovariance(grid, 150e-9, 300);
  ClassicalSpec robust;
  robust.assumedDelaySpread = 150;
  robust.assumedDoppler = 300;
  const auto receiver =
      classicalKind("lmmse-robust").make(test::contextOf(spec, grid), robust, nullptr);
  const int width = grid.subcarriers();
  const auto r = [&](int a, int b) {
    return covariance.time[std::size_t(a / width * 14 + b / width)] *
           covariance.frequency[std::size_t(a % width * width + b % width)];
  };
  std::vector<int> at;
  for (const int p : grid.pilotSymbols())
    for (const int f : grid.pilotSubcarriers())
      at.push_back(p * width + f);
  const auto n = Eigen::Index(at.size());
  Eigen::MatrixXcd pp(n, n), dp(grid.elements(), n);
  for (Eigen::Index j = 0; j < n; ++j) {
    for (Eigen::Index i = 0; i < n; ++i)
      pp(i, j) = r(at[std::size_t(i)], at[std::size_t(j)]) +
                 (i == j ? double(slot.n0) / grid.pilotEnergy() : 0.0);
    for (int e = 0; e < grid.elements(); ++e)
      dp(e, j) = r(e, at[std::size_t(j)]);
  }
  const Eigen::MatrixXcd weights = dp * pp.inverse();
  const Eigen::VectorXd explained = (weights * dp.adjoint()).diagonal().real();
  std::vector<Eigen::VectorXcd> estimate;
  for (int antenna = 0; antenna < spec.rxAntennas; ++antenna) {
    Eigen::VectorXcd ls(n);
    for (Eigen::Index i = 0; i < n; ++i) {
      const auto e = std::size_t(at[std::size_t(i)]);
      ls(i) = wide(slot.y[std::size_t(antenna * grid.elements()) + e]) / wide(grid.pilots()[e]);
    }
    estimate.push_back(weights * ls);
  }
  test::compareWithDefinition(
      test::receive(*receiver, slot), spec, grid, slot, false,
      [&](int antenna, std::size_t e) { return estimate[std::size_t(antenna)](Eigen::Index(e)); },
      [&](std::size_t e) { return double(slot.n0) + 1 - explained(Eigen::Index(e)); });
}

// Without noise and over a channel that hardly changes, all estimates are the channel; and the rows
// that networks see are those estimates.
void TestCombReceivers::estimatesOfASmoothChannel() {
  QFETCH(int, type);
  QFETCH(int, groups);
  QFETCH(int, additional);
  const auto spec = combSpec(static_cast<phy::DmrsType>(type), groups, additional);
  const phy::ResourceGrid grid(spec);
  test::SampleSlot slot = test::drawSlot(spec, grid, 13, 0.f);
  const int width = grid.subcarriers();
  for (std::size_t i = 0; i < slot.h.size(); ++i) { // a line over frequency
    const auto f = float(int(i) % width);
    slot.h[i] = Complex(1 + 0.01f * f, 0.5f - 0.02f * f);
    slot.y[i] = slot.h[i] * slot.x[i % slot.x.size()];
  }
  std::vector<Complex> ls(2 * grid.pilotSymbols().size() * std::size_t(width));
  estimateAtPilots(grid, 2, slot.y, ls);
  const int last = grid.pilotSubcarriers().back();
  for (std::size_t i = 0; i < ls.size(); ++i)
    if (const int f = int(i) % width; f <= last)
      QVERIFY(std::abs(ls[i] - slot.h[std::size_t(f)]) < 1e-5f);
  for (const ClassicalKind& kind : classicalKinds()) {
    slot.n0 = 1e-4f;
    const channel::Covariance covariance = assumedCovariance(grid, 60e-9, 10);
    const CovarianceView view = covariance;
    const auto llrs = test::receive(*kind.make(test::contextOf(spec, grid), {}, &view), slot);
    int wrong = 0;
    for (std::size_t i = 0; i < llrs.size(); ++i)
      wrong += (llrs[i] > 0) != (slot.bits[i] == 1);
    QVERIFY2(wrong == 0, qPrintable(QString("%1: %2 errors").arg(kind.label).arg(wrong)));
  }
}

void TestCombReceivers::neuralHeads_data() {
  QTest::addColumn<int>("head");
  QTest::addColumn<int>("type");
  QTest::addColumn<int>("groups");
  for (const auto& head : param::EnumTable<Head>::table)
    for (const int type : {0, 1})
      for (int groups = 1; groups <= 2 + type; ++groups)
        QTest::addRow("%s, type %d, %d groups", head.label, type + 1, groups)
            << static_cast<int>(head.value) << type << groups;
}

// LLRs come from the data elements alone, in mapping order, and so do gradients.
void TestCombReceivers::neuralHeads() {
  QFETCH(int, head);
  QFETCH(int, type);
  QFETCH(int, groups);
  const auto spec = combSpec(static_cast<phy::DmrsType>(type), groups, 1, phy::Modulation::Qam64);
  const phy::ResourceGrid grid(spec);
  NeuralSpec neural;
  neural.head = static_cast<Head>(head);
  neural.planes = {Plane::Received, Plane::Pilots, Plane::LsNearest, Plane::LsLinear,
                   Plane::LogNoise};
  const NeuralPorts ports(neural, test::contextOf(spec, grid));
  const test::SampleSlot slot = test::drawSlot(spec, grid, 14, 0.1f);
  const auto outputs = std::size_t(ports.outputChannels());
  std::vector<float> planes(std::size_t(grid.elements() * ports.inputChannels()));
  FrontEndState state;
  ports.prepare(slot.received(), state, planes);
  std::vector<float> output(std::size_t(grid.elements()) * outputs), direction(output.size());
  base::Philox random({15, base::Domain::Other, base::Purpose::Test, 0});
  random.fillGaussian(output);
  random.fillGaussian(direction);
  for (float& o : output)
    o *= 0.1f;

  std::vector<float> llrs(slot.bits.size()), gradient(output.size(), 99.f), other(output.size());
  ports.llrs(state, output, llrs);
  double loss = ports.loss(state, output, slot.bits, gradient), sum = 0;
  for (std::size_t i = 0; i < llrs.size(); ++i) {
    const auto l = double(llrs[i]);
    sum += std::max(l, 0.0) + std::log1p(std::exp(-std::abs(l))) - slot.bits[i] * l;
  }
  QVERIFY(std::abs(loss - sum / double(llrs.size())) < 1e-5 * (1 + loss));
  std::vector<bool> isData(std::size_t(grid.elements()), false);
  for (const int e : grid.dataElements())
    isData[std::size_t(e)] = true;
  double slope = 0;
  for (std::size_t i = 0; i < output.size(); ++i) {
    if (!isData[i / outputs])
      QCOMPARE(gradient[i], 0.f);
    slope += double(gradient[i]) * double(direction[i]);
  }
  const auto lossAt = [&](float shift) {
    std::vector<float> moved = output;
    for (std::size_t i = 0; i < moved.size(); ++i)
      moved[i] += shift * direction[i];
    return ports.loss(state, moved, slot.bits, other);
  };
  constexpr float kStep = 1e-3f;
  const double difference = (lossAt(kStep) - lossAt(-kStep)) / (2 * double(kStep));
  QVERIFY2(std::abs(difference - slope) < 0.01 * std::abs(slope) + 1e-3,
           qPrintable(QString("%1, not %2").arg(slope).arg(difference)));

  if (neural.head != Head::Channel)
    return;
  // Zero corrections leave the LS receiver with lines and max-log.
  std::fill(output.begin(), output.end(), 0.f);
  ports.llrs(state, output, llrs);
  ClassicalSpec classical;
  classical.demapper = Demapper::MaxLog;
  classical.estimateNoise = EstimateNoise::TwiceN0;
  const auto plain = test::receive(*makeLeastSquares(test::contextOf(spec, grid), classical), slot);
  for (std::size_t i = 0; i < llrs.size(); ++i) // noise differs by a factor
    QVERIFY((llrs[i] > 0) == (plain[i] > 0) || std::abs(llrs[i]) < 1e-3f);
}

void TestCombReceivers::splineOverTime() {
  phy::LinkSpec spec = test::linkSpec(phy::Modulation::Qam16, 1, 1, {1, 4, 8, 12});
  const phy::ResourceGrid grid(spec);
  ClassicalSpec classical;
  classical.interpolation = Interpolation::Spline;
  const test::SampleSlot slot = test::drawSlot(spec, grid, 16, 0.02f);
  const int width = grid.subcarriers();
  const auto weights = [&](int t) {
    Eigen::VectorXd w = Eigen::VectorXd::Zero(4);
    if (t <= 1)
      w(0) = 1;
    else if (t >= 12)
      w(3) = 1;
    else
      w = densSpline(grid.pilotSymbols(), t);
    return w;
  };
  test::compareWithDefinition(
      test::receive(*makeLeastSquares(test::contextOf(spec, grid), classical), slot), spec, grid,
      slot, false,
      [&](int, std::size_t e) {
        const Eigen::VectorXd w = weights(int(e) / width);
        ComplexD sum = 0;
        for (std::size_t p = 0; p < 4; ++p) {
          const auto at = std::size_t(grid.pilotSymbols()[p] * width + int(e) % width);
          sum += w(Eigen::Index(p)) * wide(slot.y[at]) / wide(grid.pilots()[at]);
        }
        return sum;
      },
      [&](std::size_t e) { return double(slot.n0) * (1 + weights(int(e) / width).squaredNorm()); });
}

void TestCombReceivers::lmmseOfWideGrids_data() {
  QTest::addColumn<bool>("comb");
  QTest::addColumn<double>("delaySpread");
  for (const bool comb : {false, true})
    for (const double ns : {20.0, 300.0})
      QTest::addRow("%s, %g ns", comb ? "comb" : "every subcarrier", ns) << comb << ns;
}

// Where modes are found by pivoted factorisation: again the textbook's estimator, of one pilot
// symbol, so that time is a factor.
void TestCombReceivers::lmmseOfWideGrids() {
  QFETCH(bool, comb);
  QFETCH(double, delaySpread);
  phy::LinkSpec spec = test::linkSpec(phy::Modulation::Qpsk, 1, comb ? 100 : 51, {2});
  if (comb) { // 600 pilots
    spec.pilots = phy::PilotPattern::Dmrs;
    spec.dmrsAdditional = 0;
  }
  const phy::ResourceGrid grid(spec);
  const test::SampleSlot slot = test::drawSlot(spec, grid, 18, 0.05f);
  const channel::Covariance covariance = assumedCovariance(grid, delaySpread * 1e-9, 300);
  const auto receiver = makeLmmse(test::contextOf(spec, grid), {}, covariance);
  const int width = grid.subcarriers();
  const auto& pilots = grid.pilotSubcarriers();
  const auto n = Eigen::Index(pilots.size());
  Eigen::MatrixXcd pp(n, n), fp(width, n);
  Eigen::VectorXcd ls(n);
  for (Eigen::Index j = 0; j < n; ++j) {
    const int k = pilots[std::size_t(j)];
    for (int f = 0; f < width; ++f)
      fp(f, j) = covariance.frequency[std::size_t(f * width + k)];
    for (Eigen::Index i = 0; i < n; ++i)
      pp(i, j) =
          fp(pilots[std::size_t(i)], j) + (i == j ? double(slot.n0) / grid.pilotEnergy() : 0.0);
    const auto e = std::size_t(2 * width + k);
    ls(j) = wide(slot.y[e]) / wide(grid.pilots()[e]);
  }
  const Eigen::MatrixXcd weights = pp.llt().solve(fp.adjoint()).adjoint();
  const Eigen::VectorXcd atPilots = weights * ls;
  Eigen::VectorXd explained(width);
  for (Eigen::Index f = 0; f < width; ++f)
    explained(f) = (weights.row(f) * fp.row(f).adjoint())(0).real();
  const auto overTime = [&](std::size_t e) {
    return covariance.time[e / std::size_t(width) * 14 + 2];
  };
  test::compareWithDefinition(
      test::receive(*receiver, slot), spec, grid, slot, false,
      [&](int, std::size_t e) { return overTime(e) * atPilots(Eigen::Index(e) % width); },
      [&](std::size_t e) {
        return double(slot.n0) + 1 - std::norm(overTime(e)) * explained(Eigen::Index(e) % width);
      });
}

QTEST_APPLESS_MAIN(TestCombReceivers)
#include "tst_comb_receivers.moc"
