#include "core/study/curve_check.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/resource.h"
#include "core/study/receivers.h"

namespace rxq::study {

namespace {
constexpr std::string_view kFolder = "checks/", kEnding = ".json";

const ReceiverEntry& entryFor(const StudySpec& spec, const base::CsvTable& table, std::size_t row) {
  const std::string& name = table.text(row, "receiver");
  std::string known;
  for (const ReceiverEntry& entry : spec.receivers) {
    if (entry.name == name) {
      if (!isClassical(entry.kind))
        throw base::Error(base::ErrorKind::BadInput,
                          "receivers." + name +
                              ": a check simulates receivers without a network only.");
      return entry;
    }
    known += (known.empty() ? "" : ", ") + entry.name;
  }
  throw base::Error(base::ErrorKind::BadInput, table.place(row, "receiver") +
                                                   ": the study has no receiver '" + name +
                                                   "'; it has " + known + ".");
}

/// The column of the points, which has to be on the spec's axis.
const char* snrColumn(const StudySpec& spec, const base::CsvTable& table) {
  const bool energyOfBits = spec.link.snrAxis == phy::SnrAxis::EbN0;
  const char *right = energyOfBits ? "ebn0_db" : "esn0_db",
             *wrong = energyOfBits ? "esn0_db" : "ebn0_db";
  if (table.has(right))
    return right;
  if (table.has("snr_db"))
    return "snr_db";
  if (table.has(wrong))
    throw base::Error(base::ErrorKind::BadInput,
                      table.source() + ": has a column '" + wrong + "', but link.snrAxis is '" +
                          std::string(param::keyOf(spec.link.snrAxis)) + "'.");
  throw base::Error(base::ErrorKind::BadInput,
                    table.source() + ": there is no column '" + right + "' or 'snr_db'.");
}

/// The file's curves by receiver, points ascending.
std::map<std::string, sim::Curve> readCurves(const StudySpec& spec, const base::CsvTable& table) {
  const char* snr = snrColumn(spec, table);
  std::map<std::string, sim::Curve> curves;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto count = [&](const char* column) {
      const std::int64_t value = table.integer(row, column);
      if (value < 0)
        throw base::Error(base::ErrorKind::BadInput,
                          table.place(row, column) + ": a count is not negative.");
      return static_cast<std::uint64_t>(value);
    };
    sim::PointCounts point;
    point.snrDb = table.number(row, snr);
    point.blocks = point.slots = count("blocks");
    point.blockErrors = count("block_errors");
    if (table.has("bits") && table.has("bit_errors")) {
      point.bits = count("bits");
      point.bitErrors = count("bit_errors");
    }
    if (point.blocks == 0 || point.blockErrors > point.blocks)
      throw base::Error(base::ErrorKind::BadInput, table.place(row, "block_errors") +
                                                       ": more errors than blocks, or no blocks.");
    curves[entryFor(spec, table, row).name].push_back(point);
  }
  if (curves.empty())
    throw base::Error(base::ErrorKind::BadInput, table.source() + " has no points.");
  for (auto& [name, curve] : curves)
    std::sort(curve.begin(), curve.end(),
              [](const auto& a, const auto& b) { return a.snrDb < b.snrDb; });
  return curves;
}
} // namespace

std::vector<sim::CurveComparison> checkCurve(const StudySpec& spec, std::string_view text,
                                             const std::string& source,
                                             const sim::CheckBudget& budget, std::stop_token stop,
                                             const sim::CheckReport& report) {
  const auto references = readCurves(spec, base::CsvTable(text, source));
  const sim::Link link(spec.link, spec.channel);
  std::set<double> snrs;
  std::map<std::string, std::shared_ptr<const receiver::Receiver>> receivers;
  for (const ReceiverEntry& entry : spec.receivers)
    if (const auto found = references.find(entry.name); found != references.end()) {
      receivers[entry.name] = makeClassical(link, entry);
      for (const sim::PointCounts& point : found->second)
        snrs.insert(point.snrDb);
    }

  // Point by point, since the receivers of a reference need not share theirs.
  std::map<std::string, sim::Curve> done;
  for (const double snr : snrs) {
    std::vector<sim::SweepEntry> entries;
    for (const auto& [name, curve] : references)
      if (std::any_of(curve.begin(), curve.end(),
                      [snr = snr](const auto& p) { return p.snrDb == snr; }))
        entries.push_back({name, receivers.at(name), {}});
    sim::SweepSpec sweep;
    sweep.snr = {snr, snr};
    sweep.targetBlockErrors = budget.blockErrors;
    sweep.maxSlots = budget.blocks;
    sweep.stopBelow = 0;
    report(base::toText(snr) + " dB");
    const auto curves = sim::runSweep(link, spec.decoder, sweep, budget.seed, entries,
                                      budget.workers, stop, [](const auto&) {});
    if (stop.stop_requested())
      break;
    for (std::size_t i = 0; i < entries.size(); ++i)
      done[entries[i].name].push_back(curves[i].front());
  }

  std::vector<sim::CurveComparison> results;
  for (const ReceiverEntry& entry : spec.receivers)
    if (const auto found = done.find(entry.name); found != done.end()) {
      sim::Curve reference = references.at(entry.name);
      reference.resize(found->second.size()); // stopped: the points that were reached
      results.push_back(sim::compareCurves(entry.name, reference, found->second));
    }
  return results;
}

std::vector<std::string> shippedChecks() {
  std::vector<std::string> names;
  for (const std::string_view name : base::resourceNames())
    if (name.starts_with(kFolder) && name.ends_with(kEnding))
      names.emplace_back(
          name.substr(kFolder.size(), name.size() - kFolder.size() - kEnding.size()));
  return names;
}

StudySpec shippedCheck(const std::string& name) {
  const auto names = shippedChecks();
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    std::string known;
    for (const std::string& n : names)
      known += (known.empty() ? "" : ", ") + n;
    throw base::Error(base::ErrorKind::BadInput, "there is no file and no shipped check '" + name +
                                                     "'; the shipped ones are " + known + ".");
  }
  const std::string path = std::string(kFolder) + name + std::string(kEnding);
  auto spec = param::readJson<StudySpec>(base::resource(path), path);
  checkStudy(spec);
  return spec;
}

} // namespace rxq::study
