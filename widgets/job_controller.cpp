#include "widgets/job_controller.h"

#include <algorithm>
#include <cfenv>

#include "core/base/error.h"
#include "widgets/error_text.h"

namespace rxq::widgets {

namespace {
QString messageOf(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const base::Error& e) {
    return errorText(e);
  } catch (const std::bad_alloc&) {
    return JobController::tr("There is not enough memory for this job: use a smaller batch, grid "
                             "or network.");
  } catch (const std::exception& e) {
    return JobController::tr("The job failed: %1").arg(QString::fromLocal8Bit(e.what()));
  } catch (...) {
    return JobController::tr("The job failed for an unknown reason.");
  }
}
} // namespace

JobController::JobController(QObject* parent) : QObject(parent) {
  m_timer.setInterval(kPollMilliseconds);
  connect(&m_timer, &QTimer::timeout, this, [this] {
    if (const auto job = m_current)
      job->poll();
  });
}

JobController::~JobController() {
  discard();
  // All at once, then each jthread joins.
  for (Retired& retired : m_retired)
    retired.thread.request_stop();
}

void JobController::launch(std::shared_ptr<Job> job, std::function<void(std::stop_token)> run) {
  discard();
  m_current = job;
  const quint64 generation = ++m_generation;
  m_thread = std::jthread(
      [this, generation, job = std::move(job), run = std::move(run)](std::stop_token stop) {
        // A plotting library built with unsafe mathematics switches denormals off for every thread
        // that is made after it was loaded; terminal and window must compute the same.
        std::fesetenv(FE_DFL_ENV);
        try {
          run(stop);
        } catch (...) {
          job->error = std::current_exception();
        }
        QMetaObject::invokeMethod(
            this, [this, generation] { ended(generation); }, Qt::QueuedConnection);
      });
  m_timer.start();
  Q_EMIT started();
}

void JobController::ended(quint64 generation) {
  const auto stale = std::find_if(m_retired.begin(), m_retired.end(),
                                  [&](const Retired& r) { return r.generation == generation; });
  if (stale != m_retired.end()) {
    m_retired.erase(stale);
    return;
  }
  if (generation != m_generation || !m_current)
    return;
  m_thread.join();
  m_timer.stop();
  const auto job = std::exchange(m_current, nullptr);
  job->poll(); // the last snapshot
  // A slot may start the next job: only this one's ending is reported here.
  if (job->error)
    Q_EMIT failed(messageOf(job->error));
  else
    job->deliver();
  if (!m_current)
    Q_EMIT finished();
}

void JobController::cancel() {
  if (m_current)
    m_thread.request_stop();
}

void JobController::discard() {
  if (!m_current)
    return;
  m_thread.request_stop();
  m_retired.push_back({m_generation, std::move(m_thread)});
  m_current = nullptr;
  m_timer.stop();
}

} // namespace rxq::widgets
