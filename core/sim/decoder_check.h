#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/sim/curve_comparison.h"

namespace rxq::sim {

/// How long to simulate a point of a reference, at the most and at the least.
struct CheckBudget {
  int blockErrors = 300; ///< stop a point at so many
  int blocks = 20000;    ///< or at so many blocks
  std::uint64_t seed = 1;
  int workers = 1;
};

/// Called with a sentence about what is being simulated.
using CheckReport = std::function<void(const std::string&)>;

/// Simulates the points of a file of LDPC error rates with BPSK on AWGN (LLR = 2 y / sigma^2,
/// sigma^2 = 1 / (2 R Eb/N0)) and compares. Two formats (docs/checks.md), told by their columns:
///   algorithm (boxplus, minsum, offset-minsum, normalized-minsum), k, n, ebn0_db, blocks,
///     block_errors, bit_errors: `schedule` (default flooding), `iterations` (20), LLRs and
///     messages clipped at `llr_max` (20), `offset` (0.5), `scale` (0.75), `rv` (0);
///   base_graph, zc, rows, decoder (flooding or layered, then _spa, _ms, _nms075 for scale 0.75,
///     _oms05 for offset 0.5), iterations, ebn0_db, frames, bit_errors, frame_errors: no clipping,
///     no shortening.
/// AFF3CT's sum-product rows read high (its product divides 0 by 0 at punctured bits): there only
/// being worse counts. Stopped: what is done, compared. Throws base::Error(BadInput) naming file,
/// line and column.
std::vector<CurveComparison> checkDecoder(std::string_view text, const std::string& source,
                                          const CheckBudget& budget, std::stop_token stop,
                                          const CheckReport& report);

} // namespace rxq::sim
