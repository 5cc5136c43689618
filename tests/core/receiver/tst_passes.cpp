// Receivers of several unrolled passes: planes that follow the refined estimate, gradients through
// all passes, and the same integers on every instruction set.
#include <QTest>

#include <algorithm>

#include "core/base/error.h"
#include "core/nn/executor.h"
#include "core/quant/fake_quant.h"
#include "core/quant/integer_engine.h"
#include "core/receiver/architecture.h"
#include "core/receiver/channel_head.h"
#include "core/receiver/neural.h"
#include "core/receiver/planes.h"
#include "tests/core/receiver/sample_slot.h"

using namespace rxq;
using namespace rxq::receiver;

namespace {
constexpr int kBatch = 2;

NeuralSpec specOf(int passes, Architecture architecture = Architecture::Residual) {
  NeuralSpec spec;
  spec.architecture = architecture;
  spec.planes = {Plane::LsLinear,   Plane::Equalised,    Plane::Decision, Plane::PilotMask,
                 Plane::LsSmoothed, Plane::DecisionMean, Plane::LogNoise};
  spec.channels = 5;
  spec.blocks = 1;
  spec.passes = passes;
  return spec;
}

struct Bench {
  explicit Bench(const NeuralSpec& neural)
      : spec(test::linkSpec(phy::Modulation::Qam16, 2, 1)), grid(spec),
        link(test::contextOf(spec, grid)), ports(neural, link) {
    for (std::uint64_t i = 0; i < kBatch; ++i)
      slots.push_back(test::drawSlot(spec, grid, 20 + i, 0.05f));
  }
  std::size_t planeValues() const {
    return static_cast<std::size_t>(grid.elements() * ports.inputChannels());
  }
  std::size_t outputValues() const {
    return static_cast<std::size_t>(grid.elements() * ports.outputChannels());
  }
  /// A network whose outputs matter: the initial one's are almost zero.
  nn::Network network(std::uint64_t index = 1) const {
    nn::Network n = ports.makeNetwork(1);
    base::Philox random({4, base::Domain::Other, base::Purpose::Test, index});
    std::vector<float> noise(n.parameters.size());
    random.fillGaussian(noise);
    for (std::size_t i = 0; i < noise.size(); ++i)
      n.parameters[i] += 0.03f * noise[i];
    return n;
  }

  phy::LinkSpec spec;
  phy::ResourceGrid grid;
  LinkContext link;
  NeuralPorts ports;
  std::vector<test::SampleSlot> slots;
};

/// As the trainer has it.
class Problem final : public nn::BatchProblem {
 public:
  Problem(const Bench& b, float channelWeight)
      : m_b(b), m_channelWeight(channelWeight), m_states(kBatch) {}
  void input(std::size_t sample, int, int pass, std::span<const float> before,
             std::span<float> planes) override {
    if (pass > 0)
      m_b.ports.refine(pass, m_states[sample], before, planes);
    else
      m_b.ports.prepare(m_b.slots[sample].received(), m_states[sample], planes);
  }
  double loss(std::size_t sample, int, int pass, std::span<const float> output,
              std::span<float> gradient) override {
    return m_b.ports.trainingLoss(pass, m_states[sample], output, m_b.slots[sample].bits, gradient,
                                  {{}, m_b.slots[sample].h, m_channelWeight});
  }
  void back(std::size_t sample, int, int pass, std::span<const float> gradient) override {
    m_b.ports.back(pass, m_states[sample], gradient);
  }

 private:
  const Bench& m_b;
  float m_channelWeight;
  std::vector<FrontEndState> m_states;
};

nn::Gradients gradientsOf(const Bench& b, const nn::Network& network, int workers = 1,
                          float channelWeight = 0) {
  nn::Network copy = network;
  nn::BatchTrainer trainer(copy, b.ports.planeSize(), kBatch, workers);
  Problem problem(b, channelWeight);
  return trainer.step(problem);
}

/// What is trained, by definition: the last pass's loss and 0.3 of each earlier one's; and of each
/// pass how much noisier than N0 its estimate makes an element.
double objective(const Bench& b, const nn::Network& network, double channelWeight,
                 double* last = nullptr) {
  nn::FloatExecutor executor(network, b.ports.planeSize());
  const auto taps = timeTaps(Interpolation::LinearHeld, b.grid);
  std::vector<float> planes(b.planeValues()), output(b.outputValues()), gradient(b.outputValues());
  double sum = 0;
  if (last)
    *last = 0;
  for (const test::SampleSlot& slot : b.slots) {
    FrontEndState state;
    b.ports.prepare(slot.received(), state, planes);
    const auto& start = state.smoothed.empty() ? state.estimate : state.smoothed;
    std::vector<Complex> h(start.begin(), start.end());
    b.ports.runPasses(
        state, planes, output, [&](int pass, std::span<const float> in, std::span<float> out) {
          executor.runPass(pass, in, out);
          const double loss =
              ChannelHead{b.link, taps, h}.loss(state, out, slot.bits, gradient) / kBatch;
          const bool isLast = pass + 1 == b.ports.passes();
          sum += isLast ? loss : 0.3 * loss;
          if (isLast && last)
            *last += loss;
          const auto elements = static_cast<std::size_t>(b.grid.elements());
          for (std::size_t i = 0; i < h.size(); ++i) {
            const float* o = out.data() +
                             i % elements * static_cast<std::size_t>(b.ports.outputChannels()) +
                             2 * (i / elements);
            h[i] += Complex(o[0], o[1]);
            const float error = std::norm(h[i] - state.amplitude * slot.h[i]);
            sum += channelWeight * std::log1p(static_cast<double>(error / state.n0)) /
                   static_cast<double>(h.size()) / kBatch * (isLast ? 1 : 0.3);
          }
        });
  }
  return sum;
}
} // namespace

class TestPasses final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void planesFollowTheRefinedEstimate();
  void decisionsOnCombs();
  void decisionMeans();
  void smoothedStart();
  void planeGradients_data();
  void planeGradients();
  void gradientsThroughAllPasses_data();
  void gradientsThroughAllPasses();
  void anyNumberOfThreadsGivesTheSameBits();
  void costs();
  void integers_data();
  void integers();
  void filesComeBack();
  void badSpecsNameTheField();
};

void TestPasses::planesFollowTheRefinedEstimate() {
  NeuralSpec neural = specOf(2);
  Bench b(neural);
  FrontEndState state;
  std::vector<float> planes(b.planeValues()), output(b.outputValues());
  const test::SampleSlot& slot = b.slots[0];
  b.ports.prepare(slot.received(), state, planes);
  // Corrections that make the estimate the true channel, after the gain control.
  const auto elements = static_cast<std::size_t>(b.grid.elements());
  const float amplitude = std::abs(state.y[5]) / std::abs(slot.y[5]);
  for (std::size_t r = 0; r < 2; ++r)
    for (std::size_t e = 0; e < elements; ++e) {
      const Complex correction =
          slot.h[r * elements + e] * amplitude - state.estimate[r * elements + e];
      output[e * static_cast<std::size_t>(b.ports.outputChannels()) + 2 * r] = correction.real();
      output[e * static_cast<std::size_t>(b.ports.outputChannels()) + 2 * r + 1] =
          correction.imag();
    }
  const std::vector<float> before = planes;
  b.ports.refine(1, state, output, planes);
  const auto channels = static_cast<std::size_t>(b.ports.inputChannels());
  const auto names = b.ports.inputNames();
  for (std::size_t e = 0; e < elements; ++e) {
    const float* now = &planes[e * channels];
    const Complex h0 = slot.h[e] * amplitude, h1 = slot.h[elements + e] * amplitude;
    QVERIFY(std::abs(Complex(now[0], now[1]) - h0) < 1e-5f);
    const Complex z = std::conj(h0) * state.y[e] + std::conj(h1) * state.y[elements + e];
    const float gain = std::norm(h0) + std::norm(h1);
    // Decisions are those of a search over all symbols.
    Complex x = b.grid.pilots()[e];
    if (!b.grid.isPilot(static_cast<int>(e) / b.grid.subcarriers())) {
      float best = 1e9f;
      for (const float re : {-3.f, -1.f, 1.f, 3.f})
        for (const float im : {-3.f, -1.f, 1.f, 3.f})
          if (const Complex p = Complex(re, im) / std::sqrt(10.f); std::norm(z / gain - p) < best) {
            best = std::norm(z / gain - p);
            x = p;
          }
    }
    const Complex decided = (state.y[elements + e] - h1 * x) * std::conj(x);
    QVERIFY2(std::abs(Complex(now[10], now[11]) - decided) < 1e-4f, names[10].c_str());
    QCOMPARE(now[12], b.grid.isPilot(static_cast<int>(e) / b.grid.subcarriers()) ? 1.f : 0.f);
    for (const std::size_t c : {12, 13, 14, 15, 16, 21}) // mask, smoothed, noise: as in every pass
      QCOMPARE(now[c], before[e * channels + c]);
    // Nine subcarriers of the LS estimate, fewer at the edges.
    const int f = static_cast<int>(e) % b.grid.subcarriers();
    Complex sum = 0;
    int count = 0;
    for (int k = std::max(0, f - 4); k <= std::min(b.grid.subcarriers() - 1, f + 4); ++k, ++count)
      sum += state.estimate[e - static_cast<std::size_t>(f) + static_cast<std::size_t>(k)];
    QVERIFY(std::abs(Complex(now[13], now[14]) - sum / static_cast<float>(count)) < 1e-5f);
  }
}

// NR DMRS: pilots on a comb, data or nothing beside them.
void TestPasses::decisionsOnCombs() {
  for (const int groups : {1, 2}) {
    phy::LinkSpec spec = test::linkSpec(phy::Modulation::Qpsk, 2, 1);
    spec.pilots = phy::PilotPattern::Dmrs;
    spec.dmrsGroupsWithoutData = groups;
    const phy::ResourceGrid grid(spec);
    const LinkContext link = test::contextOf(spec, grid);
    NeuralSpec neural;
    neural.planes = {Plane::PilotMask, Plane::Decision};
    const NeuralPorts ports(neural, link);
    const test::SampleSlot slot = test::drawSlot(spec, grid, 3, 0.01f);
    FrontEndState state;
    std::vector<float> planes(static_cast<std::size_t>(grid.elements() * ports.inputChannels()));
    ports.prepare(slot.received(), state, planes);
    std::vector<bool> isData(static_cast<std::size_t>(grid.elements()));
    for (const int e : grid.dataElements())
      isData[static_cast<std::size_t>(e)] = true;
    int pilots = 0, nothing = 0;
    for (std::size_t e = 0; e < isData.size(); ++e) {
      const bool pilot = grid.pilots()[e] != Complex{};
      const float* now = &planes[5 * e];
      QCOMPARE(now[0], pilot ? 1.f : 0.f);
      pilots += pilot;
      if (pilot || isData[e])
        continue;
      ++nothing;
      for (int c = 1; c < 5; ++c)
        QCOMPARE(now[c], 0.f);
    }
    QCOMPARE(pilots, 6 * static_cast<int>(grid.pilotSymbols().size()));
    QCOMPARE(nothing, groups == 1 ? 0 : pilots);
  }
}

void TestPasses::planeGradients_data() {
  QTest::addColumn<int>("plane");
  for (const PlaneKind& kind : planeKinds())
    QTest::newRow(param::labelOf(kind.plane)) << static_cast<int>(kind.plane);
}

// The derivative by each value of the estimate, against central differences. A plane without back()
// does not move at all.
void TestPasses::planeGradients() {
  QFETCH(int, plane);
  const PlaneKind& kind = kindOf(static_cast<Plane>(plane));
  Bench b(specOf(2));
  FrontEndState state;
  std::vector<float> planes(b.planeValues());
  b.ports.prepare(b.slots[0].received(), state, planes);
  const auto nearest = timeTaps(Interpolation::Nearest, b.grid);
  const auto linear = timeTaps(Interpolation::LinearHeld, b.grid);
  base::Philox random({5, base::Domain::Other, base::Purpose::Test, 2});
  const auto channels = static_cast<std::size_t>(kind.channels(2));
  std::vector<float> gradient(static_cast<std::size_t>(b.grid.elements()) * channels);
  random.fillGaussian(gradient);
  const std::vector<Complex> estimate(state.estimate.begin(), state.estimate.end());
  const auto written = [&](std::size_t at, Complex step) {
    std::vector<Complex> h = estimate;
    h[at] += step;
    std::vector<float> out(gradient.size());
    kind.write({b.link, state, nearest, linear, h}, out.data(), channels);
    return out;
  };
  std::vector<Complex> exact(estimate.size());
  if (kind.back)
    kind.back({b.link, state, nearest, linear, estimate}, gradient.data(), channels, exact.data());
  // Where a decision changes within the step the difference is of another kind: left out, and few.
  constexpr float kStep = 1e-3f, kJump = 2e-3f;
  const std::vector<float> here = written(0, 0);
  int left = 0;
  double error = 0, size = 0;
  for (std::size_t at = 0; at < estimate.size(); ++at)
    for (const Complex unit : {Complex(1, 0), Complex(0, 1)}) {
      const auto up = written(at, kStep * unit), down = written(at, -kStep * unit);
      double numeric = 0;
      float jump = 0;
      for (std::size_t i = 0; i < here.size(); ++i) {
        numeric +=
            static_cast<double>(gradient[i]) * static_cast<double>(up[i] - down[i]) / (2.0 * kStep);
        jump = std::max(jump, std::abs(up[i] + down[i] - 2 * here[i]));
      }
      if (jump > kJump) {
        ++left;
        continue;
      }
      const double slope =
          static_cast<double>(unit.real() * exact[at].real() + unit.imag() * exact[at].imag());
      error += (numeric - slope) * (numeric - slope);
      size += numeric * numeric;
    }
  QVERIFY2(left < 16, qPrintable(QString::number(left)));
  if (kind.back)
    QVERIFY2(error < 1e-4 * size, qPrintable(QString::number(std::sqrt(error / size))));
  else
    QCOMPARE(size, 0.0);
}

// By its definition, from the decision-directed errors: a mean over near elements, weighted by the
// energy of what was decided.
void TestPasses::decisionMeans() {
  for (const int groups : {0, 2}) { // full pilots; a comb with silence beside it
    phy::LinkSpec spec = test::linkSpec(phy::Modulation::Qam16, 2, 1);
    if (groups > 0) {
      spec.pilots = phy::PilotPattern::Dmrs;
      spec.dmrsGroupsWithoutData = groups;
    }
    const phy::ResourceGrid grid(spec);
    const LinkContext link = test::contextOf(spec, grid);
    NeuralSpec neural;
    neural.planes = {Plane::Decision, Plane::DecisionMean};
    const NeuralPorts ports(neural, link);
    // Nothing but a channel of ones, so that decisions are what was sent.
    test::SampleSlot slot = test::drawSlot(spec, grid, 3, 0.01f);
    const auto elements = static_cast<std::size_t>(grid.elements());
    std::fill(slot.h.begin(), slot.h.end(), Complex(1, 0));
    base::Philox random({7, base::Domain::Other, base::Purpose::Test, 1});
    std::vector<float> noise(2 * slot.y.size());
    random.fillGaussian(noise);
    for (std::size_t i = 0; i < slot.y.size(); ++i)
      slot.y[i] = slot.x[i % elements] + 0.01f * Complex(noise[2 * i], noise[2 * i + 1]);
    FrontEndState state;
    std::vector<float> planes(8 * elements);
    ports.prepare(slot.received(), state, planes);
    const int subcarriers = grid.subcarriers();
    for (int t = 0; t < grid.symbols(); ++t)
      for (int f = 0; f < subcarriers; ++f)
        for (std::size_t c = 0; c < 4; ++c) {
          double sum = 0, energy = 0;
          for (int i = std::max(0, t - 2); i <= std::min(grid.symbols() - 1, t + 2); ++i)
            for (int k = std::max(0, f - 4); k <= std::min(subcarriers - 1, f + 4); ++k) {
              const auto e = static_cast<std::size_t>(i * subcarriers + k);
              sum += static_cast<double>(planes[8 * e + c]);
              energy += static_cast<double>(std::norm(slot.x[e]));
            }
          const float mean = planes[8 * static_cast<std::size_t>(t * subcarriers + f) + 4 + c];
          QVERIFY(std::abs(static_cast<double>(mean) - sum / energy) < 1e-5);
        }
  }
}

// What is refined is the mean over subcarriers of the LS estimate, fewer at the edges.
void TestPasses::smoothedStart() {
  NeuralSpec plain = specOf(1), smooth = specOf(1);
  smooth.smoothing = 5;
  const Bench a(plain), b(smooth);
  FrontEndState raw, state;
  std::vector<float> rawPlanes(a.planeValues()), planes(b.planeValues());
  a.ports.prepare(a.slots[0].received(), raw, rawPlanes);
  b.ports.prepare(b.slots[0].received(), state, planes);
  QVERIFY(raw.smoothed.empty());
  const int subcarriers = b.grid.subcarriers();
  const auto channels = static_cast<std::size_t>(b.ports.inputChannels());
  std::vector<Complex> expected(raw.estimate.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const int f = static_cast<int>(i) % subcarriers;
    const int low = std::max(0, f - 2), high = std::min(subcarriers - 1, f + 2);
    for (int k = low; k <= high; ++k)
      expected[i] += raw.estimate[i - static_cast<std::size_t>(f) + static_cast<std::size_t>(k)];
    expected[i] /= static_cast<float>(high - low + 1);
  }
  const auto elements = static_cast<std::size_t>(b.grid.elements());
  for (std::size_t e = 0; e < elements; ++e) {
    const float* now = &planes[e * channels];
    QVERIFY(std::abs(Complex(now[0], now[1]) - expected[e]) < 1e-5f);
    QVERIFY(std::abs(Complex(now[2], now[3]) - expected[elements + e]) < 1e-5f);
    for (std::size_t c = 13; c < 17; ++c) // "LS, smoothed" is of LS itself
      QCOMPARE(now[c], rawPlanes[e * channels + c]);
  }
  // No corrections: max-log demapping with that estimate.
  const std::vector<float> none(b.outputValues());
  std::vector<float> llrs(b.slots[0].bits.size()), expectedLlrs(llrs.size());
  b.ports.llrs(state, none, llrs);
  const auto taps = timeTaps(Interpolation::LinearHeld, b.grid);
  ChannelHead{b.link, taps, state.smoothed}.llrs(state, none, expectedLlrs);
  QCOMPARE(llrs, expectedLlrs);
}

void TestPasses::gradientsThroughAllPasses_data() {
  QTest::addColumn<int>("passes");
  QTest::addColumn<int>("architecture");
  QTest::addColumn<float>("channelWeight");
  for (const auto& choice : param::EnumTable<Architecture>::table)
    for (const int passes : {1, 2, 3})
      for (const float weight : {0.f, 0.7f})
        QTest::addRow("%s, %d passes%s", choice.label, passes, weight > 0 ? ", channel" : "")
            << passes << static_cast<int>(choice.value) << weight;
}

void TestPasses::gradientsThroughAllPasses() {
  QFETCH(int, passes);
  QFETCH(int, architecture);
  QFETCH(float, channelWeight);
  NeuralSpec neural = specOf(passes, static_cast<Architecture>(architecture));
  neural.smoothing = 3;
  neural.tracking = passes == 2 ? 1 : 0; // what the first pass starts from is a constant
  const Bench b(neural);
  // Along a random direction from each of several networks, over all parameters. A decision that
  // changes within a step, which no gradient has, spoils that direction: hence short steps and the
  // median.
  base::Philox random({6, base::Domain::Other, base::Purpose::Test, 3});
  std::vector<double> errors;
  double size = 0;
  for (std::uint64_t trial = 1; trial <= 40; ++trial) {
    const nn::Network start = b.network(trial);
    nn::Network network = start;
    const nn::Gradients exact = gradientsOf(b, start, 1, channelWeight);
    double last = 0;
    objective(b, start, static_cast<double>(channelWeight), &last);
    QVERIFY(std::abs(exact.loss - last) < 1e-6);
    // Directions near the gradient, or their derivatives would drown in rounding.
    std::vector<float> direction(start.parameters.size());
    random.fillGaussian(direction);
    double norm = 0;
    for (std::size_t i = 0; i < direction.size(); ++i) {
      direction[i] *= std::abs(exact.parameters[i]);
      norm += static_cast<double>(direction[i]) * direction[i];
    }
    const float step = 5e-4f / static_cast<float>(std::sqrt(norm));
    const auto at = [&](float sign) {
      for (std::size_t i = 0; i < direction.size(); ++i)
        network.parameters[i] = start.parameters[i] + sign * step * direction[i];
      return objective(b, network, static_cast<double>(channelWeight));
    };
    const double numeric = (at(1) - at(-1)) / (2.0 * step);
    double slope = 0;
    for (std::size_t i = 0; i < direction.size(); ++i)
      slope += static_cast<double>(direction[i]) * exact.parameters[i];
    // In units of the direction's length.
    errors.push_back(std::abs(numeric - slope) / std::sqrt(norm));
    size += slope * slope / norm;
  }
  const auto middle = errors.begin() + static_cast<std::ptrdiff_t>(errors.size() / 2);
  std::nth_element(errors.begin(), middle, errors.end());
  const double relative = *middle / std::sqrt(size / static_cast<double>(errors.size()));
  QVERIFY2(relative < 1e-3, qPrintable(QString("relative error %1").arg(relative)));
}

void TestPasses::anyNumberOfThreadsGivesTheSameBits() {
  const Bench b(specOf(3));
  const nn::Network network = b.network();
  const nn::Gradients one = gradientsOf(b, network);
  for (const int workers : {2, 3})
    QVERIFY(gradientsOf(b, network, workers).parameters == one.parameters);
}

void TestPasses::costs() {
  const Bench one(specOf(1)), three(specOf(3));
  const nn::NetworkCost a = one.ports.cost(), c = three.ports.cost();
  QCOMPARE(c.macs, 3 * a.macs);
  QCOMPARE(c.parameters, 3 * a.parameters);
  QCOMPARE(c.receptiveSymbols, 1 + 3 * (a.receptiveSymbols - 1));
  QCOMPARE(c.receptiveSubcarriers, 1 + 3 * (a.receptiveSubcarriers - 1));
  const nn::Network network = three.ports.makeNetwork(1);
  QCOMPARE(static_cast<std::int64_t>(network.parameters.size()), c.parameters);
  // The first pass is the network of a single pass; the others start elsewhere.
  const nn::Network single = one.ports.makeNetwork(1);
  QVERIFY(
      std::equal(single.parameters.begin(), single.parameters.end(), network.parameters.begin()));
  QVERIFY(!std::equal(single.parameters.begin(), single.parameters.end(),
                      network.parameters.begin() +
                          static_cast<std::ptrdiff_t>(single.parameters.size())));
}

void TestPasses::integers_data() {
  QTest::addColumn<int>("architecture");
  QTest::addColumn<int>("passes");
  for (const auto& choice : param::EnumTable<Architecture>::table)
    for (const int passes : {1, 2})
      QTest::addRow("%s, %d passes", choice.label, passes)
          << static_cast<int>(choice.value) << passes;
}

// Lowered, the passes give the same integers on every instruction set, and these are what fake
// quantization says; the receiver around them works pass by pass.
void TestPasses::integers() {
  QFETCH(int, architecture);
  QFETCH(int, passes);
  const NeuralSpec neural = specOf(passes, static_cast<Architecture>(architecture));
  const Bench b(neural);
  const nn::Network network = b.network();
  const nn::PlaneSize size = b.ports.planeSize();
  std::vector<std::vector<float>> inputs;
  nn::FloatExecutor executor(network, size);
  for (const test::SampleSlot& slot : b.slots) {
    FrontEndState state;
    std::vector<float> planes(b.planeValues()), output(b.outputValues()), all;
    b.ports.prepare(slot.received(), state, planes);
    b.ports.runPasses(state, planes, output,
                      [&](int pass, std::span<const float> in, std::span<float> out) {
                        all.insert(all.end(), in.begin(), in.end());
                        executor.runPass(pass, in, out);
                      });
    inputs.push_back(all);
  }
  for (const bool correction : {false, true}) {
    quant::QuantSpec bits;
    bits.weightBits = bits.edgeWeightBits = 8;
    bits.biasCorrection = correction;
    const auto model = quant::quantize(network, size, bits, inputs, b.ports.outputGroups(), 2);
    const quant::IntegerNetwork integers = quant::lower(model);
    QCOMPARE(integers.passes(), passes);
    const auto agreement = quant::compareWithIntegers(model, integers, size, inputs, 1);
    QCOMPARE(agreement.codes, static_cast<std::uint64_t>(kBatch) *
                                  static_cast<std::uint64_t>(passes) * b.outputValues());
    QVERIFY2(agreement.share() < 0.02, qPrintable(QString::number(agreement.share())));
    QVERIFY(agreement.largest <= 2);
    for (const auto& report : quant::analyse(network, model, size, inputs))
      QVERIFY2(report.activationSqnrDb > 20, report.name.c_str());

    const auto scalar = quant::makeEngine(integers, size, base::Isa::Scalar);
    std::vector<std::uint8_t> codes(inputs[0].size());
    std::vector<std::int16_t> expected(b.outputValues() * static_cast<std::size_t>(passes)),
        got(expected.size());
    quant::quantizeInput(integers, inputs[0], codes);
    scalar->run(codes, expected);
    for (const base::Isa isa : base::availableIsas()) {
      const auto engine = quant::makeEngine(integers, size, isa);
      std::fill(got.begin(), got.end(), std::int16_t{-1});
      engine->run(codes, got);
      QVERIFY2(got == expected, base::name(isa).data());
    }

    std::vector<float> fromFloat(b.slots[0].bits.size()), fromIntegers(fromFloat.size());
    makeNeuralFloat(neural, b.link, network)->clone()->receive(b.slots[0].received(), fromFloat);
    makeNeuralInteger(neural, b.link, integers)
        ->clone()
        ->receive(b.slots[0].received(), fromIntegers);
    double error = 0, power = 0;
    for (std::size_t i = 0; i < fromFloat.size(); ++i) {
      error += std::pow(static_cast<double>(fromFloat[i] - fromIntegers[i]), 2);
      power += std::pow(static_cast<double>(fromFloat[i]), 2);
    }
    QVERIFY2(error < 0.02 * power, qPrintable(QString::number(error / power)));
  }
}

void TestPasses::filesComeBack() {
  const Bench b(specOf(2));
  const nn::Network network = b.network();
  const nn::Network back = nn::deserialise(nn::serialise(network), "test");
  QCOMPARE(nn::hashOf(back), nn::hashOf(network));
  QCOMPARE(back.passes(), 2);
  QCOMPARE(back.firstLayer(1), network.layers.size() / 2);
  QVERIFY_EXCEPTION_THROWN(makeNeuralFloat(specOf(3), b.link, network), base::Error);
}

void TestPasses::badSpecsNameTheField() {
  NeuralSpec llr = specOf(2), normal = specOf(2);
  llr.head = Head::Llr;
  normal.batchNorm = true;
  for (const NeuralSpec& spec : {llr, normal})
    try {
      checkArchitecture(spec);
      QFAIL("accepted");
    } catch (const base::Error& e) {
      QVERIFY2(QString(e.what()).contains("(passes)"), e.what());
    }
  NeuralSpec even = specOf(2);
  even.smoothing = 4;
  try {
    checkArchitecture(even);
    QFAIL("accepted");
  } catch (const base::Error& e) {
    QVERIFY2(QString(e.what()).contains("(smoothing)"), e.what());
  }
  // A spec of one pass is stored as it was before there were several.
  for (const char* key : {"passes", "smoothing"})
    QVERIFY(!QString::fromStdString(param::writeJson(specOf(1))).contains(key));
  QVERIFY(QString::fromStdString(param::writeJson(specOf(2))).contains("passes"));
}

QTEST_APPLESS_MAIN(TestPasses)
#include "tst_passes.moc"
