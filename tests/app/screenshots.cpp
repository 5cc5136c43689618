// Renders every page in both themes and at two sizes:
//   rxq_screenshots OUTDIR [--workspace FILE] [--only PAGE,PAGE...] [--width 1280]
// Without a workspace the pages show a made-up study. Needs no display (QT_QPA_PLATFORM=offscreen).
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <cstdio>

#include "app/curves_page.h"
#include "app/learn_page.h"
#include "app/lesson.h"
#include "app/main_window.h"
#include "app/models_page.h"
#include "app/study_page.h"
#include "core/base/error.h"
#include "tests/app/sample_study.h"
#include "widgets/job_strip.h"
#include "widgets/theme.h"

namespace {

using rxq::app::MainWindow;
using Mode = rxq::widgets::Theme::Mode;

/// Lets timers and jobs of the pages come to rest.
void settle(int milliseconds) {
  QElapsedTimer timer;
  timer.start();
  while (timer.elapsed() < milliseconds)
    QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
}

struct Shot {
  const char* name;
  MainWindow::PageId page;
};

} // namespace

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
    qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setOrganizationName(QStringLiteral("RxQuant-screenshots"));
  QCoreApplication::setApplicationName(QStringLiteral("RxQuant-screenshots"));
  const QStringList arguments = QCoreApplication::arguments();
  if (arguments.size() < 2) {
    std::fprintf(stderr, "usage: rxq_screenshots OUTDIR [--workspace FILE]\n");
    return 2;
  }
  const QDir folder(arguments[1]);
  QDir().mkpath(folder.path());
  const auto option = [&](const char* name) {
    const auto at = arguments.indexOf(QLatin1String(name));
    return at > 0 && at + 1 < arguments.size() ? arguments[at + 1] : QString();
  };
  const bool real = !option("--workspace").isEmpty();
  const QStringList only = option("--only").split(u',', Qt::SkipEmptyParts);
  const auto wanted = [&](const QString& name) { return only.isEmpty() || only.contains(name); };
  QTemporaryDir scratch;
  const QString workspace =
      real ? option("--workspace") : scratch.filePath(QStringLiteral("paper-study.rxq"));
  auto& theme = rxq::widgets::Theme::install(application, Mode::Light);
  MainWindow window;
  window.show();
  window.start(workspace, QString());
  window.loadPreset(QStringLiteral("demo"));
  if (real) {
    if (const auto studies = window.session().workspace()->studies(); !studies.empty())
      window.session().showStored(studies.back().id);
  } else {
    window.session().showResults(rxq::tests::sampleStudy());
    window.findChild<rxq::widgets::JobStrip*>()->setRunning(
        QStringLiteral("Training QAT W3 A4 · iteration 1 240 of 2 500"), 0.62,
        QStringLiteral("4 120 slots/s"), 110);
  }
  settle(2500);
  using Id = MainWindow::PageId;
  const Shot shots[] = {{"start", Id::Welcome},   {"study", Id::Study},   {"train", Id::Train},
                        {"explore", Id::Explore}, {"curves", Id::Curves}, {"compare", Id::Compare},
                        {"runs", Id::Runs},       {"models", Id::Models}, {"export", Id::Export},
                        {"learn", Id::Learn},     {"guide", Id::Help}};
  bool explored = false;
  const auto take = [&](const QString& name) {
    settle(350);
    window.grab().save(folder.filePath(name + QStringLiteral(".png")));
  };
  for (const auto& [mode, look] :
       {std::pair{Mode::Light, "light"}, std::pair{Mode::Dark, "dark"}}) {
    theme.setMode(mode);
    for (const QSize size : {QSize(1280, 800), QSize(2560, 1440)}) {
      if (const int width = option("--width").toInt(); width > 0 && width != size.width())
        continue;
      window.resize(size);
      const QString tail = QStringLiteral("_%1_%2").arg(QLatin1String(look)).arg(size.width());
      for (const Shot& shot : shots) {
        if (!wanted(QLatin1String(shot.name)))
          continue;
        window.showPage(shot.page);
        if (shot.page == Id::Models && real) // a quantized one tells most
          if (const auto models = window.session().workspace()->models(); !models.empty())
            window.findChild<rxq::app::ModelsPage*>()->chooseModel(models.back().id);
        if (shot.page == Id::Explore) // measures while it is shown
          settle(explored ? 1000 : 25000);
        explored |= shot.page == Id::Explore;
        settle(3000); // pages read the workspace beside the window
        take(QLatin1String(shot.name) + tail);
      }
      window.showPage(Id::Learn);
      for (int lesson = 0; lesson < 3; ++lesson) {
        if (!wanted(QStringLiteral("lesson%1").arg(lesson + 1)))
          continue;
        window.learnPage().open(lesson);
        window.learnPage().current()->goTo(lesson == 0 ? 3 : lesson == 1 ? 1 : 0);
        settle(6000);
        take(QStringLiteral("lesson%1").arg(lesson + 1) + tail);
      }
      window.learnPage().open(-1);
      if (!wanted(QStringLiteral("study-edit")))
        continue;
      window.showPage(Id::Study);
      window.studyPage().editReceiver(static_cast<int>(window.document().spec().receivers.size()) -
                                      1);
      take(QStringLiteral("study-edit") + tail);
      window.studyPage().editReceiver(-1);
    }
  }
  return 0;
}
