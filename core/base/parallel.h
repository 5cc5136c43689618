#pragma once

#include <cstddef>
#include <functional>

namespace rxq::base {

/// Number of processors that this process may use, at least 1.
int hardwareThreads();

/// Runs `body(task, worker)` once for each task in [0, tasks) on at most `workers` threads and
/// returns when all are done. `worker` in [0, workers) is the same for all tasks that one thread
/// runs, so it can index scratch memory. Which worker gets which task is not fixed: results must
/// be kept per task and merged in task order. Denormals are flushed to zero in every worker alike.
/// The first exception thrown by a body is rethrown here.
void parallelFor(std::size_t tasks, int workers,
                 const std::function<void(std::size_t task, int worker)>& body);

/// Flush-to-zero and denormals-are-zero on this thread for its lifetime, so that window, terminal
/// and workers compute alike. Restores what was there.
class FloatMode {
 public:
  FloatMode();
  ~FloatMode();
  FloatMode(const FloatMode&) = delete;
  FloatMode& operator=(const FloatMode&) = delete;

 private:
  unsigned m_saved;
};

} // namespace rxq::base
