#pragma once

#include <QObject>
#include <memory>
#include <vector>

#include "core/store/job_queue.h"

namespace rxq::study {
struct StudySpec;
}

namespace rxq::app {

class Session;

/// The queue of the open workspace, worked off one job at a time. Of the windows that have a
/// workspace open one works (it holds the file `<workspace>.queue`); the others show the queue and
/// may change it. Jobs outlive the program: what was running when it ended is paused.
class JobList : public QObject {
  Q_OBJECT
 public:
  explicit JobList(Session& session, QObject* parent = nullptr);
  ~JobList() override;

  const std::vector<store::JobRecord>& jobs() const { return m_jobs; }
  /// The job that this window runs; 0: none.
  std::int64_t running() const { return m_running; }
  /// Another window works on this workspace's queue.
  bool isElsewhere() const;
  /// Jobs that would run or go on if they were resumed.
  bool canResume() const;

  /// Appends the study and, unless something runs, begins.
  void add(const study::StudySpec& spec);
  /// What is running stops cleanly and is kept.
  void pause(std::int64_t id);
  void resume(std::int64_t id);
  void move(std::int64_t id, int places);
  void remove(std::int64_t id);
  /// Pauses what runs and all that waits; resumes all that is paused.
  void pauseAll();
  void resumeAll();

 Q_SIGNALS:
  void changed();
  /// A sentence for people.
  void failed(const QString& message);

 private:
  struct Queue;

  void open();
  void reload();
  void beginNext();
  void ended(bool stopped);
  template <class F> void guarded(F&& change);

  Session& m_session;
  std::shared_ptr<Queue> m_queue;
  std::vector<store::JobRecord> m_jobs;
  std::shared_ptr<Queue> m_runningIn; ///< the workspace may have changed since
  std::int64_t m_running = 0;
  bool m_removing = false; ///< what runs goes when it has stopped
};

} // namespace rxq::app
