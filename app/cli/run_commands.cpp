#include <filesystem>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/commands.h"
#include "app/cli/results.h"
#include "app/cli/terminal.h"
#include "app/demo.h"
#include "core/study/study_runner.h"

namespace rxq::app {

namespace {
/// Runs a study with progress on standard error and the results on standard output.
int runAndPrint(const study::StudySpec& spec, store::Workspace& workspace, const Common& common) {
  base::Mailbox<study::StudyProgress> mailbox;
  study::StudyProgress last;
  ProgressLine line;
  const bool interrupted = runInterruptibly(
      [&](std::stop_token stop) {
        last = study::runStudy(spec, workspace, {common.workers}, std::move(stop), mailbox);
      },
      [&] {
        if (const auto snapshot = mailbox.take())
          line.show(*snapshot);
      });
  line.finish();
  const std::int64_t studyId = workspace.saveStudy(spec.name, param::writeJson(spec, -1));
  if (common.json)
    std::cout << param::toJson(resultsNode(workspace, studyId), 2) << "\n";
  else
    std::cout << spec.name << "\n"
              << (spec.question.empty() ? "" : spec.question + "\n") << "\n"
              << resultsTable(workspace, studyId);
  if (interrupted) {
    std::cerr << "Stopped. What was done is kept in " << workspace.path()
              << "; the same command goes on from there.\n";
    return kInterrupted;
  }
  for (const study::EntryProgress& entry : last.entries)
    if (entry.phase == study::Phase::Failed)
      return kDisagrees;
  return kOk;
}
} // namespace

void addRunCommands(CLI::App& app, Common& common, int& exitCode) {
  auto* run = app.add_subcommand("run", "Train, quantize and measure everything in a study file");
  auto file = std::make_shared<std::string>();
  run->add_option("STUDY.json", *file, "The study; `rxquant demo --print` shows one")->required();
  run->callback([&common, &exitCode, file] {
    const study::StudySpec spec = study::readStudyFile(*file);
    store::Workspace workspace(workspacePath(common));
    exitCode = runAndPrint(spec, workspace, common);
  });

  auto* demo = app.add_subcommand(
      "demo", "Run the demo study: a receiver learns, fails when quantized after training, "
              "recovers with quantization-aware training");
  auto print = std::make_shared<bool>(false);
  auto pretrained = std::make_shared<bool>(false);
  demo->add_flag("--print", *print, "Print the study file instead of running it");
  demo->add_flag("--pretrained", *pretrained,
                 "Start from the trained models that ship with the program: curves only");
  demo->callback([&common, &exitCode, print, pretrained] {
    const study::StudySpec spec = demoStudy();
    if (*print) {
      std::cout << param::writeJson(spec) << "\n";
      return;
    }
    store::Workspace workspace(workspacePath(common));
    if (*pretrained)
      std::cerr << installPretrained(workspace) << " trained models come from the program.\n";
    exitCode = runAndPrint(spec, workspace, common);
    if (exitCode == kOk && !common.json)
      std::cout << "\nEverything is in " << workspace.path() << ". Next:\n"
                << "  rxquant list                      what the workspace holds\n"
                << "  rxquant export MODEL --format c99 an integer model for hardware, verified\n"
                << "  rxquant show                      a study's results again\n";
  });
}

} // namespace rxq::app
