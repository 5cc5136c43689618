#pragma once

#include <QString>
#include <vector>

#include "core/study/comparison.h"

namespace rxq::app {

/// One value of one run as a table shows it.
struct CompareCell {
  enum class Tone { Ink, Dim, Warning };
  QString text;
  QString plain; ///< for CSV: a number without unit or digits' grouping, else as `text`
  Tone tone = Tone::Ink;
  bool strong = false;
};

/// A line of the table; without cells it is the heading of those that follow.
struct CompareRow {
  QString name, unit, help;
  std::vector<CompareCell> cells; ///< one a run
  bool isHeading() const { return cells.empty(); }
};

/// Runs side by side: first what differs (with `withEqual` what does not, after it), then decibels,
/// then costs.
std::vector<CompareRow> compareRows(const study::Comparison& comparison, bool withEqual);
/// Parameters that are the same in all runs where they matter.
int equalParameters(const study::Comparison& comparison);
/// The whole table, equal parameters included: section, parameter, unit, then a column a run.
QString compareCsv(const study::Comparison& comparison);

} // namespace rxq::app
