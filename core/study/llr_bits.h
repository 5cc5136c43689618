#pragma once

#include <string>
#include <vector>

#include "core/sim/decibel.h"
#include "core/sim/decoder_check.h"
#include "core/study/study_spec.h"

namespace rxq::study {

/// What a fixed-point decoder with so many bits a channel LLR loses.
struct LlrBitsRow {
  int bits = 0;
  double step = 0;           ///< LLR units, the best of those tried
  sim::PairedLoss at10, at1; ///< to float messages, at 10 % and 1 % BLER
};

struct LlrBitsTable {
  std::string name;
  sim::Crossing float10, float1; ///< of the decoder with float messages
  std::vector<LlrBitsRow> rows;  ///< 3 to 8 bits
};

/// The studies that `rxquant check llr-bits` runs without a file: QPSK at rate 1/2 and 64-QAM at
/// rate 3/4 on AWGN, 16-QAM at rate 1/2 on CDL-B with LMMSE.
std::vector<StudySpec> llrBitsStudies();

/// The decoder of `spec` with 8-bit messages against the same with float messages, on the same
/// LLRs of the study's first receiver, which has to be one without a network, at the points of its
/// sweep. For each number of LLR bits the step is chosen first, on other slots, where the float
/// decoder fails in about 10 % of blocks. `budget.blocks` slots a point; its block errors do not
/// matter. Stopped: rows may be missing. Throws base::Error(BadInput) for a study without such a
/// receiver, and for sum-product, which has no 8-bit form.
LlrBitsTable llrBitsTable(const StudySpec& spec, const sim::CheckBudget& budget,
                          std::stop_token stop, const sim::CheckReport& report);

} // namespace rxq::study
