#include "core/study/estimate.h"

#include <algorithm>
#include <chrono>
#include <map>

#include "core/base/parallel.h"
#include "core/study/families.h"
#include "core/study/receivers.h"
#include "core/study/study_runner.h"
#include "core/train/trainer.h"

namespace rxq::study {

namespace {
using Clock = std::chrono::steady_clock;
double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// What quantizers make of a training step's time, roughly, by what computes the forward pass;
/// refined by the run's own progress.
double qatFactor(train::Forward forward) {
  return forward == train::Forward::Integer ? 0.85 : 1.15;
}
/// Slots a point takes on average as a share of the cap: points at high BLER stop early.
constexpr double kShareOfCap = 0.4;

/// Seconds of one training iteration: of a few more, so that setting up does not count.
double secondsPerIteration(const StudySpec& spec, const ReceiverEntry& root, const sim::Link& link,
                           int workers, int batch) {
  const receiver::NeuralPorts ports(root.neural, link.context());
  train::TrainJob job;
  job.link = &link;
  job.ports = &ports;
  job.spec = root.train;
  job.spec.batch = batch;
  job.spec.validationSlots = 1;
  const auto secondsOf = [&](int iterations) {
    job.spec.iterations = iterations;
    job.spec.validateEvery = job.spec.checkpointEvery = iterations;
    train::TrainState state;
    state.network = ports.makeNetwork(spec.seed);
    const auto started = Clock::now();
    train::train(
        job, std::move(state), workers, {}, [](const auto&) {}, [](const auto&) {});
    return secondsSince(started);
  };
  constexpr int kFew = 2, kMore = 7;
  const double few = secondsOf(kFew);
  return std::max(secondsOf(kMore) - few, 0.1 * few) / (kMore - kFew);
}

/// Seconds of one slot on one thread, decoding included, at the middle of the SNR range.
double secondsPerSlot(const StudySpec& spec, const sim::Link& link,
                      const receiver::Receiver& prototype) {
  constexpr int kSlots = 6;
  const auto receiver = prototype.clone();
  phy::SlotDecoder decoder(link.code(), spec.decoder);
  sim::SlotSource source(link, spec.seed);
  sim::Slot slot;
  std::vector<float> llrs(static_cast<std::size_t>(link.codedBits()));
  std::vector<std::uint8_t> info(static_cast<std::size_t>(link.code().blockBits()));
  const double snr = (spec.sweep.snr.low + spec.sweep.snr.high) / 2;
  auto started = Clock::now();
  for (int i = 0; i <= kSlots; ++i) {
    if (i == 1)
      started = Clock::now();
    source.make(base::Domain::Other, static_cast<std::uint64_t>(i), snr, true, slot);
    receiver->receive(slot.received(), llrs);
    decoder.decode(llrs, info);
  }
  return secondsSince(started) / kSlots;
}
} // namespace

std::vector<Estimate> estimate(const StudySpec& spec, const sim::Link& link, int workers) {
  std::map<std::string, double> iterationSeconds, slotSeconds; // by canonical network
  const StudySpec training = trainingStudy(spec);
  const sim::Link trainingLink(training.link, training.channel);
  std::vector<Estimate> result;
  for (const ReceiverEntry& entry : spec.receivers) {
    Estimate e;
    double perSlot = 0;
    if (isClassical(entry.kind)) {
      perSlot = secondsPerSlot(spec, link, *makeClassical(link, entry));
    } else {
      const ReceiverEntry& root = rootOf(spec, entry);
      const std::string key = param::writeJson(root.neural, -1);
      if (!iterationSeconds.count(key)) {
        iterationSeconds[key] =
            secondsPerIteration(spec, root, trainingLink, workers, root.train.batch) /
            root.train.batch;
        const receiver::NeuralPorts ports(root.neural, link.context());
        const nn::Network network = ports.makeNetwork(spec.seed);
        slotSeconds[key] = secondsPerSlot(
            spec, link, *receiver::makeNeuralFloat(root.neural, link.context(), network));
      }
      perSlot = slotSeconds[key];
      const double iterations = static_cast<double>(entry.train.iterations) * entry.train.batch;
      if (entry.kind == ReceiverKind::Fp32)
        e.train = iterations * iterationSeconds[key];
      else if (entry.kind == ReceiverKind::Qat)
        e.train = iterations * iterationSeconds[key] * qatFactor(entry.train.forward);
    }
    if (entry.evaluate)
      e.measure = perSlot * kShareOfCap * spec.sweep.maxSlots *
                  static_cast<double>(sim::pointsOf(spec.sweep).size()) / std::max(1, workers);
    result.push_back(e);
  }
  return result;
}

std::vector<double> estimateSeconds(const StudySpec& spec, int workers) {
  const sim::Link link(spec.link, spec.channel);
  const base::FloatMode mode;
  std::vector<double> seconds;
  for (const Estimate& e : estimate(spec, link, workers > 0 ? workers : base::hardwareThreads()))
    seconds.push_back(e.train + e.measure);
  return seconds;
}

} // namespace rxq::study
