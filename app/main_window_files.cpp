// Menus, shortcuts, file dialogs and drag and drop of the main window.
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMimeData>
#include <QSettings>
#include <QShortcut>
#include <QToolButton>
#include <QUrl>

#include "app/language.h"
#include "app/main_window.h"
#include "app/presets.h"
#include "app/queue_panel.h"
#include "widgets/banner.h"
#include "widgets/theme.h"

namespace rxq::app {

namespace {
QString studyFilter() { return MainWindow::tr("Studies (*.json)"); }
QString workspaceFilter() { return MainWindow::tr("Workspaces (*.rxq)"); }

/// The first file in a drag that can be opened; empty: none.
QString droppedFile(const QMimeData* data) {
  for (const QUrl& url : data->urls()) {
    const QString path = url.toLocalFile();
    if (path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive) ||
        path.endsWith(QLatin1String(".rxq"), Qt::CaseInsensitive))
      return path;
  }
  return {};
}
} // namespace

void MainWindow::makeMenu(QToolButton* button) {
  auto* menu = new QMenu(button);
  const auto add = [&](const QString& text, const QKeySequence& key, auto slot) {
    QAction* action = menu->addAction(text, this, slot);
    action->setShortcut(key);
    addAction(action); // shortcuts work while the menu is closed
    return action;
  };
  add(tr("Open a study …"), QKeySequence::Open, [this] { chooseStudy(); });
  add(tr("Save the study"), QKeySequence::Save, [this] { saveStudy(false); });
  add(tr("Save the study as …"), QKeySequence(QStringLiteral("Ctrl+Shift+S")),
      [this] { saveStudy(true); });
  QMenu* from = menu->addMenu(tr("New study from"));
  for (const Preset& preset : presets())
    from->addAction(QString::fromStdString(preset.spec.name), this,
                    [this, key = preset.key] { loadPreset(key); });
  from->addAction(tr("Nothing"), this, [this] {
    m_document.load(study::StudySpec{}, QString());
    showPage(PageId::Study);
  });
  menu->addSeparator();
  add(tr("Open a workspace …"), QKeySequence(QStringLiteral("Ctrl+Shift+O")),
      [this] { chooseWorkspace(false); });
  add(tr("New workspace …"), QKeySequence(QStringLiteral("Ctrl+Shift+N")),
      [this] { chooseWorkspace(true); });
  menu->addSeparator();
  QMenu* look = menu->addMenu(tr("Look"));
  for (const auto& [mode, text] : {std::pair{widgets::Theme::Mode::System, tr("As the system")},
                                   std::pair{widgets::Theme::Mode::Light, tr("Light")},
                                   std::pair{widgets::Theme::Mode::Dark, tr("Dark")}})
    look->addAction(text, this, [mode = mode] {
      if (auto* theme = widgets::Theme::current())
        theme->setMode(mode);
      QSettings().setValue(QStringLiteral("window/theme"), static_cast<int>(mode));
    });
  QMenu* language = menu->addMenu(tr("Language"));
  language->addAction(tr("As the system"), this, [this] { Q_EMIT languageWanted(QString()); });
  for (const Language& choice : languages())
    language->addAction(choice.name, this,
                        [this, key = choice.key] { Q_EMIT languageWanted(key); });
  add(tr("Quit"), QKeySequence::Quit, [this] { close(); });
  button->setMenu(menu);
  button->setPopupMode(QToolButton::InstantPopup);
}

void MainWindow::makeShortcuts() {
  const auto add = [this](const char* keys, auto slot) {
    connect(new QShortcut(QKeySequence(QLatin1String(keys)), this), &QShortcut::activated, this,
            slot);
  };
  add("Ctrl+R", [this] { runStudy(); });
  add("Ctrl+.", [this] { m_jobs.pauseAll(); });
  add("Ctrl+J", [this] { m_queue->toggle(); });
  add("Ctrl+T", [this] { toggleTheme(); });
  add("F11", [this] { setPresenting(!m_presenting); });
  add("Esc", [this] { setPresenting(false); });
  add("F1", [this] { showPage(PageId::Help); });
}

void MainWindow::chooseStudy() {
  const QString path =
      QFileDialog::getOpenFileName(this, tr("Open a study"), m_document.path(), studyFilter());
  if (!path.isEmpty())
    openStudy(path);
}

void MainWindow::saveStudy(bool asNew) {
  QString path = m_document.path();
  if (asNew || path.isEmpty()) {
    path = QFileDialog::getSaveFileName(this, tr("Save the study"), path, studyFilter());
    if (path.isEmpty())
      return;
    if (!path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive))
      path += QStringLiteral(".json");
  }
  guarded([&] {
    m_document.save(path);
    m_toast->showText(tr("Saved as %1.").arg(QFileInfo(path).fileName()));
  });
}

void MainWindow::chooseWorkspace(bool create) {
  const QString folder = QFileInfo(m_session.workspacePath()).path();
  QString path =
      create
          ? QFileDialog::getSaveFileName(this, tr("New workspace"), folder, workspaceFilter(),
                                         nullptr, QFileDialog::DontConfirmOverwrite)
          : QFileDialog::getOpenFileName(this, tr("Open a workspace"), folder, workspaceFilter());
  if (path.isEmpty())
    return;
  if (create && !path.endsWith(QLatin1String(".rxq"), Qt::CaseInsensitive))
    path += QStringLiteral(".rxq");
  if (openWorkspace(path))
    m_toast->showText(create ? tr("The workspace %1 is open.").arg(QFileInfo(path).fileName())
                             : tr("Opened %1.").arg(QFileInfo(path).fileName()));
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (!droppedFile(event->mimeData()).isEmpty())
    event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  const QString path = droppedFile(event->mimeData());
  if (path.isEmpty())
    return;
  event->acceptProposedAction();
  openFile(path);
}

} // namespace rxq::app
