#include <QtTest>

#include <numeric>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/phy/resource_grid.h"
#include "core/phy/slot_code.h"

using namespace rxq;
using namespace rxq::phy;

namespace {
std::size_t index(int i) { return static_cast<std::size_t>(i); }

/// Long division by a generator polynomial's exponents, as clause 5.1 writes it.
std::vector<std::uint8_t> parity(std::vector<std::uint8_t> bits,
                                 const std::vector<int>& exponents) {
  const std::size_t length = index(exponents.front()), count = bits.size();
  bits.resize(count + length, 0);
  for (std::size_t i = 0; i < count; ++i)
    if (bits[i])
      for (const int e : exponents)
        bits[i + length - index(e)] ^= 1;
  return {bits.end() - static_cast<std::ptrdiff_t>(length), bits.end()};
}
const std::vector<int> k24A{24, 23, 18, 17, 14, 11, 10, 7, 6, 5, 4, 3, 1, 0};
const std::vector<int> k24B{24, 23, 6, 5, 1, 0};
const std::vector<int> k16{16, 12, 5, 0};

std::vector<std::uint8_t> randomBits(int count, std::uint64_t seed) {
  std::vector<std::uint8_t> bits(index(count));
  base::Philox({seed, base::Domain::Other, base::Purpose::Test, 0}).fillBits(bits);
  return bits;
}

/// Sizes by TS 38.214 5.1.3.2, step by step in whole numbers: the rate in 1/1024.
int sizeByClause(int elements, int rate1024, int qm) {
  const std::vector<int> table{
      24,   32,   40,   48,   56,   64,   72,   80,   88,   96,   104,  112,  120,  128,
      136,  144,  152,  160,  168,  176,  184,  192,  208,  224,  240,  256,  272,  288,
      304,  320,  336,  352,  368,  384,  408,  432,  456,  480,  504,  528,  552,  576,
      608,  640,  672,  704,  736,  768,  808,  848,  888,  928,  984,  1032, 1064, 1128,
      1160, 1192, 1224, 1256, 1288, 1320, 1352, 1416, 1480, 1544, 1608, 1672, 1736, 1800,
      1864, 1928, 2024, 2088, 2152, 2216, 2280, 2408, 2472, 2536, 2600, 2664, 2728, 2792,
      2856, 2976, 3104, 3240, 3368, 3496, 3624, 3752, 3824};
  const std::int64_t scaled = std::int64_t{elements} * rate1024 * qm; // 1024 N_info
  const auto floorLog2 = [](std::int64_t numerator) {                 // of numerator / 1024
    int n = -10;
    while ((std::int64_t{1} << (n + 11)) <= numerator)
      ++n;
    return n;
  };
  if (scaled <= std::int64_t{3824} * 1024) {
    const int n = std::max(3, floorLog2(scaled) - 6);
    const std::int64_t quantized = std::max<std::int64_t>(24, (scaled >> (10 + n)) << n);
    for (const int size : table)
      if (size >= quantized)
        return size;
  }
  const std::int64_t less = scaled - 24 * 1024;
  const int n = floorLog2(less) - 5;
  const std::int64_t unit = std::int64_t{1024} << n;
  const std::int64_t quantized = std::max<std::int64_t>(3840, ((less + unit / 2) / unit) << n);
  const auto up = [](std::int64_t a, std::int64_t b) { return (a + b - 1) / b; };
  std::int64_t blocks = 1;
  if (rate1024 * 4 <= 1024)
    blocks = up(quantized + 24, 3816);
  else if (quantized > 8424)
    blocks = up(quantized + 24, 8424);
  return static_cast<int>(8 * blocks * up(quantized + 24, 8 * blocks) - 24);
}
} // namespace

class TestTransportBlock : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  /// Sizes that 3GPP's procedure gives for allocations worked out by hand.
  void knownSizes() {
    // 100 resource blocks, 156 elements each, 256-QAM at 948/1024: N_info = 115537.5.
    QCOMPARE(transportBlockSize(15600, 948.0 / 1024, 8), 114776);
    // 1 resource block, 120 elements, QPSK at 120/1024: N_info = 28.1, quantized to 24.
    QCOMPARE(transportBlockSize(120, 120.0 / 1024, 2), 24);
    // N_info = 3822, quantized to 3808, the table's next is 3824.
    QCOMPARE(transportBlockSize(1911, 0.5, 4), 3824);
    // N_info = 3840 - just beyond the table.
    QCOMPARE(transportBlockSize(1920, 0.5, 4), 3840);
  }

  void sizesFollowTheProcedure() {
    int compared = 0;
    for (int elements = 12; elements <= 15600; elements += 53)
      for (const int qm : {2, 4, 6, 8})
        for (const int rate : {120, 193, 251, 256, 257, 378, 490, 616, 666, 772, 948}) {
          QCOMPARE(transportBlockSize(elements, rate / 1024.0, qm),
                   sizeByClause(elements, rate, qm));
          ++compared;
        }
    QVERIFY(compared > 10000);
  }

  /// 5.2.2 for every size that 5.1.3.2 gives: equal blocks, nothing lost, every bound kept.
  void segmentation() {
    int several = 0, single = 0;
    for (int elements = 24; elements <= 15600; elements += 36)
      for (const int qm : {2, 4, 6, 8})
        for (const double rate : {0.2, 0.25, 0.4, 0.6, 0.7, 0.85, 0.92}) {
          const int a = transportBlockSize(elements, rate, qm), g = elements * qm;
          if (a + 24 >= g)
            continue;
          const SlotLayout layout = transportBlockLayout(a, rate, g, qm);
          const int crc = a > 3824 ? 24 : 16;
          const bool graph2 = a <= 292 || (a <= 3824 && rate <= 0.67) || rate <= 0.25;
          const int most = graph2 ? 3840 : 8448;
          const int blocks = a + crc <= most ? 1 : (a + crc + most - 24 - 1) / (most - 24);
          QCOMPARE(layout.blocks(), blocks);
          QCOMPARE(layout.block.baseGraph, graph2 ? 2 : 1);
          QCOMPARE(layout.blockCrcs, blocks > 1);
          QCOMPARE(*layout.slotCrc, a > 3824 ? Crc::Crc24A : Crc::Crc16);
          QCOMPARE(layout.payloadBits() * blocks, a + crc);
          const LdpcParams& b = layout.block;
          QVERIFY(b.infoBits <= most && b.fillers >= 0);
          QCOMPARE(b.infoColumns() * b.lifting, b.infoBits + b.fillers);
          QVERIFY(b.kb * b.lifting >= b.infoBits); // 5.2.2: the least such lifting size
          // 5.4.2.1: multiples of Qm, as equal as can be, the larger ones behind.
          QCOMPARE(std::accumulate(layout.codedBits.begin(), layout.codedBits.end(), 0), g);
          QVERIFY(std::is_sorted(layout.codedBits.begin(), layout.codedBits.end()));
          for (const int e : layout.codedBits)
            QVERIFY(e % qm == 0 && e >= layout.codedBits[0] && e <= layout.codedBits[0] + qm);
          (blocks > 1 ? several : single) += 1;
        }
    QVERIFY(several > 500 && single > 500);
  }

  void sizesThatDoNotDivideAreRefused() {
    QVERIFY_EXCEPTION_THROWN(transportBlockLayout(8448 * 2 + 1, 0.5, 40000, 4), base::Error);
    QVERIFY_EXCEPTION_THROWN(transportBlockLayout(1000, 0.5, 800, 4), base::Error);
  }

  void crcsAreWhereTheClauseHasThem_data() {
    QTest::addColumn<int>("elements");
    QTest::addColumn<double>("rate");
    QTest::newRow("CRC16") << 576 << 0.4;
    QTest::newRow("CRC24A, one code block") << 3000 << 0.6;
    QTest::newRow("CRC24A and B, graph 1") << 15600 << 0.6;
    QTest::newRow("CRC24A and B, graph 2") << 15600 << 0.2;
  }
  void crcsAreWhereTheClauseHasThem() {
    QFETCH(int, elements);
    QFETCH(double, rate);
    constexpr int kQm = 4;
    const int a = transportBlockSize(elements, rate, kQm);
    const SlotCode code(transportBlockLayout(a, rate, elements * kQm, kQm), kQm);
    const auto info = randomBits(a, 5);
    std::vector<std::uint8_t> blocks(index(code.blockBits()));
    code.segment(info, blocks);
    std::vector<std::uint8_t> whole = info;
    const auto crc = parity(info, a > 3824 ? k24A : k16);
    whole.insert(whole.end(), crc.begin(), crc.end());
    const SlotLayout& layout = code.layout();
    std::vector<std::uint8_t> expected;
    for (int r = 0; r < layout.blocks(); ++r) {
      const auto begin = whole.begin() + r * layout.payloadBits();
      const std::vector<std::uint8_t> part(begin, begin + layout.payloadBits());
      expected.insert(expected.end(), part.begin(), part.end());
      if (layout.blocks() > 1) {
        const auto own = parity(part, k24B);
        expected.insert(expected.end(), own.begin(), own.end());
      }
    }
    QVERIFY(blocks == expected);
  }

  /// Bits that leave the encoder come back, through every size of slot.
  void roundTrip_data() {
    QTest::addColumn<int>("resourceBlocks");
    QTest::addColumn<int>("qm");
    QTest::addColumn<double>("rate");
    QTest::newRow("1 RB QPSK") << 1 << 2 << 0.3;
    QTest::newRow("4 RB 16-QAM") << 4 << 4 << 0.5;
    QTest::newRow("25 RB 64-QAM") << 25 << 6 << 0.65;
    QTest::newRow("100 RB 256-QAM, low rate") << 100 << 8 << 0.25;
    QTest::newRow("100 RB 256-QAM, high rate") << 100 << 8 << 948.0 / 1024;
  }
  void roundTrip() {
    QFETCH(int, resourceBlocks);
    QFETCH(int, qm);
    QFETCH(double, rate);
    const int elements = 144 * resourceBlocks, g = elements * qm;
    const SlotCode code(transportBlockLayout(transportBlockSize(elements, rate, qm), rate, g, qm),
                        qm);
    QCOMPARE(code.codedBits(), g);
    const auto info = randomBits(code.infoBits(), 6);
    std::vector<std::uint8_t> blocks(index(code.blockBits())), coded(index(g)),
        decided(blocks.size());
    code.segment(info, blocks);
    code.encode(blocks, coded);
    std::vector<float> llrs;
    for (const std::uint8_t bit : coded)
      llrs.push_back(bit ? 8.f : -8.f);
    for (const auto messages : {MessageType::Float, MessageType::Int8}) {
      DecoderSpec spec;
      spec.messages = messages;
      std::fill(decided.begin(), decided.end(), std::uint8_t{2});
      SlotDecoder(code, spec).decode(llrs, decided);
      QVERIFY(decided == blocks);
    }
    // Each code block stands alone: silence in one leaves the others right.
    if (const int last = code.layout().blocks() - 1; last > 0) {
      std::fill(llrs.begin() + code.startOf(last), llrs.end(), -1.f);
      SlotDecoder(code, {}).decode(llrs, decided);
      QCOMPARE(code.compare(blocks, decided).blocks, 1);
    }
  }

  void errorsAreCounted() {
    const SlotCode code(transportBlockLayout(transportBlockSize(15600, 0.6, 4), 0.6, 62400, 4), 4);
    QVERIFY(code.layout().blocks() > 3);
    std::vector<std::uint8_t> sent(index(code.blockBits()));
    code.segment(randomBits(code.infoBits(), 7), sent);
    auto decided = sent;
    QVERIFY(!code.compare(sent, decided).failed());
    const std::size_t size = index(code.layout().block.infoBits);
    decided[3] ^= 1;            // information bit of block 0
    decided[size - 1] ^= 1;     // CRC bit of block 0
    decided[2 * size - 1] ^= 1; // CRC bit of block 1
    const SlotErrors errors = code.compare(sent, decided);
    QCOMPARE(errors.bits, 1);
    QCOMPARE(errors.blocks, 2);
    QVERIFY(errors.failed() && !errors.undetected);
    // The transport block's own CRC is no information.
    decided = sent;
    decided[sent.size() - 25] ^= 1; // last bit before the last CRC24B
    QCOMPARE(code.compare(sent, decided).bits, 0);
    QCOMPARE(code.compare(sent, decided).blocks, 1);
    // Another whole transport block holds all CRCs: an error that nobody sees.
    auto info = randomBits(code.infoBits(), 7);
    info[100] ^= 1;
    code.segment(info, decided);
    QVERIFY(code.compare(sent, decided).undetected);
    QCOMPARE(code.compare(sent, decided).bits, 1);
  }

  void oneCodeWordIsAsBefore() {
    const SlotCode code(codeWordLayout(1392, 2784), 2);
    const LdpcCode plain(chooseLdpc(1392, 2784), 2);
    const auto info = randomBits(1392, 8);
    std::vector<std::uint8_t> blocks(1392), a(2784), b(2784);
    code.segment(info, blocks);
    QVERIFY(blocks == info);
    code.encode(blocks, a);
    plain.encode(info, b);
    QVERIFY(a == b);
    QVERIFY(!code.compare(blocks, info).undetected);
  }
};

QTEST_APPLESS_MAIN(TestTransportBlock)
#include "tst_transport_block.moc"
