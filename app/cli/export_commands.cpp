#include <fstream>
#include <iostream>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>

#include "app/cli/commands.h"
#include "app/cli/terminal.h"
#include "core/base/number_text.h"
#include "core/export/exporter.h"
#include "core/export/report.h"
#if defined(RXQ_HAS_WINDOW)
#include "app/pdf_report.h"
#endif
#include "core/train/model.h"

namespace rxq::app {

namespace {
void writePdf([[maybe_unused]] const store::Workspace& workspace,
              [[maybe_unused]] std::int64_t study, const std::string& file) {
#if defined(RXQ_HAS_WINDOW)
  writePdfReport(workspace, study, file);
#else
  throw base::Error(base::ErrorKind::Tool,
                    file +
                        ": this build (RXQ_WINDOW=OFF) writes no PDF; write .html and print it.");
#endif
}

struct ExportOptions {
  std::string model;
  std::vector<std::string> formats;
  std::string folder = "export";
  int goldenSlots = 16;
};

/// The newest model of that name; its id otherwise.
std::optional<std::int64_t> modelId(const store::Workspace& workspace, const std::string& which) {
  std::optional<std::int64_t> id;
  for (const store::ModelRecord& model : workspace.models())
    if (model.name == which && model.id > id.value_or(0))
      id = model.id;
  return id ? id : base::parseInt(which);
}

/// A model by its id or its name in the workspace, or from a .rxqm file.
train::Model loadModel(const Common& common, const std::string& which) {
  std::ifstream file(which, std::ios::binary);
  if (!file || !which.ends_with(".rxqm")) {
    const store::Workspace workspace(existingWorkspacePath(common));
    const auto id = modelId(workspace, which);
    if (!id)
      throw base::Error(base::ErrorKind::BadInput,
                        "'" + which + "' is neither a model's id or name in " + workspace.path() +
                            " (`rxquant list` shows them) nor a .rxqm file.");
    return train::deserialiseModel(workspace.modelBlob(*id), workspace.path() + ", model " + which);
  }
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  return train::deserialiseModel(std::as_bytes(std::span(bytes)), which);
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
  node.set("text", result.verification.text);
  return node;
}

int runExports(const Common& common, const ExportOptions& options) {
  const train::Model model = loadModel(common, options.model);
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
              << result.verification.text << "\n";
  }
  if (common.json)
    std::cout << param::toJson(results, 2) << "\n";
  return exitCode;
}
} // namespace

void addExportCommands(CLI::App& app, Common& common, int& exitCode) {
  auto* command = app.add_subcommand("export", "Export a model, and verify what was written");
  auto options = std::make_shared<ExportOptions>();
  command
      ->add_option("MODEL", options->model,
                   "Id or name of a model in the workspace, or a .rxqm file")
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
  command->callback([&common, &exitCode, options] { exitCode = runExports(common, *options); });
  auto* report = app.add_subcommand("report", "Write a study's report as one HTML file, or as PDF");
  auto studyId = std::make_shared<std::int64_t>(0);
  auto file = std::make_shared<std::string>("report.html");
  report->add_option("STUDY", *studyId, "Id of the study; the newest without");
  report->add_option("-o,--output", *file, "The file to write; .pdf makes a PDF")
      ->capture_default_str();
  report->callback([&common, studyId, file] {
    const store::Workspace workspace(existingWorkspacePath(common));
    const std::int64_t study = studyIdOrNewest(workspace, *studyId);
    if (file->ends_with(".pdf"))
      writePdf(workspace, study, *file);
    else
      exporting::writeReport(workspace, study, *file);
    std::cout << *file << "\n";
  });
}

} // namespace rxq::app
