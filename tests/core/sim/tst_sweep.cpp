#include <QtTest>

#include <cmath>

#include "core/base/csv.h"
#include "core/receiver/receiver.h"
#include "core/sim/decibel.h"

using namespace rxq;
using namespace rxq::sim;

namespace {
/// Seeds are fixed; a correct program fails a comparison below with probability under 1e-4 for all
/// of them.
constexpr double kLargestZ = 5.0;

SweepEntry perfect(const Link& link, receiver::ClassicalSpec spec = {}) {
  return {"perfect", receiver::makePerfectCsi(link.context(), spec), {}};
}

std::vector<Curve> sweep(const Link& link, const phy::DecoderSpec& decoder, const SweepSpec& spec,
                         const std::vector<SweepEntry>& entries, int workers) {
  return runSweep(link, decoder, spec, 3, entries, workers, {}, [](const SweepProgress&) {});
}

bool same(const Curve& a, const Curve& b) {
  if (a.size() != b.size())
    return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i].slots != b[i].slots || a[i].blockErrors != b[i].blockErrors ||
        a[i].bitErrors != b[i].bitErrors || a[i].codedBitErrors != b[i].codedBitErrors ||
        a[i].errorMap != b[i].errorMap || a[i].iterations != b[i].iterations)
      return false;
  return true;
}

Link smallLink(phy::Modulation modulation = phy::Modulation::Qpsk) {
  phy::LinkSpec spec;
  spec.resourceBlocks = 2;
  spec.modulation = modulation;
  channel::ChannelSpec fading;
  fading.kind = channel::ChannelKind::TdlB;
  return Link(spec, fading);
}

SweepSpec smallSweep() {
  SweepSpec spec;
  spec.snr = {-4, 4};
  spec.step = 4;
  spec.maxSlots = 256;
  spec.targetBlockErrors = 60;
  spec.stopBelow = 0;
  return spec;
}

/// A curve whose slots fail independently at rates that halve every dB, both receivers sharing a
/// part of it.
Curve synthetic(std::uint64_t seed, double shiftDb, double ownShare) {
  Curve curve;
  for (int i = 0; i < 8; ++i) {
    PointCounts p;
    p.snrDb = i;
    p.slots = p.blocks = 2048;
    p.errorMap.assign(32, 0);
    const double rate = 0.6 * std::pow(0.5, i - shiftDb);
    base::Philox common(
        {seed, base::Domain::Other, base::Purpose::Test, static_cast<std::uint64_t>(i)});
    base::Philox own({seed, base::Domain::Other, base::Purpose::Noise,
                      static_cast<std::uint64_t>(i * 1000 + std::lround(shiftDb * 100))});
    for (std::uint64_t s = 0; s < p.slots; ++s) {
      const double shared = common.uniform(), alone = own.uniform(), which = own.uniform();
      if ((which < ownShare ? alone : shared) < rate) {
        p.errorMap[s / 64] |= std::uint64_t{1} << (s % 64);
        ++p.blockErrors;
      }
    }
    curve.push_back(p);
  }
  return curve;
}
} // namespace

class TestSweep : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void countsDoNotDependOnThreads() {
    const Link link = smallLink();
    const std::vector<SweepEntry> entries{
        perfect(link), {"ls", receiver::makeLeastSquares(link.context(), {}), {}}};
    const auto one = sweep(link, {}, smallSweep(), entries, 1);
    for (const int workers : {2, 3}) {
      const auto more = sweep(link, {}, smallSweep(), entries, workers);
      QVERIFY(same(one[0], more[0]) && same(one[1], more[1]));
    }
    // Alone or in company, a receiver sees the same slots.
    QVERIFY(same(sweep(link, {}, smallSweep(), {entries[1]}, 2)[0], one[1]));
  }

  void resumingEqualsGoingOn() {
    const Link link = smallLink();
    SweepSpec spec = smallSweep();
    spec.targetBlockErrors = 0;
    const Curve whole = sweep(link, {}, spec, {perfect(link)}, 2)[0];
    SweepSpec half = spec;
    half.maxSlots = 128;
    SweepEntry entry = perfect(link);
    entry.resume = sweep(link, {}, half, {entry}, 2)[0];
    QCOMPARE(entry.resume[0].slots, std::uint64_t{128});
    QVERIFY(same(sweep(link, {}, spec, {entry}, 2)[0], whole));
  }

  void stoppingRulesStop() {
    const Link link = smallLink();
    const SweepSpec spec = smallSweep();
    const Curve curve = sweep(link, {}, spec, {perfect(link)}, 2)[0];
    for (const PointCounts& p : curve) {
      QVERIFY(p.finished);
      QVERIFY(p.blockErrors >= 60 || p.slots == 256);
    }
    QVERIFY(curve.front().slots < 256); // hopeless SNR: its errors come early
    SweepSpec narrow = spec;
    narrow.targetBlockErrors = 0;
    narrow.intervalWidth = 0.5;
    const Curve wide = sweep(link, {}, narrow, {perfect(link)}, 2)[0];
    for (const PointCounts& p : wide) {
      const auto interval = p.blerInterval();
      QVERIFY(p.slots == 256 || interval.high - interval.low <= 0.5 * p.bler());
    }
  }

  void aStopIsPromptAndKeepsWholeRounds() {
    const Link link = smallLink();
    SweepSpec spec = smallSweep();
    spec.maxSlots = 10000000;
    spec.targetBlockErrors = 0;
    std::stop_source stop;
    QElapsedTimer clock;
    const auto curves = runSweep(link, {}, spec, 3, {perfect(link)}, 2, stop.get_token(),
                                 [&](const SweepProgress&) {
                                   if (!stop.stop_requested()) {
                                     stop.request_stop();
                                     clock.start();
                                   }
                                 });
    QVERIFY(clock.elapsed() < 200);
    for (const PointCounts& p : curves[0])
      QVERIFY(p.slots % 64 == 0 && p.slots > 0);
  }

  void transportBlocksCountTheirCodeBlocks() {
    phy::LinkSpec spec;
    spec.resourceBlocks = 30;
    spec.coding = phy::Coding::TransportBlock;
    spec.mcsTable = phy::McsTable::Qam64;
    spec.mcsIndex = 19; // 64-QAM, 517/1024
    channel::ChannelSpec awgn;
    awgn.kind = channel::ChannelKind::Awgn;
    const Link link(spec, awgn);
    QCOMPARE(link.spec().modulation, phy::Modulation::Qam64);
    const int blocks = link.code().layout().blocks();
    QCOMPARE(blocks, 2);
    SweepSpec sweepSpec;
    sweepSpec.snr = {2, 3.25};
    sweepSpec.step = 0.125;
    sweepSpec.maxSlots = 128;
    sweepSpec.targetBlockErrors = 0;
    sweepSpec.stopBelow = 0;
    const Curve curve = sweep(link, {}, sweepSpec, {perfect(link)}, 2)[0];
    bool between = false;
    for (const PointCounts& p : curve) {
      QCOMPARE(p.codeBlocks, p.blocks * static_cast<std::uint64_t>(blocks));
      QVERIFY(p.codeBlockErrors >= p.blockErrors && p.codeBlockErrors <= p.codeBlocks);
      std::uint64_t failed = 0;
      for (std::uint64_t s = 0; s < p.slots; ++s)
        failed += p.slotFailed(s);
      QCOMPARE(failed, p.blockErrors);
      QCOMPARE(p.bits, p.slots * static_cast<std::uint64_t>(link.infoBits()));
      QCOMPARE(p.undetectedErrors, std::uint64_t{0});
      // On AWGN code blocks fail apart from one another: 1 - (1 - p)^C, within 5 deviations.
      const double expected = 1 - std::pow(1 - p.codeBlockRate(), blocks);
      const double deviation = std::sqrt(expected * (1 - expected) / 128);
      QVERIFY(std::abs(p.bler() - expected) <= kLargestZ * deviation + 1e-12);
      between = between || (p.bler() > 0.1 && p.bler() < 0.9);
    }
    QVERIFY(between);
    QCOMPARE(curve.front().blockErrors, curve.front().blocks);
    QCOMPARE(curve.back().blockErrors, std::uint64_t{0});
    // One code word a slot has no code blocks of its own.
    QCOMPARE(sweep(smallLink(), {}, smallSweep(), {perfect(smallLink())}, 1)[0][0].codeBlocks,
             std::uint64_t{0});
  }

  void convertersCost() {
    std::vector<std::uint64_t> errors;
    for (const int bits : {0, 6, 2, 1}) {
      phy::LinkSpec spec;
      spec.resourceBlocks = 2;
      spec.adcBits = bits;
      spec.adcBackoff = bits == 1 ? 4 : 8;
      channel::ChannelSpec fading;
      fading.kind = channel::ChannelKind::TdlA;
      const Link link(spec, fading);
      SweepSpec one = smallSweep();
      one.snr = {14, 14};
      one.targetBlockErrors = 0;
      const Curve curve = sweep(link, {}, one, {perfect(link)}, 2)[0];
      errors.push_back(curve[0].codedBitErrors);
    }
    QVERIFY(errors[0] <= errors[1] && errors[1] < errors[2] && errors[2] < errors[3]);
  }

  void crossingsOfKnownCurves() {
    const double exact = std::log2(0.6 / 0.1); // where 0.6 / 2^x is 0.1
    int covered = 0;
    constexpr int kCurves = 100;
    for (int i = 0; i < kCurves; ++i) {
      const Crossing c = crossing(synthetic(static_cast<std::uint64_t>(i), 0, 0), 0.1);
      QVERIFY(c.reached && std::abs(c.snrDb - exact) < 0.5);
      covered += c.interval.low <= exact && exact <= c.interval.high;
    }
    // 95 of 100 expected; fewer than 85 has probability below 1e-4.
    QVERIFY2(covered >= 85, qPrintable(QString::number(covered)));
    Curve high = synthetic(1, 20, 0);
    for (PointCounts& p : high) {
      p.blockErrors = p.blocks;
      std::fill(p.errorMap.begin(), p.errorMap.end(), ~std::uint64_t{0});
    }
    QVERIFY(!crossing(high, 0.1).reached);
    QCOMPARE(toText(crossing(high, 0.1)), std::string("not reached below 7 dB"));
    const PairedLoss loss = pairedLoss(high, synthetic(1, 0, 0), 0.1);
    QVERIFY(!loss.valid && loss.unbounded && loss.lowerBoundDb > 3);
  }

  void pairingNarrowsTheInterval() {
    int covered = 0;
    double paired = 0, unpaired = 0;
    constexpr int kPairs = 60;
    for (int i = 0; i < kPairs; ++i) {
      const auto seed = static_cast<std::uint64_t>(i);
      const Curve parent = synthetic(seed, 0, 0), child = synthetic(seed, 0.3, 0.05);
      const PairedLoss loss = pairedLoss(child, parent, 0.1);
      QVERIFY(loss.valid);
      covered += loss.interval.low <= 0.3 && 0.3 <= loss.interval.high;
      paired += loss.interval.high - loss.interval.low;
      const PairedLoss other = pairedLoss(synthetic(seed + 1000, 0.3, 0), parent, 0.1);
      unpaired += other.interval.high - other.interval.low;
    }
    QVERIFY2(covered >= 49,
             qPrintable(QString::number(covered))); // 57 of 60 expected; below 49: under 1e-4
    QVERIFY2(paired < 0.7 * unpaired, qPrintable(QString("%1 %2").arg(paired).arg(unpaired)));
  }

  void noLossAgainstItself() {
    const Curve curve = synthetic(5, 0, 0);
    const PairedLoss loss = pairedLoss(curve, curve, 0.1);
    QVERIFY(loss.valid);
    QCOMPARE(loss.db, 0.0);
    QVERIFY(loss.interval.low <= 0 && loss.interval.high >= 0 &&
            loss.interval.high - loss.interval.low < 0.1);
  }
};

QTEST_GUILESS_MAIN(TestSweep)
#include "tst_sweep.moc"
