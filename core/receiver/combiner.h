#pragma once

#include <span>
#include <vector>

#include "core/base/aligned.h"
#include "core/phy/modulation.h"
#include "core/receiver/receiver.h"

namespace rxq::receiver {

/// One-stream LMMSE equalisation of the data symbols, which after removing its bias is maximum
/// ratio: z = sum h* y / g with g = sum |h|^2 over the antennas, noise variance v / g for noise v
/// an antenna. Works row by row (a row is all subcarriers of one symbol that carries data), then
/// demaps the data elements. Scratch is sized at construction.
class Combiner {
 public:
  Combiner(const LinkContext& link, Demapper demapper);

  /// Symbols that carry data, in mapping order.
  std::span<const int> dataSymbols() const { return m_dataSymbols; }
  /// Starts row `row` (an index into dataSymbols()).
  void begin(std::size_t row);
  /// Adds one antenna's subcarriers to the row.
  void add(const Complex* h, const Complex* y);
  /// Ends the row: `noise` is v of every subcarrier, times a factor for each subcarrier.
  void end(float noise);
  void end(std::span<const float> noise);
  /// LLRs of all data elements, in mapping order.
  void demap(std::span<float> llrs);

 private:
  phy::Modulation m_modulation;
  phy::DemapRule m_rule;
  std::size_t m_subcarriers;
  std::vector<int> m_dataSymbols;
  base::AlignedVector<Complex> m_z;
  base::AlignedVector<float> m_variance; ///< holds g until the row ends
  std::size_t m_start = 0;
  std::vector<std::size_t> m_data; ///< where data elements are in the rows; empty: everywhere
  base::AlignedVector<Complex> m_dataZ;
  base::AlignedVector<float> m_dataVariance;
};

} // namespace rxq::receiver
