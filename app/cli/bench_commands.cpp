#include <cmath>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/commands.h"
#include "app/cli/terminal.h"
#include "core/base/cpu.h"
#include "core/base/mailbox.h"
#include "core/base/number_text.h"
#include "core/base/parallel.h"
#include "core/param/node.h"
#include "core/study/benchmark.h"

namespace rxq::app {

namespace {
/// Three significant digits.
std::string figure(double value) {
  if (value <= 0)
    return "-";
  const int decimals = std::max(0, 2 - static_cast<int>(std::floor(std::log10(value))));
  return base::toFixed(value, decimals);
}

int runBench(const Common& common, const std::vector<std::string>& parts, double seconds) {
  const int workers = common.workers > 0 ? common.workers : base::hardwareThreads();
  std::vector<study::BenchRow> rows;
  base::Mailbox<std::string> mailbox;
  const bool interrupted = runInterruptibly(
      [&](std::stop_token stop) {
        rows = study::runBenchmarks(parts, seconds, workers, std::move(stop),
                                    [&](const std::string& text) {
                                      mailbox.put(std::make_shared<const std::string>(text));
                                    });
      },
      [&] {
        if (const auto text = mailbox.take())
          std::cerr << *text << "\n";
      });
  if (common.json) {
    param::Node::Array nodes;
    for (const study::BenchRow& row : rows) {
      param::Node node;
      node.set("section", row.section);
      node.set("name", row.name);
      node.set("value", row.value);
      node.set("unit", row.unit);
      if (row.ratio > 0) {
        node.set("ratio", row.ratio);
        node.set("ratioTo", row.ratioTo);
      }
      nodes.push_back(std::move(node));
    }
    param::Node node;
    node.set("cpu", base::cpuModelName());
    node.set("rows", std::move(nodes));
    std::cout << param::toJson(node, 2) << "\n";
    return interrupted ? kInterrupted : kOk;
  }
  std::cout << base::cpuModelName() << "\n";
  for (std::size_t i = 0; i < rows.size();) {
    const std::string section = rows[i].section;
    std::vector<std::vector<std::string>> cells{{section, "ratio", "", "to"}};
    for (; i < rows.size() && rows[i].section == section; ++i) {
      const study::BenchRow& row = rows[i];
      cells.push_back({row.name, figure(row.ratio), figure(row.value) + " " + row.unit,
                       row.ratio > 0 ? row.ratioTo : ""});
    }
    std::cout << "\n" << table(cells);
  }
  return interrupted ? kInterrupted : kOk;
}
} // namespace

void addBenchCommand(CLI::App& app, Common& common, int& exitCode) {
  auto* bench =
      app.add_subcommand("bench", "Time the parts of RxQuant on this machine; ratios first");
  auto seconds = std::make_shared<double>(0.5);
  bench->add_option("--seconds", *seconds, "For each figure")
      ->check(CLI::Range(0.001, 600.0))
      ->capture_default_str();
  auto parts = std::make_shared<std::vector<std::string>>();
  bench->add_option("--parts", *parts, "Which; all when left out")
      ->delimiter(',')
      ->check(CLI::IsMember(study::benchParts()));
  bench->callback(
      [&common, &exitCode, parts, seconds] { exitCode = runBench(common, *parts, *seconds); });
}

} // namespace rxq::app
