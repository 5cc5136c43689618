#include <QTest>

#include <cmath>

#include "core/base/error.h"
#include "core/study/llr_bits.h"

using namespace rxq;
using namespace rxq::study;

class TestLlrBits final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void table() {
    StudySpec spec = llrBitsStudies().front();
    spec.link.resourceBlocks = 2;
    spec.sweep.snr = {0.75, 3.25};
    spec.sweep.step = 0.5;
    int reports = 0;
    const LlrBitsTable t = llrBitsTable(spec, {0, 1024, 1, 2}, {}, [&](const std::string& text) {
      ++reports;
      QVERIFY(QString::fromStdString(text).startsWith("AWGN"));
    });
    QVERIFY(reports > 3 && reports < 60);
    QVERIFY(t.float10.reached);
    QCOMPARE(t.rows.size(), std::size_t{6});
    for (std::size_t i = 0; i < t.rows.size(); ++i) {
      QCOMPARE(t.rows[i].bits, static_cast<int>(i) + 3);
      QVERIFY(t.rows[i].step > 0.06 && t.rows[i].step <= 2);
    }
    // More bits take finer steps, and what three lose is seen.
    QVERIFY(t.rows[0].step >= t.rows[5].step);
    QVERIFY(t.rows[0].at10.valid && t.rows[0].at10.interval.low > 0.2);
    QVERIFY(t.rows[5].at10.valid && t.rows[5].at10.db < 0.1);
  }

  void everyStudyIsOne() {
    QCOMPARE(llrBitsStudies().size(), std::size_t{3});
    for (const StudySpec& spec : llrBitsStudies())
      checkStudy(spec);
  }

  void refusals() {
    StudySpec spec = llrBitsStudies().front();
    spec.decoder.rule = phy::CheckRule::SumProduct;
    const auto run = [&] { llrBitsTable(spec, {0, 64, 1, 1}, {}, [](const std::string&) {}); };
    QVERIFY_EXCEPTION_THROWN(run(), base::Error);
    spec = llrBitsStudies().front();
    spec.receivers[0].kind = ReceiverKind::Fp32;
    QVERIFY_EXCEPTION_THROWN(run(), base::Error);
    spec.receivers.clear();
    QVERIFY_EXCEPTION_THROWN(run(), base::Error);
  }
};

QTEST_APPLESS_MAIN(TestLlrBits)
#include "tst_llr_bits.moc"
