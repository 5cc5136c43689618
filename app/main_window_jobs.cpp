// What runs: the session, the queue and what the main window shows of them.
#include <QPushButton>
#include <QUndoStack>
#include <algorithm>
#include <cmath>

#include "app/compare_page.h"
#include "app/main_window.h"
#include "app/queue_panel.h"
#include "app/study_page.h"
#include "app/study_text.h"
#include "widgets/banner.h"
#include "widgets/format.h"
#include "widgets/job_strip.h"

namespace rxq::app {

void MainWindow::connectSession() {
  connect(&m_document, &StudyDocument::changed, this, [this] {
    updateTitle();
    updateRunButton();
  });
  connect(m_strip, &widgets::JobStrip::pauseWanted, &m_jobs, &JobList::pauseAll);
  connect(m_strip, &widgets::JobStrip::resumeWanted, &m_jobs, &JobList::resumeAll);
  connect(m_strip, &widgets::JobStrip::queueWanted, m_queue, &QueuePanel::toggle);
  connect(&m_jobs, &JobList::changed, this, &MainWindow::updateQueue);
  connect(&m_jobs, &JobList::failed, this,
          [this](const QString& message) { m_banner->showError(message); });
  connect(m_queue, &QueuePanel::removed, this, [this](const QString& name, const QString& spec) {
    m_toast->showText(tr("%1 is out of the queue.").arg(name), tr("Undo"), [this, spec] {
      guarded(
          [&] { m_jobs.add(param::readJson<study::StudySpec>(spec.toStdString(), "the study")); });
    });
  });
  connect(&m_session, &Session::workspaceChanged, this, [this] {
    updateTitle();
    updateRecent();
  });
  connect(&m_session, &Session::runStarted, this, [this] {
    m_banner->clear();
    updateRunButton();
  });
  connect(&m_session, &Session::progressed, this, [this] {
    updateStrip();
    updateRunButton();
  });
  connect(&m_session, &Session::failed, this,
          [this](const QString& message) { m_banner->showError(message); });
  connect(&m_session, &Session::runEnded, this, [this](bool stopped) {
    updateRunButton();
    const auto progress = m_session.progress();
    int failures = 0;
    for (const auto& entry : progress->entries)
      failures += entry.phase == study::Phase::Failed ? 1 : 0;
    if (stopped)
      m_strip->setIdle(tr("Stopped; what is done is kept, and the study resumes from there"));
    else if (failures > 0)
      m_strip->setProblem(failures == 1
                              ? tr("The study is done; one receiver failed")
                              : tr("The study is done; %1 receivers failed").arg(failures));
    else
      m_strip->setIdle(tr("The study is done"));
  });
}

void MainWindow::addAndRun(const study::StudySpec& base,
                           std::vector<study::ReceiverEntry> entries) {
  const auto& receivers = m_document.spec().receivers;
  const bool known = std::any_of(receivers.begin(), receivers.end(),
                                 [&](const auto& r) { return r.name == entries.front().parent; });
  if (!known)
    m_document.replace(base, tr("open %1").arg(QString::fromStdString(base.name)));
  QUndoStack& steps = m_document.undoStack();
  steps.beginMacro(tr("add %1").arg(QString::fromStdString(entries.front().name)));
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::string before = entries[i].name;
    entries[i].name = m_document.freeName(before);
    for (std::size_t later = i + 1; later < entries.size(); ++later)
      if (entries[later].parent == before)
        entries[later].parent = entries[i].name;
    m_document.addReceiver(entries[i]);
  }
  steps.endMacro();
  const study::ReceiverEntry& added = entries.back();
  // Only what is new has to be done; the open study keeps its other receivers.
  m_jobs.add(m_document.spec());
  m_toast->showText(
      runsThisStudy() ? tr("%1 is in the study, and runs.").arg(QString::fromStdString(added.name))
                      : tr("%1 is in the study, and waits in the queue.")
                            .arg(QString::fromStdString(added.name)),
      tr("Show its curve"), [this] { showPage(PageId::Curves); });
}

bool MainWindow::runsThisStudy() const {
  return m_session.isRunning() && m_session.runningSpec() == m_document.spec();
}

void MainWindow::runStudy() {
  if (!m_session.workspace() || runsThisStudy())
    return;
  if (!m_study->canRun()) {
    showPage(PageId::Study);
    return;
  }
  m_jobs.add(m_document.spec());
  if (runsThisStudy())
    showPage(PageId::Curves);
  else
    m_toast->showText(
        tr("%1 waits in the queue.").arg(QString::fromStdString(m_document.spec().name)));
}

void MainWindow::compareRuns(std::vector<std::int64_t> runs) {
  m_compare->setRuns(std::move(runs));
  showPage(PageId::Compare);
}

void MainWindow::updateRunButton() {
  const bool running = runsThisStudy(), stopping = running && m_session.isStopping();
  m_run->setText(stopping                ? tr("Stopping …")
                 : running               ? tr("Stop")
                 : m_session.isRunning() ? tr("Add to queue")
                                         : tr("Run study"));
  m_run->setToolTip(running ? tr("Keeps what is done; running again resumes from there (Ctrl+.)")
                    : m_session.isRunning()
                        ? tr("Another study runs; this one runs after it (Ctrl+R)")
                        : tr("Trains, quantizes and measures; reuses what the workspace has "
                             "(Ctrl+R)"));
  m_run->setAccessibleName(m_run->text());
  m_run->setEnabled(running ? !stopping : m_study->canRun());
}

void MainWindow::updateQueue() {
  using Offer = widgets::JobStrip::Offer;
  const bool running = m_jobs.running() != 0;
  const int others = static_cast<int>(m_jobs.jobs().size()) - (running ? 1 : 0);
  m_strip->setQueue(others, running              ? Offer::Pause
                            : m_jobs.canResume() ? Offer::Resume
                                                 : Offer::Nothing);
}

void MainWindow::updateStrip() {
  const auto progress = m_session.progress();
  if (!progress || !m_session.isRunning())
    return;
  const QString activity =
      m_session.isStopping() ? tr("Stopping; saving what is done") : describeActivity(*progress);
  const QString speed =
      progress->slotsPerSecond > 0
          ? tr("%1 slots/s").arg(widgets::grouped(std::llround(progress->slotsPerSecond)))
          : QString();
  m_strip->setRunning(activity, progress->fraction, speed, progress->secondsLeft);
}

} // namespace rxq::app
