#include "tests/app/sample_study.h"

#include <cmath>
#include <limits>

#include "core/sim/decibel.h"

namespace rxq::tests {

namespace {
constexpr std::uint64_t kBlocks = 2000;

/// A curve that falls from 1 with its 10 % point at `at`, never below `floor`.
sim::Curve waterfall(const param::Range& span, double step, double at, double slope, double floor,
                     double until) {
  sim::Curve curve;
  for (double snr = span.low; snr <= until + 1e-9; snr += step) {
    sim::PointCounts p;
    p.snrDb = snr;
    const double x = (snr - at) * slope;
    const double bler = std::max(floor, 1 / (1 + 9 * std::exp(x)));
    p.slots = p.blocks = kBlocks;
    p.blockErrors = static_cast<std::uint64_t>(std::llround(bler * kBlocks));
    p.bits = p.blocks * 1152;
    p.bitErrors = p.blockErrors * 61;
    p.codedBits = p.blocks * 2304;
    p.codedBitErrors = p.codedBits / 20;
    p.iterations = p.blocks * 6;
    p.errorMap.assign(kBlocks / 64 + 1, 0);
    // Failing slots are the same ones for all receivers, as with common random numbers.
    for (std::uint64_t i = 0; i < p.blockErrors; ++i) {
      const std::uint64_t slot = i * 7919 % kBlocks;
      p.errorMap[slot / 64] |= std::uint64_t{1} << (slot % 64);
    }
    p.finished = true;
    curve.push_back(std::move(p));
    if (curve.back().bler() < 0.002)
      break;
  }
  return curve;
}

std::vector<train::LossPoint> history(int iterations, int reached, double start, double end) {
  std::vector<train::LossPoint> points;
  for (int i = 20; i <= reached; i += 20) {
    const double t = static_cast<double>(i) / iterations;
    const double level = end + (start - end) * std::exp(-9 * std::sqrt(t) + 0.4 * t);
    train::LossPoint p;
    p.iteration = i;
    p.train = level + 0.008 * std::sin(i * 1.7) * std::cos(i * 0.37);
    p.validation = i % 100 == 0 ? level + 0.002 : std::numeric_limits<double>::quiet_NaN();
    p.rate = 6e-3 * (0.02 + 0.98 * 0.5 * (1 + std::cos(3.14159 * t)));
    points.push_back(p);
  }
  return points;
}

study::ReceiverEntry receiver(const char* name, study::ReceiverKind kind, const char* parent = "") {
  study::ReceiverEntry entry;
  entry.name = name;
  entry.kind = kind;
  entry.parent = parent;
  return entry;
}
} // namespace

app::ShownStudy sampleStudy() {
  using study::ReceiverKind;
  app::ShownStudy shown;
  shown.spec.name = "Ternary weights";
  shown.spec.sweep.snr = {2, 14};
  const auto add = [&](study::ReceiverEntry entry, double at, double slope, double floor,
                       double until, study::Phase phase) {
    study::EntryProgress p;
    p.name = entry.name;
    p.kind = entry.kind;
    p.phase = phase;
    p.iterations = entry.train.iterations = 2500;
    p.curve = waterfall(shown.spec.sweep.snr, 1, at, slope, floor, until);
    if (!p.curve.empty())
      p.crossing = sim::crossing(p.curve, 0.1);
    shown.spec.receivers.push_back(std::move(entry));
    shown.progress.entries.push_back(std::move(p));
  };
  add(receiver("Perfect CSI", ReceiverKind::PerfectCsi), 6.59, 1.15, 0, 14, study::Phase::Done);
  add(receiver("LS, linear", ReceiverKind::LeastSquares), 9.42, 0.95, 0, 14, study::Phase::Done);
  add(receiver("FP32", ReceiverKind::Fp32), 7.07, 1.1, 0, 14, study::Phase::Done);
  add(receiver("PTQ W4 A8", ReceiverKind::Ptq, "FP32"), 7.35, 1.1, 0, 14, study::Phase::Done);
  add(receiver("PTQ W2 A8", ReceiverKind::Ptq, "FP32"), 11.4, 0.6, 0.14, 14, study::Phase::Done);
  add(receiver("QAT W2 A8", ReceiverKind::Qat, "FP32"), 7.16, 1.1, 0, 11, study::Phase::Measuring);
  add(receiver("QAT W3 A4", ReceiverKind::Qat, "FP32"), 0, 1, 0, -1, study::Phase::Training);
  auto& entries = shown.progress.entries;
  entries[2].history = history(2500, 2500, 0.69, 0.155);
  entries[2].iteration = 2500;
  entries[5].history = history(2500, 2500, 0.30, 0.160);
  entries[5].iteration = 2500;
  entries[6].history = history(2500, 1240, 0.34, 0.170);
  entries[6].iteration = 1240;
  for (const std::size_t i : {3u, 4u, 5u})
    entries[i].loss = sim::pairedLoss(entries[i].curve, entries[2].curve, 0.1);
  for (std::size_t i = 3; i < shown.spec.receivers.size(); ++i)
    shown.spec.receivers[i].quant.weightBits = i == 3 ? 4 : i == 6 ? 3 : 2;
  shown.progress.activity = "Training QAT W3 A4 - iteration 1240 of 2500";
  shown.progress.fraction = 0.62;
  shown.progress.secondsLeft = 110;
  shown.progress.slotsPerSecond = 4120;
  shown.live = true;
  return shown;
}

} // namespace rxq::tests
