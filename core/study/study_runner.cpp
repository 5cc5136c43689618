#include "core/study/study_runner.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>

#include "core/base/parallel.h"
#include "core/store/provenance.h"
#include "core/study/estimate.h"
#include "core/study/families.h"
#include "core/study/model_maker.h"
#include "core/study/receivers.h"

namespace rxq::study {

namespace {
constexpr std::int64_t kRangePoints = 200; ///< kept of a training, for people
using Clock = std::chrono::steady_clock;
constexpr auto kSavePeriod = std::chrono::seconds(2);

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// One study on its way through training, quantizing and measuring.
class Runner {
 public:
  Runner(const StudySpec& spec, store::Workspace& workspace, const RunOptions& options,
         std::stop_token stop, base::Mailbox<StudyProgress>& mailbox)
      : m_spec(spec), m_workspace(workspace),
        m_workers(options.workers > 0 ? options.workers : base::hardwareThreads()),
        m_stop(std::move(stop)), m_mailbox(mailbox), m_link(spec.link, spec.channel),
        m_training(trainingStudy(spec)), m_trainingLink(m_training.link, m_training.channel) {}

  StudyProgress run() {
    m_studyId = m_workspace.saveStudy(m_spec.name, param::writeJson(m_spec, -1));
    for (const ReceiverEntry& entry : m_spec.receivers) {
      EntryProgress p;
      p.name = entry.name;
      p.kind = entry.kind;
      if (entry.kind == ReceiverKind::Fp32 || entry.kind == ReceiverKind::Qat)
        p.iterations = entry.train.iterations;
      m_progress.entries.push_back(std::move(p));
    }
    m_progress.activity = "Preparing";
    publish();
    m_estimates = estimate(m_spec, m_link, m_workers);
    for (std::size_t i = 0; i < m_spec.receivers.size() && !m_stop.stop_requested(); ++i)
      runEntry(i);
    m_progress.finished = true;
    m_progress.stopped = m_stop.stop_requested();
    for (EntryProgress& entry : m_progress.entries)
      if (entry.phase == Phase::Waiting && m_progress.stopped)
        entry.phase = Phase::Stopped;
    m_progress.activity = m_progress.stopped ? "Stopped; run again to go on" : "Finished";
    if (!m_progress.stopped)
      m_progress.fraction = 1;
    m_progress.secondsLeft = 0;
    publish();
    return m_progress;
  }

 private:
  /// What later entries need of an earlier one.
  struct Done {
    std::int64_t runId = 0, modelId = 0;
    std::optional<train::Model> model;
  };

  EntryProgress& progressOf(std::size_t i) { return m_progress.entries[i]; }

  void runEntry(std::size_t i) {
    const ReceiverEntry& entry = m_spec.receivers[i];
    store::RunRecord run = openRun(entry);
    try {
      Done& done = m_done[entry.name];
      done.runId = run.id;
      std::shared_ptr<const receiver::Receiver> receiver;
      if (isClassical(entry.kind)) {
        receiver = makeClassical(m_link, entry);
      } else if (obtainModel(i, run)) {
        receiver = train::makeReceiver(*done.model, m_link.context());
      }
      if (receiver && entry.evaluate)
        measure(i, run, std::move(receiver));
      close(i, run);
    } catch (const base::Error& e) {
      if (e.kind() == base::ErrorKind::Database)
        throw;
      progressOf(i).phase = Phase::Failed;
      progressOf(i).note = e.what();
      run.status = store::RunStatus::Failed;
      run.note = e.what();
      m_workspace.saveRun(run);
    }
    publish();
  }

  store::RunRecord openRun(const ReceiverEntry& entry) {
    store::RunRecord run;
    if (auto known = m_workspace.findRun(m_studyId, entry.name))
      run = std::move(*known);
    const store::Provenance before = run.provenance;
    run.provenance = store::currentProvenance();
    run.provenance.trainSeconds = before.trainSeconds;
    run.provenance.measureSeconds = before.measureSeconds;
    run.studyId = m_studyId;
    if (run.name.empty()) // people may have given it another
      run.name = entry.name;
    run.trashed = false;
    if (run.status == store::RunStatus::Failed)
      run.note.clear(); // it told why
    run.kind = param::keyOf(entry.kind);
    run.entry = param::writeJson(entry, -1);
    run.seed = m_spec.seed;
    run.curveKey = curveKey(m_spec, entry);
    if (!isClassical(entry.kind))
      run.modelKey = modelKey(m_spec, entry);
    if (!entry.parent.empty())
      run.parentRunId = m_done.at(entry.parent).runId;
    run.status = store::RunStatus::Running;
    run.id = m_workspace.saveRun(run);
    return run;
  }

  void close(std::size_t i, store::RunRecord& run) {
    const bool stopped = m_stop.stop_requested() && progressOf(i).phase != Phase::Done;
    progressOf(i).phase = stopped ? Phase::Stopped : Phase::Done;
    run.status = stopped ? store::RunStatus::Stopped : store::RunStatus::Finished;
    if (!progressOf(i).note.empty())
      run.note = progressOf(i).note;
    run.provenance.finishedAt = store::nowUtc();
    m_workspace.saveRun(run);
    m_secondsDone += m_estimates[i].train + m_estimates[i].measure;
  }

  /// Loads the entry's model from the workspace or makes it. False when stopped before it was
  /// ready.
  bool obtainModel(std::size_t i, store::RunRecord& run) {
    const ReceiverEntry& entry = m_spec.receivers[i];
    Done& done = m_done[entry.name];
    if (const auto known = m_workspace.findModel(run.modelKey)) {
      done.model =
          train::deserialiseModel(m_workspace.modelBlob(known->id),
                                  m_workspace.path() + ", model " + std::to_string(known->id));
      done.modelId = run.modelId = known->id;
      if (entry.kind == ReceiverKind::FixedPoint) {
        done.model->fixedPoint = entry.fixedPoint;
        m_workspace.saveRun(run);
        return true;
      }
      progressOf(i).reused = true;
      progressOf(i).iteration = progressOf(i).iterations;
      progressOf(i).note = run.note;
      adoptCourse(i, run, known->id);
      m_workspace.saveRun(run);
      return true;
    }
    const train::Model* parent = nullptr;
    if (!entry.parent.empty()) {
      const Done& before = m_done.at(entry.parent);
      if (!before.model)
        throw base::Error(base::ErrorKind::BadInput,
                          base::message("Its parent '%1' has no model.", entry.parent));
      parent = &*before.model;
    }
    const auto started = Clock::now();
    auto resumed = savedState(run);
    if (resumed)
      progressOf(i).ranges = m_workspace.ranges(run.id);
    auto made = makeModel(m_training, m_training.receivers[i], m_trainingLink, parent,
                          std::move(resumed), m_workers, m_stop, callbacksFor(i, run));
    run.provenance.trainSeconds += secondsSince(started);
    if (!made)
      return false;
    storeModel(i, run, *made);
    done.model = std::move(made->model);
    done.modelId = run.modelId;
    return true;
  }

  /// Losses and ranges of a reused model, from the run that trained it.
  void adoptCourse(std::size_t i, const store::RunRecord& run, std::int64_t modelId) {
    EntryProgress& p = progressOf(i);
    p.history = m_workspace.history(run.id);
    p.ranges = m_workspace.ranges(run.id);
    if (!p.history.empty())
      return;
    for (const store::RunRecord& other : m_workspace.runs(0, true))
      if (other.modelId == modelId && other.id != run.id && p.history.empty()) {
        p.history = m_workspace.history(other.id);
        p.ranges = m_workspace.ranges(other.id);
      }
    saveCourse(i, run.id, p.history);
  }

  void saveCourse(std::size_t i, std::int64_t runId, const std::vector<train::LossPoint>& history) {
    m_workspace.saveHistory(runId, history);
    m_workspace.saveRanges(runId, progressOf(i).ranges);
  }

  std::optional<train::TrainState> savedState(const store::RunRecord& run) {
    if (const auto bytes = m_workspace.checkpoint(run.id))
      return train::deserialiseState(*bytes,
                                     m_workspace.path() + ", checkpoint of '" + run.name + "'");
    return std::nullopt;
  }

  MakerCallbacks callbacksFor(std::size_t i, const store::RunRecord& run) {
    const ReceiverEntry& entry = m_spec.receivers[i];
    progressOf(i).phase = entry.kind == ReceiverKind::Ptq ? Phase::Quantizing : Phase::Training;
    m_progress.activity =
        (entry.kind == ReceiverKind::Ptq ? "Quantizing " : "Training ") + entry.name;
    publish();
    MakerCallbacks callbacks;
    callbacks.training = [this, i](const train::TrainProgress& t) {
      EntryProgress& p = progressOf(i);
      p.iteration = t.iteration;
      p.history = t.history;
      const std::int64_t apart = std::max<std::int64_t>(1, t.iterations / kRangePoints);
      if (!t.ranges.empty() &&
          (p.ranges.empty() || t.iteration >= p.ranges.back().iteration + apart))
        p.ranges.push_back({t.iteration, t.ranges});
      const double left = t.secondsPerIteration * static_cast<double>(t.iterations - t.iteration);
      m_progress.slotsPerSecond =
          t.secondsPerIteration > 0 ? m_spec.receivers[i].train.batch / t.secondsPerIteration : 0;
      updateTimes(i, left + m_estimates[i].measure);
      publish();
    };
    callbacks.checkpoint = [this, i, id = run.id](const train::TrainState& state) {
      m_workspace.saveCheckpoint(id, train::serialise(state));
      saveCourse(i, id, state.history);
    };
    return callbacks;
  }

  void storeModel(std::size_t i, store::RunRecord& run, const MadeModel& made) {
    const ReceiverEntry& entry = m_spec.receivers[i];
    store::ModelRecord record;
    record.name = entry.name;
    record.method = param::keyOf(made.model.method);
    record.key = run.modelKey;
    record.parentId = entry.parent.empty() ? 0 : m_done.at(entry.parent).modelId;
    record.hash = train::hashOf(made.model);
    record.bytes = made.bytes;
    record.report = made.report;
    run.modelId = m_workspace.saveModel(record, train::serialise(made.model));
    progressOf(i).note = run.note = made.summary;
    progressOf(i).history = made.history;
    progressOf(i).iteration = progressOf(i).iterations;
    m_workspace.saveRun(run);
    saveCourse(i, run.id, made.history);
    m_workspace.removeCheckpoint(run.id);
  }

  void measure(std::size_t i, store::RunRecord& run,
               std::shared_ptr<const receiver::Receiver> receiver) {
    EntryProgress& p = progressOf(i);
    p.phase = Phase::Measuring;
    m_progress.activity = "Measuring " + p.name;
    sim::SweepEntry entry;
    entry.name = p.name;
    entry.receiver = std::move(receiver);
    if (const auto known = m_workspace.findCurve(run.curveKey))
      entry.resume = m_workspace.points(known->id);
    const auto started = Clock::now();
    auto lastSave = started;
    const auto adopt = [&](const sim::Curve& curve) {
      p.curve = curve;
      judge(m_progress, m_spec, i, m_spec.sweep.blerTarget);
    };
    auto curves = sim::runSweep(m_link, m_spec.decoder, m_spec.sweep, m_spec.seed, {entry},
                                m_workers, m_stop, [&](const sim::SweepProgress& sweep) {
                                  adopt(sweep.curves.front());
                                  m_progress.slotsPerSecond = sweep.slotsPerSecond;
                                  updateTimes(i, sweep.secondsLeft);
                                  if (Clock::now() - lastSave > kSavePeriod) {
                                    m_workspace.savePoints(run.id, p.curve);
                                    lastSave = Clock::now();
                                  }
                                  publish();
                                });
    adopt(curves.front());
    run.provenance.measureSeconds += secondsSince(started);
    m_workspace.savePoints(run.id, p.curve);
    if (!m_stop.stop_requested())
      p.phase = Phase::Done;
  }

  void updateTimes(std::size_t i, double leftOfEntry) {
    double total = 0, later = 0;
    for (std::size_t k = 0; k < m_estimates.size(); ++k) {
      const double seconds = m_estimates[k].train + m_estimates[k].measure;
      total += seconds;
      if (k > i)
        later += seconds;
    }
    m_progress.secondsLeft = leftOfEntry + later;
    const double ofEntry = m_estimates[i].train + m_estimates[i].measure;
    const double done = m_secondsDone + std::max(0.0, ofEntry - leftOfEntry);
    m_progress.fraction = total > 0 ? std::clamp(done / total, m_progress.fraction, 0.999) : 0;
  }

  void publish() { m_mailbox.put(std::make_shared<const StudyProgress>(m_progress)); }

  const StudySpec& m_spec;
  store::Workspace& m_workspace;
  const int m_workers;
  const std::stop_token m_stop;
  base::Mailbox<StudyProgress>& m_mailbox;
  const sim::Link m_link;
  const StudySpec m_training; ///< models are made as this has it
  const sim::Link m_trainingLink;
  std::int64_t m_studyId = 0;
  std::vector<Estimate> m_estimates;
  double m_secondsDone = 0;
  StudyProgress m_progress;
  std::map<std::string, Done> m_done;
};
} // namespace

void judge(StudyProgress& progress, const StudySpec& spec, std::size_t entry, double blerTarget) {
  EntryProgress& p = progress.entries[entry];
  p.crossing = sim::crossing(p.curve, blerTarget);
  p.loss.reset();
  const ReceiverEntry* reference = referenceOf(spec, spec.receivers[entry]);
  if (!reference || p.curve.empty())
    return;
  const auto index = static_cast<std::size_t>(reference - spec.receivers.data());
  if (const sim::Curve& parent = progress.entries[index].curve; !parent.empty())
    p.loss = sim::pairedLoss(p.curve, parent, blerTarget);
}

StudyProgress runStudy(const StudySpec& spec, store::Workspace& workspace,
                       const RunOptions& options, std::stop_token stop,
                       base::Mailbox<StudyProgress>& progress) {
  checkStudy(spec);
  const base::FloatMode mode;
  return Runner(spec, workspace, options, std::move(stop), progress).run();
}

} // namespace rxq::study
