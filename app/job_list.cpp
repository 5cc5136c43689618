#include "app/job_list.h"

#include <QLockFile>
#include <algorithm>

#include "app/session.h"
#include "core/base/error.h"
#include "widgets/error_text.h"

namespace rxq::app {

using store::JobState;

struct JobList::Queue {
  explicit Queue(const QString& workspace)
      : jobs(workspace.toStdString()), lock(workspace + QStringLiteral(".queue")) {
    lock.setStaleLockTime(0); // a study may take days; only a dead owner makes a lock stale
  }
  /// No other window works on it; what one left running when it died is paused.
  bool mayWork() {
    if (lock.isLocked())
      return true;
    if (!lock.tryLock(0))
      return !isElsewhere(); // a folder where no lock can be made keeps nobody from working
    jobs.pauseInterrupted();
    return true;
  }
  bool isElsewhere() const { return lock.error() == QLockFile::LockFailedError; }

  store::JobQueue jobs;
  QLockFile lock;
};

JobList::JobList(Session& session, QObject* parent) : QObject(parent), m_session(session) {
  connect(&session, &Session::workspaceChanged, this, &JobList::open);
  connect(&session, &Session::rowsChanged, this, &JobList::reload);
  connect(&session, &Session::runEnded, this, &JobList::ended);
}

JobList::~JobList() {
  // The session stops the job itself; here it is only put down as paused.
  if (m_running)
    guarded([&] { m_runningIn->jobs.setState(m_running, JobState::Paused); });
}

template <class F> void JobList::guarded(F&& change) {
  try {
    change();
  } catch (const base::Error& e) {
    Q_EMIT failed(widgets::errorText(e));
  }
}

bool JobList::isElsewhere() const { return m_queue && m_queue->isElsewhere(); }

bool JobList::canResume() const {
  return std::ranges::any_of(m_jobs, [](const auto& j) { return j.state == JobState::Paused; });
}

void JobList::open() {
  m_queue.reset();
  guarded([&] { m_queue = std::make_shared<Queue>(m_session.workspacePath()); });
  reload();
}

void JobList::reload() {
  std::vector<store::JobRecord> now;
  const bool elsewhere = isElsewhere();
  if (m_queue)
    guarded([&] {
      m_queue->mayWork();
      now = m_queue->jobs.jobs();
    });
  if (now != m_jobs) {
    m_jobs = std::move(now);
    Q_EMIT changed();
  }
  if (m_running && m_runningIn == m_queue && m_session.isRunning() && !m_session.isStopping()) {
    // Another window may have paused or removed what runs here.
    const auto own = std::ranges::find(m_jobs, m_running, &store::JobRecord::id);
    m_removing = own == m_jobs.end();
    if (m_removing || own->state != JobState::Running)
      m_session.cancel();
  }
  beginNext();
  if (elsewhere != isElsewhere())
    Q_EMIT changed();
}

void JobList::beginNext() {
  if (!m_queue || m_running || m_session.isRunning())
    return;
  if (std::ranges::none_of(m_jobs, [](const auto& j) { return j.state == JobState::Waiting; }))
    return;
  if (!m_queue->mayWork())
    return;
  guarded([&] {
    const auto job = m_queue->jobs.takeNext();
    if (!job)
      return;
    m_running = job->id;
    m_runningIn = m_queue;
    m_removing = false;
    m_jobs = m_queue->jobs.jobs();
    try {
      m_session.run(param::readJson<study::StudySpec>(job->spec, job->name));
    } catch (const base::Error& e) { // of a newer version, perhaps
      m_running = 0;
      m_queue->jobs.setState(job->id, JobState::Failed, e.what());
      m_jobs = m_queue->jobs.jobs();
    }
    Q_EMIT changed();
  });
}

void JobList::ended(bool stopped) {
  if (!m_running)
    return;
  guarded([&] {
    store::JobQueue& jobs = m_runningIn->jobs;
    if (const QString failure = m_session.failure(); !failure.isEmpty() && !m_removing)
      jobs.setState(m_running, JobState::Failed, failure.toStdString());
    else if (stopped && !m_removing)
      jobs.setState(m_running, JobState::Paused);
    else
      jobs.remove(m_running);
  });
  m_running = 0;
  m_runningIn.reset();
  // Others still want to see how this one ended before the next begins.
  QMetaObject::invokeMethod(this, &JobList::reload, Qt::QueuedConnection);
}

void JobList::add(const study::StudySpec& spec) {
  if (!m_queue)
    return;
  guarded([&] { m_queue->jobs.add(spec.name, param::writeJson(spec, -1)); });
  reload();
}

void JobList::pause(std::int64_t id) {
  if (id == m_running && m_runningIn == m_queue)
    m_session.cancel();
  else if (m_queue)
    guarded([&] { m_queue->jobs.setState(id, JobState::Paused); });
  reload();
}

void JobList::resume(std::int64_t id) {
  if (m_queue && id != m_running)
    guarded([&] { m_queue->jobs.setState(id, JobState::Waiting); });
  reload();
}

void JobList::move(std::int64_t id, int places) {
  if (m_queue)
    guarded([&] { m_queue->jobs.move(id, places); });
  reload();
}

void JobList::remove(std::int64_t id) {
  if (id == m_running && m_runningIn == m_queue) {
    m_removing = true;
    m_session.cancel();
  } else if (m_queue)
    guarded([&] { m_queue->jobs.remove(id); });
  reload();
}

void JobList::pauseAll() {
  if (m_queue)
    guarded([&] {
      for (const store::JobRecord& job : m_queue->jobs.jobs())
        if (job.state == JobState::Waiting)
          m_queue->jobs.setState(job.id, JobState::Paused);
    });
  if (m_session.isRunning())
    m_session.cancel();
  reload();
}

void JobList::resumeAll() {
  if (m_queue)
    guarded([&] {
      for (const store::JobRecord& job : m_queue->jobs.jobs())
        if (job.state == JobState::Paused)
          m_queue->jobs.setState(job.id, JobState::Waiting);
    });
  reload();
}

} // namespace rxq::app
