#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include <sched.h>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif
#if defined(RXQ_PARALLEL_TBB)
#include <optional>

#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/partitioner.h>
#include <tbb/task_arena.h>
#endif

namespace rxq::base {

int hardwareThreads() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) == 0)
    return std::max(1, CPU_COUNT(&set));
  return std::max(1u, std::thread::hardware_concurrency());
}

#if defined(__x86_64__)
FloatMode::FloatMode() : m_saved(_mm_getcsr()) { _mm_setcsr(m_saved | 0x8040u); }
FloatMode::~FloatMode() { _mm_setcsr(m_saved); }
#else
FloatMode::FloatMode() : m_saved(0) {}
FloatMode::~FloatMode() = default;
#endif

namespace {
void runSerially(std::size_t tasks, const std::function<void(std::size_t, int)>& body) {
  const FloatMode mode;
  for (std::size_t i = 0; i < tasks; ++i)
    body(i, 0);
}
} // namespace

#if defined(RXQ_PARALLEL_TBB)

void parallelFor(std::size_t tasks, int workers,
                 const std::function<void(std::size_t, int)>& body) {
  if (workers <= 1 || tasks <= 1)
    return runSerially(tasks, body);
  // More workers than processors are honoured, too (tests of repeatability ask for them).
  std::optional<tbb::global_control> more;
  if (workers > hardwareThreads())
    more.emplace(tbb::global_control::max_allowed_parallelism, static_cast<std::size_t>(workers));
  tbb::task_arena arena(workers);
  arena.execute([&] {
    tbb::parallel_for(
        std::size_t{0}, tasks,
        [&](std::size_t i) {
          const FloatMode mode;
          body(i, tbb::this_task_arena::current_thread_index());
        },
        tbb::simple_partitioner());
  });
}

#else

void parallelFor(std::size_t tasks, int workers,
                 const std::function<void(std::size_t, int)>& body) {
  if (workers <= 1 || tasks <= 1)
    return runSerially(tasks, body);
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex failureLock;
  const auto work = [&](int worker) {
    const FloatMode mode;
    try {
      for (std::size_t i = next.fetch_add(1); i < tasks; i = next.fetch_add(1))
        body(i, worker);
    } catch (...) {
      const std::lock_guard lock(failureLock);
      if (!failure)
        failure = std::current_exception();
      next = tasks;
    }
  };
  {
    std::vector<std::jthread> threads;
    for (int w = 1; w < workers; ++w)
      threads.emplace_back(work, w);
    work(0);
  }
  if (failure)
    std::rethrow_exception(failure);
}

#endif

} // namespace rxq::base
