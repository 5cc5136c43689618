// How long the window keeps a person waiting while both cores train: rxq_frame_times [SECONDS]
// Runs a study that trains, and on each page asks for a repaint of the whole window sixty times a
// second while sliders move; a frame's time is from the wish to the painted picture. Prints
// percentiles by page.
#include <QApplication>
#include <QElapsedTimer>
#include <QSettings>
#include <QSlider>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "app/demo.h"
#include "app/main_window.h"
#include "widgets/theme.h"

using namespace rxq;
using app::MainWindow;
using Id = MainWindow::PageId;

namespace {
constexpr int kFrame = 16; ///< ms

/// Notes when the window has been painted.
class PaintWatch : public QObject {
 public:
  bool painted = false;
  bool eventFilter(QObject* watched, QEvent* event) override {
    painted |= event->type() == QEvent::Paint;
    return QObject::eventFilter(watched, event);
  }
};

double percentile(std::vector<double> values, double p) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[static_cast<std::size_t>(p * double(values.size() - 1))];
}

std::vector<double> measure(MainWindow& window, PaintWatch& watch, int seconds) {
  std::vector<double> frames;
  QElapsedTimer whole, frame;
  whole.start();
  int step = 0;
  while (whole.elapsed() < 1000 * seconds) {
    frame.start();
    if (++step % 20 == 0) // as a hand on the first slider of the page
      for (QSlider* slider : window.findChildren<QSlider*>())
        if (slider->isVisible()) {
          slider->setValue(slider->value() > slider->minimum() ? slider->value() - 1
                                                               : slider->maximum());
          break;
        }
    watch.painted = false;
    window.centralWidget()->update();
    while (!watch.painted)
      QCoreApplication::processEvents(QEventLoop::AllEvents);
    frames.push_back(double(frame.nsecsElapsed()) / 1e6);
    while (frame.elapsed() < kFrame)
      QCoreApplication::processEvents(QEventLoop::AllEvents, 2);
  }
  return frames;
}
} // namespace

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
    qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setOrganizationName(QStringLiteral("RxQuant-frames"));
  QCoreApplication::setApplicationName(QStringLiteral("RxQuant-frames"));
  QSettings().clear();
  const int seconds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5;
  widgets::Theme::install(application, widgets::Theme::Mode::Light);
  QTemporaryDir folder;
  MainWindow window;
  window.resize(1280, 800);
  window.show();
  window.start(folder.filePath(QStringLiteral("frames.rxq")), QString());
  app::installPretrained(*window.session().workspace());
  study::StudySpec spec = app::demoStudy();
  spec.seed = 4711; // nothing of it is there: it trains
  window.document().load(spec, QString());
  window.runStudy();
  PaintWatch watch;
  window.centralWidget()->installEventFilter(&watch);
  std::printf("%-8s %8s %8s %8s %8s   (ms, 1280x800, %s)\n", "page", "50 %", "95 %", "99 %", "most",
              window.session().isRunning() ? "both cores training" : "idle");
  std::vector<double> all;
  for (const auto& [name, page] :
       {std::pair{"study", Id::Study}, std::pair{"train", Id::Train},
        std::pair{"explore", Id::Explore}, std::pair{"curves", Id::Curves},
        std::pair{"runs", Id::Runs}, std::pair{"models", Id::Models},
        std::pair{"learn", Id::Learn}}) {
    window.showPage(page);
    const auto frames = measure(window, watch, seconds);
    all.insert(all.end(), frames.begin(), frames.end());
    std::printf("%-8s %8.1f %8.1f %8.1f %8.1f\n", name, percentile(frames, 0.5),
                percentile(frames, 0.95), percentile(frames, 0.99), percentile(frames, 1));
    std::fflush(stdout);
  }
  std::printf("%-8s %8.1f %8.1f %8.1f %8.1f\n", "all", percentile(all, 0.5), percentile(all, 0.95),
              percentile(all, 0.99), percentile(all, 1));
  return 0;
}
