#include "core/channel/converter.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <numbers>

namespace rxq::channel {

namespace {
/// Mid-rise levels of step D, `half` of them on each side.
void quantize(std::span<float> samples, float step, float half) {
  const float inverse = 1 / step;
  for (float& x : samples) {
    const float cell = std::clamp(std::floor(x * inverse), -half, half - 1);
    x = (cell + 0.5f) * step;
  }
}

double powerOf(std::span<const float> values) {
  // Lanes fix the order of the sum.
  double lanes[8] = {};
  for (std::size_t i = 0; i < values.size(); ++i)
    lanes[i % 8] += static_cast<double>(values[i]) * static_cast<double>(values[i]);
  double sum = 0;
  for (const double lane : lanes)
    sum += lane;
  return sum;
}
} // namespace

Converter::Converter(int bits, double backoffDb, const phy::ResourceGrid& grid, int rxAntennas)
    : m_bits(bits), m_fullScale(std::pow(10, backoffDb / 20)),
      m_distortion(gaussianDistortion(bits, m_fullScale)),
      m_antennas(static_cast<std::size_t>(rxAntennas)),
      m_fft(static_cast<int>(std::bit_ceil(static_cast<unsigned>(std::max(2, grid.fftSize()))))) {
  assert(bits >= 1);
  const int size = m_fft.size();
  for (const int bin : grid.bins())
    m_tones.push_back(static_cast<std::size_t>((bin - grid.fftSize() / 2 + size) % size));
  m_re.resize(static_cast<std::size_t>(phy::kSymbols * size));
  m_im.resize(m_re.size());
}

void Converter::toSamples(const phy::Complex* row, std::size_t symbol) {
  const auto size = static_cast<std::size_t>(m_fft.size());
  float *re = m_re.data() + symbol * size, *im = m_im.data() + symbol * size;
  std::fill_n(re, size, 0.f);
  std::fill_n(im, size, 0.f);
  for (std::size_t f = 0; f < m_tones.size(); ++f) {
    re[m_tones[f]] = row[f].real();
    im[m_tones[f]] = row[f].imag();
  }
  m_fft.inverse(re, im);
}

void Converter::fromSamples(std::size_t symbol, phy::Complex* row) {
  const auto size = static_cast<std::size_t>(m_fft.size());
  float *re = m_re.data() + symbol * size, *im = m_im.data() + symbol * size;
  m_fft.forward(re, im);
  const float scale = 1 / static_cast<float>(m_fft.size());
  for (std::size_t f = 0; f < m_tones.size(); ++f)
    row[f] = {scale * re[m_tones[f]], scale * im[m_tones[f]]};
}

double Converter::convert(std::span<phy::Complex> y) {
  const std::size_t subcarriers = m_tones.size();
  assert(y.size() == m_antennas * phy::kSymbols * subcarriers);
  double added = 0;
  for (std::size_t a = 0; a < m_antennas; ++a) {
    phy::Complex* rows = y.data() + a * phy::kSymbols * subcarriers;
    for (std::size_t t = 0; t < phy::kSymbols; ++t)
      toSamples(rows + t * subcarriers, t);
    const double power = (powerOf(m_re) + powerOf(m_im)) / static_cast<double>(2 * m_re.size());
    if (power > 0) {
      const double half = std::exp2(m_bits - 1);
      const auto step = static_cast<float>(m_fullScale * std::sqrt(power) / half);
      quantize(m_re, step, static_cast<float>(half));
      quantize(m_im, step, static_cast<float>(half));
    }
    for (std::size_t t = 0; t < phy::kSymbols; ++t)
      fromSamples(t, rows + t * subcarriers);
    // The sum of white samples' noise over both dimensions and all samples, by size squared.
    added += 2 * power * m_distortion / m_fft.size();
  }
  return added / static_cast<double>(m_antennas);
}

double Converter::gaussianDistortion(int bits, double fullScale) {
  // Over a cell [a, b] with level q: the integral of (x - q)^2 times the density, by parts
  //   (1 + q^2) [F]_a^b - [x f]_a^b + 2 q [f]_a^b.
  const auto density = [](double x) {
    return std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi);
  };
  const auto tail = [](double x) { return 0.5 * std::erfc(x / std::numbers::sqrt2); };
  const int half = 1 << (bits - 1);
  const double step = fullScale / half;
  double sum = 0;
  for (int i = 0; i < half; ++i) { // symmetric
    const double a = i * step, q = a + step / 2;
    const bool last = i == half - 1;
    const double b = a + step;
    const double mass = tail(a) - (last ? 0 : tail(b));
    const double fa = density(a), fb = last ? 0 : density(b);
    sum += (1 + q * q) * mass - ((last ? 0 : b * fb) - a * fa) + 2 * q * (fb - fa);
  }
  return 2 * sum;
}

} // namespace rxq::channel
