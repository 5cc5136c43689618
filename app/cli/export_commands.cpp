#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <sstream>

#include <CLI/CLI.hpp>

#include "app/cli/commands.h"
#include "app/cli/terminal.h"
#include "core/base/number_text.h"
#include "core/export/exporter.h"
#include "core/export/report.h"
#if defined(RXQ_HAS_WINDOW)
#include "app/pdf_report.h"
#endif
#include "core/study/comparison.h"
#include "core/study/study_results.h"
#include "core/train/model.h"

namespace rxq::app {

namespace {
void saveAs(const exporting::Report& report, const std::string& file) {
#if defined(RXQ_HAS_WINDOW)
  saveReport(report, file);
#else
  if (file.ends_with(".pdf"))
    throw base::Error(base::ErrorKind::Tool,
                      file +
                          ": this build (RXQ_WINDOW=OFF) writes no PDF; write .html and print it.");
  exporting::writeReport(report, file);
#endif
}

struct ExportOptions {
  std::string model;
  std::vector<std::string> formats;
  std::string folder = "export";
  int goldenSlots = 16;
  bool fixedPoint = false;
  std::string widths; ///< as given; of fixedPoint
};

/// The newest model of that name; its id otherwise.
std::optional<std::int64_t> modelId(const store::Workspace& workspace, const std::string& which) {
  std::optional<std::int64_t> id;
  for (const store::ModelRecord& model : workspace.models())
    if (model.name == which && model.id > id.value_or(0))
      id = model.id;
  return id ? id : base::parseInt(which);
}

/// The newest run of that name, also as "name (study)".
std::optional<std::int64_t> runNamed(const store::Workspace& workspace, const std::string& which) {
  std::map<std::int64_t, std::string> studies;
  for (const store::StudyRecord& study : workspace.studies(true))
    studies[study.id] = study.name;
  std::optional<std::int64_t> id;
  for (const store::RunRecord& run : workspace.runs())
    if (run.name == which || run.name + " (" + studies[run.studyId] + ")" == which)
      id = std::max(id.value_or(0), run.id);
  return id;
}

/// A model by its id, its name or a run's in the workspace, or from a .rxqm file.
train::Model loadModel(const Common& common, const std::string& which) {
  std::ifstream file(which, std::ios::binary);
  if (!file || !which.ends_with(".rxqm")) {
    const store::Workspace workspace(existingWorkspacePath(common));
    if (const auto run = runNamed(workspace, which); run && workspace.run(*run).modelId)
      return study::modelOf(workspace, workspace.run(*run));
    const auto id = modelId(workspace, which);
    if (!id)
      throw base::Error(base::ErrorKind::BadInput,
                        "'" + which + "' is neither a model's id or name in " + workspace.path() +
                            " (`rxquant list` shows them), nor a run's name, nor a .rxqm file.");
    return train::deserialiseModel(workspace.modelBlob(*id), workspace.path() + ", model " + which);
  }
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  return train::deserialiseModel(std::as_bytes(std::span(bytes)), which);
}

/// What --fixed-point gives, "10,12,16,8,0.25,12", in the order of the fields; those left out are
/// the usual ones.
receiver::FixedPointSpec widthsOf(std::string_view given) {
  receiver::FixedPointSpec spec;
  constexpr std::size_t kStep = 4; // the place of the LLR step among the widths
  int* const widths[] = {&spec.sampleBits, &spec.estimateBits, &spec.combinerBits, &spec.llrBits,
                         nullptr,          &spec.decisionBits};
  for (std::size_t i = 0; !given.empty(); ++i) {
    const std::size_t end = std::min(given.find(','), given.size());
    const std::string_view one = given.substr(0, end);
    const auto bits = base::parseInt(one);
    const auto step = base::parseDouble(one);
    if (i >= std::size(widths) || (i == kStep ? !step : !bits))
      throw base::Error(base::ErrorKind::BadInput,
                        "--fixed-point: give bits of samples, estimates, sums and LLRs, the LLR "
                        "step and bits of decisions, as 10,12,16,8,0.25,12, or fewer of them.");
    if (i == kStep)
      spec.llrStep = *step;
    else
      *widths[i] = static_cast<int>(*bits);
    given.remove_prefix(std::min(end + 1, given.size()));
  }
  param::validate(spec);
  return spec;
}

param::Node resultNode(const exporting::Exporter& exporter, const exporting::ExportResult& result) {
  param::Node::Array files;
  for (const std::string& file : result.files)
    files.emplace_back(file);
  param::Node node;
  node.set("format", std::string(exporter.key));
  node.set("files", std::move(files));
  node.set("verified", result.verification.ran);
  node.set("passed", result.verification.passed);
  node.set("compared", result.verification.compared);
  node.set("different", result.verification.different);
  node.set("text", result.verification.text.text());
  return node;
}

int runExports(const Common& common, const ExportOptions& options) {
  train::Model model = loadModel(common, options.model);
  if (options.fixedPoint)
    model.fixedPoint = widthsOf(options.widths);
  int exitCode = kOk;
  param::Node::Array results;
  for (const std::string& key : options.formats) {
    const exporting::Exporter& exporter = exporting::exporterByKey(key);
    exporting::ExportResult result;
    const bool interrupted = runInterruptibly(
        [&](std::stop_token stop) {
          result = exporter.run(model, options.folder, options.goldenSlots, stop);
        },
        [] {});
    if (interrupted)
      return kInterrupted;
    if (result.verification.ran && !result.verification.passed)
      exitCode = kDisagrees;
    if (common.json) {
      results.push_back(resultNode(exporter, result));
      continue;
    }
    std::cout << exporter.label << ":\n";
    for (const std::string& file : result.files)
      std::cout << "  " << file << "\n";
    std::cout << "  "
              << (result.verification.ran
                      ? (result.verification.passed ? "verified: " : "DISAGREES: ")
                      : "not verified: ")
              << result.verification.text.text() << "\n";
  }
  if (common.json)
    std::cout << param::toJson(results, 2) << "\n";
  return exitCode;
}

struct ReportOptions {
  std::int64_t study = 0;
  std::vector<std::string> runs;
  std::string reference;
  exporting::ComparisonQuestion question;
  std::string file = "report.html";
};

std::optional<std::int64_t> runId(const store::Workspace& workspace, const std::string& which) {
  if (const auto named = runNamed(workspace, which))
    return named;
  const auto number = base::parseInt(which);
  for (const store::RunRecord& run : workspace.runs())
    if (run.id == number)
      return number;
  return std::nullopt;
}

std::int64_t knownRun(const store::Workspace& workspace, const std::string& which) {
  if (const auto id = runId(workspace, which))
    return *id;
  throw base::Error(base::ErrorKind::BadInput,
                    "'" + which + "' is neither a run's id nor its name in " + workspace.path() +
                        " (`rxquant show` has the names).");
}

/// Names may have commas; what is no name is a list of them.
std::vector<std::int64_t> runIds(const store::Workspace& workspace,
                                 const std::vector<std::string>& given) {
  std::vector<std::int64_t> ids;
  const auto add = [&ids](std::int64_t id) {
    if (std::find(ids.begin(), ids.end(), id) == ids.end())
      ids.push_back(id);
  };
  for (const std::string& one : given) {
    if (const auto id = runId(workspace, one)) {
      add(*id);
      continue;
    }
    std::istringstream parts(one);
    for (std::string part; std::getline(parts >> std::ws, part, ',');)
      add(knownRun(workspace, part));
  }
  return ids;
}

void makeReport(const Common& common, const ReportOptions& options) {
  const store::Workspace workspace(existingWorkspacePath(common));
  if (options.runs.empty()) {
    const std::int64_t study = studyIdOrNewest(workspace, options.study);
    saveAs(exporting::studyReport(workspace, study), options.file);
  } else {
    study::CompareCache cache;
    const auto ids = runIds(workspace, options.runs);
    const std::int64_t reference =
        options.reference.empty() ? 0 : knownRun(workspace, options.reference);
    saveAs(exporting::comparisonReport(study::compareRuns(workspace, ids, reference, cache, {}),
                                       options.question),
           options.file);
  }
  std::cout << options.file << "\n";
}
} // namespace

void addExportCommands(CLI::App& app, Common& common, int& exitCode) {
  auto* command = app.add_subcommand("export", "Export a model, and verify what was written");
  auto options = std::make_shared<ExportOptions>();
  command
      ->add_option("MODEL", options->model,
                   "Id or name of a model or name of a run in the workspace, or a .rxqm file")
      ->required();
  std::string formats;
  for (const exporting::Exporter& exporter : exporting::exporters())
    formats += std::string(formats.empty() ? "" : ", ") + std::string(exporter.key);
  command->add_option("-f,--format", options->formats, "Formats: " + formats)
      ->required()
      ->delimiter(',');
  command->add_option("-o,--output", options->folder, "Folder for the files")
      ->capture_default_str();
  command->add_option("--golden", options->goldenSlots, "Slots to verify on")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  CLI::Option* fixedPoint =
      command
          ->add_option("--fixed-point", options->widths,
                       "The whole receiver in fixed point: bits of samples, estimates, sums and "
                       "LLRs, the LLR step and bits of decisions; without 10,12,16,8,0.25,12")
          ->expected(0, 1);
  command->callback([&common, &exitCode, options, fixedPoint] {
    options->fixedPoint = fixedPoint->count() > 0;
    exitCode = runExports(common, *options);
  });
}

void addReportCommand(CLI::App& app, Common& common) {
  auto* command = app.add_subcommand(
      "report", "Write the report of a study, or of a comparison of runs, as one HTML file or PDF");
  auto options = std::make_shared<ReportOptions>();
  command->add_option("STUDY", options->study, "Id of the study; the newest without");
  command->add_option("-r,--runs", options->runs,
                      "Compare these runs instead: ids or names, A,B,C or \"A\" \"B\" \"C\"");
  command->add_option("--reference", options->reference,
                      "Run that losses are counted from (default: the best FP32 one)");
  command->add_option("--title", options->question.title, "Title of a comparison");
  command->add_option("--question", options->question.question, "What a comparison asks");
  command->add_option("-o,--output", options->file, "The file to write; .pdf makes a PDF")
      ->capture_default_str();
  command->callback([&common, options] { makeReport(common, *options); });
}

} // namespace rxq::app
