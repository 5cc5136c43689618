// The traps of a job beside a window: throttling, stale results, destruction while running,
// exceptions, floating-point mode.
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <atomic>
#include <cfenv>
#include <limits>
#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

#include "core/base/error.h"
#include "widgets/job_controller.h"

using rxq::widgets::JobController;

namespace {
struct Count {
  int value = 0;
};

/// Publishes a snapshot every few microseconds until `steps` or asked to stop.
int count(int steps, std::stop_token stop, rxq::base::Mailbox<Count>& mailbox) {
  int i = 0;
  while (i < steps && !stop.stop_requested()) {
    mailbox.put(std::make_shared<const Count>(Count{++i}));
    std::this_thread::sleep_for(std::chrono::microseconds(20));
  }
  return i;
}
} // namespace

class TestJobController : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void throttles();
  void restartDropsStale();
  void discardDeliversNothing();
  void cancelDeliversResult();
  void destroyWhileRunning();
  void exceptionIsDelivered_data();
  void exceptionIsDelivered();
  void startFromResult();
  void denormalsSurvive();
};

void TestJobController::throttles() {
  JobController controller;
  int seen = 0, last = 0, result = 0;
  QElapsedTimer timer;
  timer.start();
  controller.start<Count, int>(
      [](std::stop_token stop, auto& mailbox) { return count(6000, stop, mailbox); },
      [&](std::shared_ptr<const Count> c) {
        ++seen;
        QVERIFY(c->value > last); // in order
        last = c->value;
      },
      [&](int r) { result = r; });
  QTRY_COMPARE_WITH_TIMEOUT(result, 6000, 20000);
  QCOMPARE(last, 6000); // the last snapshot arrives before the result
  QVERIFY2(seen <= timer.elapsed() / JobController::kPollMilliseconds + 3,
           qPrintable(QString::number(seen)));
  QVERIFY(!controller.isRunning());
}

void TestJobController::restartDropsStale() {
  JobController controller;
  QList<int> results, snapshots;
  QSignalSpy finished(&controller, &JobController::finished);
  controller.start<Count, int>(
      [](std::stop_token stop, auto& mailbox) { return count(1000000, stop, mailbox); },
      [&](std::shared_ptr<const Count>) { snapshots << 1; }, [&](int) { results << 1; });
  QTest::qWait(60);
  const auto before = snapshots.size();
  controller.start<Count, int>(
      [](std::stop_token stop, auto& mailbox) { return count(50, stop, mailbox); },
      [&](std::shared_ptr<const Count>) {}, [&](int) { results << 2; });
  QTRY_COMPARE(results.size(), 1);
  QTest::qWait(120);
  QCOMPARE(results, QList<int>{2});
  QCOMPARE(snapshots.size(), before);
  QCOMPARE(finished.size(), 1);
}

void TestJobController::discardDeliversNothing() {
  JobController controller;
  bool delivered = false;
  controller.start<int>(
      [](std::stop_token stop) {
        while (!stop.stop_requested())
          std::this_thread::yield();
        return 1;
      },
      [&](int) { delivered = true; });
  controller.discard();
  QVERIFY(!controller.isRunning());
  QTest::qWait(100);
  QVERIFY(!delivered);
}

void TestJobController::cancelDeliversResult() {
  JobController controller;
  int result = 0;
  controller.start<Count, int>(
      [](std::stop_token stop, auto& mailbox) { return count(100000000, stop, mailbox); }, nullptr,
      [&](int r) { result = r; });
  QTest::qWait(30);
  controller.cancel();
  QVERIFY(controller.isStopping());
  QTRY_VERIFY(result > 0);
  QVERIFY(result < 100000000);
}

void TestJobController::destroyWhileRunning() {
  std::atomic<bool> ended{false};
  QElapsedTimer timer;
  {
    JobController controller;
    for (int i = 0; i < 3; ++i) // one runs, two are stale
      controller.start<Count, int>(
          [&](std::stop_token stop, auto& mailbox) {
            const int n = count(1000000000, stop, mailbox);
            ended = true;
            return n;
          },
          [](std::shared_ptr<const Count>) {}, [](int) { QFAIL("delivered after destruction"); });
    QTest::qWait(20);
    timer.start();
  }
  QVERIFY(timer.elapsed() < 1000);
  QVERIFY(ended);
  QTest::qWait(80); // events of the dead controller would arrive here
}

void TestJobController::exceptionIsDelivered_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<QString>("says");
  QTest::newRow("error of the core") << 0 << QStringLiteral("The file is gone.");
  QTest::newRow("standard exception") << 1 << QStringLiteral("boom");
  QTest::newRow("no memory") << 2 << QStringLiteral("memory");
  QTest::newRow("anything else") << 3 << QStringLiteral("unknown");
}

void TestJobController::exceptionIsDelivered() {
  QFETCH(int, kind);
  QFETCH(QString, says);
  JobController controller;
  QSignalSpy failed(&controller, &JobController::failed);
  QSignalSpy finished(&controller, &JobController::finished);
  bool delivered = false;
  controller.start<int>(
      [kind](std::stop_token) -> int {
        if (kind == 0)
          throw rxq::base::Error(rxq::base::ErrorKind::File, "The file is gone.");
        if (kind == 1)
          throw std::runtime_error("boom");
        if (kind == 2)
          throw std::bad_alloc();
        throw 7;
      },
      [&](int) { delivered = true; });
  QVERIFY(failed.wait(5000));
  QVERIFY2(failed.first().first().toString().contains(says),
           qPrintable(failed.first().first().toString()));
  QTRY_COMPARE(finished.size(), 1);
  QVERIFY(!delivered);
  QVERIFY(!controller.isRunning());
}

// A result's handler may start the next job.
void TestJobController::startFromResult() {
  JobController controller;
  int second = 0;
  controller.start<int>([](std::stop_token) { return 1; },
                        [&](int) {
                          controller.start<int>([](std::stop_token) { return 2; },
                                                [&](int r) { second = r; });
                        });
  QTRY_COMPARE(second, 2);
}

// A library with unsafe mathematics flushes denormals in each new thread's parent: jobs do not.
void TestJobController::denormalsSurvive() {
#if defined(__SSE2__)
  const unsigned before = _mm_getcsr();
  _mm_setcsr(before | 0x8040u); // flush to zero, denormals are zero: inherited by new threads
  JobController controller;
  double result = -1;
  controller.start<double>(
      [](std::stop_token) {
        volatile double tiny = std::numeric_limits<double>::min();
        return tiny / 4;
      },
      [&](double r) { result = r; });
  QTRY_VERIFY(result != -1);
  _mm_setcsr(before);
  QVERIFY(result > 0);
#else
  QSKIP("denormals are switched on x86 only");
#endif
}

QTEST_GUILESS_MAIN(TestJobController)
#include "tst_job_controller.moc"
