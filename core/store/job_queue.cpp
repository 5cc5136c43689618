#include "core/store/job_queue.h"

#include <algorithm>
#include <array>

#include "core/store/connection.h"
#include "core/store/provenance.h"

namespace rxq::store {

namespace {
constexpr std::array kStates{"waiting", "running", "paused", "failed"};

const char* keyOf(JobState state) { return kStates[static_cast<std::size_t>(state)]; }
JobState stateOf(const std::string& key) {
  const auto it = std::ranges::find(kStates, key);
  return it == kStates.end() ? JobState::Failed : static_cast<JobState>(it - kStates.begin());
}
} // namespace

struct JobQueue::Impl : Connection {
  std::vector<JobRecord> select() const {
    SQLite::Statement q(*db, "SELECT id, name, spec, state, message, created_at FROM jobs "
                             "ORDER BY position, id");
    std::vector<JobRecord> result;
    while (q.executeStep())
      result.push_back({q.getColumn(0).getInt64(), q.getColumn(1).getString(),
                        q.getColumn(2).getString(), stateOf(q.getColumn(3).getString()),
                        q.getColumn(4).getString(), q.getColumn(5).getString()});
    return result;
  }
  void setState(std::int64_t id, JobState state, const std::string& message) {
    SQLite::Statement q(*db, "UPDATE jobs SET state = ?, message = ? WHERE id = ?");
    q.bind(1, keyOf(state));
    q.bind(2, message);
    q.bind(3, id);
    q.exec();
  }
};

JobQueue::JobQueue(const std::string& workspacePath) : m_impl(std::make_unique<Impl>()) {
  m_impl->path = workspacePath;
  m_impl->db = openWorkspaceFile(workspacePath);
}
JobQueue::~JobQueue() = default;

std::vector<JobRecord> JobQueue::jobs() const {
  return m_impl->locked([&] { return m_impl->select(); });
}

std::int64_t JobQueue::add(const std::string& name, const std::string& specJson) {
  std::int64_t id = 0;
  m_impl->writing([&] {
    for (const JobRecord& job : m_impl->select())
      if (job.spec == specJson) {
        id = job.id;
        if (job.state != JobState::Running)
          m_impl->setState(id, JobState::Waiting, {});
        return;
      }
    SQLite::Statement q(*m_impl->db,
                        "INSERT INTO jobs (position, name, spec, state, created_at) VALUES "
                        "((SELECT coalesce(max(position), 0) + 1 FROM jobs), ?, ?, 'waiting', ?)");
    q.bind(1, name);
    q.bind(2, specJson);
    q.bind(3, nowUtc());
    q.exec();
    id = m_impl->db->getLastInsertRowid();
  });
  return id;
}

std::optional<JobRecord> JobQueue::takeNext() {
  std::optional<JobRecord> taken;
  m_impl->writing([&] {
    for (JobRecord& job : m_impl->select())
      if (job.state == JobState::Waiting && !taken) {
        job.state = JobState::Running;
        m_impl->setState(job.id, job.state, {});
        taken = std::move(job);
      }
  });
  return taken;
}

void JobQueue::setState(std::int64_t id, JobState state, const std::string& message) {
  m_impl->writing([&] { m_impl->setState(id, state, message); });
}

void JobQueue::remove(std::int64_t id) {
  m_impl->writing([&] {
    SQLite::Statement q(*m_impl->db, "DELETE FROM jobs WHERE id = ?");
    q.bind(1, id);
    q.exec();
  });
}

void JobQueue::move(std::int64_t id, int places) {
  m_impl->writing([&] {
    std::vector<JobRecord> all = m_impl->select();
    const auto it = std::ranges::find(all, id, &JobRecord::id);
    if (it == all.end())
      return;
    const auto from = it - all.begin();
    const auto to = std::clamp<std::ptrdiff_t>(from + places, 0, std::ssize(all) - 1);
    if (to < from)
      std::rotate(all.begin() + to, it, it + 1);
    else
      std::rotate(it, it + 1, all.begin() + to + 1);
    for (std::size_t i = 0; i < all.size(); ++i) {
      SQLite::Statement q(*m_impl->db, "UPDATE jobs SET position = ? WHERE id = ?");
      q.bind(1, static_cast<std::int64_t>(i + 1));
      q.bind(2, all[i].id);
      q.exec();
    }
  });
}

void JobQueue::pauseInterrupted() {
  m_impl->writing(
      [&] { m_impl->db->exec("UPDATE jobs SET state = 'paused' WHERE state = 'running'"); });
}

} // namespace rxq::store
