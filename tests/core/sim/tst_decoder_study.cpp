#include <QtTest>

#include "core/receiver/receiver.h"
#include "core/sim/decibel.h"
#include "core/sim/decoder_study.h"

using namespace rxq;
using namespace rxq::sim;

namespace {
phy::DecoderSpec fixedPoint(int bits, double step) {
  phy::DecoderSpec spec;
  spec.messages = phy::MessageType::Int8;
  spec.llrBits = bits;
  spec.llrStep = step;
  return spec;
}

Link awgnLink(phy::Coding coding) {
  phy::LinkSpec spec;
  spec.resourceBlocks = 2;
  spec.modulation = phy::Modulation::Qpsk;
  spec.rxAntennas = 1;
  spec.coding = coding;
  channel::ChannelSpec awgn;
  awgn.kind = channel::ChannelKind::Awgn;
  return Link(spec, awgn);
}
} // namespace

class TestDecoderStudy : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  /// The same slots and counts as a sweep of each decoder alone.
  void equalsSweepsOfEachDecoder_data() {
    QTest::addColumn<int>("coding");
    QTest::newRow("code word") << static_cast<int>(phy::Coding::CodeWord);
    QTest::newRow("transport block") << static_cast<int>(phy::Coding::TransportBlock);
  }
  void equalsSweepsOfEachDecoder() {
    QFETCH(int, coding);
    const Link link = awgnLink(static_cast<phy::Coding>(coding));
    const std::shared_ptr<const receiver::Receiver> perfect =
        receiver::makePerfectCsi(link.context(), {});
    const std::vector<phy::DecoderSpec> decoders{{}, fixedPoint(6, 0.25), fixedPoint(3, 1)};
    SweepSpec sweep;
    sweep.snr = {1, 2};
    sweep.maxSlots = 192;
    sweep.targetBlockErrors = 0;
    sweep.stopBelow = 0;
    const auto curves =
        compareDecoders(link, *perfect, decoders, pointsOf(sweep), 192, 3, 2, {}, [](double) {});
    const auto alone =
        compareDecoders(link, *perfect, decoders, pointsOf(sweep), 192, 3, 1, {}, [](double) {});
    for (std::size_t d = 0; d < decoders.size(); ++d) {
      const Curve expected = runSweep(link, decoders[d], sweep, 3, {{"perfect", perfect, {}}}, 2,
                                      {}, [](const SweepProgress&) {})[0];
      QCOMPARE(curves[d].size(), expected.size());
      for (std::size_t p = 0; p < expected.size(); ++p)
        for (const Curve* curve : {&curves[d], &alone[d]}) {
          const PointCounts& got = (*curve)[p];
          QCOMPARE(got.snrDb, expected[p].snrDb);
          QCOMPARE(got.slots, expected[p].slots);
          QCOMPARE(got.blockErrors, expected[p].blockErrors);
          QCOMPARE(got.bitErrors, expected[p].bitErrors);
          QCOMPARE(got.bits, expected[p].bits);
          QCOMPARE(got.iterations, expected[p].iterations);
          QVERIFY(got.errorMap == expected[p].errorMap);
        }
    }
  }

  /// Three bits cost half a decibel and more, six next to nothing: on common slots 1500 blocks
  /// tell.
  void fewerBitsLoseMore() {
    const Link link = awgnLink(phy::Coding::CodeWord);
    const auto perfect = receiver::makePerfectCsi(link.context(), {});
    const auto curves =
        compareDecoders(link, *perfect, {{}, fixedPoint(6, 0.35), fixedPoint(3, 0.7)},
                        {0.75, 1.25, 1.75, 2.25, 2.75, 3.25}, 1536, 5, 2, {}, [](double) {});
    const PairedLoss six = pairedLoss(curves[1], curves[0], 0.1),
                     three = pairedLoss(curves[2], curves[0], 0.1);
    QVERIFY(six.valid && three.valid);
    QVERIFY2(std::abs(six.db) < 0.2, qPrintable(QString::number(six.db)));
    QVERIFY2(three.interval.low > 0.3, qPrintable(QString::number(three.db)));
  }

  void stops() {
    const Link link = awgnLink(phy::Coding::CodeWord);
    const auto perfect = receiver::makePerfectCsi(link.context(), {});
    std::stop_source source;
    source.request_stop();
    const auto curves =
        compareDecoders(link, *perfect, {{}}, {1}, 64, 1, 2, source.get_token(), [](double) {});
    QVERIFY(curves.size() == 1 && curves[0].empty());
  }
};

QTEST_APPLESS_MAIN(TestDecoderStudy)
#include "tst_decoder_study.moc"
