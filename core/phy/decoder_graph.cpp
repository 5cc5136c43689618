#include "core/phy/decoder_graph.h"

#include <algorithm>

namespace rxq::phy {

namespace {
/// A column takes part when any of its bits is not a filler.
bool takesPart(const LdpcParams& p, int column) {
  return column * p.lifting < p.infoBits || column >= p.infoColumns();
}
} // namespace

DecoderGraph::DecoderGraph(const LdpcCode& code) {
  const LdpcParams& p = code.params();
  const auto positions = code.positions();
  const int last = *std::max_element(positions.begin(), positions.end()) / p.lifting;
  const int rows = std::max(4, last - p.infoColumns() + 1);
  BaseGraph graph = liftedGraph(p);
  graph.resize(static_cast<std::size_t>(rows));
  m_edgesOf.resize(static_cast<std::size_t>(p.infoColumns() + rows));
  m_rowBegin.push_back(0);
  for (const auto& row : graph) {
    for (const Circulant& c : row)
      if (takesPart(p, c.column)) {
        m_edgesOf[static_cast<std::size_t>(c.column)].push_back(m_edges.size());
        m_edges.push_back(c);
      }
    m_rowBegin.push_back(m_edges.size());
  }
}

} // namespace rxq::phy
