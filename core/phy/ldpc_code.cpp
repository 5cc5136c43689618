#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>

#include "core/phy/base_graph.h"
#include "core/phy/ldpc.h"

namespace rxq::phy {

namespace {
constexpr std::size_t kMaxLifting = 384;
constexpr std::size_t kMaxColumns = 68;
} // namespace

struct LdpcCode::Impl {
  LdpcParams params;
  BaseGraph graph;
  int coreShift = 0; ///< shift left of the first parity column when the four core rows are added
  std::vector<int> matched;     ///< positions in the codeword, before the interleaver
  std::vector<int> transmitted; ///< the same, after it
  std::size_t sentRows = 4;     ///< rows of the graph whose parity bits are sent; the core's always

  std::size_t lifting() const { return static_cast<std::size_t>(params.lifting); }
  std::size_t columns() const { return params.baseGraph == 1 ? 68 : 52; }

  /// Parity bits of the first `rows` rows; code: all columns to there, fillers as 0.
  void encodeRows(std::span<const std::uint8_t> info, std::size_t rows,
                  std::span<std::uint8_t> code) const;

  /// sum ^= the column's bits, rotated: sum[z] ^= column[(z + shift) mod Zc].
  void addRotated(const std::uint8_t* column, int shift, std::uint8_t* sum) const {
    const std::size_t size = lifting(), s = static_cast<std::size_t>(shift);
    addBits(column + s, sum, size - s);
    addBits(column, sum + (size - s), s);
  }
  /// Eight bits, one a byte, at a time.
  static void addBits(const std::uint8_t* bits, std::uint8_t* sum, std::size_t count) {
    std::size_t z = 0;
    for (; z + 8 <= count; z += 8) {
      std::uint64_t a, b;
      std::memcpy(&a, bits + z, 8);
      std::memcpy(&b, sum + z, 8);
      b ^= a;
      std::memcpy(sum + z, &b, 8);
    }
    for (; z < count; ++z)
      sum[z] ^= bits[z];
  }
  /// column[(z + shift) mod Zc] = bits[z].
  void storeRotated(const std::uint8_t* bits, int shift, std::uint8_t* column) const {
    const std::size_t size = lifting(), s = static_cast<std::size_t>(shift);
    std::memcpy(column + s, bits, size - s);
    std::memcpy(column, bits + (size - s), s);
  }
};

namespace {
/// In the sum of the four core rows the first parity column appears three times, two of them with
/// the same shift: the third is what remains.
int remainingShift(const BaseGraph& graph, int column) {
  std::vector<int> shifts;
  for (std::size_t r = 0; r < 4; ++r)
    for (const Circulant& c : graph[r])
      if (c.column == column)
        shifts.push_back(c.shift);
  assert(shifts.size() == 3);
  return shifts[0] == shifts[1] ? shifts[2] : shifts[0] == shifts[2] ? shifts[1] : shifts[0];
}

/// Bit selection of 5.4.2.1 without limited buffer: fillers are skipped, the buffer wraps.
std::vector<int> selectBits(const LdpcParams& p, int redundancyVersion) {
  const int punctured = 2 * p.lifting;
  const int buffer = p.motherBits();
  int position = startPosition(p, redundancyVersion);
  std::vector<int> selected;
  while (static_cast<int>(selected.size()) < p.codedBits) {
    const int bit = punctured + position % buffer;
    if (bit < p.infoBits || bit >= p.infoBits + p.fillers)
      selected.push_back(bit);
    ++position;
  }
  return selected;
}

/// 5.4.2.2: f[i + j Qm] = e[i E / Qm + j]; bits beyond a multiple of Qm stay in place.
std::vector<int> interleave(const std::vector<int>& e, int order) {
  std::vector<int> f = e;
  const std::size_t qm = static_cast<std::size_t>(order);
  if (qm <= 1 || e.size() % qm != 0)
    return f;
  const std::size_t rows = e.size() / qm;
  for (std::size_t j = 0; j < rows; ++j)
    for (std::size_t i = 0; i < qm; ++i)
      f[i + j * qm] = e[i * rows + j];
  return f;
}
} // namespace

int startPosition(const LdpcParams& params, int redundancyVersion) {
  constexpr std::array<std::array<int, 4>, 2> kStart{{{0, 17, 33, 56}, {0, 13, 25, 43}}};
  return kStart[static_cast<std::size_t>(params.baseGraph - 1)]
               [static_cast<std::size_t>(redundancyVersion)] *
         params.lifting;
}

LdpcCode::LdpcCode(const LdpcParams& params, int interleaveOrder, int redundancyVersion)
    : m_impl(std::make_unique<Impl>()) {
  assert(redundancyVersion >= 0 && redundancyVersion <= 3);
  m_impl->params = params;
  m_impl->graph = liftedGraph(params);
  m_impl->coreShift = remainingShift(m_impl->graph, params.infoColumns());
  m_impl->matched = selectBits(params, redundancyVersion);
  m_impl->transmitted = interleave(m_impl->matched, interleaveOrder);
  const int last = *std::max_element(m_impl->matched.begin(), m_impl->matched.end());
  m_impl->sentRows =
      static_cast<std::size_t>(std::max(4, last / params.lifting - params.infoColumns() + 1));
}
LdpcCode::~LdpcCode() = default;
LdpcCode::LdpcCode(LdpcCode&&) noexcept = default;
LdpcCode& LdpcCode::operator=(LdpcCode&&) noexcept = default;

const LdpcParams& LdpcCode::params() const { return m_impl->params; }
std::span<const int> LdpcCode::positions() const { return m_impl->transmitted; }

std::vector<std::uint8_t> LdpcCode::motherCodeword(std::span<const std::uint8_t> info) const {
  std::vector<std::uint8_t> code(m_impl->columns() * m_impl->lifting());
  m_impl->encodeRows(info, m_impl->graph.size(), code);
  return code;
}

void LdpcCode::Impl::encodeRows(std::span<const std::uint8_t> info, std::size_t rows,
                                std::span<std::uint8_t> code) const {
  const Impl& m = *this;
  assert(info.size() == static_cast<std::size_t>(m.params.infoBits));
  const std::size_t size = m.lifting();
  std::copy(info.begin(), info.end(), code.begin());
  std::fill(code.begin() + static_cast<std::ptrdiff_t>(info.size()), code.end(), std::uint8_t{0});
  const auto column = [&](int c) { return code.data() + static_cast<std::size_t>(c) * size; };
  const int first = m.params.infoColumns();

  std::array<std::uint8_t, kMaxLifting> sum{};
  for (std::size_t r = 0; r < 4; ++r)
    for (const Circulant& c : m.graph[r])
      if (c.column < first)
        m.addRotated(column(c.column), c.shift, sum.data());
  m.storeRotated(sum.data(), m.coreShift, column(first));

  // The other three core columns: each row with one unknown gives it.
  std::array<bool, 4> known{true, false, false, false};
  for (int round = 0; round < 3; ++round)
    for (std::size_t r = 0; r < 4; ++r) {
      const Circulant* unknown = nullptr;
      int unknowns = 0;
      for (const Circulant& c : m.graph[r])
        if (c.column > first && c.column < first + 4 &&
            !known[static_cast<std::size_t>(c.column - first)]) {
          unknown = &c;
          ++unknowns;
        }
      if (unknowns != 1)
        continue;
      std::fill(sum.begin(), sum.end(), std::uint8_t{0});
      for (const Circulant& c : m.graph[r])
        if (&c != unknown)
          m.addRotated(column(c.column), c.shift, sum.data());
      m.storeRotated(sum.data(), unknown->shift, column(unknown->column));
      known[static_cast<std::size_t>(unknown->column - first)] = true;
    }
  assert(std::all_of(known.begin(), known.end(), [](bool k) { return k; }));

  for (std::size_t r = 4; r < rows; ++r) {
    std::uint8_t* parity = column(first + static_cast<int>(r));
    for (const Circulant& c : m.graph[r])
      if (column(c.column) != parity)
        m.addRotated(column(c.column), c.shift, parity);
  }
}

std::vector<std::uint8_t> LdpcCode::rateMatch(std::span<const std::uint8_t> mother) const {
  std::vector<std::uint8_t> bits;
  for (const int position : m_impl->matched)
    bits.push_back(mother[static_cast<std::size_t>(position)]);
  return bits;
}

void LdpcCode::encode(std::span<const std::uint8_t> info, std::span<std::uint8_t> coded) const {
  assert(coded.size() == m_impl->transmitted.size());
  const Impl& m = *m_impl;
  std::array<std::uint8_t, kMaxColumns * kMaxLifting> mother; // no allocation: runs every slot
  const std::size_t columns = static_cast<std::size_t>(m.params.infoColumns()) + m.sentRows;
  m.encodeRows(info, m.sentRows, std::span(mother).first(columns * m.lifting()));
  for (std::size_t i = 0; i < coded.size(); ++i)
    coded[i] = mother[static_cast<std::size_t>(m.transmitted[i])];
}

} // namespace rxq::phy
