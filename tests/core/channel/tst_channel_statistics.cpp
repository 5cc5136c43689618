#include <QFile>
#include <QTest>

#include <cmath>
#include <map>
#include <numeric>

#include "core/channel/cdl_channel.h"
#include "core/channel/channel.h"

using namespace rxq;
using channel::ChannelKind;
using channel::ChannelSpec;
using Complex = std::complex<double>;

namespace {

/// The reference has this many slots a configuration (first line of channel_stats.csv).
constexpr int kReferenceSlots = 4000;
constexpr int kBatches = 20;
constexpr int kBatchSlots = 1000;
/// 85 values are compared: five standard deviations of the difference fail by chance once in 20 000
/// seeds. The deviations are themselves estimated from 20 batches.
constexpr double kSigmas = 5;
/// Six digits are printed in the reference.
constexpr double kPrinted = 1e-5;

constexpr std::array kFrequencyLags{1, 2, 4, 8, 16, 32, 64};
constexpr std::array kTimeLags{1, 2, 4, 9, 13};

using Statistics = std::map<std::string, Complex>;

/// Ensemble averages of one batch. Frequency lags are taken on two symbols and time lags on every
/// eighth bin: neighbours add cost, no information.
class Moments {
 public:
  explicit Moments(int subcarriers) : m_subcarriers(subcarriers) {}

  void add(std::span<const phy::Complex> h) {
    const int f = m_subcarriers;
    double slot = 0;
    for (const int t : {2, 11})
      for (int k = 0; k < f; ++k) {
        const Complex a(at(h, 0, t, k)), b(at(h, 1, t, k));
        m_antennas += a * std::conj(b);
        m_power[0] += std::norm(a);
        m_power[1] += std::norm(b);
        m_fourth += std::norm(a) * std::norm(a) + std::norm(b) * std::norm(b);
        slot += std::norm(a) + std::norm(b);
      }
    m_count += 2 * f;
    m_slotDb.push_back(10 * std::log10(slot));
    for (int a = 0; a < 2; ++a) {
      for (std::size_t l = 0; l < kFrequencyLags.size(); ++l)
        for (const int t : {2, 11})
          for (int k = 0; k + kFrequencyLags[l] < f; ++k)
            m_frequency[l] +=
                Complex(at(h, a, t, k) * std::conj(at(h, a, t, k + kFrequencyLags[l])));
      for (std::size_t l = 0; l < kTimeLags.size(); ++l)
        for (int t = 0; t + kTimeLags[l] < phy::kSymbols; ++t)
          for (int k = 0; k < f; k += 8)
            m_time[l] += Complex(at(h, a, t, k) * std::conj(at(h, a, t + kTimeLags[l], k)));
    }
  }

  Statistics result() const {
    Statistics s;
    const double count = m_count, power = (m_power[0] + m_power[1]) / (2 * count);
    s["power_ant0"] = m_power[0] / count;
    s["power_ant1"] = m_power[1] / count;
    s["rho_ant"] = m_antennas / std::sqrt(m_power[0] * m_power[1]);
    const double n = static_cast<double>(m_slotDb.size());
    for (std::size_t l = 0; l < kFrequencyLags.size(); ++l)
      s["rho_freq_lag" + std::to_string(kFrequencyLags[l])] =
          m_frequency[l] / (power * n * 4 * (m_subcarriers - kFrequencyLags[l]));
    for (std::size_t l = 0; l < kTimeLags.size(); ++l)
      s["rho_time_lag" + std::to_string(kTimeLags[l])] =
          m_time[l] / (power * n * 2 * (phy::kSymbols - kTimeLags[l]) * ((m_subcarriers + 7) / 8));
    const double mean = std::accumulate(m_slotDb.begin(), m_slotDb.end(), 0.0) / n;
    double square = 0;
    for (const double db : m_slotDb)
      square += (db - mean) * (db - mean);
    s["slot_power_std_db"] = std::sqrt(square / (n - 1));
    s["cv4"] = m_fourth / (2 * count) / (power * power);
    return s;
  }

 private:
  phy::Complex at(std::span<const phy::Complex> h, int a, int t, int k) const {
    return h[static_cast<std::size_t>((a * phy::kSymbols + t) * m_subcarriers + k)];
  }
  int m_subcarriers;
  double m_count = 0;
  double m_power[2] = {};
  double m_fourth = 0;
  Complex m_antennas;
  std::array<Complex, kFrequencyLags.size()> m_frequency{};
  std::array<Complex, kTimeLags.size()> m_time{};
  std::vector<double> m_slotDb;
};

/// "config,quantity,value_re,value_im" below a comment.
std::map<std::string, Statistics> readReference() {
  std::map<std::string, Statistics> all;
  QFile file(RXQ_TEST_DATA "/channel_stats.csv");
  if (!file.open(QIODevice::ReadOnly))
    return all;
  while (!file.atEnd()) {
    const QList<QByteArray> cells = file.readLine().trimmed().split(',');
    bool ok = false;
    if (cells.size() == 4 && !cells[0].startsWith('#')) {
      const double re = cells[2].toDouble(&ok);
      if (ok)
        all[cells[0].toStdString()][cells[1].toStdString()] = {re, cells[3].toDouble()};
    }
  }
  return all;
}

/// The reference's link: 128 bins, here all used, so that lags go over the whole band.
phy::ResourceGrid wholeGrid() {
  phy::LinkSpec link;
  link.grid = phy::GridKind::Fft;
  link.guardLow = link.guardHigh = 0;
  link.dcNull = false;
  link.cyclicPrefix = 6.0 / 128;
  return phy::ResourceGrid(link);
}

ChannelSpec specOf(const std::string& config) {
  ChannelSpec spec;
  spec.zenith = channel::VelocityZenith::UniformAngle;
  if (config == "cdl_a_300ns_16qam") {
    spec.kind = ChannelKind::CdlA;
    spec.delaySpread = {300, 300};
  } else if (config == "cdl_c_100ns_qpsk") {
    spec.kind = ChannelKind::CdlC;
    spec.speed = {10, 10};
  } else if (config == "cdl_e_30ns_64qam") {
    spec.kind = ChannelKind::CdlE;
    spec.delaySpread = {30, 30};
  } else {
    spec.kind = ChannelKind::TdlB;
    spec.speed = {10, 10};
  }
  return spec;
}

} // namespace

class TestChannelStatistics : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void reference_data();
  void reference();
};

void TestChannelStatistics::reference_data() {
  QTest::addColumn<std::string>("config");
  const auto all = readReference();
  QCOMPARE(all.size(), std::size_t{4});
  for (const auto& [config, statistics] : all) {
    QCOMPARE(statistics.size(), std::size_t{17});
    QTest::newRow(config.c_str()) << config;
  }
}

void TestChannelStatistics::reference() {
  QFETCH(std::string, config);
  const Statistics expected = readReference().at(config);
  const ChannelSpec spec = specOf(config);
  const phy::ResourceGrid grid = wholeGrid();
  const auto fading = channel::makeChannel(spec, grid, 2);
  // The reference is not normalised: element gains are in its powers.
  const double gain = channel::isCdl(spec.kind) ? channel::meanCdlPower(spec, 2) : 1;

  std::vector<phy::Complex> h(static_cast<std::size_t>(2 * grid.elements()));
  std::vector<Statistics> batches;
  for (int b = 0; b < kBatches; ++b) {
    Moments moments(grid.subcarriers());
    for (int i = 0; i < kBatchSlots; ++i) {
      fading->realize(2024, base::Domain::Other, static_cast<std::uint64_t>(b * kBatchSlots + i),
                      h);
      moments.add(h);
    }
    batches.push_back(moments.result());
    batches.back()["power_ant0"] *= gain;
    batches.back()["power_ant1"] *= gain;
  }
  // A slot of the reference tells as much as one of ours.
  const double inverse = double(kBatchSlots) / kReferenceSlots + 1.0 / kBatches;
  int failures = 0;
  for (const auto& [quantity, value] : expected)
    for (const bool imaginary : {false, true}) {
      const auto part = [&](Complex z) { return imaginary ? z.imag() : z.real(); };
      double mean = 0, square = 0;
      for (const Statistics& batch : batches)
        mean += part(batch.at(quantity)) / kBatches;
      for (const Statistics& batch : batches)
        square += std::pow(part(batch.at(quantity)) - mean, 2) / (kBatches - 1);
      const double error = std::sqrt(square * inverse);
      const double difference = mean - part(value);
      const bool far = std::abs(difference) > kSigmas * error + kPrinted;
      failures += far;
      if (far || qEnvironmentVariableIsSet("RXQ_TEST_VERBOSE"))
        qInfo("%-18s %s reference %9.5f here %9.5f difference %6.2f sigma%s", quantity.c_str(),
              imaginary ? "im" : "re", part(value), mean, error > 0 ? difference / error : 0.0,
              far ? "  <-" : "");
    }
  QCOMPARE(failures, 0);
}

QTEST_APPLESS_MAIN(TestChannelStatistics)
#include "tst_channel_statistics.moc"
