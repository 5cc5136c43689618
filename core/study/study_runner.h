#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/mailbox.h"
#include "core/sim/decibel.h"
#include "core/sim/sweep.h"
#include "core/store/workspace.h"
#include "core/study/study_spec.h"
#include "core/train/trainer.h"

namespace rxq::study {

enum class Phase { Waiting, Training, Quantizing, Measuring, Done, Failed, Stopped };

/// Where one receiver of a running study stands.
struct EntryProgress {
  std::string name;
  ReceiverKind kind = ReceiverKind::Fp32;
  Phase phase = Phase::Waiting;
  bool reused = false; ///< model found in the workspace
  std::int64_t iteration = 0, iterations = 0;
  std::vector<train::LossPoint> history;
  std::vector<train::RangePoint> ranges; ///< QAT: a few hundred points at most
  sim::Curve curve;
  sim::Crossing crossing;
  std::optional<sim::PairedLoss> loss; ///< against the parent's FP32 ancestor
  std::string note; ///< agreement of fake-quantized and integer outputs, failures, ...
};

/// Immutable snapshot of a running study.
struct StudyProgress {
  std::vector<EntryProgress> entries;
  std::string activity;      ///< "Training LLR head FP32 - iteration 1200 of 8000"
  double fraction = 0;       ///< of the whole, 0..1
  double secondsLeft = 0;    ///< estimate; negative while unknown
  double slotsPerSecond = 0; ///< while measuring
  bool finished = false, stopped = false;
};

/// Reads the decibels of one receiver's curve at a BLER: where it crosses, and its loss against the
/// receiver that `referenceOf` names, as far as both are measured. `progress` has the entries of
/// `spec`, in order.
void judge(StudyProgress& progress, const StudySpec& spec, std::size_t entry, double blerTarget);

struct RunOptions {
  int workers = 0; ///< 0: all processors
};

/// Trains, quantizes and measures all receivers of `spec`, storing everything in `workspace` as it
/// goes; what the workspace already has (same keys) is reused, interrupted work is resumed from its
/// last checkpoint to the same bits. Publishes snapshots. Returns the last one. Stopping is clean:
/// what is done is stored. Throws base::Error for a spec or workspace that cannot work.
StudyProgress runStudy(const StudySpec& spec, store::Workspace& workspace,
                       const RunOptions& options, std::stop_token stop,
                       base::Mailbox<StudyProgress>& progress);

/// Seconds each entry should take on this machine, from its network's MACs and a short calibration
/// done once a process: shown before a run.
std::vector<double> estimateSeconds(const StudySpec& spec, int workers);

} // namespace rxq::study
