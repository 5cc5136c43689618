#include <QtTest>

#include <string_view>

#include "core/base/random.h"
#include "core/phy/crc.h"

using namespace rxq;
using namespace rxq::phy;

namespace {
std::vector<std::uint8_t> bitsOf(std::string_view text) {
  std::vector<std::uint8_t> bits;
  for (const char c : text)
    for (int i = 7; i >= 0; --i)
      bits.push_back(static_cast<std::uint8_t>((c >> i) & 1));
  return bits;
}

/// Long division by the polynomial as clause 5.1 prints it: its exponents.
std::uint32_t remainder(std::vector<std::uint8_t> bits, const std::vector<int>& exponents) {
  const std::size_t length = static_cast<std::size_t>(exponents.front());
  const std::size_t count = bits.size();
  bits.resize(count + length, 0);
  for (std::size_t i = 0; i < count; ++i)
    if (bits[i])
      for (const int e : exponents)
        bits[i + length - static_cast<std::size_t>(e)] ^= 1;
  std::uint32_t value = 0;
  for (std::size_t i = count; i < bits.size(); ++i)
    value = (value << 1) | bits[i];
  return value;
}
} // namespace

class TestCrc : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyCrc_data() {
    QTest::addColumn<int>("index");
    QTest::addColumn<QList<int>>("exponents");
    QTest::addColumn<unsigned>("answer"); // of "123456789"
    const auto row = [](const char* name, Crc crc, QList<int> exponents, unsigned answer) {
      QTest::newRow(name) << static_cast<int>(crc) << exponents << answer;
    };
    row("24A", Crc::Crc24A, {24, 23, 18, 17, 14, 11, 10, 7, 6, 5, 4, 3, 1, 0}, 0xcde703);
    row("24B", Crc::Crc24B, {24, 23, 6, 5, 1, 0}, 0x23ef52);
    row("24C", Crc::Crc24C, {24, 23, 21, 20, 17, 15, 13, 12, 8, 4, 2, 1, 0}, 0xf48279);
    row("16", Crc::Crc16, {16, 12, 5, 0}, 0x31c3);
    row("11", Crc::Crc11, {11, 10, 9, 5, 0}, 0x5ca);
    row("6", Crc::Crc6, {6, 5, 0}, 0x15);
  }
  void everyCrc() {
    QFETCH(int, index);
    QFETCH(QList<int>, exponents);
    QFETCH(unsigned, answer);
    const auto crc = static_cast<Crc>(index);
    QCOMPARE(crcLength(crc), exponents.front());
    QCOMPARE(crcOf(crc, bitsOf("123456789")), answer);
    base::Philox random({1, base::Domain::Other, base::Purpose::Test, 0});
    for (const std::size_t length : {0u, 1u, 7u, 8u, 13u, 64u, 1403u}) {
      std::vector<std::uint8_t> bits(length);
      random.fillBits(bits);
      QCOMPARE(crcOf(crc, bits), remainder(bits, {exponents.begin(), exponents.end()}));
      auto all = withCrc(crc, bits);
      QCOMPARE(all.size(), length + static_cast<std::size_t>(crcLength(crc)));
      QVERIFY(crcHolds(crc, all));
      all[random.below(static_cast<std::uint32_t>(all.size()))] ^= 1; // every single error is found
      QVERIFY(!crcHolds(crc, all));
    }
    QVERIFY(!crcHolds(crc, std::vector<std::uint8_t>(3, 0)));
  }
};

QTEST_APPLESS_MAIN(TestCrc)
#include "tst_crc.moc"
