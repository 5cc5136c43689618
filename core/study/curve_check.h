#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/sim/decoder_check.h"
#include "core/study/study_spec.h"

namespace rxq::study {

/// Simulates the points of a file of link error rates with the link, channel, decoder and
/// receivers of `spec`, and compares. Columns (docs/checks.md): receiver (the name of a receiver of
/// the study), ebn0_db (or snr_db: on the axis of the spec), blocks, block_errors, and, when there,
/// bits, bit_errors. Receivers of the file that the study lacks are an error that names them; all
/// must be classical. Stopped: what is done, compared. Throws base::Error(BadInput) naming file,
/// line and column.
std::vector<sim::CurveComparison> checkCurve(const StudySpec& spec, std::string_view text,
                                             const std::string& source,
                                             const sim::CheckBudget& budget, std::stop_token stop,
                                             const sim::CheckReport& report);

/// Names of the checks that ship with the program, and the study of one. Throws
/// base::Error(BadInput) listing the known.
std::vector<std::string> shippedChecks();
StudySpec shippedCheck(const std::string& name);

} // namespace rxq::study
