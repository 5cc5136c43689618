#pragma once

#include <span>
#include <vector>

#include "core/channel/fft.h"
#include "core/phy/resource_grid.h"

namespace rxq::channel {

/// Analogue-to-digital converters of a receiver: b bits for each real dimension of each antenna, in
/// front of the FFT. Uniform mid-rise: levels (i + 1/2) D, i = -2^(b-1) ... 2^(b-1) - 1, clipped
/// beyond +-A with A = 2^(b-1) D. The gain control is perfect: A is `backoffDb` above the RMS, a
/// real dimension, of the antenna's samples of the slot.
///
/// Samples are those of the useful part of each symbol behind an ideal filter of the used
/// subcarriers, at the grid's FFT size or the next power of two. So a signal narrower than the
/// sampling rate spreads its quantization noise over empty bins too, as in hardware.
class Converter {
 public:
  Converter(int bits, double backoffDb, const phy::ResourceGrid& grid, int rxAntennas);

  /// y[rx][symbol][subcarrier] as the FFT gives it without converters, to what it gives with them.
  /// Returns the noise power that they add to an element, averaged over the antennas, by
  /// gaussianDistortion(): what a designer would tell the receiver.
  double convert(std::span<phy::Complex> y);

  /// E[(x - Q(x))^2] for x ~ N(0, 1) and full scale A = `fullScale`.
  static double gaussianDistortion(int bits, double fullScale);

 private:
  void toSamples(const phy::Complex* row, std::size_t symbol);
  void fromSamples(std::size_t symbol, phy::Complex* row);

  int m_bits;
  double m_fullScale;  ///< by the RMS
  double m_distortion; ///< of a sample's dimension, by its power
  std::size_t m_antennas;
  Fft m_fft;
  std::vector<std::size_t> m_tones; ///< FFT index of each subcarrier
  std::vector<float> m_re, m_im;    ///< [symbol][sample] of one antenna
};

} // namespace rxq::channel
