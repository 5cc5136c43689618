#include "core/export/report.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "core/base/number_text.h"
#include "core/base/resource.h"
#include "core/export/files.h"
#include "core/export/svg_plot.h"
#include "core/param/bound_field.h"
#include "core/sim/curve_comparison.h"
#include "core/study/study_results.h"

namespace rxq::exporting {

namespace {
using Cells = std::vector<std::string>;

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text)
    switch (c) {
    case '&':
      result += "&amp;";
      break;
    case '<':
      result += "&lt;";
      break;
    case '>':
      result += "&gt;";
      break;
    case '"':
      result += "&quot;";
      break;
    default:
      result += c;
    }
  return result;
}

/// With a true minus sign and digits in groups of three.
std::string grouped(std::uint64_t value) {
  std::string digits = std::to_string(value);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), "\u202f");
  return digits;
}
std::string fixed(double value, int decimals) {
  const std::string text = base::toFixed(std::abs(value), decimals);
  return (value < 0 && text.find_first_not_of("0.") != std::string::npos ? "\u2212" : "") + text;
}
std::string withSign(double value) { return (value >= 0 ? "+" : "") + fixed(value, 2); }
std::string between(const base::Interval& i) {
  const auto end = [](double v) { return std::isfinite(v) ? fixed(v, 2) : std::string("\u2026"); };
  return "[" + end(i.low) + ", " + end(i.high) + "]";
}
/// "3.2e-4" as 3.2·10⁻⁴ is read: as 0.00032 down to 1e-3, with three digits.
std::string rate(double value) {
  if (value == 0)
    return "0";
  const int decimals = std::clamp(2 - static_cast<int>(std::floor(std::log10(value))), 2, 9);
  return fixed(value, decimals);
}
std::string kilobytes(std::int64_t bytes) {
  return fixed(static_cast<double>(bytes) / 1000, 1) + " kB";
}

std::string row(const char* cell, const Cells& cells, const std::string& classes) {
  // One letter a cell: n number, i interval, r receiver, l anything else.
  std::string text = "<tr>";
  for (std::size_t c = 0; c < cells.size(); ++c) {
    const char k = c < classes.size() ? classes[c] : 'l';
    text += "<" + std::string(cell) + (k == 'l' ? "" : std::string(" class=\"") + k + "\"") + ">" +
            cells[c] + "</" + cell + ">";
  }
  return text + "</tr>\n";
}

/// Cells are HTML.
std::string table(const Cells& head, const std::vector<Cells>& rows, const std::string& classes) {
  std::string text = "<table>\n<thead>" + row("th", head, classes) + "</thead>\n<tbody>\n";
  for (const Cells& cells : rows)
    text += row("td", cells, classes);
  return text + "</tbody>\n</table>\n";
}

std::string figure(const std::string& svg, const std::string& caption) {
  return svg.empty() ? ""
                     : "<figure>" + svg + "<figcaption>" + caption + "</figcaption></figure>\n";
}

// --- parameters -------------------------------------------------------------------------------

std::string choiceLabel(const param::BoundField& field, const std::string& key) {
  for (const auto& choice : field.choices)
    if (choice.key == key)
      return choice.label;
  return key;
}

std::string valueText(const param::BoundField& field) {
  using Kind = param::BoundField::Kind;
  const param::Node node = field.get();
  const auto text = [](double v) { return base::toText(v); };
  switch (field.kind) {
  case Kind::Bool:
    return node.asBool(field.path) ? "yes" : "no";
  case Kind::Int:
  case Kind::Double:
    return text(node.asDouble(field.path));
  case Kind::Text:
    return node.asText(field.path);
  case Kind::Choice:
    return choiceLabel(field, node.asText(field.path));
  case Kind::Range: {
    const auto& ends = node.asArray(field.path);
    const double low = ends.at(0).asDouble(field.path), high = ends.at(1).asDouble(field.path);
    return low == high ? text(low) : text(low) + " \u2013 " + text(high);
  }
  case Kind::IntList:
  case Kind::ChoiceList: {
    std::string all;
    for (const param::Node& item : node.asArray(field.path))
      all += (all.empty() ? "" : ", ") + (field.kind == Kind::IntList
                                              ? text(item.asDouble(field.path))
                                              : choiceLabel(field, item.asText(field.path)));
    return all;
  }
  default:
    return {};
  }
}

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
    const std::string value = valueText(field);
    if (!value.empty() && !(onlyChanged && before.relevant() && value == valueText(before)))
      values.push_back({field.label, value + (*field.unit ? " " + std::string(field.unit) : "")});
  }
  return values;
}

template <class Spec> std::string settings(const std::string& title, const Spec& spec) {
  std::string rows;
  for (const auto& [label, value] : valuesOf(spec, false))
    rows += row("td", {escaped(label), escaped(value)}, "ln");
  return "<section><h3>" + escaped(title) + "</h3><table><tbody>" + rows +
         "</tbody></table></section>\n";
}

template <class Spec> void addChanged(std::string& text, const Spec& spec) {
  for (const auto& [label, value] : valuesOf(spec, true))
    text += (text.empty() ? "" : "; ") + escaped(label) + ": " + escaped(value);
}

/// For the address of a link that holds a file.
std::string percentEncoded(const std::string& text) {
  constexpr const char* kHex = "0123456789ABCDEF";
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
      result += c;
    else
      result += {'%', kHex[byte >> 4], kHex[byte & 15]};
  }
  return result;
}

// --- the parts of the report --------------------------------------------------------------------

class Report {
 public:
  explicit Report(study::StudyResults results) : m_results(std::move(results)) { dealStyles(); }

  std::string html() const {
    const study::StudySpec& spec = m_results.spec;
    std::string text =
        "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n"
        "<head>\n<meta charset=\"utf-8\"/>\n<title>" +
        escaped(spec.name) + "</title>\n<style>\n" +
        std::string(base::resource("export/report.css")) + "</style>\n</head>\n<body>\n";
    text += "<h1>" + escaped(spec.name) + "</h1>\n";
    if (!spec.question.empty())
      text += "<p class=\"question\">" + escaped(spec.question) + "</p>\n";
    text += "<p class=\"made\">Report of RxQuant " + escaped(store::programVersion()) +
            ", study of " + escaped(m_results.createdAt) + "</p>\n";
    return text + results() + figures() + models() + setUp() + points() + repeat() +
           "</body>\n</html>\n";
  }

 private:
  const study::StudySpec& spec() const { return m_results.spec; }
  std::string axis() const { return param::labelOf(spec().link.snrAxis); }
  std::string target() const { return base::toText(100 * spec().sweep.blerTarget) + " % BLER"; }

  void dealStyles() {
    int classical = 0, reference = 0, other = 0;
    for (const study::RunResult& r : m_results.runs) {
      const bool drawn = !r.curve.empty();
      if (study::isClassical(r.entry.kind))
        m_styles.push_back(styleOf(CurveRole::Classical, classical));
      else if (r.entry.kind == study::ReceiverKind::Fp32)
        m_styles.push_back(styleOf(CurveRole::Reference, reference));
      else
        m_styles.push_back(styleOf(CurveRole::Other, other));
      if (drawn)
        ++(study::isClassical(r.entry.kind)            ? classical
           : r.entry.kind == study::ReceiverKind::Fp32 ? reference
                                                       : other);
    }
  }

  bool inCosts(const study::RunResult& r) const {
    return r.model && r.model->bytes > 0 && r.loss && r.loss->valid;
  }

  std::string results() const {
    std::vector<Cells> rows;
    int number = 0;
    for (std::size_t i = 0; i < m_results.runs.size(); ++i) {
      const study::RunResult& r = m_results.runs[i];
      if (r.curve.empty())
        continue;
      Cells cells{inCosts(r) ? std::to_string(++number) : "", svgSample(m_styles[i]),
                  escaped(r.run.name)};
      if (r.crossing.reached && !r.crossing.belowRange) {
        cells.push_back(fixed(r.crossing.snrDb, 2));
        cells.push_back(between(r.crossing.interval));
      } else {
        cells.push_back(escaped(sim::toText(r.crossing)));
        cells.push_back("");
      }
      if (r.loss && r.loss->valid) {
        cells.push_back(withSign(r.loss->db));
        cells.push_back(between(r.loss->interval));
      } else {
        cells.push_back(r.loss && r.loss->unbounded ? escaped(sim::toText(*r.loss)) : "");
        cells.push_back("");
      }
      cells.push_back(r.model ? kilobytes(r.model->bytes) : "");
      rows.push_back(std::move(cells));
    }
    std::string notes;
    for (const study::RunResult& r : m_results.runs)
      if (r.run.status == store::RunStatus::Failed)
        notes += "<p class=\"note\">" + escaped(r.run.name + ": " + r.run.note) + "</p>\n";
    return "<h2>Results</h2>\n" +
           table({"", "", "Receiver", axis() + " at " + target() + " (dB)", "95 %", "Loss (dB)",
                  "95 %", "Size"},
                 rows, "nlrninin") +
           "<p class=\"note\">Losses are paired: both receivers saw the same bits, channels and "
           "noise, so a loss is "
           "known better than either curve. Each is counted from the receiver's FP32 parent. "
           "Intervals hold "
           "95 %.</p>\n" +
           notes;
  }

  std::string figures() const {
    std::vector<PlottedCurve> curves;
    std::vector<CostPoint> costs;
    for (std::size_t i = 0; i < m_results.runs.size(); ++i) {
      const study::RunResult& r = m_results.runs[i];
      if (!r.curve.empty())
        curves.push_back({r.run.name, m_styles[i], r.curve});
      if (inCosts(r))
        costs.push_back(
            {r.run.name, m_styles[i], static_cast<double>(r.model->bytes), r.loss->db,
             std::isfinite(r.loss->interval.low) ? r.loss->interval.low : r.loss->db,
             std::isfinite(r.loss->interval.high) ? r.loss->interval.high : r.loss->db});
    }
    if (curves.empty())
      return {};
    return "<h2>Error rates</h2>\n" +
           figure(svgCurves(curves, ErrorRate::Block, axis(), spec().sweep.blerTarget),
                  "Block error rate after decoding; bars hold 95 %, arrows are upper limits where "
                  "no error was "
                  "seen, dotted is the target. Lines and markers are those of the table.") +
           figure(svgCurves(curves, ErrorRate::Bit, axis(), spec().sweep.blerTarget),
                  "Bit error rate after decoding.") +
           (costs.empty() ? ""
                          : "<h2>Cost</h2>\n" +
                                figure(svgCosts(costs), "Loss at " + target() +
                                                            " over the size of the deployed model; "
                                                            "numbers are those of the table."));
  }

  std::string models() const {
    std::vector<Cells> rows;
    for (const study::RunResult& r : m_results.runs) {
      if (!r.model)
        continue;
      const param::Node report = param::parseJson(r.model->report, "model report");
      const auto number = [&](const char* key) -> std::string {
        const param::Node* node = report.find(key);
        return node ? grouped(static_cast<std::uint64_t>(node->asDouble(key))) : "";
      };
      std::string bits = "FP32", agreement;
      if (study::isQuantized(r.entry.kind)) {
        const quant::QuantSpec& q = r.entry.quant;
        const auto name = [](int b) {
          return b == quant::kBitsOff ? std::string("off") : std::to_string(b);
        };
        bits = "W" + name(q.weightBits) + " A" + name(q.activationBits) + ", edges W" +
               name(q.edgeWeightBits) + " A" + name(q.edgeActivationBits) + ", output " +
               name(q.outputBits);
        for (const quant::LayerBits& own : q.layers)
          bits += ", " + escaped(own.layer) + " W" + name(own.weightBits) + " A" +
                  name(own.activationBits);
      }
      if (const param::Node* a = report.find("agreement")) {
        const double compared = a->find("compared")->asDouble("compared");
        const double different = a->find("different")->asDouble("different");
        agreement = fixed(100 * different / std::max(1.0, compared), 1) + " %, at most " +
                    base::toText(a->find("largestDifference")->asDouble("largestDifference"));
      }
      rows.push_back({escaped(r.run.name), escaped(r.entry.parent), bits, number("parameters"),
                      number("macs"), kilobytes(r.model->bytes), agreement,
                      "<code>" + escaped(r.model->hash.substr(0, 12)) + "</code>"});
    }
    if (rows.empty())
      return {};
    return "<h2>Models</h2>\n" +
           table({"Model", "Made from", "Bits", "Parameters", "MAC a slot", "Size",
                  "Codes that differ", "Hash"},
                 rows, "lllnnnll") +
           "<p class=\"note\">Curves of quantized models are measured on the integer engine. "
           "\"Codes that "
           "differ\": its outputs against fake quantization in float, in codes. Sizes count "
           "weights at their "
           "bits, biases, multipliers and scales.</p>\n";
  }

  std::string setUp() const {
    std::string text = "<h2>Set-up</h2>\n<div class=\"setup\">\n" + settings("Link", spec().link) +
                       settings("Channel", spec().channel) + settings("Decoder", spec().decoder) +
                       settings("Measurement", spec().sweep);
    text += "</div>\n";
    std::vector<Cells> rows;
    for (const study::RunResult& r : m_results.runs) {
      const study::ReceiverEntry& e = r.entry;
      std::string changed;
      if (study::isClassical(e.kind)) {
        addChanged(changed, e.classical);
      } else {
        if (e.parent.empty())
          addChanged(changed, e.neural);
        if (e.kind != study::ReceiverKind::Ptq)
          addChanged(changed, e.train);
        if (study::isQuantized(e.kind))
          addChanged(changed, e.quant);
      }
      rows.push_back({escaped(e.name), escaped(param::labelOf(e.kind)), changed});
    }
    return text + table({"Receiver", "Kind", "Settings that are not the program's usual ones"},
                        rows, "lll");
  }

  std::string points() const {
    std::vector<Cells> rows;
    const bool transport = spec().link.coding == phy::Coding::TransportBlock;
    for (const study::RunResult& r : m_results.runs)
      for (const sim::PointCounts& p : r.curve) {
        const base::Interval bler = p.blerInterval();
        rows.push_back({escaped(r.run.name), fixed(p.snrDb, 2), grouped(p.blocks),
                        grouped(p.blockErrors),
                        p.blockErrors ? rate(p.bler()) : "\u2264 " + rate(bler.high),
                        "[" + rate(bler.low) + ", " + rate(bler.high) + "]",
                        p.bitErrors ? rate(p.ber()) : "\u2264 " + rate(sim::berInterval(p).high)});
        if (transport)
          rows.back().push_back(p.codeBlockErrors ? rate(p.codeBlockRate()) : "0");
      }
    Cells heads{"Receiver", axis() + " (dB)", "Blocks", "Block errors", "BLER", "95 %", "BER"};
    if (transport)
      heads.push_back("Code-block error rate");
    return rows.empty()
               ? ""
               : "<h2>All points</h2>\n" + table(heads, rows, transport ? "lnnnninn" : "lnnnnin");
  }

  std::string repeat() const {
    std::string made;
    if (!m_results.runs.empty()) {
      const store::Provenance& p = m_results.runs.front().run.provenance;
      double train = 0, measure = 0;
      for (const study::RunResult& r : m_results.runs) {
        train += r.run.provenance.trainSeconds;
        measure += r.run.provenance.measureSeconds;
      }
      made = "<p class=\"note\">Measured with RxQuant " + escaped(p.version) + " (commit " +
             escaped(p.commit) + ", " + escaped(p.compiler) + ") on " + escaped(p.cpu) + ", " +
             escaped(p.isa) + "; training " + fixed(train, 0) + " s, measuring " +
             fixed(measure, 0) + " s. Seed " + std::to_string(spec().seed) +
             ": the same study on the same instruction set gives the same counts.</p>\n";
    }
    return "<h2>How to repeat it</h2>\n" + made +
           "<p><a download=\"study.json\" href=\"data:application/json," +
           percentEncoded(param::writeJson(spec())) +
           "\">The study file</a>, then <code>rxquant run study.json</code>.</p>\n"
           "<details><summary>What is in it</summary><pre>" +
           escaped(param::writeJson(spec(), -1)) + "</pre></details>\n";
  }

  study::StudyResults m_results;
  std::vector<CurveStyle> m_styles;
};
} // namespace

std::string htmlReport(const store::Workspace& workspace, std::int64_t studyId) {
  return Report(study::resultsOf(workspace, studyId)).html();
}

void writeReport(const store::Workspace& workspace, std::int64_t studyId, const std::string& file) {
  const std::filesystem::path path = std::filesystem::absolute(file);
  FolderWriter(path.parent_path().string())
      .write(path.filename().string(), htmlReport(workspace, studyId));
}

} // namespace rxq::exporting
