#include "core/receiver/combiner.h"

#include <algorithm>
#include <cassert>

namespace rxq::receiver {

namespace {
// Keeps z and the variance finite where an estimate is exactly zero; far below any fade that float
// noise leaves.
constexpr float kLeastGain = 1e-20f;
} // namespace

Combiner::Combiner(const LinkContext& link, Demapper demapper)
    : m_modulation(link.modulation),
      m_rule(demapper == Demapper::Exact ? phy::DemapRule::Exact : phy::DemapRule::MaxLog),
      m_subcarriers(static_cast<std::size_t>(link.grid->subcarriers())),
      m_z(link.grid->dataElements().size()), m_variance(link.grid->dataElements().size()) {
  for (int symbol = 0; symbol < link.grid->symbols(); ++symbol)
    if (!link.grid->isPilot(symbol))
      m_dataSymbols.push_back(symbol);
  assert(m_dataSymbols.size() * m_subcarriers == m_z.size());
}

void Combiner::begin(std::size_t row) {
  m_start = row * m_subcarriers;
  std::fill_n(m_z.data() + m_start, m_subcarriers, Complex{});
  std::fill_n(m_variance.data() + m_start, m_subcarriers, 0.f);
}

void Combiner::add(const Complex* h, const Complex* y) {
  Complex* z = m_z.data() + m_start;
  float* gain = m_variance.data() + m_start;
  for (std::size_t f = 0; f < m_subcarriers; ++f) {
    const float hRe = h[f].real(), hIm = h[f].imag();
    const float yRe = y[f].real(), yIm = y[f].imag();
    z[f] = {z[f].real() + (hRe * yRe + hIm * yIm), z[f].imag() + (hRe * yIm - hIm * yRe)};
    gain[f] += hRe * hRe + hIm * hIm;
  }
}

void Combiner::end(float noise) {
  Complex* z = m_z.data() + m_start;
  float* variance = m_variance.data() + m_start;
  for (std::size_t f = 0; f < m_subcarriers; ++f) {
    const float inverse = 1 / std::max(variance[f], kLeastGain);
    z[f] = {z[f].real() * inverse, z[f].imag() * inverse};
    variance[f] = noise * inverse;
  }
}

void Combiner::end(std::span<const float> noise) {
  assert(noise.size() == m_subcarriers);
  end(1.f);
  float* variance = m_variance.data() + m_start;
  for (std::size_t f = 0; f < m_subcarriers; ++f)
    variance[f] *= noise[f];
}

void Combiner::demap(std::span<float> llrs) const {
  phy::demap(m_modulation, m_rule, m_z, m_variance, llrs);
}

} // namespace rxq::receiver
