#include "core/export/onnx_exporter.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/resource.h"
#include "core/export/files.h"
#include "core/export/golden.h"
#include "core/export/onnx_source.h"
#include "core/export/passes.h"
#include "core/export/process.h"
#include "core/param/node.h"
#include "core/store/provenance.h"

namespace rxq::exporting {

namespace {
/// Float sums round otherwise than integer ones at the edge between two codes, and the layers after
/// it spread that: far below the quantization itself when the graph is right.
constexpr double kLargestIntegerError = 0.1; ///< of the outputs' power^(1/2)
constexpr double kLargestFloatError = 1e-4;

std::vector<OnnxGraph::Property> properties(const train::Model& model, GoldenSource& golden,
                                            int pass) {
  std::vector<OnnxGraph::Property> result{
      {"model", model.name},
      {"made_by", "RxQuant " + store::programVersion()},
      {"llr_sign", "ln P(1)/P(0): a positive LLR is a one"},
  };
  const auto names = golden.inputNames();
  for (std::size_t c = 0; c < names.size(); ++c)
    result.push_back({"plane_" + std::to_string(c), names[c]});
  if (golden.passes() > 1) {
    result.push_back({"pass", std::to_string(pass)});
    result.push_back({"passes", std::to_string(golden.passes())});
  }
  if (!model.integer)
    return result;
  for (const quant::IntegerLayer& layer : model.integer->layers)
    if (layer.geometry.pass == pass)
      result.push_back({"weight_bits." + layer.geometry.name, std::to_string(layer.weightBits)});
  return result;
}

void writeGolden(std::ostream& out, const train::Model& model, GoldenSource& golden, int pass) {
  for (const int number : {golden.slots(), golden.size().symbols, golden.size().subcarriers,
                           golden.inputChannels(), golden.outputChannels(), model.integer ? 1 : 0})
    putU32(out, static_cast<std::uint32_t>(number));
  GoldenSlot slot;
  for (int i = 0; i < golden.slots(); ++i) {
    golden.make(i, slot);
    putFloats(out, golden.ofPass(slot.planes, pass));
    if (model.integer)
      putI16s(out, golden.ofPass(slot.outputCodes, pass));
    else
      putFloats(out, golden.ofPass(slot.output, pass));
  }
}

std::string percent(double share) { return base::toText(std::round(share * 1e4) / 100) + " %"; }

/// What the Python program found.
Verification verdict(const std::string& json, bool integers, int slots) {
  const param::Node found = param::parseJson(json, "the ONNX check's output");
  const auto number = [&](const char* key) { return found.find(key)->asDouble(key); };
  Verification result;
  result.ran = true;
  result.compared = static_cast<std::uint64_t>(number("compared"));
  result.different = static_cast<std::uint64_t>(number("different"));
  const double largest = number("largest"), rms = number("rms");
  const double error = number("rmsDifference");
  result.largestDifference = integers ? static_cast<int>(largest) : 0;
  result.passed = error <= (integers ? kLargestIntegerError : kLargestFloatError) * rms;
  const std::string runtime = "onnxruntime " + found.find("onnxruntime")->asText("onnxruntime");
  const double share = static_cast<double>(result.different) /
                       static_cast<double>(std::max<std::uint64_t>(1, result.compared));
  const base::Message differences =
      integers ? base::message("%1 of the codes differ, by %2 at most; root mean square %3 of %4 "
                               "codes",
                               percent(share), result.largestDifference,
                               std::round(error * 1000) / 1000, std::round(rms * 10) / 10)
               : base::message("relative difference %1", error / rms);
  result.text = base::message(
      "%1 outputs of %2 compared with the engine on %3 slots: %4", result.compared, runtime, slots,
      result.passed ? differences : base::message("%1: too far apart", differences));
  return result;
}

/// One exported network, `name`, with the program `check`.
Verification verifyOne(const FolderWriter& folder, const std::string& python,
                       const std::string& check, const std::string& name, bool integers, int slots,
                       const std::stop_token& stop) {
  Verification result;
  const ProcessResult checked =
      runProcess({python, folder.pathOf(check + ".py"), folder.pathOf(name + ".onnx"),
                  folder.pathOf(name + "_golden.bin")},
                 stop);
  if (checked.stopped)
    return result;
  if (checked.exitCode == 0)
    return verdict(checked.output, integers, slots);
  result.ran = true;
  result.text = base::message("the ONNX model does not run: %1", checked.output);
  return result;
}

/// The networks of all passes; the verdict is that of the worst.
Verification verify(const FolderWriter& folder, const std::vector<std::string>& names,
                    const std::string& check, bool integers, int slots,
                    const std::stop_token& stop) {
  Verification all;
  const std::string python = pythonForOnnx();
  if (python.empty() ||
      runProcess({python, "-c", "import numpy, onnx, onnxruntime"}, stop).exitCode != 0) {
    all.text = base::message("not compared: no Python with numpy, onnx and onnxruntime was found "
                             "(name one in RXQ_PYTHON)");
    return all;
  }
  all.ran = all.passed = true;
  for (const std::string& name : names) {
    const Verification one = verifyOne(folder, python, check, name, integers, slots, stop);
    all.ran = all.ran && one.ran;
    all.passed = all.passed && one.passed;
    all.compared += one.compared;
    all.different += one.different;
    all.largestDifference = std::max(all.largestDifference, one.largestDifference);
    all.text = all.text.empty() ? one.text : base::message("%1; %2", all.text, one.text);
  }
  return all;
}
} // namespace

ExportResult exportOnnx(const train::Model& model, const std::string& folderName, int goldenSlots,
                        std::stop_token stop) {
  if (!model.integer && model.method != train::Method::Fp32)
    throw base::Error(base::ErrorKind::BadInput,
                      base::message("%1 has float parts: ONNX export takes FP32 models, and models "
                                    "whose weights and activations are all quantized.",
                                    model.name));
  GoldenSource golden(model, goldenSlots);
  const FolderWriter folder(folderName);
  const std::string name = identifierOf(model.name);
  const std::string check = "check_" + name;
  ExportResult result;
  std::vector<std::string> names;
  for (int pass = 0; pass < golden.passes(); ++pass) {
    const std::string one = name + passSuffix(pass, golden.passes());
    const auto about = properties(model, golden, pass);
    const std::string version = store::programVersion();
    names.push_back(one);
    result.files.push_back(folder.write(
        one + ".onnx", model.integer
                           ? onnxOfIntegers(passOf(*model.integer, pass), one, version, about)
                           : onnxOfFloats(passOf(model.network, pass), one, version, about)));
    result.files.push_back(folder.write(
        one + "_golden.bin", [&](std::ostream& out) { writeGolden(out, model, golden, pass); }));
  }
  result.files.push_back(folder.write(check + ".py", base::resource("export/check_onnx.py")));
  result.verification = verify(folder, names, check, model.integer.has_value(), goldenSlots, stop);
  return result;
}

} // namespace rxq::exporting
