#pragma once

#include <memory>
#include <vector>

#include "core/base/aligned.h"
#include "core/channel/channel.h"
#include "core/channel/delay_transform.h"
#include "core/channel/fft.h"

namespace rxq::channel {

/// A slot as it goes through the air: OFDM symbols with cyclic prefixes, echoes longer than the
/// prefix and gains that change while a symbol lasts. Shows interference between symbols (ISI) and
/// between subcarriers (ICI), which Channel::realize() alone leaves out.
///
/// Sender: every used subcarrier is a tone from the prefix's start to the symbol's end (rectangular
/// pulses, no filter). Channel: each echo delays the tones exactly, whole samples or not, and
/// multiplies by its gain at the moment of reception. Receiver: its window is the useful part of
/// the symbol as the path of delay 0 brings it; samples at the grid's FFT size, or the next power
/// of two (of which the further bins are empty and dropped), then the FFT. Before the slot the
/// channel carries the same slot: symbol 0 follows symbol 13.
///
/// One object a thread.
class TimeDomainChannel {
 public:
  /// Throws as makeChannel. The spec's mode is not looked at.
  TimeDomainChannel(const ChannelSpec& spec, const phy::ResourceGrid& grid, int rxAntennas);

  /// x[symbol][subcarrier], grid.elements() values, to y and h[rx][symbol][subcarrier], without
  /// noise. h is the response at the middle of each symbol, to the bit what Channel::realize()
  /// gives for (seed, domain, index): all that a receiver could know if it knew every path. With
  /// echoes within the prefix and nothing moving, y = h x to float rounding. Gains between instants
  /// are interpolated to 1e-5 of their size.
  void transmit(std::uint64_t seed, base::Domain domain, std::uint64_t index,
                std::span<const phy::Complex> x, std::span<phy::Complex> y,
                std::span<phy::Complex> h);

  /// Samples of a symbol's useful part.
  int samples() const { return m_fft.size(); }
  /// Instants within a symbol at which gains are computed; 1 if nothing moves.
  int instants() const { return static_cast<int>(m_offsets.size()); }

 private:
  /// Samples of the receiver's window that a path fills with one of the symbols sent.
  struct Piece {
    std::size_t path;
    int symbolsBack;
    std::size_t begin, end;
    double delay; ///< seconds: of that symbol's tones in this window
  };
  void chooseInstants(double largestShift);
  void findLatePaths(std::span<const double> delays);
  void computeGains(std::span<const double> delays);
  /// Samples of a symbol whose subcarriers are turned by `turns`, to m_tone*.
  void modulate(std::span<const phy::Complex> sent, const phy::Complex* turns);
  void addOnTime(std::size_t symbol, std::span<const phy::Complex> x);
  void addLate(std::size_t symbol, std::span<const phy::Complex> x);

  std::size_t rowOf(std::size_t instant, std::size_t antenna, std::size_t symbol) const {
    return (instant * m_antennas + antenna) * phy::kSymbols + symbol;
  }

  std::unique_ptr<Channel> m_channel;
  std::size_t m_antennas;
  std::size_t m_subcarriers;
  double m_spacing;          ///< Hz
  double m_useful, m_period; ///< seconds, of a symbol without and with its prefix
  Fft m_fft;
  std::vector<int> m_tones;       ///< of each subcarrier: FFT index
  std::vector<int> m_frequencies; ///< and signed multiple of the spacing
  DelayTransform m_onTime;        ///< paths within the prefix
  std::vector<double> m_offsets;  ///< instants, symbol periods from the middle
  std::vector<float> m_weights;   ///< [instant][sample]: interpolation
  // One slot.
  std::size_t m_paths = 0;
  std::vector<Piece> m_late;             ///< pieces of all paths beyond the prefix
  std::vector<phy::Complex> m_lateTurns; ///< [piece][subcarrier]: by its delay
  std::vector<bool> m_isLate;            ///< [path]
  std::vector<double> m_slotDelays;      ///< [kMaxPaths]
  std::vector<phy::Complex> m_gains;     ///< [instant][rx][symbol][path]
  std::vector<phy::Complex> m_responses; ///< [instant][rx][symbol][subcarrier], paths on time
  base::AlignedVector<float> m_gainRe, m_gainIm; ///< [rx][symbol][kMaxPaths]
  std::vector<float> m_re, m_im;                 ///< [rx][sample]: one symbol as received
  std::vector<float> m_toneRe, m_toneIm;         ///< [sample]
};

} // namespace rxq::channel
