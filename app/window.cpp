#include "app/window.h"

#include <QApplication>
#include <QIcon>
#include <QSettings>
#include <QTimer>

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
  MainWindow window;
  window.show();
  // The window is on screen before the first file is touched.
  QTimer::singleShot(0, &window, [&] {
    window.start(options.workspace ? QString::fromStdString(*options.workspace) : QString(),
                 options.studyFile ? QString::fromStdString(*options.studyFile) : QString());
  });
  return QApplication::exec();
}

} // namespace rxq::app
