// Error rates before decoding against closed forms, and through them the error of channel
// estimates.
#include <QtTest>

#include <cmath>

#include "core/channel/covariance.h"
#include "core/receiver/catalog.h"
#include "core/receiver/estimation.h"
#include "core/sim/slot_source.h"

using namespace rxq;

namespace {
/// Seeds are fixed. Means of thousands of slots are compared, 5 of their standard deviations wide:
/// over the about 60 rows a right program with another seed fails with a probability below 1e-4.
constexpr double kSigmas = 5;

/// Mean of Q(sqrt(2 c g)) over the SNR g of a link of `branches`: L times `snr` on AWGN; the sum of
/// L independent exponentials of mean `snr` with Rayleigh fading and maximum ratio (Proakis,
/// Digital Communications, 14.4-15).
double meanQ(double c, double snr, int branches, bool rayleigh) {
  if (!rayleigh)
    return 0.5 * std::erfc(std::sqrt(c * snr * branches));
  const double mu = std::sqrt(c * snr / (1 + c * snr)), a = (1 - mu) / 2, b = (1 + mu) / 2;
  double sum = 0, binomial = 1;
  for (int l = 0; l < branches; ++l) {
    sum += binomial * std::pow(b, l);
    binomial = binomial * (branches + l) / (l + 1);
  }
  return std::pow(a, branches) * sum;
}

/// Bit error rate of Gray QAM with nearest-point decisions: Cho and Yoon, IEEE Trans. Commun.
/// 50(7), 2002, an axis at a time.
double qamErrors(int bitsOfAxis, double snr, int branches, bool rayleigh) {
  const int levels = 1 << bitsOfAxis;
  double sum = 0;
  for (int k = 1; k <= bitsOfAxis; ++k)
    for (int i = 0; i < levels - (levels >> k); ++i) {
      const double scaled = i * std::pow(2.0, k - 1) / levels;
      const double sign = std::fmod(std::floor(scaled), 2) == 0 ? 1 : -1;
      const double weight = std::pow(2.0, k - 1) - std::floor(scaled + 0.5);
      const double c = std::pow(2 * i + 1, 2) * 1.5 / (levels * levels - 1.0);
      sum += sign * weight * meanQ(c, snr, branches, rayleigh);
    }
  return 2 * sum / levels / bitsOfAxis;
}

struct Measured {
  double rate = 0, error = 0;
};

/// Slots are independent, the bits of a slot are not: the mean over slots and its standard error.
Measured measure(const sim::Link& link, const receiver::Receiver& prototype, double snrDb,
                 int slots) {
  const auto receiver = prototype.clone();
  sim::SlotSource source(link, 17);
  sim::Slot slot;
  std::vector<float> llrs(static_cast<std::size_t>(link.codedBits()));
  double sum = 0, squares = 0;
  for (int i = 0; i < slots; ++i) {
    source.make(base::Domain::Other, static_cast<std::uint64_t>(i), snrDb, false, slot);
    receiver->receive(slot.received(), llrs);
    int wrong = 0;
    for (std::size_t b = 0; b < llrs.size(); ++b)
      wrong += (llrs[b] > 0) != (slot.coded[b] != 0);
    const double rate = static_cast<double>(wrong) / static_cast<double>(llrs.size());
    sum += rate;
    squares += rate * rate;
  }
  const double mean = sum / slots;
  return {mean, std::sqrt((squares / slots - mean * mean) / slots)};
}

sim::Link flatLink(phy::Modulation modulation, int antennas, bool rayleigh,
                   std::vector<int> pilots = {2, 11}) {
  phy::LinkSpec spec;
  spec.resourceBlocks = 1;
  spec.modulation = modulation;
  spec.rxAntennas = antennas;
  spec.pilotSymbols = std::move(pilots);
  spec.snrAxis = phy::SnrAxis::EsN0;
  channel::ChannelSpec flat;
  flat.kind = rayleigh ? channel::ChannelKind::Rayleigh : channel::ChannelKind::Awgn;
  return sim::Link(spec, flat);
}

void compare(const Measured& got, double expected) {
  QVERIFY2(std::abs(got.rate - expected) < kSigmas * got.error,
           qPrintable(QString("%1 +- %2, expected %3").arg(got.rate).arg(got.error).arg(expected)));
  QVERIFY(got.error < 0.1 * expected); // the comparison can tell
}
} // namespace

class TestClosedForms : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void uncodedErrors_data() {
    QTest::addColumn<int>("modulation");
    QTest::addColumn<int>("antennas");
    QTest::addColumn<bool>("rayleigh");
    for (const auto& m : param::EnumTable<phy::Modulation>::table)
      for (const int antennas : {1, 2, 3, 4})
        for (const bool rayleigh : {false, true})
          QTest::addRow("%s, %d antennas, %s", m.label, antennas, rayleigh ? "Rayleigh" : "AWGN")
              << static_cast<int>(m.value) << antennas << rayleigh;
  }
  void uncodedErrors() {
    QFETCH(int, modulation);
    QFETCH(int, antennas);
    QFETCH(bool, rayleigh);
    const auto which = static_cast<phy::Modulation>(modulation);
    const sim::Link link = flatLink(which, antennas, rayleigh);
    receiver::ClassicalSpec spec;
    spec.demapper = receiver::Demapper::MaxLog; // decides for the nearest point
    const auto perfect = receiver::makePerfectCsi(link.context(), spec);
    const double snrDb = 5 + 5.5 * modulation - (rayleigh ? 0 : 10 * std::log10(antennas));
    const Measured got = measure(link, *perfect, snrDb, rayleigh ? 6000 : 500);
    compare(got, qamErrors(modulation + 1, std::pow(10, snrDb / 10), antennas, rayleigh));
  }

  /// An estimate h^ that is the mean of h given the pilots leaves an error independent of it, of
  /// power s. QPSK with maximum ratio then has the error rate of perfect knowledge at an SNR of
  /// (1 - s) / (N0 + s). One fade a slot and K pilots of the same noise: s = N0 / (K + N0). LS over
  /// as many pilots differs by a real factor, which moves no decision. So decisions measure s.
  void estimationErrors_data() {
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<int>("interpolation");
    QTest::addColumn<QList<int>>("pilots");
    QTest::addColumn<int>("antennas");
    for (const QList<int>& pilots : {QList<int>{2}, QList<int>{2, 11}, QList<int>{1, 5, 12}})
      for (const int antennas : {1, 2, 4}) {
        const auto row = [&](const char* kind, receiver::Interpolation i) {
          QTest::addRow("%s, %s, %d pilot symbols, %d antennas", kind, param::labelOf(i),
                        static_cast<int>(pilots.size()), antennas)
              << QByteArray(kind) << static_cast<int>(i) << pilots << antennas;
        };
        row("lmmse", receiver::Interpolation::LinearHeld);
        row("ls", receiver::Interpolation::Nearest);
        row("ls", receiver::Interpolation::LinearHeld);
      }
  }
  void estimationErrors() {
    QFETCH(QByteArray, kind);
    QFETCH(int, interpolation);
    QFETCH(QList<int>, pilots);
    QFETCH(int, antennas);
    const sim::Link link = flatLink(phy::Modulation::Qpsk, antennas, true,
                                    std::vector<int>(pilots.begin(), pilots.end()));
    receiver::ClassicalSpec spec;
    spec.interpolation = static_cast<receiver::Interpolation>(interpolation);
    const channel::Covariance known = channel::covarianceOf(link.channelSpec(), link.grid());
    const receiver::CovarianceView view = known;
    const auto receiver =
        receiver::classicalKind(kind.toStdString()).make(link.context(), spec, &view);
    constexpr double kSnrDb = 2;
    const double n0 = std::pow(10, -kSnrDb / 10);
    const auto taps = receiver::timeTaps(spec.interpolation, link.grid());
    double expected = 0;
    for (const int t : link.grid().dataSymbols()) {
      const double seen =
          kind == "lmmse" ? 12.0 * static_cast<double>(pilots.size())
                          : 1 / static_cast<double>(taps[static_cast<std::size_t>(t)].noiseGain());
      const double s = n0 / (seen + n0);
      expected += qamErrors(1, (1 - s) / (n0 + s), antennas, true) /
                  static_cast<double>(link.grid().dataSymbols().size());
    }
    compare(measure(link, *receiver, kSnrDb, 6000), expected);
  }
};

QTEST_APPLESS_MAIN(TestClosedForms)
#include "tst_closed_forms.moc"
