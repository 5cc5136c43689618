#pragma once

#include <complex>
#include <cstdint>
#include <vector>

#include "core/phy/link_spec.h"

namespace rxq::phy {

using Complex = std::complex<float>;
inline constexpr int kSymbols = 14;

/// The time-frequency grid of one slot as the receiver sees it: only used subcarriers, lowest
/// frequency first. An element (symbol t, subcarrier f) has index t * subcarriers + f.
class ResourceGrid {
 public:
  /// Throws base::Error(BadInput) when pilots repeat, cover the whole slot or no subcarrier is
  /// left.
  explicit ResourceGrid(const LinkSpec& spec);

  int symbols() const { return kSymbols; }
  int subcarriers() const { return m_subcarriers; }
  int elements() const { return kSymbols * m_subcarriers; }
  /// Bins of the FFT, used or not.
  int fftSize() const { return m_fftSize; }
  /// FFT bin (0 = lowest frequency) of each used subcarrier.
  const std::vector<int>& bins() const { return m_bins; }
  /// Frequency of bin b is (b - floor(fftSize / 2)) * spacing, in Hz.
  double frequencyOfBin(int bin) const { return (bin - m_fftSize / 2) * m_spacingHz; }
  double spacingHz() const { return m_spacingHz; }
  /// Symbol period with cyclic prefix, seconds.
  double symbolPeriod() const { return m_symbolPeriod; }
  /// Sorted.
  const std::vector<int>& pilotSymbols() const { return m_pilotSymbols; }
  bool isPilot(int symbol) const { return m_isPilot[static_cast<std::size_t>(symbol)]; }
  /// Transmitted pilots, unit energy QPSK, one per element; zero on data elements.
  const std::vector<Complex>& pilots() const { return m_pilots; }
  /// Indices of the data elements in mapping order: frequency first, then time (TS 38.211 6.3.1.6).
  const std::vector<int>& dataElements() const { return m_dataElements; }

 private:
  int m_subcarriers = 0;
  int m_fftSize = 0;
  double m_spacingHz = 0;
  double m_symbolPeriod = 0;
  std::vector<int> m_bins;
  std::vector<int> m_pilotSymbols;
  std::vector<bool> m_isPilot;
  std::vector<Complex> m_pilots;
  std::vector<int> m_dataElements;
};

/// Noise power N0 for one value on the SNR axis of `spec`: 1 / (EbN0 * rate * bits per symbol),
/// with pilots and prefix charged when the spec says so; 1 / EsN0 on that axis.
double noisePower(const LinkSpec& spec, const ResourceGrid& grid, double snrDb);

/// 2, 4, 6, 8.
int bitsPerSymbol(Modulation modulation);

} // namespace rxq::phy
