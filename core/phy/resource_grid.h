#pragma once

#include <complex>
#include <cstdint>
#include <vector>

#include "core/phy/link_spec.h"

namespace rxq::phy {

using Complex = std::complex<float>;
inline constexpr int kSymbols = 14;

/// Neighbouring data elements of one symbol.
struct DataRun {
  int element = 0; ///< the first
  int count = 0;
  int data = 0; ///< index of the first among the data elements
};

/// The time-frequency grid of one slot as the receiver sees it: only used subcarriers, lowest
/// frequency first. An element (symbol t, subcarrier f) has index t * subcarriers + f. Pilot
/// symbols carry pilots on the same subcarriers; the others there carry data, or nothing.
class ResourceGrid {
 public:
  /// Throws base::Error(BadInput) when pilots repeat, cover the whole slot or do not fit the grid,
  /// or no subcarrier is left.
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
  /// Whether the symbol carries pilots.
  bool isPilot(int symbol) const { return m_isPilot[static_cast<std::size_t>(symbol)]; }
  /// Subcarriers of pilot symbols that carry pilots, ascending.
  const std::vector<int>& pilotSubcarriers() const { return m_pilotSubcarriers; }
  /// Whether pilot symbols carry pilots on every subcarrier.
  bool hasFullPilots() const {
    return m_pilotSubcarriers.size() == static_cast<std::size_t>(m_subcarriers);
  }
  /// Energy of each pilot: 1 for plain ones, the square of beta_DMRS for DMRS.
  double pilotEnergy() const { return m_pilotEnergy; }
  /// Transmitted pilots, QPSK, one per element; zero on all other elements.
  const std::vector<Complex>& pilots() const { return m_pilots; }
  /// Indices of the data elements in mapping order: frequency first, then time (TS 38.211 6.3.1.6).
  const std::vector<int>& dataElements() const { return m_dataElements; }
  /// The same as runs of neighbours, in the same order: without combs one a data symbol.
  const std::vector<DataRun>& dataRuns() const { return m_dataRuns; }
  /// Symbols that carry data, also beside pilots.
  const std::vector<int>& dataSymbols() const { return m_dataSymbols; }

 private:
  void placePlainPilots();
  void placeDmrs(const LinkSpec& spec);
  /// `reserved`: subcarriers of pilot symbols without data.
  void placeData(const std::vector<int>& reserved);

  int m_subcarriers = 0;
  int m_fftSize = 0;
  double m_spacingHz = 0;
  double m_symbolPeriod = 0;
  std::vector<int> m_bins;
  std::vector<int> m_pilotSymbols;
  std::vector<bool> m_isPilot;
  std::vector<int> m_pilotSubcarriers;
  double m_pilotEnergy = 1;
  std::vector<Complex> m_pilots;
  std::vector<int> m_dataElements, m_dataSymbols;
  std::vector<DataRun> m_dataRuns;
};

/// Noise power N0 for one value on the SNR axis of `spec`: 1 / (EbN0 * rate * bits per symbol),
/// with pilots and prefix charged when the spec says so; 1 / EsN0 on that axis.
double noisePower(const LinkSpec& spec, const ResourceGrid& grid, double snrDb);

/// 2, 4, 6, 8.
int bitsPerSymbol(Modulation modulation);

} // namespace rxq::phy
