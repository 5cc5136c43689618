#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rxq::store {

/// Paused jobs stay until someone resumes them; failed ones tell why and wait for that too.
enum class JobState { Waiting, Running, Paused, Failed };

/// A study that is to be run.
struct JobRecord {
  std::int64_t id = 0;
  std::string name; ///< of the study
  std::string spec; ///< JSON, as of StudyRecord
  JobState state = JobState::Waiting;
  std::string message; ///< what made it fail
  std::string createdAt;
  bool operator==(const JobRecord&) const = default;
};

/// The jobs of a workspace file, in the order in which they are to run; they outlive the program.
/// A job that is done is removed: its results are runs. Opens the file a second time, so that a
/// long write of results never keeps the window waiting. Thread-safe. Errors:
/// base::Error(Database).
class JobQueue {
 public:
  explicit JobQueue(const std::string& workspacePath);
  ~JobQueue();
  JobQueue(const JobQueue&) = delete;
  JobQueue& operator=(const JobQueue&) = delete;

  std::vector<JobRecord> jobs() const;
  /// Appends; a job of the same spec that is there already is kept in its place and waits (unless
  /// it runs). Returns its id.
  std::int64_t add(const std::string& name, const std::string& specJson);
  /// The first that waits becomes the running one; nothing when none waits.
  std::optional<JobRecord> takeNext();
  /// Unknown ids (another window has removed it) do nothing.
  void setState(std::int64_t id, JobState state, const std::string& message = {});
  void remove(std::int64_t id);
  /// Moves by so many places, as far as there is room (negative: earlier).
  void move(std::int64_t id, int places);
  /// After a start: what still says "running" was cut off, and pauses.
  void pauseInterrupted();

 private:
  struct Impl;
  std::unique_ptr<Impl> m_impl;
};

} // namespace rxq::store
