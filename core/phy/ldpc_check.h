#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rxq::phy {

/// What `rxquant check ldpc` found.
struct LdpcCheck {
  int vectors = 0; ///< lines of the file
  int matched = 0; ///< of which every stated column agrees
  std::vector<std::string>
      mismatches; ///< "FILE, line 7, column 'rate_matched_hex': first differs at bit 12 of 2784"
};

/// Encodes the vectors of a reference file and compares whatever its columns state: base_graph, Z,
/// n_ldpc, k_filler, k0, codeword_hex, rate_matched_hex, interleaved_hex. Needs k, n, info_hex;
/// takes rv (default 0) and qm (default no interleaver). Bits are hex, the first bit the highest of
/// the first byte. Throws base::Error(BadInput) naming file, line and column of what cannot be
/// read.
LdpcCheck checkLdpcVectors(std::string_view text, const std::string& source);

} // namespace rxq::phy
