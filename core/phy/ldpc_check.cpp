#include "core/phy/ldpc_check.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/phy/ldpc.h"

namespace rxq::phy {

namespace {
using Bits = std::vector<std::uint8_t>;

std::optional<int> nibble(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'F')
    return c - 'A' + 10;
  return std::nullopt;
}

Bits readBits(const base::CsvTable& table, std::size_t row, std::string_view column,
              std::size_t count) {
  const std::string& hex = table.text(row, column);
  const auto fail = [&](const std::string& why) {
    throw base::Error(base::ErrorKind::BadInput, table.place(row, column) + ": " + why);
  };
  if (hex.size() != (count + 7) / 8 * 2)
    fail("expected " + std::to_string((count + 7) / 8 * 2) + " hex digits for " +
         std::to_string(count) + " bits, found " + std::to_string(hex.size()) + ".");
  Bits bits;
  for (const char c : hex) {
    const auto value = nibble(c);
    if (!value)
      fail(std::string("'") + c + "' is not a hex digit.");
    for (int b = 3; b >= 0; --b)
      bits.push_back(static_cast<std::uint8_t>((*value >> b) & 1));
  }
  bits.resize(count);
  return bits;
}

int checkedInt(const base::CsvTable& table, std::size_t row, std::string_view column, int low,
               int high) {
  const std::int64_t value = table.integer(row, column);
  if (value < low || value > high)
    throw base::Error(base::ErrorKind::BadInput,
                      table.place(row, column) + ": expected " + std::to_string(low) + " to " +
                          std::to_string(high) + ", found " + std::to_string(value) + ".");
  return static_cast<int>(value);
}

/// One line of the file against the encoder.
class LineCheck {
 public:
  LineCheck(const base::CsvTable& table, std::size_t row) : m_table(table), m_row(row) {}

  std::vector<std::string> run() {
    constexpr int kLargest = 1 << 20;
    const int k = checkedInt(m_table, m_row, "k", 1, kLargest),
              n = checkedInt(m_table, m_row, "n", 1, kLargest);
    const int rv = m_table.has("rv") ? checkedInt(m_table, m_row, "rv", 0, 3) : 0;
    const int order = m_table.has("qm") ? checkedInt(m_table, m_row, "qm", 1, 16) : 1;
    const LdpcParams params = parameters(k, n);
    const LdpcCode code(params, order, rv);
    const Bits info = readBits(m_table, m_row, "info_hex", static_cast<std::size_t>(k));
    const Bits mother = code.motherCodeword(info);
    number("base_graph", params.baseGraph);
    number("Z", params.lifting);
    number("n_ldpc", static_cast<int>(mother.size()));
    number("k_filler", params.fillers);
    number("k0", startPosition(params, rv));
    bits("codeword_hex", mother);
    bits("rate_matched_hex", code.rateMatch(mother));
    Bits coded(static_cast<std::size_t>(n));
    code.encode(info, coded);
    bits("interleaved_hex", coded);
    return m_mismatches;
  }

 private:
  LdpcParams parameters(int k, int n) const {
    try {
      return chooseLdpc(k, n);
    } catch (const base::Error& e) {
      throw base::Error(e.kind(), m_table.place(m_row, "k") + ": " + e.what());
    }
  }

  /// An empty cell states nothing, like a column that is not there.
  bool states(std::string_view column) const {
    return m_table.has(column) && !m_table.text(m_row, column).empty();
  }

  void number(std::string_view column, int ours) {
    if (!states(column))
      return;
    if (const auto theirs = m_table.integer(m_row, column); theirs != ours)
      m_mismatches.push_back(m_table.place(m_row, column) + ": " + std::to_string(ours) +
                             " here, " + std::to_string(theirs) + " there");
  }

  void bits(std::string_view column, const Bits& ours) {
    if (!states(column))
      return;
    const Bits theirs = readBits(m_table, m_row, column, ours.size());
    const auto [a, b] = std::mismatch(ours.begin(), ours.end(), theirs.begin());
    if (a != ours.end())
      m_mismatches.push_back(m_table.place(m_row, column) + ": first differs at bit " +
                             std::to_string(a - ours.begin()) + " of " +
                             std::to_string(ours.size()));
  }

  const base::CsvTable& m_table;
  std::size_t m_row;
  std::vector<std::string> m_mismatches;
};
} // namespace

LdpcCheck checkLdpcVectors(std::string_view text, const std::string& source) {
  const base::CsvTable table(text, source);
  LdpcCheck result;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto mismatches = LineCheck(table, row).run();
    ++result.vectors;
    result.matched += mismatches.empty();
    result.mismatches.insert(result.mismatches.end(), mismatches.begin(), mismatches.end());
  }
  return result;
}

} // namespace rxq::phy
