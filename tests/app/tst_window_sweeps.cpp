#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "app/language.h"
#include "app/learn_page.h"
#include "app/main_window.h"
#include "app/session.h"
#include "tests/app/ready_workspace.h"
#include "tests/app/sample_study.h"
#include "widgets/theme.h"

using namespace rxq;
using app::MainWindow;
using Mode = widgets::Theme::Mode;

// Walks through everything that the pages show: names for screen readers, texts that do not fit.
class TestWindowSweeps final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void controlsHaveNames_data() { pages(); }
  void controlsHaveNames();
  void textsFit_data() { pages(); }
  void textsFit();
  void tabReachesEveryControl_data() { pages(); }
  void tabReachesEveryControl();

 private:
  static void pages();
  QList<QWidget*> controls() const;
  void show();
  void speak(const QString& language);

  QTemporaryDir m_folder;
  std::unique_ptr<MainWindow> m_sample; ///< a study in the middle of its measurements, no rows
  std::unique_ptr<tests::ReadyWorkspace> m_ready;
  std::unique_ptr<MainWindow> m_stored; ///< a workspace with runs and models
  MainWindow* m_window = nullptr;       ///< the one at hand
};

void TestWindowSweeps::initTestCase() {
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setOrganizationName(QStringLiteral("RxQuant-sweeps"));
  QCoreApplication::setApplicationName(QStringLiteral("RxQuant-sweeps"));
  QSettings().clear();
  widgets::Theme::install(*qApp, Mode::Light);
  m_ready = std::make_unique<tests::ReadyWorkspace>();
}

void TestWindowSweeps::speak(const QString& language) {
  if (m_sample && app::currentLanguage() == language)
    return;
  m_sample.reset();
  m_stored.reset();
  app::installLanguage(*qApp, language);
  QCOMPARE(app::currentLanguage(), language);
  m_sample = std::make_unique<MainWindow>();
  m_sample->show();
  m_sample->start(m_folder.filePath(QStringLiteral("w.rxq")), QString());
  m_sample->loadPreset(QStringLiteral("demo"));
  m_sample->session().showResults(tests::sampleStudy());
  QVERIFY(QTest::qWaitForWindowExposed(m_sample.get()));
  m_stored = m_ready->open();
  QVERIFY(QTest::qWaitForWindowExposed(m_stored.get()));
}

void TestWindowSweeps::pages() {
  using Id = MainWindow::PageId;
  QTest::addColumn<QString>("language");
  QTest::addColumn<int>("page");
  QTest::addColumn<int>("width");
  QTest::addColumn<bool>("stored");
  for (const app::Language& language : app::languages()) {
    const auto add = [&](const char* name, Id id, bool stored) {
      for (const int width : {1280, 2560})
        QTest::addRow("%s, %s, %d", qPrintable(language.key), name, width)
            << language.key << static_cast<int>(id) << width << stored;
    };
    for (const auto& [name, id] : {std::pair{"start", Id::Welcome},
                                   {"study", Id::Study},
                                   {"train", Id::Train},
                                   {"explore", Id::Explore},
                                   {"curves", Id::Curves},
                                   {"compare", Id::Compare},
                                   {"runs", Id::Runs},
                                   {"models", Id::Models},
                                   {"export", Id::Export},
                                   {"learn", Id::Learn},
                                   {"lesson 1", Id::Learn},
                                   {"lesson 2", Id::Learn},
                                   {"lesson 3", Id::Learn},
                                   {"guide", Id::Help}})
      add(name, id, false);
    for (const auto& [name, id] : {std::pair{"compare with runs", Id::Compare},
                                   {"explore a model", Id::Explore},
                                   {"runs with rows", Id::Runs},
                                   {"models with rows", Id::Models}})
      add(name, id, true);
  }
}

void TestWindowSweeps::show() {
  QFETCH(QString, language);
  QFETCH(int, page);
  QFETCH(int, width);
  QFETCH(bool, stored);
  speak(language);
  m_window = stored ? m_stored.get() : m_sample.get();
  m_window->resize(width, width * 5 / 8);
  m_window->showPage(static_cast<MainWindow::PageId>(page));
  static const QRegularExpression lesson(QStringLiteral("lesson (\\d)"));
  const auto match = lesson.match(QString::fromUtf8(QTest::currentDataTag()));
  m_window->learnPage().open(match.hasMatch() ? match.captured(1).toInt() - 1 : -1);
  QTest::qWait(stored ? 1200 : 150); // rows are read beside the window
}

QList<QWidget*> TestWindowSweeps::controls() const {
  QList<QWidget*> list;
  for (QWidget* w : m_window->findChildren<QWidget*>()) {
    const bool control = qobject_cast<QAbstractButton*>(w) || qobject_cast<QLineEdit*>(w) ||
                         qobject_cast<QComboBox*>(w) || qobject_cast<QAbstractSpinBox*>(w) ||
                         qobject_cast<QAbstractItemView*>(w) ||
                         (qobject_cast<QAbstractSlider*>(w) && !qobject_cast<QScrollBar*>(w));
    // The view inside of a combo box' list is the combo box's own.
    if (control && w->isVisible() && w->focusPolicy() != Qt::NoFocus && w->window() == m_window)
      list << w;
  }
  return list;
}

void TestWindowSweeps::controlsHaveNames() {
  show();
  QStringList nameless;
  for (QWidget* w : controls()) {
    const QAccessibleInterface* a = QAccessible::queryAccessibleInterface(w);
    if (!a || a->text(QAccessible::Name).trimmed().isEmpty())
      nameless << QString::fromLatin1(w->metaObject()->className()) + u' ' + w->objectName();
  }
  QVERIFY2(controls().size() >= 5, "nothing was looked at");
  QCOMPARE(nameless.join(u'\n'), QString());
}

void TestWindowSweeps::textsFit() {
  show();
  QStringList clipped;
  for (const QAbstractButton* b : m_window->findChildren<QAbstractButton*>())
    if (b->isVisible() && !b->text().isEmpty() &&
        b->fontMetrics().horizontalAdvance(b->text().remove(u'&')) > b->width())
      clipped << QStringLiteral("button '%1' in %2 px").arg(b->text()).arg(b->width());
  for (const QLabel* l : m_window->findChildren<QLabel*>()) {
    if (!l->isVisible() || l->text().isEmpty() || l->wordWrap() || l->textFormat() == Qt::RichText)
      continue;
    if (l->fontMetrics().horizontalAdvance(l->text()) > l->width() + 1)
      clipped << QStringLiteral("label '%1' in %2 px").arg(l->text()).arg(l->width());
    if (l->fontMetrics().height() > l->height() + 2)
      clipped << QStringLiteral("label '%1' in %2 px of height").arg(l->text()).arg(l->height());
  }
  QCOMPARE(clipped.join(u'\n'), QString());
}

void TestWindowSweeps::tabReachesEveryControl() {
  show();
  const QList<QWidget*> all = controls();
  m_window->activateWindow();
  all.front()->setFocus();
  QSet<QWidget*> reached{m_window->focusWidget()};
  for (int i = 0; i < 400; ++i) {
    QTest::keyClick(m_window->focusWidget() ? m_window->focusWidget() : m_window, Qt::Key_Tab);
    reached << m_window->focusWidget();
  }
  QStringList missed;
  for (QWidget* w : all) {
    bool found = !w->isEnabled() || !(w->focusPolicy() & Qt::TabFocus);
    for (QWidget* r : reached) // a compound control takes the focus for its parts
      found = found || r == w || (r && (w->isAncestorOf(r) || r->isAncestorOf(w)));
    if (const auto* button = qobject_cast<QAbstractButton*>(w); button && button->group())
      found = true; // arrow keys move within a group
    if (!found)
      missed << QString::fromLatin1(w->metaObject()->className()) + u' ' + w->accessibleName();
  }
  QCOMPARE(missed.join(u'\n'), QString());
}

QTEST_MAIN(TestWindowSweeps)
#include "tst_window_sweeps.moc"
