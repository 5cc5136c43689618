#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/commands.h"
#include "app/cli/results.h"
#include "app/cli/terminal.h"

namespace rxq::app {

namespace {
param::Node listNode(const store::Workspace& workspace) {
  param::Node::Array studies, models;
  for (const store::StudyRecord& s : workspace.studies()) {
    param::Node node;
    node.set("id", s.id);
    node.set("name", s.name);
    node.set("createdAt", s.createdAt);
    node.set("runs", static_cast<std::int64_t>(workspace.runs(s.id).size()));
    studies.push_back(std::move(node));
  }
  for (const store::ModelRecord& m : workspace.models()) {
    param::Node node;
    node.set("id", m.id);
    node.set("name", m.name);
    node.set("method", m.method);
    node.set("parentId", m.parentId);
    node.set("bytes", m.bytes);
    node.set("hash", m.hash);
    node.set("createdAt", m.createdAt);
    models.push_back(std::move(node));
  }
  param::Node node;
  node.set("studies", std::move(studies));
  node.set("models", std::move(models));
  return node;
}

std::string listText(const store::Workspace& workspace) {
  std::vector<std::vector<std::string>> studies{{"Study", "Id", "Runs", "Created"}};
  for (const store::StudyRecord& s : workspace.studies())
    studies.push_back(
        {s.name, std::to_string(s.id), std::to_string(workspace.runs(s.id).size()), s.createdAt});
  std::vector<std::vector<std::string>> models{
      {"Model", "Id", "Method", "Parent", "Size", "Created"}};
  for (const store::ModelRecord& m : workspace.models())
    models.push_back({m.name, std::to_string(m.id), m.method,
                      m.parentId ? std::to_string(m.parentId) : "-", bytesText(m.bytes),
                      m.createdAt});
  if (studies.size() == 1 && models.size() == 1)
    return "The workspace " + workspace.path() + " is empty. `rxquant demo` fills it.\n";
  return table(studies) + "\n" + table(models);
}

} // namespace

std::int64_t studyIdOrNewest(const store::Workspace& workspace, std::int64_t id) {
  if (id)
    return id;
  const auto studies = workspace.studies();
  if (studies.empty())
    throw base::Error(base::ErrorKind::BadInput, workspace.path() + ": there is no study yet.");
  return studies.back().id;
}

void addListCommands(CLI::App& app, Common& common, int& exitCode) {
  (void)exitCode;
  auto* list = app.add_subcommand("list", "List the studies and models of a workspace");
  list->callback([&common] {
    const store::Workspace workspace(existingWorkspacePath(common));
    std::cout << (common.json ? param::toJson(listNode(workspace), 2) + "\n" : listText(workspace));
  });

  auto* show = app.add_subcommand("show", "Show a study's results, or a model");
  auto studyId = std::make_shared<std::int64_t>(0);
  auto modelId = std::make_shared<std::int64_t>(0);
  show->add_option("STUDY", *studyId, "Id of the study; the newest without");
  show->add_option("--model", *modelId, "Id of a model to show instead");
  show->callback([&common, studyId, modelId] {
    const store::Workspace workspace(existingWorkspacePath(common));
    if (*modelId) {
      std::cout << param::toJson(
                       param::parseJson(workspace.model(*modelId).report, "the model's report"), 2)
                << "\n";
      return;
    }
    const std::int64_t id = studyIdOrNewest(workspace, *studyId);
    if (common.json)
      std::cout << param::toJson(resultsNode(workspace, id), 2) << "\n";
    else
      std::cout << workspace.study(id).name << "\n\n" << resultsTable(workspace, id);
  });
}

} // namespace rxq::app
