#include <QtTest>

#include "core/base/csv.h"
#include "core/base/hash.h"
#include "core/base/resource.h"
#include "core/phy/base_graph.h"

using namespace rxq;
using namespace rxq::phy;

namespace {
struct Vector {
  LdpcParams params;
  std::vector<std::uint8_t> codeword;
};

std::vector<std::uint8_t> bitsOf(const std::string& hex, std::size_t count) {
  std::vector<std::uint8_t> bits;
  const QByteArray bytes = QByteArray::fromHex(QByteArray::fromStdString(hex));
  for (std::size_t i = 0; i < count; ++i)
    bits.push_back(static_cast<std::uint8_t>((bytes[static_cast<int>(i / 8)] >> (7 - i % 8)) & 1));
  return bits;
}

/// Codewords that another program computed.
std::vector<Vector> referenceWords() {
  const std::string path = std::string(RXQ_TEST_DATA) + "/nr_ldpc_vectors.csv";
  const base::CsvTable table(base::readFile(path), path);
  std::vector<Vector> all;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Vector v;
    v.params = chooseLdpc(static_cast<int>(table.integer(row, "k")),
                          static_cast<int>(table.integer(row, "n")));
    v.codeword = bitsOf(table.text(row, "codeword_hex"),
                        static_cast<std::size_t>(table.integer(row, "n_ldpc")));
    all.push_back(v);
  }
  return all;
}

bool rowHolds(const std::vector<Circulant>& row, const Vector& v) {
  const int lifting = v.params.lifting;
  for (int z = 0; z < lifting; ++z) {
    int sum = 0;
    for (const Circulant& c : row)
      sum ^= v.codeword[static_cast<std::size_t>(c.column * lifting + (z + c.shift) % lifting)];
    if (sum)
      return false;
  }
  return true;
}
} // namespace

class TestBaseGraph : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void tablesAreThoseOfTheStandard_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("graph");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("entries");
    QTest::addColumn<QString>("hash");
    // Hashes of the files that were compared with an independent transcription.
    QTest::newRow("1") << "tables/ldpc_base_graph_1.csv" << 1 << 46 << 316 << "3dfaf472037a129a";
    QTest::newRow("2") << "tables/ldpc_base_graph_2.csv" << 2 << 42 << 197 << "cd77b1b83ad12564";
  }
  void tablesAreThoseOfTheStandard() {
    QFETCH(QString, file);
    QFETCH(int, graph);
    QFETCH(int, rows);
    QFETCH(int, entries);
    QFETCH(QString, hash);
    const auto text = base::resource(file.toStdString());
    QCOMPARE(QString::fromStdString(base::toHex(base::hashText(text))), hash);
    LdpcParams p;
    p.baseGraph = graph;
    for (const LiftingSize& z : liftingSizes()) {
      p.lifting = z.size;
      p.setIndex = z.set;
      const BaseGraph lifted = liftedGraph(p);
      QCOMPARE(static_cast<int>(lifted.size()), rows);
      int count = 0;
      for (const auto& row : lifted)
        for (const Circulant& c : row) {
          QVERIFY(c.shift >= 0 && c.shift < z.size);
          QVERIFY(c.column >= 0 && c.column < p.infoColumns() + rows);
          ++count;
        }
      QCOMPARE(count, entries);
    }
  }

  void liftingSizesAreThoseOfTheStandard() {
    // Table 5.3.2-1: a * 2^j up to 384.
    QCOMPARE(liftingSizes().size(), std::size_t{51});
    const int factors[] = {2, 3, 5, 7, 9, 11, 13, 15};
    for (const LiftingSize& z : liftingSizes()) {
      int rest = z.size;
      while (rest % 2 == 0 && rest > 2)
        rest /= 2;
      QCOMPARE(rest, factors[z.set]);
    }
  }

  /// The encoder and a check built on the same wrong table would agree with each other; foreign
  /// codewords do not.
  void foreignCodewordsHoldAndFindEveryWrongShift() {
    int changed = 0;
    for (const Vector& v : referenceWords()) {
      BaseGraph graph = liftedGraph(v.params);
      for (auto& row : graph) {
        QVERIFY(rowHolds(row, v));
        if (v.params.lifting < 18)
          continue; // a wrong shift of so short a word may go unseen
        for (Circulant& c : row) {
          const int first = c.column * v.params.lifting;
          const auto bits = v.codeword.begin() + first;
          if (std::equal(bits + 1, bits + v.params.lifting, bits))
            continue; // a column of fillers looks alike however shifted
          const int right = c.shift;
          c.shift = (right + 1) % v.params.lifting;
          QVERIFY2(!rowHolds(row, v),
                   qPrintable(QString("Zc %1, column %2").arg(v.params.lifting).arg(c.column)));
          c.shift = right;
          ++changed;
        }
      }
    }
    QVERIFY(changed > 5000);
  }
};

QTEST_APPLESS_MAIN(TestBaseGraph)
#include "tst_base_graph.moc"
