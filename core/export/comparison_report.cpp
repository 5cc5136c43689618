#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/export/report.h"
#include "core/export/report_parts.h"

namespace rxq::exporting {

namespace {
using study::ComparedRun;
using study::Pairing;

/// Up to so many runs have a column each where they differ; more are named by their numbers.
constexpr std::size_t kMostColumns = 6;

/// Names that tell runs apart: with the study's name, or the id, where they must be.
std::vector<std::string> namesOf(const std::vector<ComparedRun>& runs) {
  const auto isAlone = [](const std::vector<std::string>& names, const std::string& name) {
    return std::count(names.begin(), names.end(), name) == 1;
  };
  std::vector<std::string> plain, withStudy, names;
  for (const ComparedRun& run : runs) {
    plain.push_back(run.run.name);
    withStudy.push_back(run.run.name + " (" + run.spec.name + ")");
  }
  for (std::size_t i = 0; i < runs.size(); ++i)
    names.push_back(isAlone(plain, plain[i]) ? plain[i]
                    : isAlone(withStudy, withStudy[i])
                        ? withStudy[i]
                        : plain[i] + " (run " + std::to_string(runs[i].run.id) + ")");
  return names;
}

/// "1, 3-5" of ascending numbers.
std::string numberRanges(const std::vector<std::size_t>& numbers) {
  std::string text;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t last = i;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1)
      ++last;
    text += (text.empty() ? "" : ", ") + std::to_string(numbers[i]);
    if (last > i)
      text += (last == i + 1 ? ", " : "\u2013") + std::to_string(numbers[last]);
    i = last + 1;
  }
  return text;
}

std::string pairingText(const study::Difference& difference) {
  switch (difference.pairing) {
  case Pairing::Itself:
    return "the reference";
  case Pairing::Paired:
    return "paired, " + grouped(difference.loss.commonSlots) + " slots";
  case Pairing::NotMeasured:
    return "not measured";
  case Pairing::OtherLink:
    return "not paired: other link";
  case Pairing::OtherChannel:
    return "not paired: other channel";
  case Pairing::OtherSeed:
    return "not paired: other seed";
  case Pairing::OtherPoints:
    return "not paired: other SNRs";
  }
  return {};
}

std::string inMillions(double value) {
  return value < 1e9 ? fixed(value / 1e6, value < 1e7 ? 2 : 1)
                     : grouped(static_cast<std::uint64_t>(std::llround(value / 1e6)));
}

class ComparisonReport {
 public:
  ComparisonReport(const study::Comparison& comparison, ComparisonQuestion question)
      : m_all(comparison), m_names(namesOf(comparison.runs)),
        m_parameters(study::compareParameters(comparison.runs)), m_question(std::move(question)) {
    StyleDealer dealer;
    for (std::size_t i = 0; i < m_all.runs.size(); ++i) {
      const ComparedRun& r = m_all.runs[i];
      m_runs.push_back({m_names[i], r.curve.empty() ? CurveStyle{} : dealer.next(r.entry.kind),
                        r.entry, r.run, r.curve, r.model, r.costs,
                        r.spec.link.coding == phy::Coding::TransportBlock});
      m_studies.emplace(r.run.studyId, &r.spec);
    }
    if (m_question.title.empty())
      m_question.title = "Comparison of " + std::to_string(m_all.runs.size()) +
                         (m_all.runs.size() == 1 ? " receiver" : " receivers");
    if (m_question.question.empty())
      m_question.question = "What do these receivers lose to \u201c" + referenceName() +
                            "\u201d at " + target() + ", and what do they cost?";
  }

  Report report() const {
    std::vector<ReportFile> files;
    for (const auto& [id, spec] : m_studies)
      files.push_back({m_studies.size() == 1
                           ? "study.json"
                           : "study-" + std::to_string(files.size() + 1) + ".json",
                       param::writeJson(*spec)});
    std::string html = page(
        m_question.title, m_question.question,
        "Report of RxQuant " + store::programVersion() + " of " + store::nowUtc(),
        results() + differences() + errorRateFigures(m_runs, axis(), m_all.blerTarget) + costs() +
            modelsSection(m_runs) + common() + pointsSection(m_runs, axis()) + repeat(files));
    return {m_question.title, std::move(html), std::move(files)};
  }

 private:
  const std::string& referenceName() const { return m_names[m_all.reference]; }
  std::string target() const { return percentText(m_all.blerTarget) + " BLER"; }
  /// "SNR" where the runs do not agree on one.
  std::string axis() const {
    const phy::SnrAxis first = m_all.runs.front().spec.link.snrAxis;
    const bool one = std::all_of(m_all.runs.begin(), m_all.runs.end(), [&](const ComparedRun& r) {
      return r.spec.link.snrAxis == first;
    });
    return one ? param::labelOf(first) : "SNR";
  }

  std::string results() const {
    std::vector<Cells> rows;
    const bool several = m_studies.size() > 1;
    for (std::size_t i = 0; i < m_all.runs.size(); ++i) {
      const ComparedRun& r = m_all.runs[i];
      Cells cells{std::to_string(i + 1), r.curve.empty() ? "" : svgSample(m_runs[i].style),
                  escaped(m_names[i])};
      if (several)
        cells.push_back(escaped(r.spec.name));
      if (r.curve.empty())
        cells.insert(cells.end(), {"", ""});
      else
        addCrossing(cells, r.crossing);
      if (i == m_all.reference)
        cells.insert(cells.end(), {"0", ""});
      else
        addLoss(cells, m_all.differences[i].loss);
      cells.push_back(pairingText(m_all.differences[i]));
      cells.push_back(r.costs ? kilobytes(r.costs->bytes) : "");
      rows.push_back(std::move(cells));
    }
    Cells head{"", "", "Receiver"};
    if (several)
      head.push_back("Study");
    head.insert(head.end(), {axis() + " at " + target() + " (dB)", "95 %", "Loss (dB)", "95 %",
                             "Compared", "Size"});
    return "<h2>Results</h2>\n" + table(head, rows, several ? "nlrlninivn" : "nlrninivn") +
           note("Losses are counted from \u201c" + escaped(referenceName()) +
                "\u201d. Paired: both receivers saw the same bits, channels and noise, so a loss "
                "is known better than either curve. Not paired: the difference of two independent "
                "measurements; its interval covers at least 95 %.");
  }

  /// A column a run.
  std::string differencesByRun(const std::vector<const study::ParameterRow*>& rows) const {
    std::vector<Cells> cells;
    for (const study::ParameterRow* row : rows) {
      cells.push_back({nameOf(*row)});
      for (const auto& value : row->values)
        cells.back().push_back(value ? escaped(shown(*row, *value)) : "\u2013");
    }
    Cells head{""};
    for (std::size_t i = 0; i < m_names.size(); ++i)
      head.push_back(std::to_string(i + 1) + " " + escaped(m_names[i]));
    return table(head, cells, "l");
  }

  /// Each value with the numbers of the runs that have it.
  std::string differencesByValue(const std::vector<const study::ParameterRow*>& rows) const {
    std::vector<Cells> cells;
    for (const study::ParameterRow* row : rows) {
      std::vector<std::pair<std::string, std::vector<std::size_t>>> values;
      for (std::size_t i = 0; i < row->values.size(); ++i) {
        if (!row->values[i])
          continue;
        const std::string text = shown(*row, *row->values[i]);
        auto known = std::find_if(values.begin(), values.end(),
                                  [&](const auto& v) { return v.first == text; });
        if (known == values.end())
          known = values.insert(values.end(), {text, {}});
        known->second.push_back(i + 1);
      }
      std::string all;
      for (const auto& [text, numbers] : values)
        all += (all.empty() ? "<b>" : "; <b>") + escaped(text) + "</b> in " + numberRanges(numbers);
      cells.push_back({nameOf(*row), all});
    }
    return table({"", "Values and the receivers that have them, by their numbers above"}, cells,
                 "ll");
  }

  std::string differences() const {
    std::vector<const study::ParameterRow*> rows;
    for (const study::ParameterRow& row : m_parameters)
      if (row.differs)
        rows.push_back(&row);
    if (rows.empty())
      return {};
    return "<h2>What differs</h2>\n" +
           (m_all.runs.size() <= kMostColumns ? differencesByRun(rows) : differencesByValue(rows));
  }

  std::string costs() const {
    std::vector<Cells> rows;
    std::vector<CostPoint> bytes, operations;
    for (std::size_t i = 0; i < m_all.runs.size(); ++i) {
      const ComparedRun& r = m_all.runs[i];
      if (!r.costs)
        continue;
      const study::RunCosts& c = *r.costs;
      rows.push_back({std::to_string(i + 1), escaped(m_names[i]),
                      grouped(static_cast<std::uint64_t>(c.bytes)),
                      grouped(static_cast<std::uint64_t>(c.parameters)),
                      inMillions(static_cast<double>(c.macs)), inMillions(c.bitOperations),
                      c.microseconds > 0 ? fixed(c.microseconds, 0) : ""});
      const study::Difference& d = m_all.differences[i];
      const bool itself = d.pairing == Pairing::Itself && r.crossing.reached;
      if (!itself && !d.loss.valid)
        continue;
      const double db = itself ? 0 : d.loss.db;
      const auto end = [&](double v) { return itself || !std::isfinite(v) ? db : v; };
      bytes.push_back({m_names[i], m_runs[i].style, static_cast<double>(c.bytes), db,
                       end(d.loss.interval.low), end(d.loss.interval.high),
                       static_cast<int>(i) + 1});
      operations.push_back(bytes.back());
      operations.back().cost = c.bitOperations;
    }
    if (rows.empty())
      return {};
    std::string text = "<h2>Costs</h2>\n" +
                       table({"", "Receiver", "Bytes", "Parameters", "MAC a slot (10\u2076)",
                              "Bit operations a slot (10\u2076)", "Time a slot (\u00b5s)"},
                             rows, "nlnnnnn") +
                       note("Bytes are those of the deployed model: weights at their bits, "
                            "biases, multipliers, scales. Bit operations: multiply-accumulates "
                            "times the bits of both factors. Time: median of nine slots on one "
                            "thread of the machine that wrote this report, without decoding.");
    if (bytes.empty())
      return text;
    const std::string caption = "Loss to \u201c" + escaped(referenceName()) + "\u201d at " +
                                target() + "; every point is a measured model, bars hold 95 %.";
    return text + "<h2>Loss over cost</h2>\n" + figure(svgCosts(bytes, CostAxis::Bytes), caption) +
           figure(svgCosts(operations, CostAxis::BitOperations), caption);
  }

  /// What all runs have in common, by section.
  std::string common() const {
    std::vector<std::pair<std::string, std::vector<std::pair<std::string, std::string>>>> sections;
    for (const study::ParameterRow& row : m_parameters) {
      if (row.differs)
        continue;
      const auto value = std::find_if(row.values.begin(), row.values.end(),
                                      [](const auto& v) { return v.has_value(); });
      const std::string text = textOf(row, **value);
      if (text.empty())
        continue;
      auto section = std::find_if(sections.begin(), sections.end(),
                                  [&](const auto& s) { return s.first == row.section; });
      if (section == sections.end())
        section = sections.insert(sections.end(), {row.section, {}});
      section->second.push_back({row.label, text});
    }
    if (sections.empty())
      return {};
    std::string text = "<h2>Set-up</h2>\n" +
                       note("What is the same in all receivers that have it.") +
                       "<div class=\"setup\">\n";
    for (const auto& [title, facts] : sections)
      text += factTable(title, facts);
    return text + "</div>\n";
  }

  std::string repeat(const std::vector<ReportFile>& files) const {
    std::string links, commands;
    for (const ReportFile& file : files) {
      links += (links.empty() ? "" : ", ") + fileLink(file, file.name);
      commands += "rxquant run " + file.name + " -w repeated.rxq\n";
    }
    commands += "rxquant report -w repeated.rxq -o report.html --runs";
    for (const ComparedRun& run : m_all.runs) {
      const bool alone =
          std::count_if(m_all.runs.begin(), m_all.runs.end(), [&](const ComparedRun& other) {
            return other.entry.name == run.entry.name;
          }) == 1;
      commands += " \\\n  \"" + run.entry.name + (alone ? "" : " (" + run.spec.name + ")") + "\"";
    }
    return "<h2>How to repeat it</h2>\n" + madeWith(m_runs) + "<p>The runs are those of " + links +
           ":</p>\n<pre>" + escaped(commands) + "</pre>\n" +
           note("The same study on the same instruction set gives the same counts.");
  }

  static std::string nameOf(const study::ParameterRow& row) {
    return escaped(row.path.find('.') == std::string::npos
                       ? std::string(row.label)
                       : std::string(row.section) + ": " + row.label) +
           (*row.unit ? " (" + escaped(row.unit) + ")" : "");
  }
  static std::string textOf(const study::ParameterRow& row, const param::Node& value) {
    const std::string text = valueText(row.kind, row.choices, value);
    return row.differs || text.empty() || !*row.unit ? text : text + " " + row.unit;
  }

  /// Where it stands beside others, nothing is something, too.
  static std::string shown(const study::ParameterRow& row, const param::Node& value) {
    const std::string text = textOf(row, value);
    return text.empty() ? "none" : text;
  }

  const study::Comparison& m_all;
  std::vector<std::string> m_names;
  std::vector<study::ParameterRow> m_parameters;
  ComparisonQuestion m_question;
  std::vector<ReportedRun> m_runs;
  std::map<std::int64_t, const study::StudySpec*> m_studies;
};
} // namespace

Report comparisonReport(const study::Comparison& comparison, const ComparisonQuestion& question) {
  if (comparison.runs.empty())
    throw base::Error(base::ErrorKind::BadInput,
                      base::message("The report of a comparison needs at least one run."));
  return ComparisonReport(comparison, question).report();
}

} // namespace rxq::exporting
