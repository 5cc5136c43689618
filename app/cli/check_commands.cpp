#include <charconv>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include "app/cli/commands.h"
#include "app/cli/terminal.h"
#include "core/base/csv.h"
#include "core/base/mailbox.h"
#include "core/base/number_text.h"
#include "core/base/parallel.h"
#include "core/param/node.h"
#include "core/phy/ldpc_check.h"
#include "core/study/curve_check.h"
#include "core/study/llr_bits.h"

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

/// Three significant digits, as error rates are read.
std::string rateText(double value) {
  if (value == 0)
    return "0";
  char text[32];
  const auto end =
      std::to_chars(text, text + sizeof text, value, std::chars_format::general, 3).ptr;
  return {text, end};
}
std::string rateText(double value, const base::Interval& interval) {
  return rateText(value) + " [" + rateText(interval.low) + ", " + rateText(interval.high) + "]";
}
std::string zText(double z) { return base::toText(std::round(10 * z) / 10); }

std::string pointsTable(const sim::CurveComparison& curve) {
  std::vector<std::vector<std::string>> rows{
      {"dB", "BLER [95 %]", "reference", "z", "beyond 0.1 dB", "BER [95 %]", "reference"}};
  for (const sim::ComparedPoint& p : curve.points)
    rows.push_back(
        {base::toText(p.ours.snrDb), rateText(p.ours.bler(), p.ours.blerInterval()),
         rateText(p.reference.bler(), p.reference.blerInterval()), zText(p.z), zText(p.zBeyond),
         rateText(p.ours.ber(), sim::berInterval(p.ours)),
         p.reference.bits ? rateText(p.reference.ber(), sim::berInterval(p.reference)) : "-"});
  return table(rows);
}

param::Node countsNode(const sim::PointCounts& counts) {
  const base::Interval bler = counts.blerInterval(), ber = sim::berInterval(counts);
  param::Node node;
  node.set("blocks", static_cast<std::int64_t>(counts.blocks));
  node.set("blockErrors", static_cast<std::int64_t>(counts.blockErrors));
  node.set("bler", counts.bler());
  node.set("blerLow", bler.low);
  node.set("blerHigh", bler.high);
  node.set("bits", static_cast<std::int64_t>(counts.bits));
  node.set("bitErrors", static_cast<std::int64_t>(counts.bitErrors));
  node.set("ber", counts.ber());
  node.set("berLow", ber.low);
  node.set("berHigh", ber.high);
  return node;
}

param::Node comparisonNode(const sim::CurveComparison& curve) {
  param::Node::Array points, offsets, disagreements;
  for (const sim::ComparedPoint& p : curve.points) {
    param::Node node;
    node.set("snrDb", p.ours.snrDb);
    node.set("ours", countsNode(p.ours));
    node.set("reference", countsNode(p.reference));
    node.set("z", p.z);
    node.set("zBeyond", p.zBeyond);
    points.push_back(std::move(node));
  }
  for (const sim::ComparedOffset& o : curve.offsets) {
    param::Node node;
    node.set("bler", o.target);
    node.set("reached", o.valid);
    if (o.valid) {
      node.set("offsetDb", o.db);
      node.set("uncertaintyDb", o.uncertainty);
    }
    offsets.push_back(std::move(node));
  }
  for (const std::string& text : curve.disagreements)
    disagreements.emplace_back(text);
  param::Node node;
  node.set("name", curve.name);
  node.set("agrees", curve.agrees());
  node.set("points", std::move(points));
  node.set("offsets", std::move(offsets));
  node.set("disagreements", std::move(disagreements));
  return node;
}

using CheckJob =
    std::function<std::vector<sim::CurveComparison>(std::stop_token, const sim::CheckReport&)>;

/// Runs a check with progress on standard error and prints what it found.
int runCheck(const Common& common, const CheckJob& job) {
  std::vector<sim::CurveComparison> curves;
  base::Mailbox<std::string> mailbox;
  const bool interrupted = runInterruptibly(
      [&](std::stop_token stop) {
        const base::FloatMode mode;
        curves = job(std::move(stop), [&](const std::string& text) {
          mailbox.put(std::make_shared<const std::string>(text));
        });
      },
      [&] {
        if (const auto text = mailbox.take())
          std::cerr << *text << "\n";
      });
  bool agrees = !curves.empty();
  param::Node::Array nodes;
  for (const sim::CurveComparison& curve : curves) {
    agrees = agrees && curve.agrees();
    nodes.push_back(comparisonNode(curve));
  }
  if (common.json) {
    param::Node node;
    node.set("agrees", agrees && !interrupted);
    node.set("curves", std::move(nodes));
    std::cout << param::toJson(node, 2) << "\n";
  } else {
    std::vector<std::vector<std::string>> summary{
        {"Curve", "offset at 10 % BLER", "at 1 % BLER", "largest |z|", "verdict"}};
    for (const sim::CurveComparison& curve : curves) {
      std::cout << curve.name << "\n" << pointsTable(curve) << "\n";
      double z = 0;
      for (const sim::ComparedPoint& p : curve.points)
        z = std::max(z, std::abs(p.z));
      summary.push_back({curve.name, curve.offsets[0].text(), curve.offsets[1].text(), zText(z),
                         curve.agrees() ? "agrees" : "DISAGREES"});
    }
    std::cout << table(summary);
    for (const sim::CurveComparison& curve : curves)
      for (const std::string& text : curve.disagreements)
        std::cout << "Disagrees: " << text << "\n";
  }
  if (interrupted)
    return kInterrupted;
  return agrees ? kOk : kDisagrees;
}

param::Node lossNode(const sim::PairedLoss& loss) {
  param::Node node;
  node.set("valid", loss.valid);
  if (loss.valid) {
    node.set("db", loss.db);
    node.set("low", loss.interval.low);
    node.set("high", loss.interval.high);
  }
  return node;
}

void printLlrBits(const study::LlrBitsTable& study) {
  std::vector<std::vector<std::string>> rows{
      {"LLR bits", "step", "loss at 10 % BLER", "at 1 % BLER"}};
  for (const study::LlrBitsRow& row : study.rows)
    rows.push_back({std::to_string(row.bits), base::toFixed(row.step, 3), sim::toText(row.at10),
                    sim::toText(row.at1)});
  std::cout << study.name << "; float messages: " << sim::toText(study.float10) << " at 10 % BLER, "
            << sim::toText(study.float1) << " at 1 %\n"
            << table(rows) << "\n";
}

param::Node llrBitsNode(const study::LlrBitsTable& study) {
  param::Node::Array rows;
  for (const study::LlrBitsRow& row : study.rows) {
    param::Node node;
    node.set("bits", row.bits);
    node.set("step", row.step);
    node.set("lossAt10Percent", lossNode(row.at10));
    node.set("lossAt1Percent", lossNode(row.at1));
    rows.push_back(std::move(node));
  }
  param::Node node;
  node.set("study", study.name);
  node.set("rows", std::move(rows));
  return node;
}

/// Tables of what a fixed-point decoder loses by its LLR bits.
int checkLlrBits(const Common& common, const std::vector<study::StudySpec>& studies,
                 const sim::CheckBudget& budget) {
  std::vector<study::LlrBitsTable> tables;
  base::Mailbox<std::string> mailbox;
  const bool interrupted = runInterruptibly(
      [&](std::stop_token stop) {
        const base::FloatMode mode;
        for (const study::StudySpec& spec : studies)
          if (!stop.stop_requested())
            tables.push_back(study::llrBitsTable(spec, budget, stop, [&](const std::string& text) {
              mailbox.put(std::make_shared<const std::string>(text));
            }));
      },
      [&] {
        if (const auto text = mailbox.take())
          std::cerr << *text << "\n";
      });
  param::Node::Array nodes;
  for (const study::LlrBitsTable& t : tables)
    nodes.push_back(llrBitsNode(t));
  if (common.json) {
    std::cout << param::toJson(param::Node(std::move(nodes)), 2) << "\n";
  } else {
    for (const study::LlrBitsTable& t : tables)
      if (!t.rows.empty())
        printLlrBits(t);
  }
  return interrupted ? kInterrupted : kOk;
}

void addBudget(CLI::App& command, sim::CheckBudget& budget) {
  command.add_option("--errors", budget.blockErrors, "Block errors at which a point stops")
      ->check(CLI::Range(10, 1000000))
      ->capture_default_str();
  command.add_option("--blocks", budget.blocks, "Most blocks a point")
      ->check(CLI::Range(64, 1000000000))
      ->capture_default_str();
  command.add_option("--seed", budget.seed, "Seed of the simulation")->capture_default_str();
}

/// The budget with the threads that the command line asks for.
sim::CheckBudget resolved(sim::CheckBudget budget, const Common& common) {
  budget.workers = common.workers > 0 ? common.workers : base::hardwareThreads();
  return budget;
}
} // namespace

void addCheckCommands(CLI::App& app, Common& common, int& exitCode) {
  auto* check = app.add_subcommand("check", "Check the link against reference data");
  check->require_subcommand(1);
  auto* ldpc =
      check->add_subcommand("ldpc", "Encode a file's vectors with the NR LDPC code and compare");
  auto file = std::make_shared<std::string>();
  ldpc->add_option("FILE.csv", *file,
                   "Columns k, n, info_hex and any of rv, qm, base_graph, Z, n_ldpc, k_filler, k0, "
                   "codeword_hex, "
                   "rate_matched_hex, interleaved_hex; bits as hex, first bit highest")
      ->required();
  ldpc->callback([&common, &exitCode, file] { exitCode = checkLdpc(common, *file); });

  auto budget = std::make_shared<sim::CheckBudget>();
  auto* decoder = check->add_subcommand(
      "decoder", "Simulate a file's LDPC error rates on AWGN and compare (docs/checks.md)");
  decoder
      ->add_option("FILE.csv", *file,
                   "Columns algorithm, k, n, ebn0_db, blocks, block_errors; or base_graph, zc, "
                   "rows, decoder, iterations, ebn0_db, frames, frame_errors")
      ->required();
  addBudget(*decoder, *budget);
  decoder->callback([&common, &exitCode, file, budget] {
    const std::string text = base::readFile(*file);
    exitCode = runCheck(common, [&](std::stop_token stop, const sim::CheckReport& report) {
      return sim::checkDecoder(text, *file, resolved(*budget, common), std::move(stop), report);
    });
  });

  auto* bits = check->add_subcommand(
      "llr-bits", "Loss of the fixed-point decoder by its LLR bits, 3 to 8 (docs/link.md)");
  auto bitsSpec = std::make_shared<std::string>();
  bits->add_option("STUDY.json", *bitsSpec,
                   "Link, channel, decoder, points and first receiver of a study file; without, "
                   "three links of the program");
  bits->add_option("--blocks", budget->blocks, "Blocks a point")
      ->check(CLI::Range(64, 1000000000))
      ->capture_default_str();
  bits->add_option("--seed", budget->seed, "Seed of the simulation")->capture_default_str();
  bits->callback([&common, &exitCode, bitsSpec, budget] {
    const auto studies = bitsSpec->empty()
                             ? study::llrBitsStudies()
                             : std::vector<study::StudySpec>{study::readStudyFile(*bitsSpec)};
    exitCode = checkLlrBits(common, studies, resolved(*budget, common));
  });

  auto* curve = check->add_subcommand("curve", "Simulate a file's link error rates with a study's "
                                               "link and receivers and compare (docs/checks.md)");
  auto spec = std::make_shared<std::string>();
  std::string shipped;
  for (const std::string& name : study::shippedChecks())
    shipped += (shipped.empty() ? "" : ", ") + name;
  curve->add_option("SPEC.json", *spec, "A study file; or the name of a shipped one: " + shipped)
      ->required();
  curve
      ->add_option(
          "FILE.csv", *file,
          "Columns receiver, ebn0_db, blocks, block_errors and, if there, bits, bit_errors")
      ->required();
  addBudget(*curve, *budget);
  curve->callback([&common, &exitCode, file, budget, spec] {
    const study::StudySpec study =
        std::filesystem::exists(*spec) ? study::readStudyFile(*spec) : study::shippedCheck(*spec);
    const std::string text = base::readFile(*file);
    exitCode = runCheck(common, [&](std::stop_token stop, const sim::CheckReport& report) {
      return study::checkCurve(study, text, *file, resolved(*budget, common), std::move(stop),
                               report);
    });
  });
}

} // namespace rxq::app
