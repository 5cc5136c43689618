#include <QtTest>

#include <cmath>

#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/base/statistics.h"
#include "core/phy/base_graph.h"
#include "core/phy/ldpc_check.h"
#include "tests/core/phy/plain_ldpc_decoder.h"

using namespace rxq;
using namespace rxq::phy;

namespace {
/// All comparisons of error rates together raise a false alarm with probability below 1e-4
/// (two-sided, Bonferroni over at most 40 points); the seeds are fixed, so they pass or fail for
/// good.
constexpr double kLargestZ = 5.0;
/// The references stop at a right word, which reads up to 2 % (relative) low; AFF3CT likewise stops
/// early.
constexpr double kBiasOfReference = 0.03;

std::string dataFile(const char* name) { return std::string(RXQ_TEST_DATA) + "/" + name; }

struct ErrorCount {
  std::uint64_t blocks = 0, errors = 0;
};

/// Random words over BPSK and AWGN with exact LLRs.
ErrorCount simulate(int k, int n, const DecoderSpec& spec, double ebn0Db, int blocks) {
  const LdpcCode code(chooseLdpc(k, n), 1);
  const auto decoder = makeDecoder(code, spec);
  const double variance = 1 / (2.0 * k / n * std::pow(10, ebn0Db / 10));
  std::vector<std::uint8_t> info(static_cast<std::size_t>(k)), coded(static_cast<std::size_t>(n)),
      decided(info.size());
  std::vector<float> noise(coded.size()), llrs(coded.size());
  ErrorCount count;
  for (int b = 0; b < blocks; ++b) {
    base::Philox random(
        {99, base::Domain::Other, base::Purpose::Test, static_cast<std::uint64_t>(b)});
    random.fillBits(info);
    code.encode(info, coded);
    random.fillGaussian(noise);
    for (std::size_t i = 0; i < coded.size(); ++i) {
      const double y = (coded[i] ? 1.0 : -1.0) + std::sqrt(variance) * noise[i];
      llrs[i] = static_cast<float>(2 * y / variance);
    }
    decoder->decode(llrs, decided);
    ++count.blocks;
    count.errors += decided != info;
  }
  return count;
}

DecoderSpec flooding(CheckRule rule) {
  DecoderSpec spec;
  spec.schedule = DecoderSchedule::Flooding;
  spec.rule = rule;
  spec.iterations = 20;
  spec.llrClip = 20;
  spec.offset = 0.5;
  return spec;
}

std::vector<DecoderSpec> everyDecoder() {
  std::vector<DecoderSpec> all;
  for (const auto schedule : {DecoderSchedule::Flooding, DecoderSchedule::Layered})
    for (const auto& rule : param::EnumTable<CheckRule>::table)
      for (const auto messages : {MessageType::Float, MessageType::Int8}) {
        DecoderSpec spec;
        spec.schedule = schedule;
        spec.rule = rule.value;
        spec.messages = messages;
        spec.scale = 0.75;
        if (messages == MessageType::Float || rule.value != CheckRule::SumProduct)
          all.push_back(spec);
      }
  return all;
}

/// A row of the parity-check matrix at a time, straight from the definition.
bool isCodeword(const LdpcParams& p, const std::vector<std::uint8_t>& word) {
  for (const auto& row : liftedGraph(p))
    for (int z = 0; z < p.lifting; ++z) {
      int sum = 0;
      for (const Circulant& c : row)
        sum ^= word[static_cast<std::size_t>(c.column * p.lifting + (z + c.shift) % p.lifting)];
      if (sum)
        return false;
    }
  return true;
}
} // namespace

class TestLdpc : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void referenceVectorsMatch_data() {
    QTest::addColumn<QString>("file");
    QTest::newRow("vectors") << "nr_ldpc_vectors.csv";
    QTest::newRow("redundancy versions") << "nr_ldpc_rv_vectors.csv";
  }
  void referenceVectorsMatch() {
    QFETCH(QString, file);
    const std::string path = dataFile(file.toUtf8().constData());
    const LdpcCheck check = checkLdpcVectors(base::readFile(path), path);
    QVERIFY(check.vectors > 20);
    QVERIFY2(check.mismatches.empty(),
             check.mismatches.empty() ? "" : check.mismatches.front().c_str());
    QCOMPARE(check.matched, check.vectors);
    qInfo("%d of %d vectors match", check.matched, check.vectors);
  }

  void aWrongVectorIsFoundAndNamed() {
    std::string text = base::readFile(dataFile("nr_ldpc_vectors.csv"));
    const std::size_t last = text.find_last_of("0123456789abcdef");
    text[last - 3] = text[last - 3] == '0' ? '1' : '0';
    const LdpcCheck check = checkLdpcVectors(text, "file");
    QCOMPARE(check.matched, check.vectors - 1);
    QVERIFY(QString::fromStdString(check.mismatches.front()).contains("interleaved_hex"));
    for (const char* bad :
         {"", "k,n\n1,2\n", "k,n,info_hex\n8,16,0g\n", "k,n,info_hex\n8,16,00ff\n",
          "k,n,info_hex\n-1,4,\n", "k,n,info_hex\nx,4,00\n", "k,n,info_hex\n99999,200000,00\n"}) {
      bool refused = false;
      try {
        checkLdpcVectors(bad, "file");
      } catch (const base::Error& e) {
        refused = QString::fromUtf8(e.what()).contains("file");
      }
      QVERIFY2(refused, bad);
    }
  }

  void everyLiftingSizeEncodesCodewords_data() {
    QTest::addColumn<int>("graph");
    QTest::addColumn<int>("lifting");
    QTest::addColumn<int>("set");
    QCOMPARE(liftingSizes().size(), std::size_t{51});
    for (const int graph : {1, 2})
      for (const LiftingSize& z : liftingSizes())
        QTest::addRow("graph %d, Zc %d", graph, z.size) << graph << z.size << z.set;
  }
  void everyLiftingSizeEncodesCodewords() {
    QFETCH(int, graph);
    QFETCH(int, lifting);
    QFETCH(int, set);
    LdpcParams p;
    p.baseGraph = graph;
    p.lifting = lifting;
    p.setIndex = set;
    p.infoBits = p.infoColumns() * lifting - lifting / 2;
    p.fillers = lifting / 2;
    p.codedBits = 2 * p.infoBits;
    const LdpcCode code(p, 2);
    std::vector<std::uint8_t> info(static_cast<std::size_t>(p.infoBits));
    base::Philox({7, base::Domain::Other, base::Purpose::Test, static_cast<std::uint64_t>(lifting)})
        .fillBits(info);
    auto word = code.motherCodeword(info);
    QVERIFY(isCodeword(p, word));
    QVERIFY(std::equal(info.begin(), info.end(), word.begin()));
    word[static_cast<std::size_t>(3 * lifting)] ^= 1;
    QVERIFY(!isCodeword(p, word)); // the check can fail
  }

  void everyDecoderCorrectsErrors_data() {
    QTest::addColumn<int>("index");
    const auto all = everyDecoder();
    for (std::size_t i = 0; i < all.size(); ++i)
      QTest::addRow("%s %s %s", param::labelOf(all[i].schedule), param::labelOf(all[i].rule),
                    param::labelOf(all[i].messages))
          << static_cast<int>(i);
  }
  void everyDecoderCorrectsErrors() {
    QFETCH(int, index);
    const DecoderSpec spec = everyDecoder()[static_cast<std::size_t>(index)];
    for (const auto& [k, n] : {std::pair{40, 130}, {300, 500}, {1392, 2784}, {24, 72}}) {
      // 4 dB above where these codes work: each word must come out right.
      QCOMPARE(simulate(k, n, spec, n < 200 ? 8.5 : 5.5, 20).errors, std::uint64_t{0});
      // And none may at -5 dB: the count is real.
      QVERIFY(simulate(k, n, spec, -5, 20).errors > 10);
    }
  }

  void errorRatesAgreeWithSionna_data() {
    QTest::addColumn<QString>("algorithm");
    QTest::addColumn<double>("ebn0");
    QTest::newRow("sum-product 1.0") << "boxplus" << 1.0;
    QTest::newRow("sum-product 1.25") << "boxplus" << 1.25;
    QTest::newRow("offset min-sum 1.125") << "offset-minsum" << 1.125;
    QTest::newRow("offset min-sum 1.375") << "offset-minsum" << 1.375;
    QTest::newRow("min-sum 1.75") << "minsum" << 1.75;
    QTest::newRow("min-sum 2.0") << "minsum" << 2.0;
  }
  void errorRatesAgreeWithSionna() {
    QFETCH(QString, algorithm);
    QFETCH(double, ebn0);
    const CheckRule rule = algorithm == "boxplus"         ? CheckRule::SumProduct
                           : algorithm == "offset-minsum" ? CheckRule::OffsetMinSum
                                                          : CheckRule::MinSum;
    const std::string path = dataFile("ldpc_awgn_sionna.csv");
    const base::CsvTable table(base::readFile(path), path);
    for (std::size_t row = 0; row < table.rows(); ++row)
      if (table.text(row, "algorithm") == algorithm.toStdString() &&
          table.number(row, "ebn0_db") == ebn0 && table.integer(row, "k") == 1392)
        compare(simulate(1392, 2784, flooding(rule), ebn0, 1200), table, row, "blocks",
                "block_errors");
  }

  void errorRatesAgreeWithAff3ct_data() {
    QTest::addColumn<QString>("decoder");
    QTest::addColumn<double>("ebn0");
    QTest::newRow("layered 1.25") << "layered_nms075" << 1.25;
    QTest::newRow("layered 1.5") << "layered_nms075" << 1.5;
    QTest::newRow("layered 1.75") << "layered_nms075" << 1.75;
  }
  void errorRatesAgreeWithAff3ct() {
    QFETCH(QString, decoder);
    QFETCH(double, ebn0);
    DecoderSpec spec;
    spec.schedule = DecoderSchedule::Layered;
    spec.rule = CheckRule::NormalizedMinSum;
    spec.scale = 0.75;
    spec.iterations = 10;
    spec.llrClip = 0;
    const std::string path = dataFile("ldpc_awgn_aff3ct.csv");
    const base::CsvTable table(base::readFile(path), path);
    for (std::size_t row = 0; row < table.rows(); ++row)
      if (table.text(row, "decoder") == decoder.toStdString() &&
          table.number(row, "ebn0_db") == ebn0 && table.integer(row, "zc") == 104)
        compare(simulate(1040, 1872, spec, ebn0, 1500), table, row, "frames", "frame_errors");
  }

  /// AFF3CT's sum-product divides 0 by 0 at punctured bits, which costs it one to two iterations.
  /// Plain loops with that division reproduce its curve; ours, without, is better.
  void floodingAgreesWithAff3ctButForItsDivision_data() {
    QTest::addColumn<double>("ebn0");
    QTest::newRow("1.25") << 1.25;
    QTest::newRow("1.5") << 1.5;
  }
  void floodingAgreesWithAff3ctButForItsDivision() {
    QFETCH(double, ebn0);
    constexpr int kInfo = 1040, kCoded = 1872;
    DecoderSpec spec = flooding(CheckRule::SumProduct);
    spec.llrClip = 0;
    const LdpcCode code(chooseLdpc(kInfo, kCoded), 1);
    const testing::PlainDecoder divided(code, spec, testing::ProductRule::Divided);
    const double variance = 1 / (2.0 * kInfo / kCoded * std::pow(10, ebn0 / 10));
    std::vector<float> llrs(kCoded);
    ErrorCount theirs;
    for (std::uint64_t b = 0; b < 250; ++b) {
      base::Philox({98, base::Domain::Other, base::Purpose::Test, b}).fillGaussian(llrs);
      for (float& l : llrs) // the all-zero word, as there
        l = static_cast<float>(2 / variance * (std::sqrt(variance) * static_cast<double>(l) - 1));
      const auto info = divided.decode(llrs).info;
      ++theirs.blocks;
      theirs.errors += std::find(info.begin(), info.end(), 1) != info.end();
    }
    const std::string path = dataFile("ldpc_awgn_aff3ct.csv");
    const base::CsvTable table(base::readFile(path), path);
    for (std::size_t row = 0; row < table.rows(); ++row)
      if (table.text(row, "decoder") == "flooding_spa" && table.number(row, "ebn0_db") == ebn0 &&
          table.integer(row, "zc") == 104) {
        compare(theirs, table, row, "frames", "frame_errors");
        const ErrorCount ours = simulate(kInfo, kCoded, spec, ebn0, 1500);
        QVERIFY(static_cast<double>(ours.errors) / static_cast<double>(ours.blocks) <
                table.number(row, "frame_errors") / table.number(row, "frames"));
      }
  }

  void eightBitMessagesLoseLittle() {
    DecoderSpec spec = flooding(CheckRule::NormalizedMinSum);
    spec.schedule = DecoderSchedule::Layered;
    spec.scale = 0.75;
    const ErrorCount exact = simulate(1392, 2784, spec, 1.5, 600);
    spec.messages = MessageType::Int8;
    const ErrorCount integer = simulate(1392, 2784, spec, 1.6, 600);
    // A tenth of a decibel more makes up for 6-bit LLRs.
    QVERIFY2(integer.errors <= exact.errors + 15,
             qPrintable(QString("%1 against %2 of 600").arg(integer.errors).arg(exact.errors)));
  }

  void sizesOfTheStandard() {
    const auto is = [](int k, int n, int graph, int z) {
      const LdpcParams p = chooseLdpc(k, n);
      return p.baseGraph == graph && p.lifting == z;
    };
    QVERIFY(is(1392, 2784, 2, 144));
    QVERIFY(is(8448, 16896, 1, 384));
    QVERIFY(is(3840, 16000, 2, 384));
    QVERIFY(is(200, 1000, 2, 26));
    QVERIFY_EXCEPTION_THROWN(chooseLdpc(8449, 10000), base::Error);
    QVERIFY_EXCEPTION_THROWN(chooseLdpc(100, 100), base::Error);
    QVERIFY_EXCEPTION_THROWN(chooseLdpc(0, 100), base::Error);
  }

 private:
  void compare(const ErrorCount& ours, const base::CsvTable& table, std::size_t row,
               const char* blocks, const char* errors) {
    const auto n = static_cast<std::uint64_t>(table.integer(row, blocks));
    const auto e = static_cast<std::uint64_t>(table.integer(row, errors));
    const double z = base::twoProportionZ(ours.errors, ours.blocks, e, n);
    const double rate = static_cast<double>(e) / static_cast<double>(n);
    const double ourRate = static_cast<double>(ours.errors) / static_cast<double>(ours.blocks);
    qInfo("BLER %.4f here, %.4f there, z = %.2f", ourRate, rate, z);
    QVERIFY2(std::abs(z) < kLargestZ || std::abs(ourRate - rate) < kBiasOfReference * rate,
             qPrintable(QString("z = %1").arg(z)));
  }
};

QTEST_APPLESS_MAIN(TestLdpc)
#include "tst_ldpc.moc"
