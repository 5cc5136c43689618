// Every architecture of the catalog, with either head and unrolled: trained for a few steps,
// quantized after training and with it, run in integers on every instruction set, exported in every
// format, and as a whole receiver in integers from the samples to the LLRs.
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

#include "core/base/mailbox.h"
#include "core/export/exporter.h"
#include "core/export/golden.h"
#include "core/export/process.h"
#include "core/quant/integer_engine.h"
#include "core/receiver/architecture.h"
#include "core/store/workspace.h"
#include "core/study/study_results.h"
#include "core/study/study_runner.h"
#include "tests/core/export/exported_model.h"
#include "tests/core/study/small_study.h"

using namespace rxq;
using receiver::Architecture;
using receiver::Head;

namespace {
constexpr int kSlots = 2;
/// As smallStudy() has them.
constexpr std::size_t kFp32 = 1, kPtq = 2, kQat = 3, kWhole = 4;

receiver::NeuralSpec neuralOf(Architecture architecture, Head head, int passes) {
  receiver::NeuralSpec neural = passes > 1          ? test::ExportedModel::decisionDirected(passes)
                                : head == Head::Llr ? test::ExportedModel::llrHead()
                                                    : receiver::NeuralSpec{};
  neural.architecture = architecture;
  neural.channels = 6;
  neural.blocks = 2;
  neural.dilationTime = {1, 2};
  neural.dilationFrequency = {1, 3};
  return neural;
}

/// FP32, PTQ, QAT, and the latter all in fixed point.
study::StudySpec studyOf(const receiver::NeuralSpec& neural, bool onePilot) {
  study::StudySpec spec = test::smallStudy();
  spec.sweep.maxSlots = 64;
  if (onePilot)
    spec.link.pilotSymbols = {2};
  spec.receivers[kFp32].neural = neural;
  spec.receivers[kPtq].quant.weightBits = 4;
  spec.receivers[kQat].quant.weightBits = 2;
  study::ReceiverEntry whole;
  whole.name = "Whole";
  whole.kind = study::ReceiverKind::FixedPoint;
  whole.parent = spec.receivers[kQat].name;
  spec.receivers.push_back(whole);
  return spec;
}

bool haveRuntime() {
  static const bool found =
      !exporting::pythonForOnnx().empty() &&
      exporting::runProcess({exporting::pythonForOnnx(), "-c", "import numpy, onnx, onnxruntime"},
                            {})
              .exitCode == 0;
  return found;
}
} // namespace

class TestCatalog final : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void fromTrainingToExports_data();
  void fromTrainingToExports();

 private:
  void everyInstructionSetAgrees(const train::Model& model);
  void everyFormatVerifies(const train::Model& model);
  QTemporaryDir m_folder;
};

void TestCatalog::fromTrainingToExports_data() {
  QTest::addColumn<int>("architecture");
  QTest::addColumn<int>("head");
  QTest::addColumn<int>("passes");
  for (const receiver::ArchitectureKind& kind : receiver::architectureKinds()) {
    const char* name = param::labelOf(kind.architecture);
    const int architecture = static_cast<int>(kind.architecture);
    const int llr = static_cast<int>(Head::Llr), channel = static_cast<int>(Head::Channel);
    QTest::addRow("%s, LLR head", name) << architecture << llr << 1;
    QTest::addRow("%s, channel head", name) << architecture << channel << 1;
    QTest::addRow("%s, two passes", name) << architecture << channel << 2;
  }
}

void TestCatalog::fromTrainingToExports() {
  QFETCH(int, architecture);
  QFETCH(int, head);
  QFETCH(int, passes);
  const receiver::NeuralSpec neural =
      neuralOf(static_cast<Architecture>(architecture), static_cast<Head>(head), passes);
  const study::StudySpec spec = studyOf(neural, passes > 1);
  store::Workspace workspace(":memory:");
  base::Mailbox<study::StudyProgress> mailbox;
  const study::StudyProgress last = study::runStudy(spec, workspace, {2}, {}, mailbox);
  for (const auto& entry : last.entries)
    QVERIFY2(entry.phase == study::Phase::Done, entry.note.c_str());

  const auto runs = workspace.runs();
  const auto modelOf = [&](std::size_t i) { return study::modelOf(workspace, runs[i]); };
  const train::Model fp32 = modelOf(kFp32);
  const sim::Link link(fp32.link, fp32.channel);
  const nn::NetworkCost cost = receiver::NeuralPorts(fp32.neural, link.context()).cost();
  QVERIFY(cost.macs > 0 && cost.parameters > 0);
  QCOMPARE(cost.receptiveSymbols == 1, fp32.neural.architecture == Architecture::Pointwise);
  if (haveRuntime()) {
    const auto result = exporting::exporterByKey("onnx").run(
        fp32, m_folder.filePath("fp32").toStdString(), kSlots, {});
    QVERIFY2(result.verification.passed, result.verification.text.text().c_str());
  }
  for (const std::size_t i : {kPtq, kQat, kWhole}) {
    const train::Model model = modelOf(i);
    QVERIFY(model.integer.has_value());
    QCOMPARE(model.fixedPoint.has_value(), i == kWhole);
    everyInstructionSetAgrees(model);
    everyFormatVerifies(model);
  }
}

void TestCatalog::everyInstructionSetAgrees(const train::Model& model) {
  exporting::GoldenSource golden(model, kSlots);
  exporting::GoldenSlot slot;
  for (int i = 0; i < kSlots; ++i) {
    golden.make(i, slot);
    for (const base::Isa isa : base::availableIsas()) {
      std::vector<std::int16_t> output(slot.outputCodes.size());
      quant::makeEngine(*model.integer, golden.size(), isa)->run(slot.inputCodes, output);
      QVERIFY2(output == slot.outputCodes, base::name(isa).data());
    }
  }
}

void TestCatalog::everyFormatVerifies(const train::Model& model) {
  for (const exporting::Exporter& exporter : exporting::exporters()) {
    const auto result = exporter.run(
        model, m_folder.filePath(QString::fromUtf8(exporter.key.data())).toStdString(), kSlots, {});
    const std::string text = result.verification.text.text();
    if (exporter.key == "onnx" && !haveRuntime()) {
      qInfo("ONNX is written, but not run: no Python with onnxruntime");
      continue;
    }
    QVERIFY2(result.verification.ran && result.verification.passed, text.c_str());
    if (exporter.key == "c99")
      QCOMPARE(text.find("whole receiver") != std::string::npos, model.fixedPoint.has_value());
  }
}

QTEST_GUILESS_MAIN(TestCatalog)
#include "tst_catalog.moc"
