#include "app/window.h"

#include <QApplication>
#include <QIcon>
#include <QSettings>
#include <QTimer>
#include <functional>
#include <memory>

#include "app/language.h"
#include "app/main_window.h"
#include "core/store/provenance.h"
#include "widgets/theme.h"

namespace rxq::app {

int runWindow(int argc, char** argv, const WindowOptions& options) {
  QApplication application(argc, argv);
  QCoreApplication::setOrganizationName(QStringLiteral("RxQuant"));
  QCoreApplication::setApplicationName(QStringLiteral("RxQuant"));
  QCoreApplication::setApplicationVersion(QString::fromStdString(store::programVersion()));
  const auto mode = static_cast<widgets::Theme::Mode>(
      QSettings().value(QStringLiteral("window/theme"), 0).toInt());
  widgets::Theme::install(application, mode);
  application.setWindowIcon(QIcon(QStringLiteral(":/rxquant/icons/rxquant.svg")));
  installLanguage(application, chosenLanguage());
  auto workspace = options.workspace ? QString::fromStdString(*options.workspace) : QString();
  auto study = options.studyFile ? QString::fromStdString(*options.studyFile) : QString();
  std::unique_ptr<MainWindow> window;
  // A change of language makes the window anew, at the same place, on the same workspace.
  const std::function<void()> open = [&] {
    window = std::make_unique<MainWindow>();
    window->show();
    QObject::connect(
        window.get(), &MainWindow::languageWanted, &application,
        [&](const QString& key) {
          const auto page = window->page();
          const bool resume = window->jobs().running() != 0;
          workspace = window->session().workspacePath();
          study.clear();
          chooseLanguage(key);
          window->saveState();
          window.reset();
          installLanguage(application, key);
          open();
          window->start(workspace, study);
          window->showPage(page);
          if (resume)
            window->jobs().resumeAll();
        },
        Qt::QueuedConnection);
  };
  open();
  // The window is on screen before the first file is touched.
  QTimer::singleShot(0, window.get(), [&] { window->start(workspace, study); });
  return QApplication::exec();
}

} // namespace rxq::app
