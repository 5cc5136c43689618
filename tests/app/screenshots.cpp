// Renders every page, in every language, both themes and two sizes, into a folder. Needs no
// display.
#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QElapsedTimer>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>

#include "app/curves_page.h"
#include "app/demo.h"
#include "app/explore_page.h"
#include "app/language.h"
#include "app/learn_page.h"
#include "app/lesson.h"
#include "app/main_window.h"
#include "app/models_page.h"
#include "app/study_page.h"
#include "tests/app/sample_study.h"
#include "widgets/job_strip.h"
#include "widgets/segmented_control.h"
#include "widgets/theme.h"

namespace {

using rxq::app::MainWindow;
using Id = MainWindow::PageId;
using Mode = rxq::widgets::Theme::Mode;

constexpr int kRest = 400, kRows = 3000, kLesson = 6000; ///< ms until what is shown is there
constexpr int kLongest = 90'000;                         ///< ms for what tells when it is there

/// Lets timers and jobs of the pages come to rest.
void settle(int milliseconds) {
  QElapsedTimer timer;
  timer.start();
  while (timer.elapsed() < milliseconds)
    QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
}

/// Until `done`, or so long that something must be wrong.
template <class Done> void settleUntil(Done&& done) {
  QElapsedTimer timer;
  timer.start();
  while (!done() && timer.elapsed() < kLongest)
    QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
}

/// One window in one language; takes its pictures.
class Photographer {
 public:
  Photographer(QDir folder, QStringList only, QString workspace, QString language)
      : m_folder(std::move(folder)), m_only(std::move(only)), m_language(std::move(language)) {
    m_window.show();
    const bool real = !workspace.isEmpty();
    m_window.start(real ? workspace : m_scratch.filePath(QStringLiteral("paper-study.rxq")),
                   QString());
    m_window.loadPreset(QStringLiteral("demo"));
    if (real) {
      if (const auto studies = m_window.session().workspace()->studies(); !studies.empty())
        m_window.session().showStored(studies.back().id);
    } else {
      m_window.session().showResults(rxq::tests::sampleStudy());
      m_window.findChild<rxq::widgets::JobStrip*>()->setRunning(
          QStringLiteral("QAT W3 A4 · 1 240 / 2 500"), 0.62, QStringLiteral("4 120 slots/s"), 110);
    }
    settle(2500);
  }

  /// Runs a study first; the pictures show it as it has just ended.
  void run(const QString& study) {
    rxq::app::installPretrained(*m_window.session().workspace());
    m_window.openStudy(study);
    m_window.runStudy();
    while (m_window.session().isRunning())
      settle(kRest);
  }

  void takeAll(const QString& look, QSize size) {
    m_window.resize(size);
    m_tail = QStringLiteral("_%1_%2").arg(look).arg(size.width());
    if (m_language != QLatin1String("en"))
      m_tail += u'_' + m_language;
    const std::pair<const char*, Id> pages[] = {
        {"start", Id::Welcome},   {"study", Id::Study},   {"train", Id::Train},
        {"explore", Id::Explore}, {"curves", Id::Curves}, {"compare", Id::Compare},
        {"runs", Id::Runs},       {"models", Id::Models}, {"export", Id::Export},
        {"learn", Id::Learn},     {"guide", Id::Help}};
    for (const auto& [name, id] : pages)
      take(QLatin1String(name), [&] {
        m_window.showPage(id);
        if (id == Id::Models) // a quantized one tells most
          if (const auto models = m_window.session().workspace()->models(); !models.empty())
            m_window.findChild<rxq::app::ModelsPage*>()->chooseModel(models.back().id);
        if (id == Id::Compare || id == Id::Models)
          return kRows;
        if (id == Id::Explore)
          explore();
        return kRest;
      });
    for (int lesson = 0; lesson < 3; ++lesson)
      take(QStringLiteral("lesson%1").arg(lesson + 1), [&] {
        constexpr int kSteps[] = {3, 1, 0};
        m_window.showPage(Id::Learn);
        m_window.learnPage().open(lesson);
        m_window.learnPage().current()->goTo(kSteps[lesson]);
        return kLesson;
      });
    take(QStringLiteral("present"), [&] {
      m_window.setPresenting(true);
      m_window.setWindowState(Qt::WindowNoState); // the screen of no display has a size of its own
      m_window.resize(size);
      m_window.learnPage().open(1);
      m_window.learnPage().current()->goTo(1);
      return kLesson;
    });
    m_window.setPresenting(false);
    m_window.resize(size);
    m_window.learnPage().open(-1);
    take(QStringLiteral("study-edit"), [&] {
      m_window.showPage(Id::Study);
      m_window.studyPage().editReceiver(
          static_cast<int>(m_window.document().spec().receivers.size()) - 1);
      return kRest;
    });
    m_window.studyPage().editReceiver(-1);
    take(QStringLiteral("around-network"), [&] {
      m_window.showPage(Id::Explore);
      exploreAround(true);
      return kRest;
    });
    exploreAround(false);
  }

 private:
  template <class F> void take(const QString& name, F&& prepare) {
    if (!m_only.isEmpty() && !m_only.contains(name))
      return;
    settle(prepare());
    m_window.grab().save(m_folder.filePath(name + m_tail + QStringLiteral(".png")));
  }

  /// As a person would: a few settings, then the one to show, until its map is full.
  void explore() {
    rxq::app::ExplorePage& page = m_window.explorePage();
    if (!page.isVisible() || !m_window.session().workspace() ||
        m_window.session().workspace()->models().empty())
      return;
    if (!std::exchange(m_explored, true))
      for (const auto& [weights, activations] :
           {std::pair{3, 8}, std::pair{4, 4}, std::pair{4, 8}}) {
        rxq::study::ExploreSetting setting = page.setting();
        setting.quant.weightBits = weights;
        setting.quant.activationBits = activations;
        page.choose(setting);
        settleUntil([&] {
          return page.state() && page.state()->setting == page.setting() && page.state()->finished;
        });
      }
    settleUntil([&] { return page.isMapFull(); });
  }

  /// The other room of its controls, the front end in integers; and back.
  void exploreAround(bool there) {
    rxq::app::ExplorePage& page = m_window.explorePage();
    page.findChild<rxq::widgets::SegmentedControl*>(QStringLiteral("exploreRooms"))
        ->setCurrent(there ? 1 : 0);
    rxq::study::ExploreSetting setting = page.setting();
    setting.integerFrontEnd = there;
    setting.frontEnd.sampleBits = 8;
    page.choose(setting);
    if (!there || !m_window.session().workspace())
      return;
    settleUntil([&] {
      return page.state() && page.state()->setting == page.setting() && page.state()->finished;
    });
  }

  QDir m_folder;
  QStringList m_only;
  QString m_language, m_tail;
  QTemporaryDir m_scratch;
  MainWindow m_window;
  bool m_explored = false;
};

} // namespace

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
    qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setOrganizationName(QStringLiteral("RxQuant-screenshots"));
  QCoreApplication::setApplicationName(QStringLiteral("RxQuant-screenshots"));
  QSettings().clear();
  QCommandLineParser parser;
  parser.setApplicationDescription(
      QStringLiteral("Pictures of every page, in every language, both themes and two sizes."));
  parser.addHelpOption();
  parser.addPositionalArgument(QStringLiteral("folder"), QStringLiteral("Where they go."));
  const QCommandLineOption workspace(QStringLiteral("workspace"),
                                     QStringLiteral("Shows this workspace; else a made-up study."),
                                     QStringLiteral("file"));
  const QCommandLineOption only(QStringLiteral("only"), QStringLiteral("These pages alone."),
                                QStringLiteral("page,..."));
  const QCommandLineOption width(QStringLiteral("width"), QStringLiteral("1280 or 2560 alone."),
                                 QStringLiteral("pixels"));
  const QCommandLineOption language(QStringLiteral("language"),
                                    QStringLiteral("en or zh_CN alone."), QStringLiteral("key"));
  const QCommandLineOption run(QStringLiteral("run"),
                               QStringLiteral("Runs this study first, from the trained models."),
                               QStringLiteral("file"));
  parser.addOptions({workspace, only, width, language, run});
  parser.process(application);
  if (parser.positionalArguments().size() != 1)
    parser.showHelp(2);
  const QDir folder(parser.positionalArguments().first());
  QDir().mkpath(folder.path());
  auto& theme = rxq::widgets::Theme::install(application, Mode::Light);
  for (const rxq::app::Language& spoken : rxq::app::languages()) {
    if (parser.isSet(language) && parser.value(language) != spoken.key)
      continue;
    rxq::app::installLanguage(application, spoken.key);
    Photographer photographer(folder, parser.value(only).split(u',', Qt::SkipEmptyParts),
                              parser.value(workspace), spoken.key);
    if (parser.isSet(run))
      photographer.run(parser.value(run));
    for (const auto& [mode, look] :
         {std::pair{Mode::Light, "light"}, std::pair{Mode::Dark, "dark"}}) {
      theme.setMode(mode);
      for (const QSize size : {QSize(1280, 800), QSize(2560, 1440)})
        if (!parser.isSet(width) || parser.value(width).toInt() == size.width())
          photographer.takeAll(QLatin1String(look), size);
    }
  }
  return 0;
}
