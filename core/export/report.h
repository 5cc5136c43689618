#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/store/workspace.h"
#include "core/study/comparison.h"

namespace rxq::exporting {

/// A file that a report carries.
struct ReportFile {
  std::string name;
  std::string content;
};

/// A report as one HTML file (XHTML syntax) that needs nothing else. Prints well on A4.
struct Report {
  std::string title;
  std::string html;
  std::vector<ReportFile> files; ///< study files to repeat it with; links in `html` hold them, too
};

/// A study's: question, results with intervals, figures as SVG, costs and models, set-up, all
/// points, how to repeat it. Throws base::Error when there is no such study.
Report studyReport(const store::Workspace& workspace, std::int64_t studyId);

/// What a comparison asks; empty texts are made from the runs.
struct ComparisonQuestion {
  std::string title;
  std::string question;
};
/// That of any runs side by side: what differs between them first, decibels with intervals and how
/// they were paired, figures, costs, models, what all have in common, all points, how to repeat it.
/// Throws base::Error(BadInput) when there is no run.
Report comparisonReport(const study::Comparison& comparison, const ComparisonQuestion& question);

/// Writes the HTML, replaced as a whole. Throws base::Error(File) with the path.
void writeReport(const Report& report, const std::string& file);

} // namespace rxq::exporting
