#include "app/main_window.h"

#include <QButtonGroup>
#include <QCloseEvent>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QToolButton>
#include <QVBoxLayout>
#include <cmath>

#include "app/compare_page.h"
#include "app/curves_page.h"
#include "app/demo.h"
#include "app/explore_page.h"
#include "app/export_page.h"
#include "app/help_page.h"
#include "app/learn_page.h"
#include "app/models_page.h"
#include "app/presets.h"
#include "app/queue_panel.h"
#include "app/runs_page.h"
#include "app/study_page.h"
#include "app/study_text.h"
#include "app/train_page.h"
#include "app/welcome_page.h"
#include "core/base/error.h"
#include "widgets/banner.h"
#include "widgets/error_text.h"
#include "widgets/format.h"
#include "widgets/icons.h"
#include "widgets/job_strip.h"
#include "widgets/labels.h"
#include "widgets/theme.h"

namespace rxq::app {

namespace {
constexpr int kNavigationWidth = 176;
constexpr int kTopBarHeight = 48;
constexpr int kRecentWorkspaces = 6;
constexpr double kPresentedType = 1.5;
const QString kRecentKey = QStringLiteral("workspaces/recent");
} // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent), m_stack(new QStackedWidget), m_navigation(new QButtonGroup(this)),
      m_run(new QPushButton), m_theme(new QToolButton), m_workspaceName(new widgets::FigureLabel),
      m_summary(new widgets::FigureLabel), m_banner(new widgets::Banner),
      m_strip(new widgets::JobStrip), m_toast(nullptr) {
  setWindowTitle(QStringLiteral("RxQuant"));
  setMinimumSize(960, 640);
  resize(1280, 800);
  setAcceptDrops(true);
  auto* central = new QWidget;
  auto* outer = new QVBoxLayout(central);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->setSpacing(0);
  m_topBar = makeTopBar();
  outer->addWidget(m_topBar);
  auto* middle = new QHBoxLayout;
  middle->setSpacing(0);
  m_navigationBar = makeNavigation();
  middle->addWidget(m_navigationBar);
  auto* right = new QVBoxLayout;
  right->setSpacing(0);
  auto* bannerBox = new QVBoxLayout;
  bannerBox->setContentsMargins(14, 0, 14, 0);
  bannerBox->addWidget(m_banner);
  right->addLayout(bannerBox);
  right->addWidget(m_stack, 1);
  middle->addLayout(right, 1);
  outer->addLayout(middle, 1);
  outer->addWidget(m_strip);
  setCentralWidget(central);
  m_toast = new widgets::Toast(central);
  m_queue = new QueuePanel(m_jobs, central);
  makePages();
  makeShortcuts();
  connectSession();
  const QSettings settings;
  restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
  updateTitle();
  updateRunButton();
  showPage(PageId::Welcome);
}

MainWindow::~MainWindow() {
  if (auto* theme = widgets::Theme::current())
    theme->setTypeScale(1);
  // A field that is left while the window goes would write into a document that is gone already.
  if (QWidget* field = focusWidget())
    field->clearFocus();
}

QWidget* MainWindow::makeTopBar() {
  auto* bar = new QFrame;
  bar->setProperty("class", QStringLiteral("topbar"));
  bar->setFixedHeight(kTopBarHeight);
  auto* layout = new QHBoxLayout(bar);
  layout->setContentsMargins(16, 0, 16, 0);
  layout->setSpacing(8);
  auto* left = new QHBoxLayout;
  left->setSpacing(16);
  left->addWidget(widgets::styledLabel(QStringLiteral("RxQuant"), "brand"));
  m_workspaceName->setTone(widgets::FigureLabel::Tone::Dim);
  m_workspaceName->setElide(true);
  left->addWidget(m_workspaceName, 1);
  layout->addLayout(left, 3);
  m_summary->setTone(widgets::FigureLabel::Tone::Dim);
  m_summary->setAlignment(Qt::AlignCenter);
  m_summary->setElide(true);
  layout->addWidget(m_summary, 4);
  auto* right = new QHBoxLayout;
  right->setSpacing(8);
  right->addStretch(1);
  auto* menu = new QToolButton;
  menu->setIcon(widgets::icon("menu"));
  menu->setToolTip(tr("Studies and workspaces"));
  menu->setAccessibleName(tr("Menu"));
  makeMenu(menu);
  m_theme->setToolTip(tr("Light or dark (Ctrl+T)"));
  m_theme->setAccessibleName(tr("Switch between light and dark"));
  connect(m_theme, &QToolButton::clicked, this, &MainWindow::toggleTheme);
  auto* undo = new QToolButton;
  auto* redo = new QToolButton;
  m_undo.addStack(&m_document.undoStack());
  m_undo.setActiveStack(&m_document.undoStack());
  const auto setUp = [&](QToolButton* button, QAction* action, const char* icon,
                         QKeySequence::StandardKey key) {
    action->setIcon(widgets::icon(icon));
    action->setShortcuts(key);
    addAction(action);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
  };
  setUp(undo, m_undo.createUndoAction(this, tr("Undo")), "undo", QKeySequence::Undo);
  setUp(redo, m_undo.createRedoAction(this, tr("Redo")), "redo", QKeySequence::Redo);
  undo->setAccessibleName(tr("Undo"));
  redo->setAccessibleName(tr("Redo"));
  for (QToolButton* button : {menu, m_theme, undo, redo}) {
    button->setIconSize(QSize(16, 16));
    right->addWidget(button);
  }
  m_run->setProperty("class", QStringLiteral("primary"));
  m_run->setObjectName(QStringLiteral("run"));
  connect(m_run, &QPushButton::clicked, this, [this] {
    if (runsThisStudy())
      m_jobs.pauseAll();
    else
      runStudy();
  });
  right->addWidget(m_run);
  layout->addLayout(right, 3);
  const auto showTheme = [this] {
    m_theme->setIcon(widgets::icon(widgets::Theme::colors().dark ? "sun" : "moon"));
  };
  showTheme();
  if (auto* theme = widgets::Theme::current())
    connect(theme, &widgets::Theme::changed, this, showTheme);
  return bar;
}

QWidget* MainWindow::makeNavigation() {
  auto* navigation = new QFrame;
  navigation->setProperty("class", QStringLiteral("nav"));
  navigation->setFixedWidth(kNavigationWidth);
  navigation->setAccessibleName(tr("Pages"));
  auto* layout = new QVBoxLayout(navigation);
  layout->setContentsMargins(8, 10, 8, 10);
  layout->setSpacing(2);
  for (const QString& heading : {QString(), tr("Workspace"), tr("Help")}) {
    if (!heading.isEmpty()) {
      QLabel* label = widgets::styledLabel(heading, "section");
      label->setContentsMargins(12, 8, 0, 2);
      layout->addWidget(label);
    }
    auto* section = new QVBoxLayout;
    section->setSpacing(2);
    layout->addLayout(section);
    m_sections.push_back(section);
  }
  layout->addStretch(1);
  m_navigation->setExclusive(true);
  connect(m_navigation, &QButtonGroup::idToggled, this, [this](int id, bool on) {
    if (!on)
      return;
    m_stack->setCurrentIndex(id);
    m_undo.setActiveStack(static_cast<PageId>(id) == PageId::Explore ? &m_explore->undoStack()
                                                                     : &m_document.undoStack());
  });
  return navigation;
}

void MainWindow::addPage(PageId id, QWidget* page, const QString& name, QVBoxLayout* into) {
  auto* button = new QPushButton(name);
  button->setProperty("class", QStringLiteral("nav"));
  button->setCheckable(true);
  const int number = static_cast<int>(id);
  if (number < 9) // there is no Ctrl+10
    button->setShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(number + 1)));
  button->setToolTip(button->shortcut().toString(QKeySequence::NativeText));
  m_navigation->addButton(button, number);
  into->addWidget(button);
  m_stack->insertWidget(number, page);
}

MainWindow::PageId MainWindow::page() const { return static_cast<PageId>(m_stack->currentIndex()); }

void MainWindow::showPage(PageId page) {
  QAbstractButton* button = m_navigation->button(static_cast<int>(page));
  button->setChecked(true);
  // Keys go on from the page's own name, not from that of the page before.
  const QWidget* focus = focusWidget();
  if (!focus || m_navigationBar->isAncestorOf(focus) || !focus->isVisible())
    button->setFocus(Qt::OtherFocusReason);
  m_stack->setCurrentIndex(static_cast<int>(page));
}

QString MainWindow::defaultWorkspace() {
  return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
         QStringLiteral("/rxquant.rxq");
}

void MainWindow::start(const QString& workspacePath, const QString& studyFile) {
  m_document.setAutosave(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
                         QStringLiteral("/autosave.json"));
  if (!m_document.restoreAutosave())
    if (const auto all = presets(); !all.empty())
      m_document.load(all.front().spec, QString());
  const QStringList recent = QSettings().value(kRecentKey).toStringList();
  QString path = workspacePath;
  if (path.isEmpty())
    for (const QString& candidate : recent)
      if (path.isEmpty() && QFileInfo::exists(candidate))
        path = candidate;
  if (path.isEmpty()) {
    path = defaultWorkspace();
    QDir().mkpath(QFileInfo(path).path());
  }
  // A workspace that cannot be opened must not keep the window from working.
  if (!openWorkspace(path) && path != defaultWorkspace()) {
    const QString problem = m_banner->text();
    QDir().mkpath(QFileInfo(defaultWorkspace()).path());
    openWorkspace(defaultWorkspace());
    m_banner->showError(problem);
  }
  if (!studyFile.isEmpty())
    openStudy(studyFile);
}

void MainWindow::guarded(const std::function<void()>& action) {
  try {
    action();
  } catch (const base::Error& e) {
    m_banner->showError(widgets::errorText(e));
  }
}

bool MainWindow::openWorkspace(const QString& path) {
  try {
    m_session.openWorkspace(QFileInfo(path).absoluteFilePath());
    m_banner->clear();
    return true;
  } catch (const base::Error& e) {
    m_banner->showError(widgets::errorText(e));
    return false;
  }
}

void MainWindow::updateRecent() {
  QSettings settings;
  QStringList recent = settings.value(kRecentKey).toStringList();
  const QString path = m_session.workspacePath();
  recent.removeAll(path);
  recent.prepend(path);
  recent.removeIf([](const QString& p) { return !QFileInfo::exists(p); });
  while (recent.size() > kRecentWorkspaces)
    recent.removeLast();
  settings.setValue(kRecentKey, recent);
  m_welcome->setRecentWorkspaces(recent, path);
}

void MainWindow::openFile(const QString& path) {
  if (path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive))
    openStudy(path);
  else
    openWorkspace(path);
}

void MainWindow::openStudy(const QString& path) {
  guarded([&] {
    m_document.open(path);
    m_banner->clear();
    showPage(PageId::Study);
  });
}

void MainWindow::loadPreset(const QString& key) {
  for (const Preset& preset : presets())
    if (preset.key == key)
      m_document.load(preset.spec, QString());
  showPage(PageId::Study);
}

void MainWindow::updateTitle() {
  const QString workspace = QFileInfo(m_session.workspacePath()).fileName();
  m_workspaceName->setText(workspace);
  m_workspaceName->setToolTip(QDir::toNativeSeparators(m_session.workspacePath()));
  m_summary->setText(describeLink(m_document.spec()));
  const QString study = QString::fromStdString(m_document.spec().name);
  setWindowTitle(study + (m_document.isModified() ? QStringLiteral(" *") : QString()) +
                 QStringLiteral(" – RxQuant"));
}

void MainWindow::toggleTheme() {
  auto* theme = widgets::Theme::current();
  if (!theme)
    return;
  const auto mode =
      widgets::Theme::colors().dark ? widgets::Theme::Mode::Light : widgets::Theme::Mode::Dark;
  theme->setMode(mode);
  QSettings().setValue(QStringLiteral("window/theme"), static_cast<int>(mode));
}

void MainWindow::setPresenting(bool on) {
  if (on == m_presenting)
    return;
  m_presenting = on;
  if (on)
    showPage(PageId::Learn);
  for (QWidget* frame : {m_topBar, m_navigationBar, static_cast<QWidget*>(m_strip)})
    frame->setVisible(!on);
  if (auto* theme = widgets::Theme::current())
    theme->setTypeScale(on ? kPresentedType : 1);
  m_learn->setPresenting(on);
  setWindowState(windowState().setFlag(Qt::WindowFullScreen, on));
}

void MainWindow::saveState() {
  QSettings().setValue(QStringLiteral("window/geometry"), saveGeometry());
  m_document.flushAutosave();
}

void MainWindow::closeEvent(QCloseEvent* event) {
  setPresenting(false);
  saveState();
  // The window goes at once; the job stops cleanly behind it and resumes next time.
  hide();
  m_session.cancel();
  QMainWindow::closeEvent(event);
}

} // namespace rxq::app
