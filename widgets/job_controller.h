#pragma once

#include <QObject>
#include <QTimer>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include "core/base/mailbox.h"

namespace rxq::widgets {

/// Runs jobs of the core beside the window: one thread a job, the newest snapshot 25 times a
/// second, the result (or the error's message) at the end; all on this object's thread. A job that
/// was replaced or discarded delivers nothing more (generation number), and is joined when it ends,
/// at the latest in the destructor, which asks it to stop.
class JobController : public QObject {
  Q_OBJECT
 public:
  static constexpr int kPollMilliseconds = 40;

  explicit JobController(QObject* parent = nullptr);
  ~JobController() override;

  bool isRunning() const { return m_current != nullptr; }
  bool isStopping() const { return m_current && m_thread.get_stop_token().stop_requested(); }

  /// Starts `work(std::stop_token, base::Mailbox<Snapshot>&) -> Result`; a job that runs is
  /// discarded first.
  template <class Snapshot, class Result, class Work>
  void start(Work work, std::function<void(std::shared_ptr<const Snapshot>)> onSnapshot,
             std::function<void(Result)> onResult) {
    struct TypedJob final : Job {
      base::Mailbox<Snapshot> mailbox;
      std::optional<Result> result;
      std::function<void(std::shared_ptr<const Snapshot>)> onSnapshot;
      std::function<void(Result)> onResult;
      void poll() override {
        if (auto snapshot = mailbox.take(); snapshot && onSnapshot)
          onSnapshot(std::move(snapshot));
      }
      void deliver() override {
        if (result && onResult)
          onResult(std::move(*result));
      }
    };
    auto job = std::make_shared<TypedJob>();
    job->onSnapshot = std::move(onSnapshot);
    job->onResult = std::move(onResult);
    launch(job, [job, run = std::move(work)](std::stop_token stop) mutable {
      job->result.emplace(run(stop, job->mailbox));
    });
  }
  /// A job without snapshots: `work(std::stop_token) -> Result`.
  template <class Result, class Work> void start(Work work, std::function<void(Result)> onResult) {
    start<int, Result>([run = std::move(work)](std::stop_token stop,
                                               base::Mailbox<int>&) mutable { return run(stop); },
                       nullptr, std::move(onResult));
  }

  /// Asks the job to stop; its result is still delivered.
  void cancel();
  /// Asks the job to stop and forgets it.
  void discard();

 Q_SIGNALS:
  void started();
  /// After the result or the error was delivered; not for discarded jobs.
  void finished();
  /// What the job threw, as a sentence for people.
  void failed(const QString& message);

 private:
  struct Job {
    virtual ~Job() = default;
    virtual void poll() = 0;
    virtual void deliver() = 0;
    std::exception_ptr error;
  };

  void launch(std::shared_ptr<Job> job, std::function<void(std::stop_token)> run);
  void ended(quint64 generation);

  QTimer m_timer;
  std::shared_ptr<Job> m_current;
  quint64 m_generation = 0;
  std::jthread m_thread;
  struct Retired {
    quint64 generation;
    std::jthread thread;
  };
  std::vector<Retired> m_retired; ///< asked to stop, not ended yet
};

} // namespace rxq::widgets
