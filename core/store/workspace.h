#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/sim/sweep.h"
#include "core/store/provenance.h"
#include "core/train/trainer.h"

namespace rxq::store {

struct StudyRecord {
  std::int64_t id = 0;
  std::string name;
  std::string spec; ///< JSON
  std::string createdAt;
  bool trashed = false;
};

enum class RunStatus { Running, Finished, Stopped, Failed };

/// One receiver of one study: its model and its curve.
struct RunRecord {
  std::int64_t id = 0;
  std::int64_t studyId = 0;
  std::string name;
  std::string kind;             ///< key of study::ReceiverKind
  std::string entry;            ///< JSON of its study::ReceiverEntry
  std::int64_t parentRunId = 0; ///< 0: none
  std::int64_t modelId = 0;     ///< 0: none (classical, or not yet)
  std::uint64_t seed = 0;
  std::string modelKey, curveKey;
  RunStatus status = RunStatus::Running;
  std::string note;
  std::string tags;
  bool trashed = false;
  Provenance provenance;
};

struct ModelRecord {
  std::int64_t id = 0;
  std::string name;
  std::string method; ///< fp32, ptq, qat
  std::string key;    ///< study::modelKey
  std::int64_t parentId = 0;
  std::string hash; ///< train::hashOf
  std::int64_t bytes =
      0; ///< of the deployed model (weights at their bits, scales, biases, multipliers)
  std::string report; ///< JSON: layers, agreement of fake-quantized and integer outputs, costs
  std::string createdAt;
  bool trashed = false;
  std::string note, tags;
};

/// A workspace: one SQLite file, described table by table in docs/workspace.md. All writes are
/// transactions; WAL; foreign keys on. Thread-safe by one mutex. Two processes may have one file
/// open: writes wait up to 10 s for each other. Errors (base::Error, Database): not a database,
/// foreign application id, newer schema, truncated or corrupt (quick_check), not writable; the file
/// is left as it was.
class Workspace {
 public:
  /// Opens, or creates when the file does not exist. ":memory:" for tests.
  explicit Workspace(const std::string& path);
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  const std::string& path() const;
  static int schemaVersion();
  /// Bumps with every change by anyone; cheap (PRAGMA data_version and own writes).
  std::int64_t revision() const;

  // Studies: the same spec is stored once.
  std::int64_t saveStudy(const std::string& name, const std::string& specJson);
  std::vector<StudyRecord> studies(bool withTrashed = false) const;
  StudyRecord study(std::int64_t id) const;

  // Runs.
  /// Inserts (id 0) or updates; an update leaves name and tags, which people give with renameRun.
  std::int64_t saveRun(const RunRecord& run);
  std::vector<RunRecord> runs(std::int64_t studyId = 0, bool withTrashed = false) const;
  RunRecord run(std::int64_t id) const;
  /// The latest run of a study's receiver, by the receiver's name in the study: a run that was
  /// renamed is still found.
  std::optional<RunRecord> findRun(std::int64_t studyId, const std::string& name) const;
  /// Latest run with points under this curve key, for reuse.
  std::optional<RunRecord> findCurve(const std::string& curveKey) const;
  void setTrashed(const std::string& table, std::int64_t id,
                  bool trashed); ///< "studies", "runs", "models"
  void renameRun(std::int64_t id, const std::string& name, const std::string& note,
                 const std::string& tags);

  // Points, losses and quantizers' ranges.
  void savePoints(std::int64_t runId, const sim::Curve& curve); ///< inserts or replaces by SNR
  sim::Curve points(std::int64_t runId) const;
  void saveHistory(std::int64_t runId, const std::vector<train::LossPoint>& history);
  std::vector<train::LossPoint> history(std::int64_t runId) const;
  void saveRanges(std::int64_t runId, const std::vector<train::RangePoint>& points); ///< replaces
  std::vector<train::RangePoint> ranges(std::int64_t runId) const;

  // Checkpoints: one a run, replaced; removed when the run's model is stored.
  void saveCheckpoint(std::int64_t runId, std::span<const std::byte> state);
  std::optional<std::vector<std::byte>> checkpoint(std::int64_t runId) const;
  void removeCheckpoint(std::int64_t runId);

  // Models: blob is train::serialise(Model).
  std::int64_t saveModel(const ModelRecord& model, std::span<const std::byte> blob);
  void renameModel(std::int64_t id, const std::string& name, const std::string& note,
                   const std::string& tags);
  std::vector<ModelRecord> models(bool withTrashed = false) const;
  ModelRecord model(std::int64_t id) const;
  std::optional<ModelRecord> findModel(const std::string& key) const;
  std::vector<std::byte> modelBlob(std::int64_t id) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

} // namespace rxq::store
