#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/commands.h"
#include "core/base/csv.h"
#include "core/param/node.h"
#include "core/phy/ldpc_check.h"

namespace rxq::app {

namespace {
int checkLdpc(const Common& common, const std::string& path) {
  const phy::LdpcCheck check = phy::checkLdpcVectors(base::readFile(path), path);
  if (common.json) {
    param::Node::Array mismatches;
    for (const std::string& text : check.mismatches)
      mismatches.emplace_back(text);
    param::Node node;
    node.set("file", path);
    node.set("vectors", check.vectors);
    node.set("matched", check.matched);
    node.set("mismatches", std::move(mismatches));
    std::cout << param::toJson(node, 2) << "\n";
  } else {
    for (const std::string& text : check.mismatches)
      std::cout << text << "\n";
    std::cout << check.matched << " of " << check.vectors << " vectors match.\n";
  }
  return check.matched == check.vectors ? kOk : kDisagrees;
}
} // namespace

void addCheckCommands(CLI::App& app, Common& common, int& exitCode) {
  auto* check = app.add_subcommand("check", "Check the link against reference data");
  check->require_subcommand(1);
  auto* ldpc = check->add_subcommand("ldpc", "Encode a file's vectors with the NR LDPC code and compare");
  auto file = std::make_shared<std::string>();
  ldpc->add_option("FILE.csv", *file,
                   "Columns k, n, info_hex and any of rv, qm, base_graph, Z, n_ldpc, k_filler, k0, codeword_hex, "
                   "rate_matched_hex, interleaved_hex; bits as hex, first bit highest")
      ->required();
  ldpc->callback([&common, &exitCode, file] { exitCode = checkLdpc(common, *file); });
}

} // namespace rxq::app
