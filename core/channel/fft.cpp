#include "core/channel/fft.h"

#include <algorithm>
#include <bit>
#include <cassert>

#include "core/channel/portable_math.h"

namespace rxq::channel {

Fft::Fft(int size) : m_re(static_cast<std::size_t>(size)), m_im(static_cast<std::size_t>(size)) {
  assert(size >= 2 && std::has_single_bit(static_cast<unsigned>(size)));
  for (int k = 0; k < size / 2; ++k) {
    const SinCos turn = sinCosTurns(-static_cast<double>(k) / size);
    m_cosine.push_back(static_cast<float>(turn.cosine));
    m_sine.push_back(static_cast<float>(turn.sine));
  }
}

void Fft::forward(float* re, float* im) {
  // Stockham's decimation in frequency: sorted as it goes, inner loops over neighbours.
  const std::size_t size = m_re.size();
  float *fromRe = re, *fromIm = im, *toRe = m_re.data(), *toIm = m_im.data();
  for (std::size_t half = size / 2, stride = 1; half > 0; half /= 2, stride *= 2) {
    for (std::size_t p = 0; p < half; ++p) {
      const float c = m_cosine[p * stride], s = m_sine[p * stride];
      const float* __restrict aRe = fromRe + p * stride;
      const float* __restrict aIm = fromIm + p * stride;
      const float* __restrict bRe = fromRe + (p + half) * stride;
      const float* __restrict bIm = fromIm + (p + half) * stride;
      float* __restrict sumRe = toRe + 2 * p * stride;
      float* __restrict sumIm = toIm + 2 * p * stride;
      float* __restrict turnedRe = sumRe + stride;
      float* __restrict turnedIm = sumIm + stride;
      for (std::size_t q = 0; q < stride; ++q) {
        const float x = aRe[q] - bRe[q], y = aIm[q] - bIm[q];
        sumRe[q] = aRe[q] + bRe[q];
        sumIm[q] = aIm[q] + bIm[q];
        turnedRe[q] = x * c - y * s;
        turnedIm[q] = x * s + y * c;
      }
    }
    std::swap(fromRe, toRe);
    std::swap(fromIm, toIm);
  }
  if (fromRe != re) {
    std::copy_n(fromRe, size, re);
    std::copy_n(fromIm, size, im);
  }
}

} // namespace rxq::channel
