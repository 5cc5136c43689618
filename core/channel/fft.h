#pragma once

#include <vector>

namespace rxq::channel {

/// Discrete Fourier transforms of a power of two of points, real and imaginary parts apart. Holds
/// scratch memory. Same bits on every machine.
class Fft {
 public:
  explicit Fft(int size);
  int size() const { return static_cast<int>(m_cosine.size()) * 2; }
  /// X[k] = sum of x[n] e^(-j 2 pi k n / size), in place.
  void forward(float* re, float* im);
  /// x[n] = sum of X[k] e^(+j 2 pi k n / size), in place, not divided by the size.
  void inverse(float* re, float* im) { forward(im, re); }

 private:
  std::vector<float> m_cosine, m_sine; ///< of -2 pi k / size, half a turn
  std::vector<float> m_re, m_im;
};

} // namespace rxq::channel
