#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace rxq::base {

/// Holds the newest immutable snapshot of a job. The job puts, the window (or terminal) takes at
/// its own pace; snapshots in between are dropped. Thread-safe.
template <class Snapshot> class Mailbox {
 public:
  void put(std::shared_ptr<const Snapshot> snapshot) {
    const std::lock_guard lock(m_mutex);
    m_latest = std::move(snapshot);
  }
  /// The newest snapshot since the last call, or null.
  std::shared_ptr<const Snapshot> take() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_latest, nullptr);
  }

 private:
  std::mutex m_mutex;
  std::shared_ptr<const Snapshot> m_latest;
};

} // namespace rxq::base
