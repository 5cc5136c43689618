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
      m_dataSymbols(link.grid->dataSymbols()), m_z(m_dataSymbols.size() * m_subcarriers),
      m_variance(m_z.size()) {
  if (link.grid->dataElements().size() == m_z.size())
    return;
  // Symbols that data share with pilots: only some of a row's elements are demapped.
  std::size_t row = 0;
  for (const int element : link.grid->dataElements()) {
    const auto e = static_cast<std::size_t>(element);
    while (static_cast<std::size_t>(m_dataSymbols[row]) != e / m_subcarriers)
      ++row;
    m_data.push_back(row * m_subcarriers + e % m_subcarriers);
  }
  m_dataZ.resize(m_data.size());
  m_dataVariance.resize(m_data.size());
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

void Combiner::demap(std::span<float> llrs) {
  if (m_data.empty())
    return phy::demap(m_modulation, m_rule, m_z, m_variance, llrs);
  for (std::size_t i = 0; i < m_data.size(); ++i) {
    m_dataZ[i] = m_z[m_data[i]];
    m_dataVariance[i] = m_variance[m_data[i]];
  }
  phy::demap(m_modulation, m_rule, m_dataZ, m_dataVariance, llrs);
}

} // namespace rxq::receiver
