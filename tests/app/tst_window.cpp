#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "app/curves_page.h"
#include "app/export_page.h"
#include "app/main_window.h"
#include "app/study_page.h"
#include "tests/app/window_fixture.h"
#include "widgets/curve_plot.h"
#include "widgets/form_view.h"
#include "widgets/theme.h"

using namespace rxq;
using app::MainWindow;
using tests::kPatience;
using tests::resultsOf;

namespace {
/// Rows that the first visible table of a page shows.
int rowsOn(QWidget& window) {
  for (const QTableView* table : window.findChildren<QTableView*>())
    if (table->isVisible())
      return table->model()->rowCount();
  return -1;
}
} // namespace

class TestWindow final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();

  void opensQuickly();
  void navigatesByMouseAndKeys();
  void wrongValueMarksItsField();
  void addsASweep();
  void keysShowTheirFocus();
  void undoAndRedo();
  void themes();
  void runsCancelsResumes();
  void listsAndExports();
  void badFilesAreToldNotTaken();
  void printsNoWarnings();

 private:
  QString at(const char* name) const { return m_folder->filePath(QLatin1String(name)); }
  QAbstractButton* buttonNamed(const QString& text) const {
    for (QAbstractButton* button : m_window->findChildren<QAbstractButton*>())
      if (button->isVisible() && button->text() == text)
        return button;
    return nullptr;
  }
  void click(QWidget* widget) const {
    QVERIFY(widget);
    QVERIFY(widget->isEnabled());
    QTest::mouseClick(widget, Qt::LeftButton);
  }
  QPushButton* runButton() const {
    return m_window->findChild<QPushButton*>(QStringLiteral("run"));
  }

  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<MainWindow> m_window;
  QString m_study;
  study::StudySpec m_spec;
  static inline QStringList s_warnings;
};

void TestWindow::initTestCase() {
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setOrganizationName(QStringLiteral("RxQuant-tests"));
  QCoreApplication::setApplicationName(QStringLiteral("RxQuant-tests"));
  widgets::Theme::install(*qApp, widgets::Theme::Mode::Light);
  m_spec = test::smallStudy();
  for (study::ReceiverEntry& entry : m_spec.receivers)
    entry.train.iterations = 400;
  m_spec.sweep.maxSlots = 512;
}

void TestWindow::init() {
  QSettings().clear();
  m_folder = std::make_unique<QTemporaryDir>();
  m_study = at("study.json");
  QFile file(m_study);
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write(QByteArray::fromStdString(param::writeJson(m_spec)));
  file.close();
  qInstallMessageHandler([](QtMsgType type, const QMessageLogContext&, const QString& text) {
    // Of the platform without a display, not of the program.
    const bool platform = text.contains(QLatin1String("propagateSizeHints")) ||
                          text.contains(QLatin1String("XDG_RUNTIME_DIR"));
    if (type != QtDebugMsg && type != QtInfoMsg && !platform)
      s_warnings << text;
  });
  m_window = std::make_unique<MainWindow>();
  m_window->resize(1280, 800);
  m_window->show();
  m_window->start(at("workspace.rxq"), m_study);
  QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestWindow::cleanup() {
  m_window.reset();
  qInstallMessageHandler(nullptr);
}

void TestWindow::opensQuickly() {
  QElapsedTimer timer;
  timer.start();
  MainWindow second;
  second.show();
  second.start(at("other.rxq"), QString());
  QVERIFY(QTest::qWaitForWindowExposed(&second));
  // A second is what people get; machines that run tests beside other work get ten.
  QVERIFY2(timer.elapsed() < 10'000, qPrintable(QString::number(timer.elapsed())));
  QCOMPARE(second.page(), MainWindow::PageId::Welcome);
  QVERIFY(second.findChild<QPushButton*>(QStringLiteral("runDemo"))->isEnabled());
  QVERIFY(second.findChild<QPushButton*>(QStringLiteral("openStudy"))->isEnabled());
}

void TestWindow::navigatesByMouseAndKeys() {
  using Id = MainWindow::PageId;
  const std::pair<const char*, Id> pages[] = {
      {"Study", Id::Study},   {"Train", Id::Train}, {"Explore", Id::Explore},
      {"Curves", Id::Curves}, {"Runs", Id::Runs},   {"Models", Id::Models},
      {"Export", Id::Export}, {"Guide", Id::Help},  {"Start", Id::Welcome}};
  for (const auto& [name, id] : pages) {
    click(buttonNamed(QString::fromLatin1(name)));
    QCOMPARE(m_window->page(), id);
  }
  buttonNamed(QStringLiteral("Start"))->setFocus();
  QTest::keyClick(m_window->focusWidget(), Qt::Key_Down);
  QTest::keyClick(m_window->focusWidget(), Qt::Key_Space);
  QCOMPARE(m_window->page(), Id::Study);
}

void TestWindow::wrongValueMarksItsField() {
  m_window->showPage(MainWindow::PageId::Study);
  widgets::FormView* link = nullptr;
  for (widgets::FormView* form : m_window->studyPage().forms())
    if (form->objectName() == QLatin1String("linkForm"))
      link = form;
  QVERIFY(link);
  QWidget* editor = link->editor(QStringLiteral("link.resourceBlocks"));
  QVERIFY(editor);
  auto* line = qobject_cast<QLineEdit*>(editor) ? qobject_cast<QLineEdit*>(editor)
                                                : editor->findChild<QLineEdit*>();
  QVERIFY(line);
  line->setFocus();
  line->selectAll();
  QTest::keyClicks(line, QStringLiteral("5000"));
  QTest::keyClick(line, Qt::Key_Return);
  const QString error = link->errorText(QStringLiteral("link.resourceBlocks"));
  QVERIFY2(error.contains(QLatin1String("100")), qPrintable(error)); // says what would be right
  QVERIFY(!m_window->studyPage().canRun());
  QVERIFY(!runButton()->isEnabled());
  line->selectAll();
  QTest::keyClicks(line, QStringLiteral("2"));
  QTest::keyClick(line, Qt::Key_Return);
  QVERIFY(link->errorText(QStringLiteral("link.resourceBlocks")).isEmpty());
  QTRY_VERIFY(runButton()->isEnabled());
  QCOMPARE(m_window->document().spec().link.resourceBlocks, 2);
}

// One menu entry adds all widths of a family, as one step to undo.
void TestWindow::addsASweep() {
  m_window->showPage(MainWindow::PageId::Study);
  auto* add = [&]() -> QToolButton* {
    for (auto* b : m_window->studyPage().findChildren<QToolButton*>())
      if (b->accessibleName() == QLatin1String("Add a receiver"))
        return b;
    return nullptr;
  }();
  QVERIFY(add);
  Q_EMIT add->menu()->aboutToShow();
  const std::size_t before = m_window->document().spec().receivers.size();
  QAction* sweep = nullptr;
  for (QAction* action : add->menu()->actions())
    if (action->menu() && action->text().startsWith(QLatin1String("PTQ")))
      sweep = action->menu()->actions().value(0);
  QVERIFY(sweep);
  sweep->trigger();
  const auto& receivers = m_window->document().spec().receivers;
  QVERIFY(receivers.size() >= before + 4); // widths that are there are not added again
  QCOMPARE(receivers.back().kind, study::ReceiverKind::Ptq);
  QCOMPARE(receivers.back().quant.weightBits, 2);
  QVERIFY(m_window->studyPage().canRun());
  m_window->document().undoStack().undo();
  QCOMPARE(m_window->document().spec().receivers.size(), before);
}

// The mouse leaves no frame behind; keys show where they go.
void TestWindow::keysShowTheirFocus() {
  QAbstractButton* start = nullptr;
  for (auto* b : m_window->findChildren<QPushButton*>())
    if (b->text() == QLatin1String("Start"))
      start = b;
  QVERIFY(start);
  QTest::mouseClick(start, Qt::LeftButton);
  QVERIFY(!start->property("keyFocus").toBool());
  start->setFocus(Qt::MouseFocusReason);
  QTest::keyClick(start, Qt::Key_Tab);
  auto* next = qobject_cast<QAbstractButton*>(m_window->focusWidget());
  QVERIFY(next && next != start);
  QVERIFY(next->property("keyFocus").toBool());
  // A page that is shown otherwise takes the place of the one before.
  start->setFocus(Qt::MouseFocusReason);
  m_window->showPage(MainWindow::PageId::Curves);
  QVERIFY(m_window->focusWidget() != start);
}

void TestWindow::undoAndRedo() {
  m_window->showPage(MainWindow::PageId::Study);
  const study::StudySpec before = m_window->document().spec();
  auto* tick = m_window->findChild<QWidget*>(QStringLiteral("receiver0"));
  QVERIFY(tick);
  tick->setFocus();
  QTest::keyClick(tick, Qt::Key_Space);
  QTRY_VERIFY(!(m_window->document().spec() == before));
  const study::StudySpec after = m_window->document().spec();
  QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier);
  QTRY_VERIFY(m_window->document().spec() == before);
  QTest::keyClick(m_window.get(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  QTRY_VERIFY(m_window->document().spec() == after);
}

void TestWindow::themes() {
  auto& theme = widgets::Theme::install(*qApp);
  const auto darkness = [&] {
    QTest::qWait(50);
    return m_window->grab().toImage().scaled(1, 1).pixelColor(0, 0).lightness();
  };
  theme.setMode(widgets::Theme::Mode::Dark);
  const int dark = darkness();
  theme.setMode(widgets::Theme::Mode::Light);
  const int light = darkness();
  QVERIFY2(dark < 90 && light > 190, qPrintable(QStringLiteral("%1 %2").arg(dark).arg(light)));
}

void TestWindow::runsCancelsResumes() {
  app::Session& session = m_window->session();
  click(runButton());
  QTRY_VERIFY_WITH_TIMEOUT(session.isRunning(), kPatience);
  // Losses come in while it trains.
  QTRY_VERIFY_WITH_TIMEOUT(session.progress() && session.progress()->entries.size() == 4 &&
                               !session.progress()->entries[1].history.empty(),
                           kPatience);
  click(runButton()); // it reads "Stop" now
  QTRY_VERIFY_WITH_TIMEOUT(!session.isRunning(), kPatience);
  QVERIFY(session.progress()->stopped);
  QTRY_VERIFY(runButton()->isEnabled());

  click(runButton());
  QTRY_VERIFY_WITH_TIMEOUT(session.isRunning(), kPatience);
  m_window->showPage(MainWindow::PageId::Curves);
  QTRY_VERIFY_WITH_TIMEOUT(!session.isRunning(), kPatience);
  QVERIFY(session.progress()->finished);
  QVERIFY(!session.progress()->stopped);
  QTRY_COMPARE(m_window->curvesPage().plot().series().size(), std::size_t{4});

  store::Workspace straight(":memory:");
  base::Mailbox<study::StudyProgress> mailbox;
  study::runStudy(m_spec, straight, {2}, {}, mailbox);
  QCOMPARE(resultsOf(*session.workspace()), resultsOf(straight));

  for (const char* ending : {"svg", "png", "csv", "html", "pdf"}) {
    const QString file = at("plot.") + QLatin1String(ending);
    m_window->curvesPage().exportTo(file);
    QVERIFY2(QFileInfo(file).size() > 300, ending);
  }
}

void TestWindow::listsAndExports() {
  {
    store::Workspace ready(at("ready.rxq").toStdString());
    base::Mailbox<study::StudyProgress> mailbox;
    study::runStudy(m_spec, ready, {2}, {}, mailbox);
  }
  QVERIFY(m_window->openWorkspace(at("ready.rxq")));
  m_window->showPage(MainWindow::PageId::Runs);
  QTRY_COMPARE(rowsOn(*m_window), 4);
  m_window->showPage(MainWindow::PageId::Models);
  QTRY_COMPARE(rowsOn(*m_window), 3);
  m_window->showPage(MainWindow::PageId::Export);
  m_window->exportPage().setFolder(at("exported"));
  QString verdict;
  bool passed = false;
  connect(&m_window->exportPage(), &app::ExportPage::exported, this,
          [&](const QString& key, bool ok) {
            verdict = key;
            passed = ok;
          });
  auto* button = m_window->findChild<QPushButton*>(QStringLiteral("export-c99"));
  QTRY_VERIFY(button && button->isEnabled());
  click(button);
  QTRY_COMPARE_WITH_TIMEOUT(verdict, QStringLiteral("c99"), kPatience);
  QVERIFY(passed);
  bool said = false;
  for (const QLabel* label : m_window->exportPage().findChildren<QLabel*>())
    said |= label->isVisible() && label->text().contains(QLatin1String("all equal"));
  QVERIFY(said);
}

void TestWindow::badFilesAreToldNotTaken() {
  QFile bad(at("bad.json"));
  QVERIFY(bad.open(QIODevice::WriteOnly));
  bad.write(R"({"name": "x", "link": {"resourceBlocks": -3}})");
  bad.close();
  const study::StudySpec before = m_window->document().spec();
  m_window->openFile(bad.fileName());
  QVERIFY(m_window->document().spec() == before);
  bool told = false;
  for (const QLabel* label : m_window->findChildren<QLabel*>())
    told |= label->isVisible() && label->text().contains(QLatin1String("resourceBlocks"));
  QVERIFY(told);
  const QString open = m_window->session().workspacePath();
  m_window->openFile(at("bad.json").replace(QLatin1String(".json"), QLatin1String(".rxq")));
  QFile foreign(at("foreign.rxq"));
  QVERIFY(foreign.open(QIODevice::WriteOnly));
  foreign.write("not a database at all, but long enough to look like a file");
  foreign.close();
  QVERIFY(!m_window->openWorkspace(foreign.fileName()));
  QVERIFY(m_window->session().workspace());
}

// Last: all that went before was quiet.
void TestWindow::printsNoWarnings() { QCOMPARE(s_warnings.join(u'\n'), QString()); }

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
