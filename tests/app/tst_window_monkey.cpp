#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QApplication>
#include <QComboBox>
#include <QDesktopServices>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QRandomGenerator>
#include <QTest>
#include <QTextBrowser>

#include "app/export_page.h"
#include "tests/app/window_fixture.h"

using namespace rxq;
using app::MainWindow;

namespace {
constexpr int kActions = 1000;
constexpr quint32 kSeed = 20260913;
} // namespace

// A thousand random clicks, keys, drags and drops on whatever is there, with a seed: no crash, no
// hang, no row lost. Run under the sanitizers it finds leaks as well (asan preset).
class TestWindowMonkey final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void thousandActions();

 public Q_SLOTS:
  void openUrl(const QUrl&) {} // links of the guide lead nowhere here

 private:
  QWidget* anyControl();
  void act();
  void chooseFromMenus();
  void closeDialogs();

  std::unique_ptr<tests::WindowFixture> m_f;
  QRandomGenerator m_random{kSeed};
  QStringList m_last;
};

QWidget* TestWindowMonkey::anyControl() {
  QWidgetList all;
  QWidget* root = QApplication::activePopupWidget();
  if (!root)
    root = m_f->window.get();
  for (QWidget* w : root->findChildren<QWidget*>())
    if (w->isVisible() && w->isEnabled() && w->window() == root->window() &&
        (w->focusPolicy() != Qt::NoFocus || qobject_cast<QAbstractButton*>(w)))
      all << w;
  return all.isEmpty() ? root : all[m_random.bounded(static_cast<int>(all.size()))];
}

// Menus and file dialogs wait in a loop of their own: menus get a choice now and then, dialogs no
// answer. (Two timers: one does not fire again within its own slot.)
void TestWindowMonkey::chooseFromMenus() {
  QWidget* popup = QApplication::activePopupWidget();
  if (!popup)
    return;
  if (m_random.bounded(2) == 0) {
    for (int i = m_random.bounded(5); i >= 0; --i)
      QTest::keyClick(popup, Qt::Key_Down);
    if (QApplication::activePopupWidget() == popup)
      QTest::keyClick(popup, Qt::Key_Return);
  } else
    popup->close();
}

void TestWindowMonkey::closeDialogs() {
  while (QWidget* dialog = QApplication::activeModalWidget())
    dialog->close();
}

void TestWindowMonkey::act() {
  MainWindow& window = *m_f->window;
  if (!window.isVisible()) // it had been closed
    window.show();
  QWidget* w = anyControl();
  const QPoint somewhere(m_random.bounded(std::max(1, w->width())),
                         m_random.bounded(std::max(1, w->height())));
  m_last << QStringLiteral("%1 '%2' %3")
                .arg(QLatin1String(w->metaObject()->className()), w->accessibleName(),
                     w->objectName());
  if (m_last.size() > 12)
    m_last.removeFirst();
  static constexpr Qt::Key kKeys[] = {
      Qt::Key_Up,  Qt::Key_Down,   Qt::Key_Left, Qt::Key_Right,     Qt::Key_Space, Qt::Key_Return,
      Qt::Key_Tab, Qt::Key_Escape, Qt::Key_Home, Qt::Key_Backspace, Qt::Key_F2,    Qt::Key_Delete};
  static constexpr Qt::Key kShortcuts[] = {Qt::Key_Z,      Qt::Key_R, Qt::Key_T, Qt::Key_J,
                                           Qt::Key_Period, Qt::Key_C, Qt::Key_A};
  switch (m_random.bounded(12)) {
  case 0:
  case 1:
  case 2:
  case 3:
    QTest::mouseClick(w, Qt::LeftButton, {}, somewhere);
    break;
  case 4:
    QTest::mouseDClick(w, Qt::LeftButton, {}, somewhere);
    break;
  case 5: {
    const QPoint there(m_random.bounded(std::max(1, w->width())),
                       m_random.bounded(std::max(1, w->height())));
    QTest::mousePress(w, Qt::LeftButton, {}, somewhere);
    QTest::mouseMove(w, there);
    QTest::mouseRelease(w, Qt::LeftButton, {}, there);
    break;
  }
  case 6:
  case 7:
    QTest::keyClick(w, kKeys[m_random.bounded(static_cast<int>(std::size(kKeys)))]);
    break;
  case 8:
    QTest::keyClick(&window, kShortcuts[m_random.bounded(static_cast<int>(std::size(kShortcuts)))],
                    m_random.bounded(4) == 0 ? Qt::ControlModifier | Qt::ShiftModifier
                                             : Qt::KeyboardModifiers(Qt::ControlModifier));
    break;
  case 9:
    QTest::keyClicks(w, QString::number(m_random.bounded(-5, 300)));
    break;
  case 10:
    window.showPage(static_cast<MainWindow::PageId>(
        m_random.bounded(static_cast<int>(MainWindow::PageId::Help) + 1)));
    break;
  case 11:
    window.resize(960 + m_random.bounded(1200), 640 + m_random.bounded(700));
    break;
  }
}

void TestWindowMonkey::thousandActions() {
  m_f = std::make_unique<tests::WindowFixture>("RxQuant-monkey");
  m_f->runBefore();
  std::vector<std::int64_t> before;
  std::int64_t points = 0;
  {
    const store::Workspace workspace(m_f->at("workspace.rxq").toStdString());
    for (const store::RunRecord& run : workspace.runs()) {
      before.push_back(run.id);
      points += std::ssize(workspace.points(run.id));
    }
  }
  m_f->open();
  m_f->window->exportPage().setFolder(m_f->at("exported"));
  for (const char* scheme : {"http", "https", "file"})
    QDesktopServices::setUrlHandler(QLatin1String(scheme), this, "openUrl");
  QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
  QTimer menus, dialogs;
  connect(&menus, &QTimer::timeout, this, &TestWindowMonkey::chooseFromMenus);
  connect(&dialogs, &QTimer::timeout, this, &TestWindowMonkey::closeDialogs);
  menus.start(30);
  dialogs.start(30);

  const int actions = qEnvironmentVariableIntValue("RXQ_MONKEY_ACTIONS");
  QElapsedTimer timer;
  for (int i = 0; i < (actions > 0 ? actions : kActions); ++i) {
    timer.start();
    act();
    QCoreApplication::processEvents(QEventLoop::AllEvents, 10);
    // A frozen window is a bug; ten seconds allow for a slow machine under sanitizers.
    QVERIFY2(timer.elapsed() < 10'000, qPrintable(m_last.join(u'\n')));
  }
  closeDialogs();
  while (QWidget* popup = QApplication::activePopupWidget())
    popup->close();
  m_f->close();
  for (const char* scheme : {"http", "https", "file"})
    QDesktopServices::unsetUrlHandler(QLatin1String(scheme));

  // Whatever was pressed: the runs from before are all there (in the trash at worst), with their
  // points.
  const store::Workspace workspace(m_f->at("workspace.rxq").toStdString());
  std::int64_t after = 0;
  for (const std::int64_t id : before) {
    QCOMPARE(workspace.run(id).id, id);
    after += std::ssize(workspace.points(id));
  }
  QVERIFY2(after >= points, qPrintable(QStringLiteral("%1 %2").arg(after).arg(points)));
}

QTEST_MAIN(TestWindowMonkey)
#include "tst_window_monkey.moc"
