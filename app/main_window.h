#pragma once

#include <QMainWindow>
#include <QUndoGroup>
#include <functional>

#include "app/job_list.h"
#include "app/session.h"
#include "app/study_document.h"

class QButtonGroup;
class QLabel;
class QPushButton;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace rxq::widgets {
class Banner;
class FigureLabel;
class JobStrip;
class Toast;
} // namespace rxq::widgets

namespace rxq::app {

class ComparePage;
class CurvesPage;
class ExplorePage;
class ExportPage;
class LearnPage;
class ModelsPage;
class QueuePanel;
class RunsPage;
class StudyPage;
class TrainPage;
class WelcomePage;

/// The workbench: pages chosen at the left, what runs at the foot, one primary action at the top.
class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  enum class PageId {
    Welcome,
    Study,
    Train,
    Explore,
    Curves,
    Compare,
    Runs,
    Models,
    Export,
    Learn,
    Help
  };

  explicit MainWindow(QWidget* parent = nullptr);
  ~MainWindow() override;

  /// Opens the workspace (empty: the last one, else the user's default) and, when given, a study;
  /// else the study that was being edited.
  void start(const QString& workspacePath, const QString& studyFile);
  void showPage(PageId page);
  PageId page() const;

  Session& session() { return m_session; }
  JobList& jobs() { return m_jobs; }
  StudyDocument& document() { return m_document; }
  StudyPage& studyPage() { return *m_study; }
  CurvesPage& curvesPage() { return *m_curves; }
  ComparePage& comparePage() { return *m_compare; }
  TrainPage& trainPage() { return *m_train; }
  ExportPage& exportPage() { return *m_export; }
  ExplorePage& explorePage() { return *m_explore; }
  LearnPage& learnPage() { return *m_learn; }
  /// The presenter's view: lessons in large type, without the window's frame.
  void setPresenting(bool on);
  bool isPresenting() const { return m_presenting; }

  /// A study (.json) or a workspace (.rxq).
  void openFile(const QString& path);
  bool openWorkspace(const QString& path);
  void openStudy(const QString& path);
  void loadPreset(const QString& key);
  /// Runs the study, or puts it into the queue behind what runs.
  void runStudy();
  /// Shows runs of the workspace side by side.
  void compareRuns(std::vector<std::int64_t> runs);

  /// Writes down what an own restart must find again: the study, the window's place.
  void saveState();

  /// The file that is used when none is named.
  static QString defaultWorkspace();

 Q_SIGNALS:
  /// The user wants the window in another language (language.h); "" as the system.
  void languageWanted(const QString& key);

 protected:
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  QWidget* makeTopBar();
  QWidget* makeNavigation();
  void makePages();
  void connectPages();
  void makeMenu(QToolButton* button);
  void makeShortcuts();
  void connectSession();
  void addPage(PageId id, QWidget* page, const QString& name, QVBoxLayout* into);
  void updateTitle();
  void updateRunButton();
  void updateStrip();
  void updateQueue();
  bool runsThisStudy() const;
  void updateRecent();
  /// Parents first; the names of all are made free ones.
  void addAndRun(const study::StudySpec& base, std::vector<study::ReceiverEntry> entries);
  void saveStudy(bool asNew);
  void chooseStudy();
  void chooseWorkspace(bool create);
  void guarded(const std::function<void()>& action);
  void toggleTheme();

  StudyDocument m_document;
  QUndoGroup m_undo; ///< the study's steps, or the explorer's on its page
  QStackedWidget* m_stack;
  QButtonGroup* m_navigation;
  std::vector<QVBoxLayout*> m_sections;
  WelcomePage* m_welcome;
  StudyPage* m_study;
  TrainPage* m_train;
  ExplorePage* m_explore;
  CurvesPage* m_curves;
  ComparePage* m_compare;
  RunsPage* m_runs;
  ModelsPage* m_models;
  ExportPage* m_export;
  LearnPage* m_learn;
  QWidget *m_topBar, *m_navigationBar;
  bool m_presenting = false;
  QPushButton* m_run;
  QToolButton* m_theme;
  widgets::FigureLabel* m_workspaceName;
  widgets::FigureLabel* m_summary;
  widgets::Banner* m_banner;
  widgets::JobStrip* m_strip;
  widgets::Toast* m_toast;
  QueuePanel* m_queue = nullptr;
  Session m_session; ///< behind the pages: its jobs are joined before any page goes
  JobList m_jobs{m_session};
};

} // namespace rxq::app
