#include "core/export/report_parts.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/number_text.h"
#include "core/base/resource.h"
#include "core/sim/curve_comparison.h"

namespace rxq::exporting {

namespace {
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

using Choices = std::vector<param::BoundField::ChoiceInfo>;
using Kind = param::BoundField::Kind;

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

std::string joined(const Cells& parts, const char* between) {
  std::string text;
  for (const std::string& part : parts)
    text += (text.empty() ? "" : between) + part;
  return text;
}

std::string bitsText(const quant::QuantSpec& q) {
  const auto name = [](int b) {
    return b == quant::kBitsOff ? std::string("off") : std::to_string(b);
  };
  std::string bits = "W" + name(q.weightBits) + " A" + name(q.activationBits) + ", edges W" +
                     name(q.edgeWeightBits) + " A" + name(q.edgeActivationBits) + ", output " +
                     name(q.outputBits);
  for (const quant::LayerBits& own : q.layers)
    bits += ", " + own.layer + " W" + name(own.weightBits) + " A" + name(own.activationBits);
  return bits;
}

/// How often integers and fake quantization give another code, and by how much at most.
std::string agreementText(const param::Node& report) {
  const param::Node* a = report.find("agreement");
  if (!a)
    return {};
  const double compared = a->find("compared")->asDouble("compared");
  const double different = a->find("different")->asDouble("different");
  return fixed(100 * different / std::max(1.0, compared), 1) + " %, at most " +
         base::toText(a->find("largestDifference")->asDouble("largestDifference"));
}
} // namespace

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
std::string rateText(double value) {
  if (value == 0)
    return "0";
  const int decimals = std::clamp(2 - static_cast<int>(std::floor(std::log10(value))), 2, 9);
  return fixed(value, decimals);
}
std::string kilobytes(std::int64_t bytes) {
  return fixed(static_cast<double>(bytes) / 1000, 1) + " kB";
}

std::string percentText(double part) { return base::toText(100 * part) + " %"; }

std::string table(const Cells& head, const std::vector<Cells>& rows, const std::string& classes) {
  std::string text = "<table>\n<thead>" + row("th", head, classes) + "</thead>\n<tbody>\n";
  for (const Cells& cells : rows)
    text += row("td", cells, classes);
  return text + "</tbody>\n</table>\n";
}

std::string factTable(const std::string& title,
                      const std::vector<std::pair<std::string, std::string>>& facts) {
  std::string rows;
  for (const auto& [label, value] : facts)
    rows += row("td", {escaped(label), escaped(value)}, "lv");
  return "<section><h3>" + escaped(title) + "</h3><table><tbody>" + rows +
         "</tbody></table></section>\n";
}

std::string note(const std::string& xhtml) { return "<p class=\"note\">" + xhtml + "</p>\n"; }

std::string figure(const std::string& svg, const std::string& caption) {
  return svg.empty() ? ""
                     : "<figure>" + svg + "<figcaption>" + caption + "</figcaption></figure>\n";
}

std::string page(const std::string& title, const std::string& question, const std::string& made,
                 const std::string& body) {
  return "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n"
         "<head>\n<meta charset=\"utf-8\"/>\n<title>" +
         escaped(title) + "</title>\n<style>\n" + std::string(base::resource("export/report.css")) +
         "</style>\n</head>\n<body>\n<h1>" + escaped(title) + "</h1>\n" +
         (question.empty() ? "" : "<p class=\"question\">" + escaped(question) + "</p>\n") +
         "<p class=\"made\">" + escaped(made) + "</p>\n" + body + "</body>\n</html>\n";
}

std::string valueText(Kind kind, const Choices& choices, const param::Node& node) {
  struct Visitor {
    Kind kind;
    const Choices& choices;
    std::string operator()(std::nullptr_t) const { return {}; }
    std::string operator()(bool v) const { return v ? "yes" : "no"; }
    std::string operator()(std::int64_t v) const { return base::toText(v); }
    std::string operator()(double v) const { return base::toText(v); }
    std::string operator()(const std::string& v) const {
      for (const auto& choice : choices)
        if (choice.key == v)
          return choice.label;
      return v;
    }
    std::string operator()(const param::Node::Array& items) const {
      Cells parts;
      for (const param::Node& item : items)
        parts.push_back(std::visit(*this, item.value));
      if (kind != Kind::Range)
        return joined(parts, ", ");
      return parts.at(0) == parts.at(1) ? parts[0] : joined(parts, " \u2013 ");
    }
    std::string operator()(const param::Node::Object& members) const {
      Cells parts; // e.g. a layer with bits of its own
      for (const auto& [key, member] : members)
        parts.push_back(std::visit(*this, member.value));
      return joined(parts, " ");
    }
  };
  return std::visit(Visitor{kind, choices}, node.value);
}

void addCrossing(Cells& cells, const sim::Crossing& crossing) {
  const bool inside = crossing.reached && !crossing.belowRange;
  cells.push_back(inside ? fixed(crossing.snrDb, 2) : escaped(sim::toText(crossing)));
  cells.push_back(inside ? between(crossing.interval) : "");
}

void addLoss(Cells& cells, const sim::PairedLoss& loss) {
  cells.push_back(loss.valid       ? withSign(loss.db)
                  : loss.unbounded ? escaped(sim::toText(loss))
                                   : "");
  cells.push_back(loss.valid ? between(loss.interval) : "");
}

CurveStyle StyleDealer::next(study::ReceiverKind kind) {
  if (study::isClassical(kind))
    return styleOf(CurveRole::Classical, m_classical++);
  return kind == study::ReceiverKind::Fp32 ? styleOf(CurveRole::Reference, m_reference++)
                                           : styleOf(CurveRole::Other, m_other++);
}

std::string errorRateFigures(std::span<const ReportedRun> runs, const std::string& axis,
                             double target) {
  std::vector<PlottedCurve> curves;
  for (const ReportedRun& r : runs)
    if (!r.curve.empty())
      curves.push_back({r.name, r.style, r.curve});
  if (curves.empty())
    return {};
  return "<h2>Error rates</h2>\n" +
         figure(svgCurves(curves, ErrorRate::Block, axis, target),
                "Block error rate after decoding. Markers are simulated points, bars hold 95 %, "
                "arrows are upper limits where no error was seen, the dotted line is the target "
                "of " +
                    percentText(target) + ".") +
         figure(svgCurves(curves, ErrorRate::Bit, axis, target),
                "Bit error rate after decoding, the same points. Its bars are those of the block "
                "error rate: blocks, not bits, are independent.");
}

std::string modelsSection(std::span<const ReportedRun> runs) {
  std::vector<Cells> rows;
  for (const ReportedRun& r : runs) {
    if (!r.model)
      continue;
    const param::Node report = param::parseJson(r.model->report, "model report");
    const auto number = [&](std::int64_t study::RunCosts::*cost) {
      return r.costs ? grouped(static_cast<std::uint64_t>((*r.costs).*cost)) : "";
    };
    const std::string bits = r.entry.kind == study::ReceiverKind::FixedPoint ? "its parent's"
                             : study::isQuantized(r.entry.kind) ? escaped(bitsText(r.entry.quant))
                                                                : "FP32";
    rows.push_back({escaped(r.name), escaped(r.entry.parent), bits,
                    number(&study::RunCosts::parameters), number(&study::RunCosts::macs),
                    kilobytes(r.model->bytes), agreementText(report),
                    "<code>" + escaped(r.model->hash.substr(0, 12)) + "</code>"});
  }
  if (rows.empty())
    return {};
  return "<h2>Models</h2>\n" +
         table({"Model", "Made from", "Bits", "Parameters", "MAC a slot", "Size",
                "Codes that differ", "Hash"},
               rows, "lllnnnll") +
         note("Curves of quantized models are measured on the integer engine. \"Codes that "
              "differ\": its outputs against fake quantization in float, in codes. Sizes count "
              "weights at their bits, biases, multipliers and scales.");
}

std::string pointsSection(std::span<const ReportedRun> runs, const std::string& axis) {
  std::vector<Cells> rows;
  const bool transport =
      std::any_of(runs.begin(), runs.end(), [](const ReportedRun& r) { return r.transport; });
  for (const ReportedRun& r : runs)
    for (const sim::PointCounts& p : r.curve) {
      const base::Interval bler = p.blerInterval();
      rows.push_back(
          {escaped(r.name), fixed(p.snrDb, 2), grouped(p.blocks), grouped(p.blockErrors),
           p.blockErrors ? rateText(p.bler()) : "\u2264 " + rateText(bler.high),
           "[" + rateText(bler.low) + ", " + rateText(bler.high) + "]",
           p.bitErrors ? rateText(p.ber()) : "\u2264 " + rateText(sim::berInterval(p).high)});
      if (transport)
        rows.back().push_back(!r.transport        ? ""
                              : p.codeBlockErrors ? rateText(p.codeBlockRate())
                                                  : "0");
    }
  Cells heads{"Receiver", axis + " (dB)", "Blocks", "Block errors", "BLER", "95 %", "BER"};
  if (transport)
    heads.push_back("Code-block error rate");
  return rows.empty()
             ? ""
             : "<h2>All points</h2>\n" + table(heads, rows, transport ? "lnnnninn" : "lnnnnin");
}

std::string madeWith(std::span<const ReportedRun> runs) {
  struct Seconds {
    double training = 0, measuring = 0;
  };
  std::map<std::string, Seconds> programs; // usually one
  for (const ReportedRun& r : runs) {
    const store::Provenance& p = r.run.provenance;
    Seconds& seconds = programs["RxQuant " + p.version + " (commit " + p.commit + ", " +
                                p.compiler + ") on " + p.cpu + ", " + p.isa];
    seconds.training += p.trainSeconds;
    seconds.measuring += p.measureSeconds;
  }
  std::string text;
  for (const auto& [program, seconds] : programs)
    text += note("Measured with " + escaped(program) + "; training " + fixed(seconds.training, 0) +
                 " s, measuring " + fixed(seconds.measuring, 0) + " s.");
  return text;
}

std::string fileLink(const ReportFile& file, const std::string& label) {
  return "<a download=\"" + escaped(file.name) + "\" href=\"data:application/json," +
         percentEncoded(file.content) + "\">" + label + "</a>";
}

} // namespace rxq::exporting
