#include "core/export/report.h"

#include <cmath>
#include <filesystem>

#include "core/base/number_text.h"
#include "core/export/files.h"
#include "core/export/report_parts.h"
#include "core/sim/slot_source.h"
#include "core/study/study_results.h"

namespace rxq::exporting {

namespace {
/// Fields that matter, as "label value unit" pairs; with `onlyChanged` those that are not as in a
/// new spec.
template <class Spec>
std::vector<std::pair<std::string, std::string>> valuesOf(Spec spec, bool onlyChanged) {
  Spec usual;
  const auto usualFields = param::bind(usual);
  std::vector<std::pair<std::string, std::string>> values;
  std::size_t i = 0;
  for (const param::BoundField& field : param::bind(spec)) {
    const param::BoundField& before = usualFields[i++];
    if (!field.relevant() || field.kind == param::BoundField::Kind::Struct ||
        field.kind == param::BoundField::Kind::StructList)
      continue;
    const auto textOf = [](const param::BoundField& f) {
      return valueText(f.kind, f.choices, f.get());
    };
    const std::string value = textOf(field);
    if (!value.empty() && !(onlyChanged && before.relevant() && value == textOf(before)))
      values.push_back({field.label, value + (*field.unit ? " " + std::string(field.unit) : "")});
  }
  return values;
}

template <class Spec> std::string settings(const std::string& title, const Spec& spec) {
  return factTable(title, valuesOf(spec, false));
}

template <class Spec> void addChanged(std::string& text, const Spec& spec) {
  for (const auto& [label, value] : valuesOf(spec, true))
    text += (text.empty() ? "" : "; ") + escaped(label) + ": " + escaped(value);
}

class StudyReport {
 public:
  StudyReport(study::StudyResults results, const store::Workspace& workspace)
      : m_results(std::move(results)) {
    StyleDealer dealer;
    const sim::Link link(spec().link, spec().channel);
    for (const study::RunResult& r : m_results.runs)
      m_runs.push_back({r.run.name, r.curve.empty() ? CurveStyle{} : dealer.next(r.entry.kind),
                        r.entry, r.run, r.curve, r.model,
                        r.model ? std::optional(study::costsOf(
                                      train::deserialiseModel(workspace.modelBlob(r.model->id),
                                                              workspace.path() + ", " + r.run.name),
                                      link))
                                : std::nullopt,
                        spec().link.coding == phy::Coding::TransportBlock});
  }

  Report report() const {
    const ReportFile file{"study.json", param::writeJson(spec())};
    return {
        spec().name,
        page(spec().name, spec().question,
             "Report of RxQuant " + store::programVersion() + ", study of " + m_results.createdAt,
             results() + errorRateFigures(m_runs, axis(), spec().sweep.blerTarget) + costs() +
                 modelsSection(m_runs) + setUp() + pointsSection(m_runs, axis()) + repeat(file)),
        {file}};
  }

 private:
  const study::StudySpec& spec() const { return m_results.spec; }
  std::string axis() const { return param::labelOf(spec().link.snrAxis); }
  std::string target() const { return percentText(spec().sweep.blerTarget) + " BLER"; }

  bool inCosts(const study::RunResult& r) const {
    return r.model && r.model->bytes > 0 && r.loss && r.loss->valid &&
           r.entry.kind != study::ReceiverKind::FixedPoint; // its loss is to an integer network
  }

  std::string results() const {
    std::vector<Cells> rows;
    int number = 0;
    std::string failures;
    for (std::size_t i = 0; i < m_results.runs.size(); ++i) {
      const study::RunResult& r = m_results.runs[i];
      if (r.run.status == store::RunStatus::Failed)
        failures += note(escaped(r.run.name + ": " + r.run.note));
      if (r.curve.empty())
        continue;
      Cells cells{inCosts(r) ? std::to_string(++number) : "", svgSample(m_runs[i].style),
                  escaped(r.run.name)};
      addCrossing(cells, r.crossing);
      addLoss(cells, r.loss.value_or(sim::PairedLoss{}));
      cells.push_back(r.model ? kilobytes(r.model->bytes) : "");
      rows.push_back(std::move(cells));
    }
    return "<h2>Results</h2>\n" +
           table({"", "", "Receiver", axis() + " at " + target() + " (dB)", "95 %", "Loss (dB)",
                  "95 %", "Size"},
                 rows, "nlrninin") +
           note("Losses are paired: both receivers saw the same bits, channels and noise, so a "
                "loss is known better than either curve. Each is counted from the receiver's "
                "measured parent: FP32, or for a receiver all in fixed point the quantized one. "
                "Intervals hold 95 %.") +
           failures;
  }

  std::string costs() const {
    std::vector<CostPoint> points;
    for (std::size_t i = 0; i < m_results.runs.size(); ++i) {
      const study::RunResult& r = m_results.runs[i];
      if (!inCosts(r))
        continue;
      const base::Interval& interval = r.loss->interval;
      points.push_back({r.run.name, m_runs[i].style, static_cast<double>(r.model->bytes),
                        r.loss->db, std::isfinite(interval.low) ? interval.low : r.loss->db,
                        std::isfinite(interval.high) ? interval.high : r.loss->db,
                        static_cast<int>(points.size()) + 1});
    }
    return points.empty() ? ""
                          : "<h2>Cost</h2>\n" +
                                figure(svgCosts(points, CostAxis::Bytes),
                                       "Loss at " + target() +
                                           " over the size of the deployed model; bars hold 95 %.");
  }

  std::string setUp() const {
    std::string text = "<h2>Set-up</h2>\n<div class=\"setup\">\n" + settings("Link", spec().link) +
                       settings("Channel", spec().channel) + settings("Decoder", spec().decoder) +
                       settings("Measurement", spec().sweep) + "</div>\n";
    std::vector<Cells> rows;
    for (const study::RunResult& r : m_results.runs) {
      const study::ReceiverEntry& e = r.entry;
      std::string changed;
      if (study::isClassical(e.kind)) {
        addChanged(changed, e.classical);
      } else {
        if (e.parent.empty())
          addChanged(changed, e.neural);
        if (e.kind == study::ReceiverKind::Fp32 || e.kind == study::ReceiverKind::Qat)
          addChanged(changed, e.train);
        if (e.kind == study::ReceiverKind::FixedPoint)
          addChanged(changed, e.fixedPoint);
        else if (study::isQuantized(e.kind))
          addChanged(changed, e.quant);
      }
      rows.push_back({escaped(e.name), escaped(param::labelOf(e.kind)), changed});
    }
    return text + table({"Receiver", "Kind", "Settings that are not the program's usual ones"},
                        rows, "lll");
  }

  std::string repeat(const ReportFile& file) const {
    return "<h2>How to repeat it</h2>\n" + madeWith(m_runs) +
           note("Seed " + std::to_string(spec().seed) +
                ": the same study on the same instruction set gives the same counts.") +
           "<p>" + fileLink(file, "The study file") +
           ", then <code>rxquant run study.json</code>.</p>\n"
           "<details><summary>What is in it</summary><pre>" +
           escaped(param::writeJson(spec(), -1)) + "</pre></details>\n";
  }

  study::StudyResults m_results;
  std::vector<ReportedRun> m_runs;
};
} // namespace

Report studyReport(const store::Workspace& workspace, std::int64_t studyId) {
  return StudyReport(study::resultsOf(workspace, studyId), workspace).report();
}

void writeReport(const Report& report, const std::string& file) {
  const std::filesystem::path path = std::filesystem::absolute(file);
  FolderWriter(path.parent_path().string()).write(path.filename().string(), report.html);
}

} // namespace rxq::exporting
