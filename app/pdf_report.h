#pragma once

#include <string>

#include "core/export/report.h"

namespace rxq::app {

/// A report as PDF on A4: text and tables as such, figures as vectors, its files attached. Needs no
/// display. Throws base::Error(File).
void writePdfReport(const exporting::Report& report, const std::string& file);
/// As PDF when the file's name ends with .pdf, else as HTML.
void saveReport(const exporting::Report& report, const std::string& file);

} // namespace rxq::app
