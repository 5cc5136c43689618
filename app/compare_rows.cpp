#include "app/compare_rows.h"

#include <QCoreApplication>
#include <QStringList>
#include <cmath>

#include "app/curve_text.h"
#include "core/base/number_text.h"
#include "widgets/field_editor.h"
#include "widgets/format.h"

namespace rxq::app {

namespace {
/// Context of the texts here.
struct CompareText {
  Q_DECLARE_TR_FUNCTIONS(CompareText)
};

using study::ComparedRun;
using study::Pairing;
using widgets::paramText;
using Kind = param::BoundField::Kind;

const QString kIndent = QStringLiteral("    ");
QString plainNumber(double value) { return QString::fromStdString(base::toText(value)); }

CompareCell dimCell(const QString& text) { return {text, text, CompareCell::Tone::Dim}; }
/// Nothing to tell: a dash on screen, empty in files.
CompareCell noCell() {
  CompareCell cell = dimCell(QStringLiteral("–"));
  cell.plain.clear();
  return cell;
}

QString scalarText(const study::ParameterRow& row, const param::Node& node) {
  struct Visitor {
    const study::ParameterRow& row;
    QString operator()(std::nullptr_t) const { return QStringLiteral("–"); }
    QString operator()(bool v) const { return v ? CompareText::tr("yes") : CompareText::tr("no"); }
    QString operator()(std::int64_t v) const {
      return row.path == "seed" ? QString::number(v) : widgets::grouped(v);
    }
    QString operator()(double v) const {
      return v != 0 && std::abs(v) < 1e-3 ? plainNumber(v) : widgets::numberText(v, 6);
    }
    QString operator()(const std::string& v) const {
      for (const auto& choice : row.choices)
        if (choice.key == v)
          return paramText(choice.label);
      return QString::fromStdString(v);
    }
    QString operator()(const param::Node::Array& v) const {
      QStringList parts;
      for (const param::Node& item : v)
        parts << scalarText(row, item);
      if (row.kind == Kind::Range && parts.size() == 2)
        return parts[0] == parts[1] ? parts[0] : parts.join(QStringLiteral(" – "));
      return parts.isEmpty() ? CompareText::tr("none") : parts.join(QStringLiteral(", "));
    }
    QString operator()(const param::Node::Object& v) const {
      QStringList parts; // e.g. a layer with bits of its own
      for (const auto& [key, item] : v)
        parts << scalarText(row, item);
      return parts.join(u' ');
    }
  };
  return std::visit(Visitor{row}, node.value);
}

CompareCell parameterCell(const study::ParameterRow& row, const std::optional<param::Node>& value) {
  if (!value)
    return noCell();
  CompareCell cell;
  cell.text = scalarText(row, *value);
  if (cell.text.isEmpty())
    return noCell();
  const bool number = std::holds_alternative<std::int64_t>(value->value) ||
                      std::holds_alternative<double>(value->value);
  cell.plain = number ? QString::fromStdString(param::toJson(*value)) : cell.text;
  return cell;
}

CompareRow parameterRow(const study::ParameterRow& parameter) {
  CompareRow row;
  const QString section = paramText(parameter.section);
  const bool top = parameter.path.find('.') == std::string::npos;
  row.name = top ? paramText(parameter.label)
                 : section + QStringLiteral(" · ") + paramText(parameter.label).toLower();
  row.unit = paramText(parameter.unit);
  row.help = paramText(parameter.help);
  for (const auto& value : parameter.values)
    row.cells.push_back(parameterCell(parameter, value));
  return row;
}

CompareRow heading(const QString& name) {
  CompareRow row;
  row.name = name;
  return row;
}

void addParameters(const study::Comparison& all, bool withEqual, std::vector<CompareRow>& rows) {
  const auto parameters = study::compareParameters(all.runs);
  rows.push_back(heading(CompareText::tr("What differs")));
  const auto severalStudies = [&] {
    for (const ComparedRun& run : all.runs)
      if (run.run.studyId != all.runs.front().run.studyId)
        return true;
    return false;
  };
  if (severalStudies()) {
    CompareRow row;
    row.name = CompareText::tr("Study");
    for (const ComparedRun& run : all.runs) {
      const QString name = QString::fromStdString(run.spec.name);
      row.cells.push_back({name, name, CompareCell::Tone::Ink});
    }
    rows.push_back(std::move(row));
  }
  for (const auto& parameter : parameters)
    if (parameter.differs)
      rows.push_back(parameterRow(parameter));
  if (rows.size() == 1)
    rows.clear(); // nothing does
  if (!withEqual)
    return;
  rows.push_back(heading(CompareText::tr("The same wherever it matters")));
  for (const auto& parameter : parameters)
    if (!parameter.differs)
      rows.push_back(parameterRow(parameter));
}

QString pairingText(const study::Difference& difference) {
  switch (difference.pairing) {
  case Pairing::Itself:
    return CompareText::tr("the reference");
  case Pairing::Paired:
    return CompareText::tr("paired, %1 slots")
        .arg(widgets::grouped(static_cast<std::int64_t>(difference.loss.commonSlots)));
  case Pairing::NotMeasured:
    return CompareText::tr("not measured");
  case Pairing::OtherLink:
    return CompareText::tr("not paired: other link");
  case Pairing::OtherChannel:
    return CompareText::tr("not paired: other channel");
  case Pairing::OtherSeed:
    return CompareText::tr("not paired: other seed");
  case Pairing::OtherPoints:
    return CompareText::tr("not paired: other SNRs");
  }
  return {};
}

CompareCell crossingCell(const ComparedRun& run) {
  if (run.curve.empty())
    return dimCell(CompareText::tr("not measured"));
  CompareCell cell;
  if (run.crossing.reached) {
    cell.text = widgets::decibels(run.crossing.snrDb);
    cell.plain = plainNumber(run.crossing.snrDb);
    return cell;
  }
  cell.text =
      run.crossing.belowRange
          ? CompareText::tr("below %1").arg(widgets::decibels(run.curve.front().snrDb, 1))
          : CompareText::tr("not below %1").arg(widgets::decibels(run.curve.back().snrDb, 1));
  cell.plain = cell.text;
  if (!run.crossing.belowRange)
    cell.tone = CompareCell::Tone::Warning;
  return cell;
}

CompareCell lossCell(const study::Difference& difference) {
  const sim::PairedLoss& loss = difference.loss;
  if (difference.pairing == Pairing::Itself)
    return dimCell(QStringLiteral("0"));
  CompareCell cell;
  if (loss.valid) {
    cell.text = widgets::signedDecibels(loss.db);
    cell.plain = plainNumber(loss.db);
    cell.strong = difference.pairing == Pairing::Paired;
    if (!cell.strong)
      cell.tone = CompareCell::Tone::Dim;
  } else if (loss.unbounded) {
    cell.text = CompareText::tr("more than %1").arg(widgets::decibels(loss.lowerBoundDb, 1));
    cell.plain = QStringLiteral("> ") + plainNumber(loss.lowerBoundDb);
    cell.tone = CompareCell::Tone::Warning;
    cell.strong = true;
  } else {
    return noCell();
  }
  return cell;
}

void addDecibels(const study::Comparison& all, std::vector<CompareRow>& rows) {
  rows.push_back(heading(
      CompareText::tr("Decibels at %1 % BLER").arg(widgets::numberText(all.blerTarget * 100, 2))));
  CompareRow reached, reachedInterval, loss, lossInterval, pairing;
  reached.name = CompareText::tr("Reaches the target");
  reachedInterval.name = kIndent + CompareText::tr("95 % interval");
  loss.name =
      CompareText::tr("Loss to %1").arg(QString::fromStdString(all.runs[all.reference].run.name));
  loss.help = CompareText::tr(
      "Difference of the SNRs at which the target is reached; paired on common slots, "
      "what both share cancels");
  lossInterval.name = kIndent + CompareText::tr("95 % interval");
  pairing.name = kIndent + CompareText::tr("Compared");
  pairing.help =
      CompareText::tr("Runs are paired when they saw the same bits, channels and noise; else the "
                      "interval is that of two independent measurements");
  for (CompareRow* row : {&reached, &reachedInterval, &loss, &lossInterval})
    row->unit = QStringLiteral("dB");
  for (std::size_t i = 0; i < all.runs.size(); ++i) {
    const ComparedRun& run = all.runs[i];
    const study::Difference& difference = all.differences[i];
    reached.cells.push_back(crossingCell(run));
    reachedInterval.cells.push_back(
        run.crossing.reached ? dimCell(intervalText(run.crossing.interval, false)) : noCell());
    loss.cells.push_back(lossCell(difference));
    lossInterval.cells.push_back(
        difference.loss.valid ? dimCell(intervalText(difference.loss.interval, true)) : noCell());
    pairing.cells.push_back(dimCell(pairingText(difference)));
  }
  for (CompareRow* row : {&reached, &reachedInterval, &loss, &lossInterval, &pairing})
    rows.push_back(std::move(*row));
}

void addCosts(const study::Comparison& all, std::vector<CompareRow>& rows) {
  const auto add = [&](const QString& name, const QString& unit, const QString& help,
                       double (*value)(const study::RunCosts&), QString (*text)(double)) {
    CompareRow row;
    row.name = name;
    row.unit = unit;
    row.help = help;
    for (const ComparedRun& run : all.runs) {
      if (!run.costs || value(*run.costs) <= 0) {
        row.cells.push_back(noCell());
        continue;
      }
      const double v = value(*run.costs);
      row.cells.push_back({text(v), plainNumber(v), CompareCell::Tone::Ink});
    }
    rows.push_back(std::move(row));
  };
  using Costs = study::RunCosts;
  rows.push_back(heading(CompareText::tr("Costs")));
  add(
      CompareText::tr("Bytes"), QStringLiteral("B"),
      CompareText::tr(
          "Of the model as deployed: weights at their bits, scales, biases, multipliers"),
      [](const Costs& c) { return static_cast<double>(c.bytes); },
      [](double v) { return widgets::bytesText(std::llround(v)); });
  add(
      CompareText::tr("Bit operations a slot"), QString(),
      CompareText::tr("Multiply-accumulates times the bits of both factors"),
      [](const Costs& c) { return c.bitOperations; },
      [](double v) { return widgets::siText(v, "").trimmed(); });
  add(
      CompareText::tr("MACs a slot"), QString(), CompareText::tr("Multiply-accumulates"),
      [](const Costs& c) { return static_cast<double>(c.macs); },
      [](double v) { return widgets::siText(v, "").trimmed(); });
  add(
      CompareText::tr("Parameters"), QString(),
      CompareText::tr("Weights and biases, normalisation folded"),
      [](const Costs& c) { return static_cast<double>(c.parameters); },
      [](double v) { return widgets::grouped(std::llround(v)); });
  add(
      CompareText::tr("Time a slot, here"), QStringLiteral("µs"),
      CompareText::tr(
          "Median of nine slots on one thread of this machine, without decoding; other jobs that "
          "run lengthen it"),
      [](const Costs& c) { return c.microseconds; },
      [](double v) { return widgets::numberText(v, v < 100 ? 1 : 0) + QStringLiteral(" µs"); });
}

QString quoted(QString text) {
  text = text.trimmed();
  if (!text.contains(u',') && !text.contains(u'"') && !text.contains(u'\n'))
    return text;
  return u'"' + text.replace(u'"', QStringLiteral("\"\"")) + u'"';
}
} // namespace

std::vector<CompareRow> compareRows(const study::Comparison& comparison, bool withEqual) {
  std::vector<CompareRow> rows;
  if (comparison.runs.empty())
    return rows;
  addParameters(comparison, withEqual, rows);
  addDecibels(comparison, rows);
  addCosts(comparison, rows);
  return rows;
}

int equalParameters(const study::Comparison& comparison) {
  int count = 0;
  for (const auto& row : study::compareParameters(comparison.runs))
    count += row.differs ? 0 : 1;
  return count;
}

QString compareCsv(const study::Comparison& comparison) {
  QString text = QStringLiteral("section,parameter,unit");
  for (const ComparedRun& run : comparison.runs)
    text += u',' + quoted(QString::fromStdString(run.run.name));
  text += u'\n';
  QString section;
  for (const CompareRow& row : compareRows(comparison, true)) {
    if (row.isHeading()) {
      section = row.name;
      continue;
    }
    text += quoted(section) + u',' + quoted(row.name) + u',' + quoted(row.unit);
    for (const CompareCell& cell : row.cells)
      text += u',' + quoted(cell.plain);
    text += u'\n';
  }
  return text;
}

} // namespace rxq::app
