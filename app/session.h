#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <memory>

#include "core/store/workspace.h"
#include "core/study/study_runner.h"
#include "widgets/job_controller.h"

namespace rxq::app {

/// A study with what is known of its receivers, live or from the workspace. Immutable.
struct ShownStudy {
  std::int64_t id = 0; ///< in the workspace; 0: not known (yet)
  study::StudySpec spec;
  study::StudyProgress progress;
  bool live = false; ///< it runs now
};

/// Reads a study's runs back from a workspace, decibels and paired losses included.
ShownStudy loadStudy(const store::Workspace& workspace, std::int64_t studyId);

/// The open workspace and the job that works on it; what the pages stand on.
class Session : public QObject {
  Q_OBJECT
 public:
  explicit Session(QObject* parent = nullptr);
  ~Session() override;

  /// Opens or creates. Throws base::Error; the workspace that was open then stays. A running job is
  /// asked to stop first, and keeps its own workspace until it has.
  void openWorkspace(const QString& path);
  std::shared_ptr<store::Workspace> workspace() const { return m_workspace; }
  QString workspacePath() const;

  /// Starts the study, or resumes it: what the workspace already has is not done again.
  void run(const study::StudySpec& spec);
  void cancel();
  bool isRunning() const { return m_job.isRunning(); }
  bool isStopping() const { return m_job.isStopping(); }
  const study::StudySpec& runningSpec() const { return m_runningSpec; }
  /// What ended the last run before its time, for people; empty: nothing did.
  const QString& failure() const { return m_failure; }

  /// What Train and Curves show; null: nothing yet.
  std::shared_ptr<const ShownStudy> shown() const { return m_shown; }
  void showStored(std::int64_t studyId);
  void showLive();
  /// Shows something that is neither (tests, screenshots).
  void showResults(ShownStudy study);
  /// The latest state of the running (or last run) study.
  std::shared_ptr<const study::StudyProgress> progress() const { return m_progress; }

 Q_SIGNALS:
  void workspaceChanged();
  /// Rows of the workspace have changed, by this program or another.
  void rowsChanged();
  void runStarted();
  void progressed();
  void runEnded(bool stopped);
  /// A sentence for people.
  void failed(const QString& message);
  void shownChanged();

 private:
  void takeProgress(std::shared_ptr<const study::StudyProgress> progress, bool running);
  void pollRows();

  std::shared_ptr<store::Workspace> m_workspace;
  study::StudySpec m_runningSpec;
  QString m_failure;
  std::shared_ptr<const study::StudyProgress> m_progress;
  std::shared_ptr<const ShownStudy> m_shown;
  bool m_showsLive = false;
  std::int64_t m_revision = -1;
  QTimer m_rowsTimer;
  widgets::JobController m_loader;
  widgets::JobController m_job; ///< last: joined first
};

} // namespace rxq::app
