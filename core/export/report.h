#pragma once

#include <cstdint>
#include <string>

#include "core/store/workspace.h"

namespace rxq::exporting {

/// A study's report as one HTML file (XHTML syntax) that needs nothing else: question, results with
/// intervals, figures as SVG, costs and models, set-up, all points, how to repeat it. Prints well
/// on A4. Throws base::Error when there is no such study.
std::string htmlReport(const store::Workspace& workspace, std::int64_t studyId);

/// Writes it to a file, replaced as a whole. Throws base::Error(File) with the path.
void writeReport(const store::Workspace& workspace, std::int64_t studyId, const std::string& file);

} // namespace rxq::exporting
