#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/export/report.h"
#include "core/export/svg_plot.h"
#include "core/export/xml_text.h"
#include "core/param/bound_field.h"
#include "core/store/workspace.h"
#include "core/study/study_spec.h"

/// What the reports are put together from; all results are XHTML unless said otherwise.
namespace rxq::exporting {

using Cells = std::vector<std::string>;

// Numbers for people, as plain text: a true minus sign, digits in groups of three.
std::string grouped(std::uint64_t value);
std::string fixed(double value, int decimals);
std::string withSign(double value); ///< two decimals
std::string between(const base::Interval& interval);
std::string rateText(double value); ///< three digits
std::string kilobytes(std::int64_t bytes);
std::string percentText(double part); ///< 0.1 as "10 %"

/// A table with a head; one letter of `classes` a cell: n number, i interval, r receiver, v value, l
/// anything else. Cells are XHTML.
std::string table(const Cells& head, const std::vector<Cells>& rows, const std::string& classes);
/// Two columns without a head: what and its value.
std::string factTable(const std::string& title,
                      const std::vector<std::pair<std::string, std::string>>& facts);
std::string note(const std::string& xhtml);
std::string figure(const std::string& svg, const std::string& caption);
/// The whole file around `body`; `question` may be empty.
std::string page(const std::string& title, const std::string& question, const std::string& made,
                 const std::string& body);

/// A parameter's value as plain text, with its choices' labels.
std::string valueText(param::BoundField::Kind kind,
                      const std::vector<param::BoundField::ChoiceInfo>& choices,
                      const param::Node& node);

/// Columns of decibels: where a curve reaches its target, with its interval.
void addCrossing(Cells& cells, const sim::Crossing& crossing);
/// A loss with its interval, or what is known instead.
void addLoss(Cells& cells, const sim::PairedLoss& loss);

/// Deals styles in order, so that no two curves of one report look alike.
class StyleDealer {
 public:
  CurveStyle next(study::ReceiverKind kind);

 private:
  int m_classical = 0, m_reference = 0, m_other = 0;
};

/// One receiver as figures and tables show it.
struct ReportedRun {
  std::string name;
  CurveStyle style;
  study::ReceiverEntry entry;
  store::RunRecord run;
  sim::Curve curve; ///< empty: not measured
  std::optional<store::ModelRecord> model;
  std::optional<study::RunCosts> costs;
  bool transport = false; ///< its link sends transport blocks
};

/// BLER and BER over SNR.
std::string errorRateFigures(std::span<const ReportedRun> runs, const std::string& axis,
                             double target);
std::string modelsSection(std::span<const ReportedRun> runs);
std::string pointsSection(std::span<const ReportedRun> runs, const std::string& axis);
/// What program and machine measured the runs, and how long it took.
std::string madeWith(std::span<const ReportedRun> runs);
/// A link that holds a file; `label` is XHTML.
std::string fileLink(const ReportFile& file, const std::string& label);

} // namespace rxq::exporting
