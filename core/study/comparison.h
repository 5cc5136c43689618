#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <tuple>
#include <vector>

#include "core/param/bound_field.h"
#include "core/sim/decibel.h"
#include "core/store/workspace.h"
#include "core/study/study_spec.h"
#include "core/train/model.h"

namespace rxq::study {

/// What a neural receiver costs, for one slot of its link.
struct RunCosts {
  std::int64_t bytes = 0;      ///< as deployed
  std::int64_t parameters = 0; ///< weights and biases after folding
  std::int64_t macs = 0;       ///< multiply-accumulates
  double bitOperations = 0;    ///< sum of MACs times the widths of both factors
  double microseconds = 0;     ///< of the receiver on one thread of this machine; 0: not timed
};
/// All but the time. Throws base::Error(BadInput) when model and link do not fit together.
RunCosts costsOf(const train::Model& model, const sim::Link& link);
/// Median microseconds that a receiver takes for one slot, decoding apart, on one thread, now.
double receiverMicroseconds(const receiver::Receiver& prototype, const sim::Link& link,
                            double snrDb);

/// One run with all that is compared of it.
struct ComparedRun {
  store::RunRecord run;
  StudySpec spec;      ///< of its study
  ReceiverEntry entry; ///< as it ran
  sim::Curve curve;    ///< empty: not measured
  sim::Crossing crossing;
  std::optional<RunCosts> costs; ///< none: no network
  std::optional<store::ModelRecord> model;
};

/// Why two runs can or cannot be compared slot by slot.
enum class Pairing {
  Itself,
  Paired,      ///< both saw the same bits, channels and noise
  NotMeasured, ///< one of the two has no curve
  OtherLink,   ///< what follows: their slots differ
  OtherChannel,
  OtherSeed,
  OtherPoints ///< no SNR in common
};

/// A run's loss against the reference in dB. Unless paired, `loss` is the difference of the two
/// crossings, its interval from the ends of theirs (so it covers at least 95 %), without slots in
/// common.
struct Difference {
  Pairing pairing = Pairing::NotMeasured;
  sim::PairedLoss loss;
};
Difference differenceOf(const ComparedRun& run, const ComparedRun& reference, double blerTarget);

/// Runs side by side. Immutable once made.
struct Comparison {
  std::vector<ComparedRun> runs;
  std::size_t reference = 0;           ///< index into runs
  double blerTarget = 0.1;             ///< of the reference's study; all decibels are read there
  std::vector<Difference> differences; ///< one a run
};

/// What was worked out before, so that nothing is timed or drawn twice.
struct CompareCache {
  /// Run, slots of its curve, reference, slots of the reference's, target.
  using Key = std::tuple<std::int64_t, std::uint64_t, std::int64_t, std::uint64_t, double>;
  std::map<std::int64_t, RunCosts> costs; ///< by run
  std::map<Key, sim::Crossing> crossings; ///< reference 0
  std::map<Key, Difference> differences;
};

/// Reads the runs in the order of `ids`, leaving out those that are gone. `reference`: id of the
/// run that losses are counted from; when it is not among them, the measured FP32 run that needs
/// least SNR, else any measured run that does, else the first. New results go into `cache`. Asked
/// to stop, it returns what it has. Throws base::Error when the workspace cannot be read.
Comparison compareRuns(const store::Workspace& workspace, std::span<const std::int64_t> ids,
                       std::int64_t reference, CompareCache& cache, std::stop_token stop);

/// One declared parameter across runs.
struct ParameterRow {
  std::string path;         ///< "quant.weightBits"
  const char* section = ""; ///< label of the struct around it: "Quantization"
  const char* label = "";
  const char* help = "";
  const char* unit = "";
  param::BoundField::Kind kind = param::BoundField::Kind::Text;
  std::vector<param::BoundField::ChoiceInfo> choices;
  std::vector<std::optional<param::Node>> values; ///< one a run; none: does not matter there
  bool differs = false;                           ///< between runs where it matters
};
/// Every parameter of receiver and study that matters to at least one of the runs, in the order of
/// declaration, receivers first; a quantized receiver has the network of its family.
std::vector<ParameterRow> compareParameters(std::span<const ComparedRun> runs);

} // namespace rxq::study
