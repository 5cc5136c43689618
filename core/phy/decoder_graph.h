#pragma once

#include <cstddef>
#include <vector>

#include "core/phy/base_graph.h"

namespace rxq::phy {

/// The part of a code's graph that a decoder works on: the rows that reach transmitted bits (at
/// least the four of the core), without the columns that hold nothing but fillers: known bits take
/// no part in a check.
class DecoderGraph {
 public:
  explicit DecoderGraph(const LdpcCode& code);

  std::size_t rows() const { return m_rowBegin.size() - 1; }
  /// Columns of the base graph that the rows involve, counted with known ones.
  int columns() const { return static_cast<int>(m_edgesOf.size()); }
  /// Row by row.
  const std::vector<Circulant>& edges() const { return m_edges; }
  /// First edge of a row; of the row after the last, the number of edges.
  std::size_t rowBegin(std::size_t row) const { return m_rowBegin[row]; }
  /// Indices of a column's edges, ascending.
  const std::vector<std::size_t>& edgesOf(int column) const {
    return m_edgesOf[static_cast<std::size_t>(column)];
  }

 private:
  std::vector<Circulant> m_edges;
  std::vector<std::size_t> m_rowBegin;
  std::vector<std::vector<std::size_t>> m_edgesOf;
};

} // namespace rxq::phy
