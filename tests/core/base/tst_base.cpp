#include <QtTest>

#include <array>
#include <atomic>
#include <chrono>
#include <clocale>
#include <stdexcept>
#include <thread>

#include "core/base/cpu.h"
#include "core/base/hash.h"
#include "core/base/mailbox.h"
#include "core/base/number_text.h"
#include "core/base/parallel.h"
#include "core/base/resource.h"
#include "core/base/statistics.h"

using namespace rxq::base;

class TestBase : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyTaskRunsOnceWithAValidWorker_data() {
    QTest::addColumn<int>("workers");
    for (const int workers : {1, 2, 3, 7})
      QTest::addRow("%d", workers) << workers;
  }
  void everyTaskRunsOnceWithAValidWorker() {
    QFETCH(int, workers);
    std::vector<std::atomic<int>> hits(1000);
    std::atomic<bool> badWorker = false;
    parallelFor(hits.size(), workers, [&](std::size_t i, int worker) {
      ++hits[i];
      if (worker < 0 || worker >= workers)
        badWorker = true;
    });
    QVERIFY(!badWorker);
    for (const auto& h : hits)
      QCOMPARE(h.load(), 1);
  }

  void aWorkersScratchIsItsOwn() {
    constexpr int kWorkers = 3;
    std::array<std::atomic<int>, kWorkers> inUse{};
    std::atomic<bool> clash = false;
    parallelFor(300, kWorkers, [&](std::size_t, int worker) {
      if (inUse[static_cast<std::size_t>(worker)]++ != 0)
        clash = true;
      std::this_thread::sleep_for(std::chrono::microseconds(50));
      --inUse[static_cast<std::size_t>(worker)];
    });
    QVERIFY(!clash);
  }

  void exceptionsReachTheCaller() {
    for (const int workers : {1, 2})
      QVERIFY_EXCEPTION_THROWN(parallelFor(10, workers,
                                           [](std::size_t i, int) {
                                             if (i == 5)
                                               throw std::runtime_error("five");
                                           }),
                               std::runtime_error);
  }

  void denormalsAreFlushedInEveryWorkerAlike() {
#if !defined(__x86_64__)
    QSKIP("flush-to-zero is set on x86-64 only");
#endif
    volatile float tiny = 1e-38f;
    const auto flushed = [&] { return tiny * 0.01f == 0.0f; };
    std::atomic<int> count = 0;
    for (const int workers : {1, 2})
      parallelFor(8, workers, [&](std::size_t, int) { count += flushed(); });
    QCOMPARE(count.load(), 16);
    QVERIFY(!flushed()); // and restored outside
  }

  void numbersIgnoreTheLocale() {
    for (const char* locale : {"C", "de_DE.UTF-8", "de_DE"})
      if (std::setlocale(LC_ALL, locale)) {
        QCOMPARE(parseDouble("1.5").value(), 1.5);
        QVERIFY(!parseDouble("1,5"));
        QCOMPARE(toText(0.1), std::string("0.1"));
        QCOMPARE(toFixed(-2.345, 2), std::string("-2.35"));
      }
    std::setlocale(LC_ALL, "C");
    QCOMPARE(parseInt("+12").value(), std::int64_t{12});
    QVERIFY(!parseInt("12x") && !parseInt("") && !parseDouble("nanx"));
  }

  void clopperPearsonKnownValues() {
    // Exact: 0 of n gives 1 - 0.025^(1/n).
    QVERIFY(std::abs(clopperPearson(0, 10).high - (1 - std::pow(0.025, 0.1))) < 1e-12);
    QCOMPARE(clopperPearson(0, 10).low, 0.0);
    QCOMPARE(clopperPearson(10, 10).high, 1.0);
    // The defining tails: P(X >= 3 | low) = P(X <= 3 | high) = 0.025 for 3 of 20.
    const Interval i = clopperPearson(3, 20);
    const auto binomialCdf = [](int k, int n, double p) {
      double sum = 0, term = std::pow(1 - p, n);
      for (int j = 0; j <= k; ++j) {
        sum += term;
        term *= (n - j) * p / ((j + 1) * (1 - p));
      }
      return sum;
    };
    QVERIFY(std::abs(1 - binomialCdf(2, 20, i.low) - 0.025) < 1e-9);
    QVERIFY(std::abs(binomialCdf(3, 20, i.high) - 0.025) < 1e-9);
  }

  void hashesAreTheStandardOnes() {
    QCOMPARE(toHex(hashText("")), std::string("cbf29ce484222325"));
    QCOMPARE(toHex(hashText("a")), std::string("af63dc4c8601ec8c"));
  }

  void mailboxKeepsTheNewest() {
    Mailbox<int> box;
    QVERIFY(!box.take());
    box.put(std::make_shared<const int>(1));
    box.put(std::make_shared<const int>(2));
    QCOMPARE(*box.take(), 2);
    QVERIFY(!box.take());
  }

  void scalarKernelsRunEverywhere() {
    QVERIFY(cpuHas(Isa::Scalar));
    QCOMPARE(availableIsas().front(), Isa::Scalar);
  }

  void resourcesAreCompiledIn() {
    QVERIFY(hasResource("tables/cdl_a.csv"));
    QVERIFY(!hasResource("tables/cdl_z.csv"));
    QFile file(QString(RXQ_SOURCE_DIR) + "/resources/tables/cdl_a.csv");
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto embedded = resource("tables/cdl_a.csv");
    QCOMPARE(QByteArray(embedded.data(), static_cast<int>(embedded.size())), file.readAll());
  }
};

QTEST_APPLESS_MAIN(TestBase)
#include "tst_base.moc"
