#include "core/study/explorer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <optional>
#include <string>

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/quant/bit_operations.h"
#include "core/study/model_report.h"
#include "core/train/trainer.h"

namespace rxq::study {

namespace {
using Clock = std::chrono::steady_clock;
constexpr int kFirstSlots = 128;  ///< a point, for the first answer
constexpr int kSearchSlots = 128; ///< a point, to find the reference's crossing
constexpr double kStep = 1;       ///< dB between points
constexpr double kGood = 0.1;     ///< dB: half an interval after which the rest of the curve is due
constexpr std::uint64_t kOuterErrors = 400; ///< that end a point far from the target sooner
constexpr std::uint64_t kRare = 10;         ///< errors in the most slots, below which a curve ends
constexpr int kBehind = 4; ///< points beyond the reference's crossing to begin with
constexpr int kCalibrationSlots = 32;
constexpr int kHopelessSlots = 1024; ///< a point, after which a curve that never gets there is left
constexpr double kUnknown = 1e9;
constexpr int kHistogramBins = 48, kHistogramSlots = 12;
/// Half as many again, in whole words of the error maps: an answer is renewed often, and what is
/// simulated is kept.
int nextStage(int slots) { return (slots * 3 / 2 + 63) / 64 * 64; }
} // namespace

std::string keyOf(const ExploreSetting& setting) {
  return param::writeJson(setting.quant, -1) + std::to_string(setting.decoderBits) +
         (setting.integerFrontEnd ? param::writeJson(setting.frontEnd, -1) : std::string());
}

struct Explorer::Impl {
  Impl(const train::Model& m, const StudySpec& study, int threads, const sim::Curve& measured)
      : model(m), spec(study), workers(threads), link(study.link, study.channel),
        ports(m.neural, link.context()), network(nn::foldBatchNorm(m.network)),
        fp32(receiver::makeNeuralFloat(m.neural, link.context(), network)),
        planes(train::calibrationPlanes(link, ports, trainedSnr(), kCalibrationSlots, study.seed,
                                        &network)),
        reference(measured) {
    floatMicroseconds = timeOf(*fp32);
    const sim::Crossing known = sim::crossing(reference, spec.sweep.blerTarget);
    if (known.reached)
      center = gridAt(known.snrDb);
  }

  /// The last SNR of the grid that is not above `snr`: whole steps from the study's first point.
  double gridAt(double snr) const {
    return spec.sweep.snr.low + std::floor((snr - spec.sweep.snr.low) / kStep + 1e-9) * kStep;
  }

  /// SNRs that calibration slots have: the study's.
  param::Range trainedSnr() const { return spec.sweep.snr; }

  /// Simulates one receiver at one SNR up to `slots`, going on from what `curve` has of it.
  void simulate(const std::shared_ptr<const receiver::Receiver>& receiver,
                const phy::DecoderSpec& decoder, double snr, int slots, const std::stop_token& stop,
                sim::Curve& curve) const {
    const auto at =
        std::lower_bound(curve.begin(), curve.end(), snr,
                         [](const sim::PointCounts& p, double value) { return p.snrDb < value; });
    const bool known = at != curve.end() && at->snrDb == snr;
    if (known && at->slots >= static_cast<std::uint64_t>(slots))
      return;
    sim::SweepSpec sweep;
    sweep.snr = {snr, snr};
    sweep.maxSlots = slots;
    sweep.targetBlockErrors = 0;
    sweep.stopBelow = 0;
    sim::SweepEntry entry{"", receiver, {}};
    if (known) {
      at->finished = false; // it is asked for more slots than before
      entry.resume.push_back(*at);
    }
    auto result =
        sim::runSweep(link, decoder, sweep, spec.seed, {entry}, workers, stop, [](const auto&) {});
    if (stop.stop_requested() || result[0].empty())
      return;
    if (known)
      *at = std::move(result[0].front());
    else
      curve.insert(at, std::move(result[0].front()));
  }

  /// Finds where the reference crosses the target, once.
  void findCrossing(const std::stop_token& stop) {
    if (center)
      return;
    const param::Range range = spec.sweep.snr;
    // From the middle towards the side where the target lies.
    double snr = gridAt((range.low + range.high) / 2);
    sim::Curve& curve = reference;
    for (int tries = 0; tries < 40 && !stop.stop_requested(); ++tries) {
      simulate(fp32, spec.decoder, snr, kSearchSlots, stop, curve);
      const auto at = std::find_if(curve.begin(), curve.end(),
                                   [&](const auto& p) { return std::abs(p.snrDb - snr) < 0.25; });
      if (at == curve.end())
        break;
      const bool below = at->bler() < spec.sweep.blerTarget;
      const double next = snr + (below ? -kStep : kStep);
      const bool seen = std::any_of(curve.begin(), curve.end(),
                                    [&](const auto& p) { return std::abs(p.snrDb - next) < 0.25; });
      if (seen || next < range.low - 5 || next > range.high + 5) {
        center = below ? next : snr; // the last point that is not below the target
        break;
      }
      snr = next;
    }
    if (!center && !stop.stop_requested())
      center = snr;
  }

  /// One point far from the target, for the look of the curve. False: errors are rare there, and so
  /// beyond.
  bool simulateOuter(const std::shared_ptr<const receiver::Receiver>& receiver,
                     const phy::DecoderSpec& decoder, double snr, int most,
                     const std::stop_token& stop, sim::Curve& curve) const {
    std::uint64_t errors = 0;
    for (int slots = std::min(most, kFirstSlots); !stop.stop_requested();
         slots = std::min(most, 2 * slots)) {
      simulate(receiver, decoder, snr, slots, stop, curve);
      for (const sim::PointCounts& p : curve)
        if (p.snrDb == snr)
          errors = p.blockErrors;
      if (errors >= kOuterErrors || slots == most)
        break;
    }
    return errors >= kRare;
  }

  /// The points of the study's range that are not there yet, from the target outwards.
  template <class Tell>
  void simulateRest(const std::shared_ptr<const receiver::Receiver>& receiver,
                    const phy::DecoderSpec& decoder, int slots, const std::stop_token& stop,
                    sim::Curve& curve, Tell&& tell) {
    const param::Range range = spec.sweep.snr;
    const auto go = [&](double from, double step) {
      bool own = true, other = true;
      for (double snr = from;
           (own || other) && snr >= range.low && snr <= range.high + 1e-9 && !stop.stop_requested();
           snr += step) {
        own = own && simulateOuter(receiver, decoder, snr, slots, stop, curve);
        other = other && simulateOuter(fp32, spec.decoder, snr, slots, stop, reference);
        if (!stop.stop_requested())
          tell();
      }
    };
    go(*center + kStep, kStep);
    go(*center, -kStep);
  }

  /// Median microseconds of a slot's receiver on one thread.
  double timeOf(const receiver::Receiver& prototype) const {
    const auto receiver = prototype.clone();
    sim::SlotSource source(link, spec.seed);
    sim::Slot slot;
    std::vector<float> llrs(static_cast<std::size_t>(link.codedBits()));
    source.make(base::Domain::Other, 0, spec.sweep.snr.high, false, slot);
    receiver->receive(slot.received(), llrs);
    std::vector<double> seconds;
    for (int i = 0; i < 9; ++i) {
      const auto start = Clock::now();
      receiver->receive(slot.received(), llrs);
      seconds.push_back(std::chrono::duration<double>(Clock::now() - start).count());
    }
    std::nth_element(seconds.begin(), seconds.begin() + 4, seconds.end());
    return 1e6 * seconds[4];
  }

  LlrHistogram histogram(const receiver::Receiver& quantized) const {
    LlrHistogram h;
    h.reference.assign(kHistogramBins, 0);
    h.setting.assign(kHistogramBins, 0);
    const auto one = fp32->clone(), two = quantized.clone();
    sim::SlotSource source(link, spec.seed);
    sim::Slot slot;
    std::vector<float> llrs(static_cast<std::size_t>(link.codedBits()));
    const auto bits = static_cast<std::size_t>(phy::bitsPerSymbol(link.spec().modulation));
    const auto fill = [&](receiver::Receiver& r, std::vector<double>& into) {
      r.receive(slot.received(), llrs);
      for (std::size_t i = 0; i < llrs.size(); i += bits) {
        const double place =
            (static_cast<double>(llrs[i]) - h.low) / (h.high - h.low) * kHistogramBins;
        into[static_cast<std::size_t>(std::clamp(place, 0.0, kHistogramBins - 1.0))] += 1;
      }
    };
    for (int i = 0; i < kHistogramSlots; ++i) {
      source.make(base::Domain::Other, static_cast<std::uint64_t>(i),
                  center.value_or(spec.sweep.snr.low) + kStep / 2, false, slot);
      fill(*one, h.reference);
      fill(*two, h.setting);
    }
    const double total = static_cast<double>(llrs.size() / bits) * kHistogramSlots;
    for (auto* counts : {&h.reference, &h.setting})
      for (double& count : *counts)
        count /= total;
    return h;
  }

  train::Model model;
  StudySpec spec;
  int workers;
  sim::Link link;
  receiver::NeuralPorts ports;
  nn::Network network;
  std::shared_ptr<const receiver::Receiver> fp32;
  std::vector<std::vector<float>> planes;
  double floatMicroseconds = 0;
  sim::Curve reference;         ///< grows from setting to setting
  std::optional<double> center; ///< highest SNR of the grid at which it is not below the target
  std::map<std::string, sim::Curve> curves; ///< of every setting so far
};

Explorer::Explorer(const train::Model& model, const StudySpec& study, int workers,
                   const sim::Curve& measured) {
  if (model.method != train::Method::Fp32)
    throw base::Error(
        base::ErrorKind::BadInput,
        base::message("%1 is quantized already; exploring starts from an FP32 model.", model.name));
  const base::FloatMode mode;
  m_impl = std::make_unique<Impl>(model, study, workers > 0 ? workers : base::hardwareThreads(),
                                  measured);
}
Explorer::~Explorer() = default;

std::shared_ptr<const ExploreState> Explorer::evaluate(const ExploreSetting& setting,
                                                       const ExploreBudget& budget,
                                                       std::stop_token stop,
                                                       const Publish& publish) {
  Impl& m = *m_impl;
  const base::FloatMode mode;
  quant::checkBits(setting.quant, "setting");
  param::validate(setting.frontEnd);
  if (!quant::isFullyQuantized(setting.quant))
    throw base::Error(
        base::ErrorKind::BadInput,
        base::message("setting: exploring measures the integer engine, so no bits can be off."));
  const quant::QuantizedModel quantized = quant::quantize(
      m.network, m.ports.planeSize(), setting.quant, m.planes, m.ports.outputGroups(), m.workers);
  const quant::IntegerNetwork integers = quant::lower(quantized);
  const auto receiverOf = [&](const std::optional<receiver::FixedPointSpec>& frontEnd)
      -> std::shared_ptr<const receiver::Receiver> {
    return receiver::makeNeuralInteger(m.model.neural, m.link.context(), integers, frontEnd);
  };
  const auto receiver =
      receiverOf(setting.integerFrontEnd ? std::optional(setting.frontEnd) : std::nullopt);
  phy::DecoderSpec decoder = m.spec.decoder;
  if (setting.decoderBits > 0) {
    decoder.messages = phy::MessageType::Int8;
    decoder.schedule = phy::DecoderSchedule::Layered;
    decoder.llrBits = setting.decoderBits;
    if (decoder.rule == phy::CheckRule::SumProduct)
      decoder.rule = phy::CheckRule::NormalizedMinSum;
  }

  m.findCrossing(stop);
  if (!m.center)
    return nullptr; // stopped
  const double center = *m.center;
  sim::Curve& curve = m.curves[keyOf(setting)];
  // The same bits with the front end in float.
  ExploreSetting within = setting;
  within.integerFrontEnd = false;
  const bool compares = setting.integerFrontEnd && budget.details;
  const auto inner = compares ? receiverOf({}) : nullptr;
  sim::Curve& innerCurve = m.curves[keyOf(within)];
  ExploreState state;
  state.setting = setting;
  state.neural = m.model.neural;
  state.costs.bytes = quant::bytesOf(integers).total();
  state.costs.floatBytes = deployedBytes(m.model);
  state.costs.bitOperations = quant::bitOperations(m.network, m.ports.planeSize(), &setting.quant);
  state.costs.floatBitOperations = quant::bitOperations(m.network, m.ports.planeSize(), nullptr);
  std::shared_ptr<const ExploreState> latest;
  const auto simulateBoth = [&](double snr, int slots) {
    m.simulate(receiver, decoder, snr, slots, stop, curve);
    m.simulate(m.fp32, m.spec.decoder, snr, slots, stop, m.reference);
    if (compares)
      m.simulate(inner, decoder, snr, slots, stop, innerCurve);
  };
  const auto judge = [&] {
    state.curve = curve;
    state.reference = m.reference;
    state.crossing = sim::crossing(curve, m.spec.sweep.blerTarget);
    state.loss = sim::pairedLoss(curve, m.reference, m.spec.sweep.blerTarget);
    if (compares)
      state.frontEndLoss = sim::pairedLoss(curve, innerCurve, m.spec.sweep.blerTarget);
  };
  const auto tell = [&] {
    latest = std::make_shared<const ExploreState>(state);
    publish(latest);
  };
  // Points that both receivers are simulated at: around the reference's crossing, and around the
  // setting's once it is known. Between the two little is to be learnt.
  std::vector<double> snrs;
  for (int k = 0; k <= kBehind; ++k)
    snrs.push_back(center + k * kStep);
  // What is known of the setting from before is told at once.
  int slots = kFirstSlots;
  for (const sim::PointCounts& p : curve)
    if (p.snrDb == center)
      slots = std::max(slots, static_cast<int>(p.slots));
  bool whole = budget.outerSlots == 0;
  for (; !stop.stop_requested(); slots = nextStage(slots)) {
    for (const double snr : snrs)
      simulateBoth(snr, latest ? slots : std::min(slots, kFirstSlots));
    if (stop.stop_requested())
      break;
    judge();
    const double half =
        state.loss.valid ? (state.loss.interval.high - state.loss.interval.low) / 2 : kUnknown;
    const double last = state.curve.back().snrDb;
    const bool hopeless =
        !state.crossing.reached && slots >= kHopelessSlots && last >= m.spec.sweep.snr.high;
    const bool enough = half <= budget.halfInterval || hopeless || nextStage(slots) > budget.slots;
    if (!latest && budget.details) {
      const auto few = std::span(m.planes).first(2);
      state.layers = quant::analyse(m.network, quantized, m.ports.planeSize(), few);
      state.costs.floatMicroseconds = m.floatMicroseconds;
      state.costs.microseconds = m.timeOf(*receiver);
      state.llrs = m.histogram(*receiver);
    }
    state.finished = enough && whole;
    tell();
    if (!whole && (half <= kGood || enough)) {
      whole = true;
      m.simulateRest(receiver, decoder, budget.outerSlots, stop, curve, [&] {
        judge();
        tell();
      });
      if (enough && !stop.stop_requested()) {
        state.finished = true;
        tell();
      }
    }
    if (enough)
      break;
    snrs = {center, center + kStep};
    const double from = state.crossing.reached
                            ? m.gridAt(state.crossing.snrDb)
                            : std::min(last + kStep, m.gridAt(m.spec.sweep.snr.high));
    for (const double snr : {from, from + kStep})
      if (std::find(snrs.begin(), snrs.end(), snr) == snrs.end())
        snrs.push_back(snr);
  }
  return latest;
}

} // namespace rxq::study
