#include "core/train/trainer.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/base/parallel.h"
#include "core/nn/executor.h"
#include "core/param/container.h"
#include "core/quant/integer_forward.h"

namespace rxq::train {

namespace {
using Clock = std::chrono::steady_clock;
constexpr double kNotMeasured = std::numeric_limits<double>::quiet_NaN();
constexpr auto kReportPeriod = std::chrono::milliseconds(100);
constexpr std::string_view kStateMagic = "RXQSTATE";
constexpr int kStateVersion = 1;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// What one thread needs to make a training slot.
struct Worker {
  explicit Worker(const TrainJob& job) : source(*job.link, job.seed) {
    if (job.spec.distillation > 0)
      teacher = receiver::makePerfectCsi(job.link->context(), {});
  }
  sim::SlotSource source;
  std::unique_ptr<receiver::Receiver> teacher;
};

/// What one sample of the batch keeps between input and loss.
struct Sample {
  sim::Slot slot;
  receiver::FrontEndState state;
  std::vector<float> targets; ///< probabilities of a one; empty: the bits are the targets
};

/// SNR of training slot `index`, uniform in the spec's range or, during the curriculum, in one
/// between the easy range and that.
double trainingSnr(const TrainJob& job, std::int64_t iteration, std::uint64_t index) {
  base::Philox draw({job.seed, base::Domain::Train, base::Purpose::Snr, index});
  param::Range range = job.spec.snr;
  const double moved = job.spec.curriculum * job.spec.iterations;
  if (const auto now = static_cast<double>(iteration); now < moved) {
    const double easy = 1 - now / moved;
    range.low += easy * (job.spec.easySnr.low - range.low);
    range.high += easy * (job.spec.easySnr.high - range.high);
  }
  return draw.uniform(range.low, range.high);
}

/// Slots of a step.
int batchAt(const TrainSpec& spec, std::int64_t iteration) {
  if (spec.startBatch == 0 || spec.startBatch >= spec.batch)
    return spec.batch;
  const double share = static_cast<double>(iteration) / spec.iterations;
  return spec.startBatch + static_cast<int>(std::lround(share * (spec.batch - spec.startBatch)));
}

/// Probabilities of a one: the bits, mixed with what the teacher says of them. `llrs` in, targets
/// out.
void mixTargets(std::span<const std::uint8_t> bits, double share, std::span<float> llrs) {
  const auto a = static_cast<float>(share);
  for (std::size_t i = 0; i < bits.size(); ++i)
    llrs[i] = a / (1 + std::exp(-llrs[i])) + (1 - a) * static_cast<float>(bits[i]);
}

/// SNR of validation slot i of n: evenly spread, so that the mean has no noise from it.
double spreadSnr(param::Range range, int i, int n) {
  return range.low + (range.high - range.low) * (i + 0.5) / n;
}

class Session final : public nn::BatchProblem {
 public:
  Session(const TrainJob& job, TrainState& state, int workers)
      : m_job(job), m_state(state), m_hooks(job.quantized ? &job.quantized->hooks : nullptr),
        m_forward(job.quantized && job.spec.forward == Forward::Integer
                      ? quant::makeIntegerForward(*job.quantized, job.ports->planeSize())
                      : nullptr),
        m_trainer(state.network, job.ports->planeSize(), job.spec.batch, workers, m_hooks,
                  &state.ranges, m_forward.get(), job.spec.precision),
        m_samples(static_cast<std::size_t>(job.spec.batch)) {
    for (int w = 0; w < std::max(1, workers); ++w)
      m_workers.emplace_back(job);
  }

  /// One optimiser step; returns the learning rate used.
  double step() {
    const TrainSpec& spec = m_job.spec;
    m_trainer.setSamples(batchAt(spec, m_state.iteration));
    const nn::Gradients& gradients = m_trainer.step(*this);
    const float rate =
        nn::cosineRate(m_state.iteration, spec.iterations, spec.warmup,
                       static_cast<float>(spec.learningRate), static_cast<float>(spec.finalRate));
    m_state.optimiser.step(m_state.network.parameters, clipped(gradients.parameters), rate);
    if (m_hooks && !m_state.ranges.empty()) {
      m_state.rangeOptimiser.step(m_state.ranges, gradients.ranges,
                                  rate * static_cast<float>(spec.rangeRate));
      constrainRanges();
    }
    if (spec.averaging > 0)
      average();
    ++m_state.iteration;
    m_state.lossSum += gradients.loss;
    ++m_state.lossCount;
    return rate;
  }

  void input(std::size_t sample, int worker, int pass, std::span<const float> before,
             std::span<float> planes) override {
    Sample& s = m_samples[sample];
    if (pass > 0)
      return m_job.ports->refine(pass, s.state, before, planes);
    const std::uint64_t index = m_job.firstSlot + sample +
                                static_cast<std::uint64_t>(m_state.iteration) *
                                    static_cast<std::uint64_t>(m_job.spec.batch);
    Worker& w = m_workers[static_cast<std::size_t>(worker)];
    w.source.make(base::Domain::Train, index, trainingSnr(m_job, m_state.iteration, index), false,
                  s.slot);
    m_job.ports->prepare(s.slot.received(), s.state, planes);
    if (w.teacher) {
      s.targets.resize(s.slot.coded.size());
      w.teacher->receive(s.slot.received(), s.targets);
      mixTargets(s.slot.coded, m_job.spec.distillation, s.targets);
    }
  }
  double loss(std::size_t sample, int, int pass, std::span<const float> output,
              std::span<float> gradient) override {
    Sample& s = m_samples[sample];
    return m_job.ports->trainingLoss(
        pass, s.state, output, s.slot.coded, gradient,
        {s.targets, s.slot.h, static_cast<float>(m_job.spec.channelLoss)});
  }
  void back(std::size_t sample, int, int pass, std::span<const float> gradient) override {
    m_job.ports->back(pass, m_samples[sample].state, gradient);
  }

 private:
  /// The gradient, or one of the longest length allowed.
  std::span<const float> clipped(std::span<const float> gradient) {
    if (m_job.spec.gradientClip <= 0)
      return gradient;
    double power = 0;
    for (const float g : gradient)
      power += static_cast<double>(g) * static_cast<double>(g);
    const double length = std::sqrt(power);
    if (length <= m_job.spec.gradientClip)
      return gradient;
    const auto scale = static_cast<float>(m_job.spec.gradientClip / length);
    m_clipped.resize(gradient.size());
    for (std::size_t i = 0; i < gradient.size(); ++i)
      m_clipped[i] = scale * gradient[i];
    return m_clipped;
  }

  /// Averages are young at first: they forget faster, or they would remember the initial weights.
  void average() {
    const auto age = static_cast<double>(m_state.iteration);
    const auto keep = static_cast<float>(std::min(m_job.spec.averaging, (1 + age) / (10 + age)));
    auto& kept = m_state.average;
    kept.resize(m_state.network.parameters.size() + m_state.ranges.size());
    const auto follow = [&](std::span<float> to, const std::vector<float>& values) {
      for (std::size_t i = 0; i < values.size(); ++i)
        to[i] = keep * to[i] + (1 - keep) * values[i];
    };
    const std::size_t parameters = m_state.network.parameters.size();
    follow(std::span(kept).first(parameters), m_state.network.parameters);
    follow(std::span(kept).subspan(parameters), m_state.ranges);
  }

  void constrainRanges() {
    const auto apply = [&](const std::vector<const nn::Transform*>& transforms,
                           const std::vector<std::size_t>& offsets) {
      for (std::size_t i = 0; i < transforms.size(); ++i)
        if (const nn::Transform* t = transforms[i])
          t->constrain(std::span(m_state.ranges)
                           .subspan(offsets[i], static_cast<std::size_t>(t->parameterCount())));
    };
    apply(m_hooks->weight, m_hooks->weightOffset);
    apply(m_hooks->activation, m_hooks->activationOffset);
  }

  const TrainJob& m_job;
  TrainState& m_state;
  const nn::Hooks* m_hooks;
  std::unique_ptr<nn::ForwardEngine> m_forward;
  nn::BatchTrainer m_trainer;
  std::vector<Worker> m_workers;
  std::vector<Sample> m_samples;
  std::vector<float> m_clipped;
};
} // namespace

namespace {
/// Puts the averages in the place of what they are of.
void takeAverages(TrainState& state) {
  if (state.average.empty())
    return;
  const auto parameters = static_cast<std::ptrdiff_t>(state.network.parameters.size());
  std::copy_n(state.average.begin(), parameters, state.network.parameters.begin());
  std::copy(state.average.begin() + parameters, state.average.end(), state.ranges.begin());
}

/// What the state's result would be now.
double validateResult(const TrainJob& job, const TrainState& state, int workers) {
  if (state.average.empty())
    return validate(job, state.network, state.ranges, workers);
  TrainState result;
  result.network = state.network;
  result.ranges = state.ranges;
  result.average = state.average;
  takeAverages(result);
  return validate(job, result.network, result.ranges, workers);
}
} // namespace

double LossPoint::bitMetricRate(double loss) { return 1 - loss / std::numbers::ln2; }

TrainState train(const TrainJob& job, TrainState state, int workers, std::stop_token stop,
                 const std::function<void(const TrainProgress&)>& report,
                 const std::function<void(const TrainState&)>& checkpoint) {
  const TrainSpec& spec = job.spec;
  Session session(job, state, workers);
  TrainProgress progress;
  progress.iterations = spec.iterations;
  const auto started = Clock::now();
  const std::int64_t startedAt = state.iteration;
  double validationSeconds = 0;
  auto lastReport = Clock::time_point{};
  double smoothed = state.history.empty() ? kNotMeasured : state.history.back().train;

  const auto publish = [&](double rate) {
    progress.iteration = state.iteration;
    progress.loss = smoothed;
    progress.rate = rate;
    progress.secondsPerIteration =
        (secondsSince(started) - validationSeconds) /
        static_cast<double>(std::max<std::int64_t>(1, state.iteration - startedAt));
    progress.history = state.history;
    if (job.quantized) {
      quant::QuantizedModel now = *job.quantized;
      now.network = state.network;
      now.ranges = state.ranges;
      progress.ranges = quant::layerRanges(now);
    }
    report(progress);
    lastReport = Clock::now();
  };

  while (state.iteration < spec.iterations && !stop.stop_requested()) {
    const double before = state.lossSum;
    const double rate = session.step();
    const double loss = state.lossSum - before;
    smoothed = std::isnan(smoothed) ? loss : 0.95 * smoothed + 0.05 * loss;
    const bool last = state.iteration == spec.iterations;
    if (state.iteration % spec.validateEvery == 0 || last) {
      const auto begin = Clock::now();
      const double validation = validateResult(job, state, workers);
      validationSeconds += secondsSince(begin);
      state.history.push_back({state.iteration,
                               state.lossSum / static_cast<double>(state.lossCount), validation,
                               rate});
      state.lossSum = 0;
      state.lossCount = 0;
      publish(rate);
    } else if (Clock::now() - lastReport > kReportPeriod) {
      publish(rate);
    }
    if (state.iteration % spec.checkpointEvery == 0 && !last)
      checkpoint(state);
  }
  if (state.iteration < spec.iterations) {
    checkpoint(state);
  } else {
    takeAverages(state);
    state.average.clear();
  }
  return state;
}

double validate(const TrainJob& job, const nn::Network& network, std::span<const float> ranges,
                int workers) {
  const int slots = job.spec.validationSlots;
  const nn::FloatExecutor prototype(network, job.ports->planeSize(),
                                    job.quantized ? &job.quantized->hooks : nullptr, ranges);
  struct Scratch {
    Scratch(const TrainJob& j, const nn::FloatExecutor& p)
        : source(*j.link, j.seed), executor(p.clone()) {
      const auto pixels = static_cast<std::size_t>(j.ports->planeSize().pixels());
      planes.resize(pixels * static_cast<std::size_t>(j.ports->inputChannels()));
      output.resize(pixels * static_cast<std::size_t>(j.ports->outputChannels()));
      gradient.resize(output.size());
    }
    sim::SlotSource source;
    std::unique_ptr<nn::FloatExecutor> executor;
    Sample sample;
    std::vector<float> planes, output, gradient;
  };
  std::vector<Scratch> scratch;
  for (int w = 0; w < std::max(1, workers); ++w)
    scratch.emplace_back(job, prototype);
  std::vector<double> losses(static_cast<std::size_t>(slots));
  base::parallelFor(losses.size(), workers, [&](std::size_t i, int worker) {
    Scratch& s = scratch[static_cast<std::size_t>(worker)];
    s.source.make(base::Domain::Validate, i, spreadSnr(job.spec.snr, static_cast<int>(i), slots),
                  false, s.sample.slot);
    job.ports->prepare(s.sample.slot.received(), s.sample.state, s.planes);
    job.ports->runPasses(s.sample.state, s.planes, s.output,
                         [&](int pass, std::span<const float> planes, std::span<float> output) {
                           s.executor->runPass(pass, planes, output);
                         });
    losses[i] = job.ports->loss(s.sample.state, s.output, s.sample.slot.coded, s.gradient);
  });
  double sum = 0;
  for (const double loss : losses)
    sum += loss;
  return sum / slots;
}

std::vector<std::vector<float>> calibrationPlanes(const sim::Link& link,
                                                  const receiver::NeuralPorts& ports,
                                                  param::Range snr, int slots, std::uint64_t seed,
                                                  const nn::Network* network) {
  std::unique_ptr<nn::FloatExecutor> executor;
  if (ports.passes() > 1) {
    assert(network);
    executor = std::make_unique<nn::FloatExecutor>(*network, ports.planeSize());
  }
  sim::SlotSource source(link, seed);
  Sample sample;
  std::vector<std::vector<float>> planes(static_cast<std::size_t>(slots));
  std::vector<float> output;
  const auto size = static_cast<std::size_t>(ports.planeSize().pixels()) *
                    static_cast<std::size_t>(ports.inputChannels());
  for (int i = 0; i < slots; ++i) {
    source.make(base::Domain::Calibrate, static_cast<std::uint64_t>(i), spreadSnr(snr, i, slots),
                false, sample.slot);
    auto& plane = planes[static_cast<std::size_t>(i)];
    plane.resize(size * static_cast<std::size_t>(ports.passes()));
    const std::span<float> all(plane);
    ports.prepare(sample.slot.received(), sample.state, all.first(size));
    output.resize(static_cast<std::size_t>(ports.planeSize().pixels() * ports.outputChannels()));
    for (int pass = 1; pass < ports.passes(); ++pass) {
      const auto from = static_cast<std::size_t>(pass - 1) * size;
      executor->runPass(pass - 1, all.subspan(from, size), output);
      ports.refine(pass, sample.state, output, all.subspan(from + size, size));
    }
  }
  return planes;
}

std::vector<std::byte> serialise(const TrainState& state) {
  param::Container c;
  c.header.set("iteration", state.iteration);
  c.header.set("lossCount", state.lossCount);
  c.header.set("adamSteps", state.optimiser.steps);
  c.header.set("rangeAdamSteps", state.rangeOptimiser.steps);
  c.parts = {nn::serialise(state.network),
             param::bytesOf(state.ranges),
             param::bytesOf(state.optimiser.first),
             param::bytesOf(state.optimiser.second),
             param::bytesOf(state.rangeOptimiser.first),
             param::bytesOf(state.rangeOptimiser.second),
             param::bytesOf(state.history),
             param::bytesOf(std::vector<double>{state.lossSum})};
  if (!state.average.empty())
    c.parts.push_back(param::bytesOf(state.average));
  return param::pack(kStateMagic, kStateVersion, c);
}

TrainState deserialiseState(std::span<const std::byte> bytes, const std::string& source) {
  const param::Container c = param::unpack(bytes, kStateMagic, kStateVersion, source);
  if (c.parts.size() != 8 && c.parts.size() != 9)
    throw base::Error(base::ErrorKind::File,
                      base::message("%1 is damaged: parts of the checkpoint are missing.", source));
  const auto number = [&](std::string_view key) {
    const param::Node* node = c.header.find(key);
    if (!node)
      throw base::Error(base::ErrorKind::File,
                        base::message("%1 is damaged: '%2' is missing.", source, key));
    return node->asInt(key);
  };
  TrainState state;
  state.iteration = number("iteration");
  state.lossCount = number("lossCount");
  state.network = nn::deserialise(c.parts[0], source);
  state.ranges = param::valuesOf<float>(c.parts[1], source);
  state.optimiser = {param::valuesOf<float>(c.parts[2], source),
                     param::valuesOf<float>(c.parts[3], source), number("adamSteps")};
  state.rangeOptimiser = {param::valuesOf<float>(c.parts[4], source),
                          param::valuesOf<float>(c.parts[5], source), number("rangeAdamSteps")};
  state.history = param::valuesOf<LossPoint>(c.parts[6], source);
  const auto sum = param::valuesOf<double>(c.parts[7], source);
  if (sum.size() != 1)
    throw base::Error(base::ErrorKind::File,
                      base::message("%1 is damaged: the running loss is missing.", source));
  state.lossSum = sum[0];
  if (c.parts.size() == 9)
    state.average = param::valuesOf<float>(c.parts[8], source);
  return state;
}

} // namespace rxq::train
