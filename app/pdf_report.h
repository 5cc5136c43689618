#pragma once

#include <cstdint>
#include <string>

#include "core/store/workspace.h"

namespace rxq::app {

/// A study's report (core/export/report.h) as PDF on A4: text and tables as such, figures as
/// vectors, the study file attached. Needs no display. Throws base::Error: File, or no such study.
void writePdfReport(const store::Workspace& workspace, std::int64_t studyId,
                    const std::string& file);

} // namespace rxq::app
