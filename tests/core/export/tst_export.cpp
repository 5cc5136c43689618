#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/export/bit_packing.h"
#include "core/export/exporter.h"
#include "core/export/golden.h"
#include "core/export/memory_replay.h"
#include "core/export/process.h"
#include "core/receiver/planes.h"
#include "tests/core/export/exported_model.h"
#include "tests/core/quant/random_integer_network.h"

using namespace rxq;
using namespace rxq::exporting;
Q_DECLARE_METATYPE(rxq::train::Model)

class TestExport final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void packingRoundTrip_data();
  void packingRoundTrip();
  void packedBytesAreAsDocumented();
  void compiledCEqualsTheEngine_data();
  void compiledCEqualsTheEngine();
  void wholeReceiversEqualTheEngine_data();
  void wholeReceiversEqualTheEngine();
  void goldenLlrsAreTheReceivers();
  void changedSamplesAreNoticed();
  void receiversWithoutFixedPointFormAreRefused();
  void changedWeightsAreNoticed();
  void memoryImagesEqualTheEngine_data();
  void memoryImagesEqualTheEngine();
  void changedMemoryIsNoticed_data();
  void changedMemoryIsNoticed();
  void onnxRuntimeAgrees_data();
  void onnxRuntimeAgrees();
  void modelFilesReadBack();
  void modelsWithFloatPartsAreRefused();
  void badFoldersAreNamed();
  void unknownFormatListsTheKnown();

 private:
  bool haveRuntime() {
    if (!m_runtime)
      m_runtime =
          !pythonForOnnx().empty() &&
          runProcess({pythonForOnnx(), "-c", "import numpy, onnx, onnxruntime"}, {}).exitCode == 0;
    return *m_runtime;
  }
  static train::Model withoutFixedPoint(train::Model model) {
    model.fixedPoint.reset();
    return model;
  }
  std::string folder(const QString& name) const { return m_folder.filePath(name).toStdString(); }
  QTemporaryDir m_folder;
  std::optional<bool> m_runtime;
};

void TestExport::packingRoundTrip_data() {
  QTest::addColumn<int>("bits");
  for (int bits = 1; bits <= 8; ++bits)
    QTest::addRow("%d bits", bits) << bits;
}

void TestExport::packingRoundTrip() {
  QFETCH(int, bits);
  base::Philox random({1, base::Domain::Other, base::Purpose::Test, 0});
  for (const std::size_t count : {0u, 1u, 7u, 8u, 9u, 1001u}) {
    std::vector<std::int8_t> values(count);
    for (std::int8_t& v : values)
      v = static_cast<std::int8_t>(static_cast<int>(random.below(1u << bits)) - (1 << (bits - 1)));
    const std::vector<std::uint8_t> packed = packBits(values, bits);
    QCOMPARE(packed.size(), (count * static_cast<std::size_t>(bits) + 7) / 8);
    QCOMPARE(unpackBits(packed, bits, count), values);
  }
}

void TestExport::packedBytesAreAsDocumented() {
  const std::vector<std::int8_t> values{1, -1, 0, 1, -2}; // 01 11 00 01 10, lowest bits first
  QCOMPARE(packBits(values, 2), (std::vector<std::uint8_t>{0b01'00'11'01, 0b00'00'00'10}));
}

void TestExport::compiledCEqualsTheEngine_data() {
  QTest::addColumn<train::Model>("model");
  const test::ExportedModel made;
  for (const int w : {2, 3, 4, 5, 6, 7, 8})
    QTest::addRow("W%d A8", w) << made.quantized(w, 8);
  QTest::newRow("W4 A4, one scale")
      << made.quantized(4, 4, 8, quant::Granularity::PerTensor, false);
  QTest::newRow("W3 A2, 12-bit output") << made.quantized(3, 2, 12);
  QTest::newRow("separable")
      << test::ExportedModel(receiver::Architecture::Separable).quantized(4, 8);
  QTest::newRow("two passes") << test::ExportedModel(test::ExportedModel::decisionDirected(2),
                                                     phy::Modulation::Qam16)
                                     .quantized(4, 8);
  QTest::newRow("three passes, 12-bit output")
      << test::ExportedModel(test::ExportedModel::decisionDirected(3), phy::Modulation::Qpsk)
             .quantized(2, 4, 12);
  // Any valid integer network, not only one that training could give.
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    train::Model model = made.quantized(8, 8);
    quant::testing::RandomIntegerNetwork random(seed);
    quant::testing::RandomIntegerNetwork::Options options;
    options.weightBits = 2 + static_cast<int>(seed);
    options.activationBits = 9 - 2 * static_cast<int>(seed);
    options.channels = {model.integer->inputChannels, 7, 7, 16, model.integer->outputChannels()};
    options.mixed = true;
    options.wildShifts = seed == 4;
    if (options.activationBits < 2)
      options.activationBits = 2;
    model.integer = random.make(options);
    QTest::addRow("random %d", static_cast<int>(seed)) << model;
  }
}

void TestExport::compiledCEqualsTheEngine() {
  QFETCH(train::Model, model);
  const ExportResult result = exporterByKey("c99").run(model, folder("c"), 3, {});
  QVERIFY2(result.verification.ran && result.verification.passed,
           result.verification.text.text().c_str());
  QVERIFY(result.verification.compared > 0);
  for (const std::string& file : result.files)
    QVERIFY2(QFile::exists(QString::fromStdString(file)), file.c_str());
}

namespace {
phy::LinkSpec combs(phy::DmrsType type, int groupsWithoutData) {
  phy::LinkSpec link = test::ExportedModel::linkOf(phy::Modulation::Qam16);
  link.pilots = phy::PilotPattern::Dmrs;
  link.dmrsType = type;
  link.dmrsGroupsWithoutData = groupsWithoutData;
  return link;
}

phy::LinkSpec pilotsOn(const std::vector<int>& symbols, phy::Modulation modulation) {
  phy::LinkSpec link = test::ExportedModel::linkOf(modulation);
  link.pilotSymbols = symbols;
  return link;
}
phy::LinkSpec onePilot() { return pilotsOn({2}, phy::Modulation::Qam16); }

receiver::NeuralSpec tracked(int passes) {
  receiver::NeuralSpec neural = test::ExportedModel::decisionDirected(passes);
  neural.tracking = 3;
  neural.smoothing = 9;
  return neural;
}
} // namespace

void TestExport::wholeReceiversEqualTheEngine_data() {
  QTest::addColumn<train::Model>("model");
  using receiver::Plane;
  const receiver::FixedPointSpec usual, widest{16, 18, 24, 16, 0.001, 18},
      narrowest{4, 4, 8, 3, 0.7, 4};
  const auto row = [](const char* name, const receiver::NeuralSpec& neural, const auto& link,
                      const receiver::FixedPointSpec& bits, int activationBits = 8) {
    train::Model model = test::ExportedModel(neural, link).quantized(4, activationBits);
    model.fixedPoint = bits;
    QTest::newRow(name) << model;
  };
  receiver::NeuralSpec channel; // the usual one
  row("channel head, QPSK", channel, phy::Modulation::Qpsk, usual);
  row("channel head, 16-QAM, widest", channel, phy::Modulation::Qam16, widest);
  row("channel head, 64-QAM, narrowest", channel, phy::Modulation::Qam64, narrowest, 4);
  row("channel head, 256-QAM", channel, phy::Modulation::Qam256, usual);
  channel.planes = {Plane::LogNoise, Plane::LsSmoothed, Plane::LsNearest, Plane::PilotMask};
  row("channel head, other planes", channel, phy::Modulation::Qam16, usual);
  receiver::NeuralSpec llr = test::ExportedModel::llrHead();
  for (const receiver::PlaneKind& kind : receiver::planeKinds()) {
    llr.planes = {kind.plane};
    row(param::labelOf(kind.plane), llr, phy::Modulation::Qam16, usual);
  }
  llr.planes = {Plane::Received, Plane::Pilots, Plane::LsLinear, Plane::Equalised, Plane::LogNoise};
  row("LLR head of the demo, widest", llr, phy::Modulation::Qam16, widest);
  row("LLR head of the demo, narrowest", llr, phy::Modulation::Qam64, narrowest);
  llr.gainControl = false;
  row("LLR head without gain control", llr, phy::Modulation::Qam16, usual);
  receiver::NeuralSpec passes = test::ExportedModel::decisionDirected(2);
  row("two passes, QPSK", passes, phy::Modulation::Qpsk, usual);
  row("two passes, 16-QAM, widest", passes, phy::Modulation::Qam16, widest);
  row("two passes, 256-QAM, narrowest", passes, phy::Modulation::Qam256, narrowest, 4);
  passes.passes = 3;
  passes.smoothing = 7;
  passes.gainControl = false;
  passes.planes.push_back(Plane::Combined);
  row("three passes, smoothed, no gain control", passes, phy::Modulation::Qam64, usual);
  passes = test::ExportedModel::decisionDirected(2);
  passes.planes.push_back(Plane::LsNearest);
  row("two passes beside the LS estimate", passes, phy::Modulation::Qam16, usual);
  row("two passes, one pilot symbol", passes, onePilot(), usual);
  for (const std::vector<int>& pilots : {std::vector<int>{2}, {7}, {13}, {3, 8}})
    for (const int count : {1, 2})
      row(("tracked, pilots from " + std::to_string(pilots[0]) + " on, passes " +
           std::to_string(count))
              .c_str(),
          tracked(count), pilotsOn(pilots, phy::Modulation::Qam16), usual);
  row("tracked, QPSK, widest", tracked(1), pilotsOn({2}, phy::Modulation::Qpsk), widest);
  row("tracked, 256-QAM, narrowest", tracked(1), pilotsOn({5}, phy::Modulation::Qam256), narrowest);
  row("tracked, nothing beyond", tracked(1), pilotsOn({0, 13}, phy::Modulation::Qam64), usual);
  receiver::NeuralSpec plain = tracked(1);
  plain.planes = {Plane::LsLinear, Plane::LsNearest};
  plain.smoothing = 1;
  row("tracked, without decisions in planes", plain, onePilot(), usual);
  plain.head = receiver::Head::Llr;
  plain.planes = {Plane::Received};
  plain.smoothing = 5;
  row("tracked, estimate unused", plain, onePilot(), usual);
  for (const auto type : {phy::DmrsType::Type1, phy::DmrsType::Type2})
    for (const int groups : {1, 2}) {
      const std::string name = std::string(param::labelOf(type)) + ", " + std::to_string(groups);
      row((name + " groups without data").c_str(), passes, combs(type, groups), usual);
      row((name + ", LLR head").c_str(), llr, combs(type, groups), usual);
    }
}

// From samples to LLRs; the network beside it is still verified, too.
void TestExport::wholeReceiversEqualTheEngine() {
  QFETCH(train::Model, model);
  const ExportResult network =
      exporterByKey("c99").run(withoutFixedPoint(model), folder("whole"), 3, {});
  const ExportResult whole = exporterByKey("c99").run(model, folder("whole"), 3, {});
  const std::string verdict = whole.verification.text.text();
  QVERIFY2(whole.verification.ran && whole.verification.passed, verdict.c_str());
  const sim::Link link(model.link, model.channel);
  QCOMPARE(whole.verification.compared - network.verification.compared,
           3 * static_cast<std::uint64_t>(link.codedBits()));
  QCOMPARE(whole.files.size(), network.files.size() + 4);
  QVERIFY2(verdict.find("LLRs of the whole receiver") != std::string::npos, verdict.c_str());
}

// The golden LLRs are those that curves are measured with.
void TestExport::goldenLlrsAreTheReceivers() {
  train::Model model =
      test::ExportedModel(test::ExportedModel::decisionDirected(2), phy::Modulation::Qam16)
          .quantized(8, 8);
  model.fixedPoint.emplace();
  GoldenSource golden(model, 2);
  const sim::Link link(model.link, model.channel);
  const auto receiver = train::makeReceiver(model, link.context())->clone();
  sim::SlotSource source(link, 1);
  sim::Slot slot;
  GoldenSlot made;
  for (int i = 0; i < 2; ++i) {
    golden.make(i, made);
    source.make(base::Domain::Golden, static_cast<std::uint64_t>(i), golden.snrOf(i), true, slot);
    std::vector<float> llrs(made.llrs.size());
    receiver->receive(slot.received(), llrs);
    bool some = false;
    for (std::size_t k = 0; k < llrs.size(); ++k) {
      QCOMPARE(llrs[k], golden.fixedPoint()->llrStep * static_cast<float>(made.llrs[k]));
      some = some || made.llrs[k] != 0;
    }
    QVERIFY(some);
  }
}

// A changed sample must change what the check says.
void TestExport::changedSamplesAreNoticed() {
  train::Model model =
      test::ExportedModel(receiver::NeuralSpec{}, phy::Modulation::Qam16).quantized(8, 8);
  model.fixedPoint.emplace();
  const std::string place = folder("samples");
  QVERIFY(exporterByKey("c99").run(model, place, 1, {}).verification.passed);
  const std::string name = place + "/receiver_a_b";
  QFile bin(QString::fromStdString(name + "_receive_golden.bin"));
  QVERIFY(bin.open(QIODevice::ReadWrite));
  QVERIFY(bin.seek(4 + 2 * 7)); // a data sample of the first antenna: its high byte
  QVERIFY(bin.seek(bin.pos() + 1));
  char byte = 0;
  QVERIFY(bin.getChar(&byte));
  QVERIFY(bin.seek(bin.pos() - 1));
  QVERIFY(bin.putChar(static_cast<char>(byte ^ 1)));
  bin.close();
  const std::string program = place + "/check", check = place + "/check_receiver_a_b_receive.c";
  std::vector<std::string> command = cCompiler();
  command.insert(command.end(),
                 {"-std=c99", "-o", program, check, name + "_receive.c", name + ".c"});
  QCOMPARE(runProcess(command, {}).exitCode, 0);
  QCOMPARE(runProcess({program, name + "_receive_golden.bin"}, {}).exitCode, 1);
}

// Codes are LLRs of one step, or there is no step to tell.
void TestExport::receiversWithoutFixedPointFormAreRefused() {
  train::Model model =
      test::ExportedModel(test::ExportedModel::llrHead(), phy::Modulation::Qpsk).quantized(8, 8);
  model.fixedPoint.emplace();
  auto& scales = model.integer->tensors.back().scale;
  scales = {0.25f, 0.5f};
  try {
    exporterByKey("c99").run(model, folder("refused"), 1, {});
    QFAIL("accepted");
  } catch (const base::Error& e) {
    QVERIFY2(QString(e.what()).contains("(fixedPoint)"), e.what());
  }
}

// The comparison itself must be able to fail.
void TestExport::changedWeightsAreNoticed() {
  const train::Model model = test::ExportedModel().quantized(4, 8);
  const ExportResult result = exporterByKey("c99").run(model, folder("changed"), 2, {});
  QVERIFY(result.verification.passed);
  std::string source, check, golden;
  for (const std::string& file : result.files) {
    const std::string name = file.substr(file.rfind('/') + 1);
    if (name.ends_with("_golden.bin"))
      golden = file;
    else if (name.starts_with("check_"))
      check = file;
    else if (name.ends_with(".c"))
      source = file;
  }
  QFile bin(QString::fromStdString(golden));
  QVERIFY(bin.open(QIODevice::ReadWrite));
  QVERIFY(bin.seek(bin.size() - 2)); // the last output code
  char byte = 0;
  QVERIFY(bin.getChar(&byte));
  QVERIFY(bin.seek(bin.size() - 2));
  QVERIFY(bin.putChar(static_cast<char>(byte ^ 1)));
  bin.close();
  const std::string program = folder("changed/check");
  std::vector<std::string> command = cCompiler();
  command.insert(command.end(), {"-std=c99", "-o", program, check, source});
  QCOMPARE(runProcess(command, {}).exitCode, 0);
  QCOMPARE(runProcess({program, golden}, {}).exitCode, 1);
}

void TestExport::memoryImagesEqualTheEngine_data() { compiledCEqualsTheEngine_data(); }

void TestExport::memoryImagesEqualTheEngine() {
  QFETCH(train::Model, model);
  const ExportResult result = exporterByKey("memory").run(model, folder("memory"), 3, {});
  QVERIFY2(result.verification.ran && result.verification.passed,
           result.verification.text.text().c_str());
  for (const std::string& file : result.files)
    QVERIFY2(QFile::exists(QString::fromStdString(file)), file.c_str());
  // Every output code of all slots, and every code of all layers of the first two.
  const sim::Link link(model.link, model.channel);
  const auto pixels = static_cast<std::uint64_t>(
      receiver::NeuralPorts(model.neural, link.context()).planeSize().pixels());
  std::uint64_t expected = 0;
  for (std::size_t i = 0; i < model.integer->layers.size(); ++i)
    expected += (model.integer->isOutput(static_cast<int>(i) + 1) ? 3 : 2) * pixels *
                static_cast<std::uint64_t>(model.integer->layers[i].geometry.outChannels);
  QCOMPARE(result.verification.compared, expected);
}

// One digit in a file is enough for the verdict to change, or for a complaint that names the file.
void TestExport::changedMemoryIsNoticed_data() {
  QTest::addColumn<QString>("file");
  QTest::addColumn<bool>("complains");
  QTest::newRow("a weight, in the text alone") << "images/layer0_weights.mem" << true;
  QTest::newRow("a shift, in the text alone") << "images/layer1_shift.mem" << true;
  QTest::newRow("an input") << "vectors/slot0_input.mem" << false;
  QTest::newRow("a layer's output") << "vectors/slot1_layer0.mem" << false;
  QTest::newRow("an output") << "vectors/slot1_output.mem" << false;
}

void TestExport::changedMemoryIsNoticed() {
  QFETCH(QString, file);
  QFETCH(bool, complains);
  const std::string place = folder("changed-memory");
  QVERIFY(exporterByKey("memory")
              .run(test::ExportedModel().quantized(4, 8), place, 2, {})
              .verification.passed);
  QFile text(QString::fromStdString(place) + u'/' + file);
  QVERIFY(text.open(QIODevice::ReadWrite));
  QVERIFY(text.seek(text.size() - 2)); // the last digit of the last value
  char digit = 0;
  QVERIFY(text.getChar(&digit));
  QVERIFY(text.seek(text.size() - 2));
  QVERIFY(text.putChar(digit == '1' ? '2' : '1'));
  text.close();
  try {
    const Verification verification = replayMemory(place, {});
    QVERIFY(!complains);
    QVERIFY(!verification.passed);
    QVERIFY(verification.different > 0);
  } catch (const base::Error& e) {
    QVERIFY2(complains, e.what());
    QVERIFY2(std::string(e.what()).find(file.toStdString()) != std::string::npos, e.what());
  }
}

void TestExport::onnxRuntimeAgrees_data() {
  QTest::addColumn<train::Model>("model");
  const test::ExportedModel made;
  QTest::newRow("FP32") << made.floats();
  QTest::newRow("W8 A8") << made.quantized(8, 8);
  QTest::newRow("W4 A8") << made.quantized(4, 8);
  QTest::newRow("W4 A4") << made.quantized(4, 4);
  QTest::newRow("W2 A6") << made.quantized(2, 6);
  QTest::newRow("W8 A8, 12-bit output") << made.quantized(8, 8, 12);
  QTest::newRow("W8 A8, one scale")
      << made.quantized(8, 8, 8, quant::Granularity::PerTensor, false);
  QTest::newRow("separable")
      << test::ExportedModel(receiver::Architecture::Separable).quantized(4, 8);
  const test::ExportedModel passes(test::ExportedModel::decisionDirected(2),
                                   phy::Modulation::Qam16);
  QTest::newRow("FP32, two passes") << passes.floats();
  QTest::newRow("W4 A8, two passes") << passes.quantized(4, 8);
}

void TestExport::onnxRuntimeAgrees() {
  QFETCH(train::Model, model);
  const ExportResult result = exporterByKey("onnx").run(model, folder("onnx"), 3, {});
  for (const std::string& file : result.files)
    QVERIFY2(QFile::exists(QString::fromStdString(file)), file.c_str());
  if (!haveRuntime()) {
    QVERIFY(!result.verification.ran);
    QSKIP("no Python with numpy, onnx and onnxruntime: name one in RXQ_PYTHON");
  }
  QVERIFY2(result.verification.passed, result.verification.text.text().c_str());
  // Sums in float leave the integers only on the edge between two codes. Few bits in an activation
  // make such a step a large one for the layers that follow.
  const double share = static_cast<double>(result.verification.different) /
                       static_cast<double>(result.verification.compared);
  QVERIFY2(!model.integer || share < 0.02, result.verification.text.text().c_str());
}

void TestExport::modelFilesReadBack() {
  for (const train::Model& model :
       {test::ExportedModel().floats(), test::ExportedModel().quantized(4, 8)}) {
    const ExportResult result = exporterByKey("rxqm").run(model, folder("own"), 1, {});
    QVERIFY2(result.verification.passed, result.verification.text.text().c_str());
    QCOMPARE(result.files.size(), std::size_t{1});
  }
  train::Model fixed = test::ExportedModel().quantized(4, 8);
  fixed.fixedPoint = receiver::FixedPointSpec{9, 11, 15, 7, 0.5};
  QCOMPARE(train::deserialiseModel(train::serialise(fixed), "itself").fixedPoint, fixed.fixedPoint);
}

void TestExport::modelsWithFloatPartsAreRefused() {
  train::Model model = test::ExportedModel().quantized(4, 8);
  model.integer.reset();
  for (const char* key : {"c99", "memory", "onnx"})
    QVERIFY_EXCEPTION_THROWN(exporterByKey(key).run(model, folder("refused"), 1, {}), base::Error);
  QVERIFY_EXCEPTION_THROWN(
      exporterByKey("c99").run(test::ExportedModel().floats(), folder("refused"), 1, {}),
      base::Error);
}

void TestExport::badFoldersAreNamed() {
  QFile file(m_folder.filePath(QStringLiteral("taken")));
  QVERIFY(file.open(QIODevice::WriteOnly));
  for (const Exporter& exporter : exporters())
    try {
      exporter.run(test::ExportedModel().quantized(8, 8), folder("taken"), 1, {});
      QFAIL("wrote into a file");
    } catch (const base::Error& e) {
      QVERIFY2(QString::fromStdString(e.what()).contains(QStringLiteral("taken")), e.what());
    }
}

void TestExport::unknownFormatListsTheKnown() {
  try {
    exporterByKey("hdl");
    QFAIL("found a format that does not exist");
  } catch (const base::Error& e) {
    for (const Exporter& exporter : exporters())
      QVERIFY(std::string(e.what()).find(exporter.key) != std::string::npos);
  }
}

QTEST_GUILESS_MAIN(TestExport)
#include "tst_export.moc"
