#include "app/session.h"

#include <QFileInfo>
#include <algorithm>

#include "core/base/error.h"
#include "core/study/families.h"
#include "widgets/error_text.h"

namespace rxq::app {

namespace {
constexpr int kRowsInterval = 700; // ms between looks for changed rows

study::Phase phaseOf(store::RunStatus status) {
  switch (status) {
  case store::RunStatus::Finished:
    return study::Phase::Done;
  case store::RunStatus::Failed:
    return study::Phase::Failed;
  case store::RunStatus::Running: // by another process, or killed
  case store::RunStatus::Stopped:
    break;
  }
  return study::Phase::Stopped;
}
} // namespace

ShownStudy loadStudy(const store::Workspace& workspace, std::int64_t studyId) {
  ShownStudy shown;
  const store::StudyRecord record = workspace.study(studyId);
  shown.id = studyId;
  param::fromNode(param::parseJson(record.spec, "study " + record.name), shown.spec);
  for (const study::ReceiverEntry& entry : shown.spec.receivers) {
    study::EntryProgress p;
    p.name = entry.name;
    p.kind = entry.kind;
    p.iterations = entry.train.iterations;
    // By the receiver's own name: a run may have been renamed.
    const auto run = workspace.findRun(studyId, entry.name);
    if (run && !run->trashed) {
      p.phase = phaseOf(run->status);
      p.note = run->note;
      p.curve = workspace.points(run->id);
      p.history = workspace.history(run->id);
      p.ranges = workspace.ranges(run->id);
      if (!p.history.empty())
        p.iteration = p.history.back().iteration;
    }
    shown.progress.entries.push_back(std::move(p));
  }
  for (std::size_t i = 0; i < shown.spec.receivers.size(); ++i)
    study::judge(shown.progress, shown.spec, i, shown.spec.sweep.blerTarget);
  return shown;
}

Session::Session(QObject* parent) : QObject(parent) {
  m_rowsTimer.setInterval(kRowsInterval);
  connect(&m_rowsTimer, &QTimer::timeout, this, &Session::pollRows);
  connect(&m_job, &widgets::JobController::failed, this, [this](const QString& message) {
    m_failure = message;
    Q_EMIT failed(message);
    Q_EMIT runEnded(true);
  });
  connect(&m_loader, &widgets::JobController::failed, this, &Session::failed);
}

Session::~Session() = default;

QString Session::workspacePath() const {
  return m_workspace ? QString::fromStdString(m_workspace->path()) : QString();
}

void Session::openWorkspace(const QString& path) {
  auto opened = std::make_shared<store::Workspace>(path.toStdString());
  m_job.cancel();
  m_workspace = std::move(opened);
  m_revision = m_workspace->revision();
  m_shown = nullptr;
  m_showsLive = false;
  m_rowsTimer.start();
  Q_EMIT workspaceChanged();
  Q_EMIT rowsChanged();
  Q_EMIT shownChanged();
}

void Session::pollRows() {
  if (!m_workspace)
    return;
  try {
    if (const std::int64_t now = m_workspace->revision(); now != m_revision) {
      m_revision = now;
      Q_EMIT rowsChanged();
    }
  } catch (const base::Error& e) {
    m_rowsTimer.stop();
    Q_EMIT failed(widgets::errorText(e));
  }
}

void Session::run(const study::StudySpec& spec) {
  if (!m_workspace || isRunning())
    return;
  m_runningSpec = spec;
  m_failure.clear();
  m_progress = nullptr;
  using Progress = study::StudyProgress;
  m_job.start<Progress, Progress>(
      [spec, workspace = m_workspace](std::stop_token stop, base::Mailbox<Progress>& mailbox) {
        return study::runStudy(spec, *workspace, {}, stop, mailbox);
      },
      [this](std::shared_ptr<const Progress> p) { takeProgress(std::move(p), true); },
      [this](Progress last) {
        const bool stopped = last.stopped;
        takeProgress(std::make_shared<const Progress>(std::move(last)), false);
        pollRows();
        Q_EMIT runEnded(stopped);
      });
  auto empty = std::make_shared<Progress>();
  empty->secondsLeft = -1;
  for (const study::ReceiverEntry& entry : spec.receivers) {
    study::EntryProgress p;
    p.name = entry.name;
    p.kind = entry.kind;
    empty->entries.push_back(std::move(p));
  }
  m_showsLive = true;
  takeProgress(std::move(empty), true);
  Q_EMIT runStarted();
}

void Session::cancel() {
  m_job.cancel();
  Q_EMIT progressed();
}

void Session::takeProgress(std::shared_ptr<const study::StudyProgress> progress, bool running) {
  m_progress = std::move(progress);
  if (m_showsLive) {
    auto shown = std::make_shared<ShownStudy>();
    shown->spec = m_runningSpec;
    shown->progress = *m_progress;
    shown->live = running;
    m_shown = std::move(shown);
    Q_EMIT shownChanged();
  }
  Q_EMIT progressed();
}

void Session::showLive() {
  if (!m_progress)
    return;
  m_showsLive = true;
  takeProgress(m_progress, isRunning());
}

void Session::showStored(std::int64_t studyId) {
  if (!m_workspace)
    return;
  m_showsLive = false;
  m_loader.start<ShownStudy>([workspace = m_workspace,
                              studyId](std::stop_token) { return loadStudy(*workspace, studyId); },
                             [this](ShownStudy study) {
                               if (!m_showsLive)
                                 showResults(std::move(study));
                             });
}

void Session::showResults(ShownStudy study) {
  m_showsLive = false;
  m_shown = std::make_shared<const ShownStudy>(std::move(study));
  Q_EMIT shownChanged();
}

} // namespace rxq::app
