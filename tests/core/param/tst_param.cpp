#include <QtTest>

#include <cmath>

#include "core/base/error.h"
#include "core/param/bound_field.h"
#include "core/param/container.h"
#include "core/study/study_spec.h"

using namespace rxq;

/// The message of the error that `f` throws; empty when it throws none.
template <class F> std::string errorOf(F&& f) {
  try {
    f();
  } catch (const base::Error& e) {
    return e.what();
  }
  return {};
}

class TestParam : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void jsonRoundTripOfAWholeStudy() {
    study::StudySpec spec;
    spec.name = "a \"quoted\" name, \u00e9";
    spec.seed = 9007199254740992ull;
    spec.link.pilotSymbols = {2};
    spec.channel.speed = {3.25, 17.5};
    spec.receivers.resize(2);
    spec.receivers[1].kind = study::ReceiverKind::Qat;
    spec.receivers[1].quant.granularity = quant::Granularity::PerTensor;
    spec.receivers[1].neural.planes = {receiver::Plane::Received, receiver::Plane::LogNoise};
    const auto back = param::readJson<study::StudySpec>(param::writeJson(spec), "test");
    QVERIFY(back == spec);
    QCOMPARE(param::writeJson(back, -1), param::writeJson(spec, -1));
  }

  void missingFieldsKeepDefaults() {
    const auto spec =
        param::readJson<study::StudySpec>(R"({"link": {"resourceBlocks": 7}})", "test");
    QCOMPARE(spec.link.resourceBlocks, 7);
    QCOMPARE(spec.link.codeRate, phy::LinkSpec{}.codeRate);
  }

  // A field that came later leaves the JSON, and so the keys, of specs that do not use it alone.
  void laterFieldsAreLeftOutAtTheirDefaults() {
    quant::QuantSpec spec;
    QVERIFY(param::writeJson(spec).find("\"layers\"") == std::string::npos);
    spec.layers = {{"block 1 conv 1", 2, 4}};
    const std::string text = param::writeJson(spec);
    QVERIFY(text.find("\"layers\"") != std::string::npos);
    QVERIFY(param::readJson<quant::QuantSpec>(text, "test") == spec);
  }

  void errorsNameTheField_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("expected");
    QTest::newRow("syntax") << "{"
                            << "not valid JSON";
    QTest::newRow("unknown key") << R"({"link": {"antenas": 2}})"
                                 << "link: there is no field 'antenas'";
    QTest::newRow("range") << R"({"channel": {"speed": [0, 400]}})"
                           << "channel.speed";
    QTest::newRow("reversed range") << R"({"channel": {"speed": [40, 0]}})"
                                    << "low before high";
    QTest::newRow("list item") << R"({"link": {"pilotSymbols": [2, 14]}})"
                               << "link.pilotSymbols[1]";
    QTest::newRow("choice") << R"({"link": {"modulation": "qam32"}})"
                            << "qpsk, qam16, qam64, qam256";
    QTest::newRow("type") << R"({"link": {"codeRate": "half"}})"
                          << "link.codeRate: expected a number";
    QTest::newRow("nested list")
        << R"({"receivers": [{"name": "a"}, {"quant": {"weightBits": 9}}]})"
        << "receivers[1].quant.weightBits";
    QTest::newRow("whole number") << R"({"link": {"rxAntennas": 1.5}})"
                                  << "link.rxAntennas: expected a whole number";
    QTest::newRow("overflow") << R"({"link": {"rxAntennas": 4294967298}})"
                              << "too large";
  }
  void errorsNameTheField() {
    QFETCH(QString, json);
    QFETCH(QString, expected);
    const std::string message =
        errorOf([&] { param::readJson<study::StudySpec>(json.toStdString(), "The study"); });
    QVERIFY2(QString::fromStdString(message).contains(expected), message.c_str());
  }

  void notANumberIsOutOfRange() {
    phy::LinkSpec spec;
    spec.codeRate = std::nan("");
    QVERIFY(!errorOf([&] { param::validate(spec); }).empty());
  }

  void boundFieldsReadWriteAndRefuse() {
    channel::ChannelSpec spec;
    const auto fields = param::bind(spec, "channel");
    for (const auto& field : fields) {
      QVERIFY2(*field.label && *field.help, field.path.c_str());
      field.set(field.get()); // what is there is valid
    }
    const auto& speed = *std::find_if(fields.begin(), fields.end(),
                                      [](const auto& f) { return f.path == "channel.speed"; });
    QCOMPARE(speed.kind, param::BoundField::Kind::Range);
    QVERIFY(!errorOf([&] { speed.set(param::Node(999)); }).empty());
    QVERIFY(spec == channel::ChannelSpec{});
    speed.set(param::Node(12));
    QVERIFY(spec.speed == (param::Range{12, 12}));
  }

  void relevanceFollowsTheStruct() {
    channel::ChannelSpec spec;
    const auto fields = param::bind(spec);
    const auto relevant = [&](const char* key) {
      for (const auto& f : fields)
        if (f.path == key)
          return f.relevant();
      return false;
    };
    QVERIFY(relevant("delaySpread"));
    spec.kind = channel::ChannelKind::Awgn;
    QVERIFY(!relevant("delaySpread"));
  }

  void containerRefusesDamage() {
    param::Container c;
    c.header.set("x", 1);
    c.parts = {param::bytesOf(std::vector<float>{1, 2, 3}), {}};
    const auto bytes = param::pack("TESTFILE", 1, c);
    const auto back = param::unpack(bytes, "TESTFILE", 1, "f");
    QCOMPARE(back.parts.size(), std::size_t{2});
    QCOMPARE(param::valuesOf<float>(back.parts[0], "f")[2], 3.0f);
    QVERIFY(QString::fromStdString(errorOf([&] {
              param::unpack(bytes, "OTHERONE", 1, "f");
            })).contains("kind"));
    QVERIFY(QString::fromStdString(errorOf([&] {
              param::unpack(bytes, "TESTFILE", 0, "f");
            })).contains("newer"));
    for (std::size_t size = 0; size < bytes.size(); ++size)
      QVERIFY(!errorOf([&] {
                 param::unpack(std::span(bytes).first(size), "TESTFILE", 1, "f");
               }).empty());
    for (std::size_t i = 8; i < bytes.size(); ++i) {
      auto bad = bytes;
      bad[i] ^= std::byte{1};
      QVERIFY2(!errorOf([&] { param::unpack(bad, "TESTFILE", 1, "f"); }).empty(),
               qPrintable(QString::number(i)));
    }
  }
};

QTEST_APPLESS_MAIN(TestParam)
#include "tst_param.moc"
