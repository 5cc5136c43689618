#include <QTemporaryDir>
#include <QTest>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/store/job_queue.h"
#include "core/store/schema.h"
#include "core/store/workspace.h"

using namespace rxq;
using store::JobState;

class TestJobQueue final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath("queue.rxq").toStdString();
  }
  void runsInOrder();
  void moves();
  void oneJobForOneSpec();
  void outlivesTheProgram();
  void olderWorkspacesGetIt();

 private:
  static QString namesOf(const store::JobQueue& queue) {
    QString names;
    for (const store::JobRecord& job : queue.jobs())
      names += QString::fromStdString(job.name);
    return names;
  }
  std::unique_ptr<QTemporaryDir> m_folder;
  std::string m_path;
};

void TestJobQueue::runsInOrder() {
  store::JobQueue queue(m_path);
  QVERIFY(!queue.takeNext());
  const auto a = queue.add("a", "1");
  const auto b = queue.add("b", "2");
  queue.setState(a, JobState::Paused);
  const auto next = queue.takeNext(); // what is paused is passed over
  QVERIFY(next);
  QCOMPARE(next->id, b);
  QCOMPARE(next->spec, std::string("2"));
  QVERIFY(queue.jobs()[1].state == JobState::Running);
  QVERIFY(!queue.takeNext());
  queue.remove(b);
  queue.setState(a, JobState::Failed, "no room");
  QCOMPARE(queue.jobs().size(), std::size_t{1});
  QCOMPARE(queue.jobs()[0].message, std::string("no room"));
  QVERIFY(!queue.takeNext());
  queue.setState(99, JobState::Paused); // gone meanwhile
  queue.remove(99);
}

void TestJobQueue::moves() {
  store::JobQueue queue(m_path);
  const auto a = queue.add("a", "1");
  queue.add("b", "2");
  const auto c = queue.add("c", "3");
  queue.move(c, -1);
  QCOMPARE(namesOf(queue), QStringLiteral("acb"));
  queue.move(a, 2);
  QCOMPARE(namesOf(queue), QStringLiteral("cba"));
  queue.move(a, 5);
  queue.move(c, -5);
  QCOMPARE(namesOf(queue), QStringLiteral("cba"));
  queue.move(a, -9);
  QCOMPARE(namesOf(queue), QStringLiteral("acb"));
  queue.add("d", "4");
  QCOMPARE(namesOf(queue), QStringLiteral("acbd"));
}

void TestJobQueue::oneJobForOneSpec() {
  store::JobQueue queue(m_path);
  const auto a = queue.add("a", "1");
  queue.setState(a, JobState::Failed, "why");
  QCOMPARE(queue.add("a", "1"), a);
  QVERIFY(queue.jobs()[0].state == JobState::Waiting);
  QVERIFY(queue.jobs()[0].message.empty());
  queue.takeNext();
  QCOMPARE(queue.add("a", "1"), a);
  QVERIFY(queue.jobs()[0].state == JobState::Running);
}

void TestJobQueue::outlivesTheProgram() {
  {
    store::JobQueue queue(m_path);
    queue.add("a", "1");
    queue.add("b", "2");
    queue.takeNext();
  }
  store::JobQueue queue(m_path);
  QVERIFY(queue.jobs()[0].state == JobState::Running); // another window's, perhaps
  queue.pauseInterrupted();
  QVERIFY(queue.jobs()[0].state == JobState::Paused);
  QVERIFY(queue.jobs()[1].state == JobState::Waiting);
  // Seen by whoever has the workspace open.
  store::Workspace workspace(m_path);
  const auto before = workspace.revision();
  queue.move(queue.jobs()[0].id, 1);
  QVERIFY(workspace.revision() != before);
}

void TestJobQueue::olderWorkspacesGetIt() {
  {
    SQLite::Database db(m_path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db.exec("PRAGMA application_id = " + std::to_string(store::kApplicationId));
    db.exec(store::migrations()[0]);
    db.exec("PRAGMA user_version = 1");
    db.exec("INSERT INTO studies (name, spec, created_at) VALUES ('old', '{}', '')");
  }
  store::JobQueue queue(m_path);
  queue.add("a", "1");
  QCOMPARE(store::Workspace(m_path).studies()[0].name, std::string("old"));
}

QTEST_APPLESS_MAIN(TestJobQueue)
#include "tst_job_queue.moc"
