#include <QPushButton>
#include <QTest>
#include <algorithm>

#include "app/queue_panel.h"
#include "tests/app/window_fixture.h"
#include "widgets/banner.h"

using namespace rxq;
using store::JobState;
using tests::kPatience;

// Studies wait, are reordered, paused, resumed after a restart, and worked off by one window of
// two.
class TestWindowQueue final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void outlivesTheWindow();
  void undoesRemoval();
  void twoWindows();

 private:
  static study::StudySpec named(study::StudySpec spec, const char* name, int iterations) {
    spec.name = name;
    for (study::ReceiverEntry& entry : spec.receivers)
      entry.train.iterations = iterations;
    return spec;
  }
  static QStringList namesOf(const app::JobList& jobs) {
    QStringList names;
    for (const store::JobRecord& job : jobs.jobs())
      names << QString::fromStdString(job.name);
    return names;
  }
};

void TestWindowQueue::outlivesTheWindow() {
  tests::WindowFixture f("RxQuant-queue");
  const study::StudySpec a = named(f.spec, "A", 1500), b = named(f.spec, "B", 20),
                         c = named(f.spec, "C", 10);
  f.spec = a;
  f.open();
  f.click("Run study");
  QTRY_VERIFY_WITH_TIMEOUT(f.window->session().isRunning(), kPatience);
  // Another study while this one runs.
  f.window->document().load(b, QString());
  f.click("Add to queue");
  f.window->document().load(c, QString());
  QTest::keyClick(f.window.get(), Qt::Key_R, Qt::ControlModifier);
  QCOMPARE(namesOf(f.window->jobs()), (QStringList{"A", "B", "C"}));
  QVERIFY(f.window->jobs().jobs()[2].state == JobState::Waiting);
  QCOMPARE(f.button(QStringLiteral("queue"))->text(), QStringLiteral("Queue (2)"));

  QTest::keyClick(f.window.get(), Qt::Key_J, Qt::ControlModifier);
  QTRY_VERIFY(f.window->findChild<app::QueuePanel*>()->isVisible());
  f.click("up2");
  QCOMPARE(namesOf(f.window->jobs()), (QStringList{"A", "C", "B"}));
  f.click("pauseJobs");
  QTRY_VERIFY_WITH_TIMEOUT(!f.window->session().isRunning(), kPatience);
  QTRY_VERIFY(std::ranges::all_of(f.window->jobs().jobs(),
                                  [](const auto& job) { return job.state == JobState::Paused; }));

  f.close();
  f.open();
  QCOMPARE(namesOf(f.window->jobs()), (QStringList{"A", "C", "B"}));
  QVERIFY(!f.window->session().isRunning()); // nothing begins by itself
  QCOMPARE(f.button(QStringLiteral("pauseJobs"))->text(), QStringLiteral("Resume"));
  f.click("pauseJobs");
  QTRY_VERIFY_WITH_TIMEOUT(f.window->jobs().jobs().empty(), kPatience);

  // The same results, to the bit, as if each had run alone.
  store::Workspace straight(":memory:");
  base::Mailbox<study::StudyProgress> mailbox;
  for (const study::StudySpec& spec : {a, c, b})
    study::runStudy(spec, straight, {2}, {}, mailbox);
  QCOMPARE(tests::resultsOf(*f.window->session().workspace()), tests::resultsOf(straight));
}

void TestWindowQueue::undoesRemoval() {
  tests::WindowFixture f("RxQuant-queue");
  f.spec = named(f.spec, "A", 100000); // surely still in training when it is taken out
  f.open();
  f.click("Run study");
  f.window->document().load(named(f.spec, "B", 20), QString());
  f.click("Add to queue");
  f.click("queue");
  f.click("trash1");
  QCOMPARE(namesOf(f.window->jobs()), QStringList{"A"});
  QTest::mouseClick(f.window->findChild<widgets::Toast*>()->findChild<QPushButton*>(),
                    Qt::LeftButton);
  QCOMPARE(namesOf(f.window->jobs()), (QStringList{"A", "B"}));
  // What runs can be taken out, too; the next one begins.
  f.click("trash0");
  QTRY_VERIFY_WITH_TIMEOUT(f.window->jobs().jobs().empty(), kPatience);
  const auto workspace = f.window->session().workspace();
  for (const store::StudyRecord& study : workspace->studies())
    for (const store::RunRecord& run : workspace->runs(study.id))
      QCOMPARE(run.status == store::RunStatus::Finished || run.name == "LS",
               study.name == "B" || run.name == "LS");
}

void TestWindowQueue::twoWindows() {
  tests::WindowFixture f("RxQuant-queue");
  f.spec = named(f.spec, "A", 2000);
  f.open();
  app::MainWindow second;
  second.show();
  second.start(f.at("workspace.rxq"), f.at("study.json"));
  QVERIFY(!f.window->jobs().isElsewhere());
  QVERIFY(second.jobs().isElsewhere());
  second.runStudy(); // waits in the queue, and the first window takes it
  QVERIFY(!second.session().isRunning());
  QTRY_VERIFY_WITH_TIMEOUT(f.window->session().isRunning(), kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(second.jobs().jobs().size() == 1 &&
                               second.jobs().jobs()[0].state == JobState::Running,
                           kPatience);
  second.jobs().pauseAll();
  QTRY_VERIFY_WITH_TIMEOUT(!f.window->session().isRunning(), kPatience);
  // The first window goes: now the second one works.
  f.close();
  second.jobs().resumeAll();
  QTRY_VERIFY_WITH_TIMEOUT(second.session().isRunning() || second.jobs().jobs().empty(), kPatience);
  QTRY_VERIFY_WITH_TIMEOUT(second.jobs().jobs().empty(), kPatience);
  QCOMPARE(second.session().workspace()->runs().size(), std::size_t{4});
}

QTEST_MAIN(TestWindowQueue)
#include "tst_window_queue.moc"
