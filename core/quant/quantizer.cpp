#include "core/quant/quantizer.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/quant/rounding.h"

namespace rxq::quant {

namespace {
const detail::FakeQuantKernels& kernels() { return detail::fakeQuantKernels(); }

/// Grid of a tensor of zeros: any will do.
constexpr float kRangeOfNothing = 1;
} // namespace

Quantizer::Quantizer(QuantizerLayout layout) : m_layout(std::move(layout)) {
  assert(m_layout.scales >= 1 && (m_layout.scales == 1 || !m_layout.scaleOf.empty()));
  if (m_layout.rule) {
    m_layout.signedness = m_layout.rule->supported(m_layout.signedness);
    m_perScale = m_layout.rule->parameters(m_layout.signedness);
  } else {
    assert(m_layout.signedness == Signedness::Symmetric);
  }
  // Several scales must share one set of codes.
  assert(m_layout.scales == 1 || m_layout.signedness != Signedness::Affine);
}

int Quantizer::parameterCount() const { return m_perScale * m_layout.scales; }

std::span<const float> Quantizer::own(std::span<const float> parameters, int scale) const {
  return parameters.subspan(static_cast<std::size_t>(scale * m_perScale),
                            static_cast<std::size_t>(m_perScale));
}

std::vector<float> Quantizer::scaled(std::span<const float> x) const {
  assert(m_layout.factors.empty() || m_layout.factors.size() == x.size());
  std::vector<float> values(x.begin(), x.end());
  for (std::size_t i = 0; i < m_layout.factors.size(); ++i)
    values[i] *= m_layout.factors[i];
  return values;
}

std::vector<Grid> Quantizer::grids(std::span<const float> x,
                                   std::span<const float> parameters) const {
  std::vector<Grid> grids(static_cast<std::size_t>(m_layout.scales));
  if (m_layout.rule) {
    for (int s = 0; s < m_layout.scales; ++s)
      grids[static_cast<std::size_t>(s)] =
          m_layout.rule->grid(m_layout.signedness, m_layout.bits, own(parameters, s));
    return grids;
  }
  const std::vector<float> values = scaled(x);
  std::vector<float> largest(grids.size(), 0.0f);
  const std::size_t channels = std::max<std::size_t>(1, m_layout.scaleOf.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const int s = m_layout.scaleOf.empty() ? 0 : m_layout.scaleOf[i % channels];
    float& l = largest[static_cast<std::size_t>(s)];
    l = std::max(l, std::abs(values[i]));
  }
  for (std::size_t s = 0; s < grids.size(); ++s) {
    const float range = largest[s] > 0 ? largest[s] : kRangeOfNothing;
    grids[s] = fixedRange().grid(Signedness::Symmetric, m_layout.bits, std::span(&range, 1));
  }
  return grids;
}

std::vector<float> Quantizer::channelScales(const std::vector<Grid>& grids,
                                            std::size_t channels) const {
  if (m_layout.scaleOf.empty())
    return {grids[0].scale};
  assert(m_layout.scaleOf.size() == channels);
  std::vector<float> scales(channels);
  for (std::size_t c = 0; c < channels; ++c)
    scales[c] = grids[static_cast<std::size_t>(m_layout.scaleOf[c])].scale;
  return scales;
}

std::vector<int> Quantizer::codes(std::span<const float> x,
                                  std::span<const float> parameters) const {
  const std::vector<Grid> all = grids(x, parameters);
  const std::vector<float> values = scaled(x);
  const std::vector<float> scales = channelScales(all, m_layout.scaleOf.size());
  const detail::CodeRange range = all[0].codes;
  std::vector<int> codes(values.size());
  const std::size_t channels = scales.size();
  for (std::size_t row = 0; row < values.size(); row += channels)
    for (std::size_t c = 0; c < channels; ++c) {
      const float u = values[row + c] / scales[c];
      codes[row + c] =
          static_cast<int>(roundHalfEven(std::max(std::min(u, range.high), range.low)));
    }
  return codes;
}

void Quantizer::start(std::span<const float> low, std::span<const float> high,
                      std::span<float> parameters) const {
  if (!m_layout.rule)
    return;
  for (int s = 0; s < m_layout.scales; ++s)
    m_layout.rule->start(m_layout.signedness, m_layout.bits, low[static_cast<std::size_t>(s)],
                         high[static_cast<std::size_t>(s)],
                         parameters.subspan(static_cast<std::size_t>(s * m_perScale),
                                            static_cast<std::size_t>(m_perScale)));
}

void Quantizer::forward(std::span<const float> x, std::span<const float> parameters,
                        std::span<float> y) const {
  assert(x.size() == y.size());
  if (m_layout.scaleOf.empty() && m_layout.factors.empty() && m_layout.rule) {
    const Grid g = m_layout.rule->grid(m_layout.signedness, m_layout.bits, own(parameters, 0));
    kernels().forward(x.data(), x.size(), g.scale, g.codes, y.data());
    return;
  }
  const std::vector<Grid> all = grids(x, parameters);
  std::vector<float> values;
  const float* from = x.data();
  if (!m_layout.factors.empty()) {
    values = scaled(x);
    from = values.data();
  }
  if (m_layout.scaleOf.empty()) {
    kernels().forward(from, x.size(), all[0].scale, all[0].codes, y.data());
  } else {
    const std::size_t channels = m_layout.scaleOf.size();
    const std::vector<float> scales = channelScales(all, channels);
    kernels().forwardChannels(from, x.size() / channels, channels, scales.data(), all[0].codes,
                              y.data());
  }
  for (std::size_t i = 0; i < m_layout.factors.size(); ++i)
    y[i] /= m_layout.factors[i];
}

void Quantizer::backward(std::span<const float> x, std::span<const float> parameters,
                         std::span<const float> dy, std::span<float> dx,
                         std::span<float> dParameters) const {
  assert(x.size() == dy.size() && x.size() == dx.size());
  const std::vector<Grid> all = grids(x, parameters);
  // With factors y = Q(x f) / f: its derivative by x is Q', by Q's scale that of Q over f. So the
  // loops see dy / f, and what they give is multiplied by f again.
  std::vector<float> values, gradient;
  const float* from = x.data();
  const float* dFrom = dy.data();
  const std::vector<float>& factors = m_layout.factors;
  if (!factors.empty()) {
    values = scaled(x);
    gradient.assign(dy.begin(), dy.end());
    for (std::size_t i = 0; i < factors.size(); ++i)
      gradient[i] /= factors[i];
    from = values.data();
    dFrom = gradient.data();
  }
  std::vector<detail::RangeSums> sums(all.size(), {0, 0, 0});
  std::vector<std::size_t> elements(all.size(), x.size());
  if (m_layout.scaleOf.empty()) {
    kernels().backward(from, dFrom, x.size(), all[0].scale, all[0].codes, dx.data(), sums[0]);
  } else {
    const std::size_t channels = m_layout.scaleOf.size(), rows = x.size() / channels;
    const std::vector<float> scales = channelScales(all, channels);
    std::vector<detail::RangeSums> perChannel(channels);
    kernels().backwardChannels(from, dFrom, rows, channels, scales.data(), all[0].codes, dx.data(),
                               perChannel.data());
    std::fill(elements.begin(), elements.end(), 0);
    for (std::size_t c = 0; c < channels; ++c) {
      const auto s = static_cast<std::size_t>(m_layout.scaleOf[c]);
      sums[s].inside += perChannel[c].inside;
      sums[s].above += perChannel[c].above;
      sums[s].below += perChannel[c].below;
      elements[s] += rows;
    }
  }
  for (std::size_t i = 0; i < factors.size(); ++i)
    dx[i] *= factors[i];
  if (!m_layout.rule)
    return;
  for (int s = 0; s < m_layout.scales; ++s) {
    const auto at = static_cast<std::size_t>(s);
    m_layout.rule->gradient(m_layout.signedness, m_layout.bits, own(parameters, s), sums[at],
                            elements[at],
                            dParameters.subspan(at * static_cast<std::size_t>(m_perScale),
                                                static_cast<std::size_t>(m_perScale)));
  }
}

bool Quantizer::trains() const { return m_layout.rule && m_layout.rule->trains(); }

bool Quantizer::tracksRange() const {
  return m_layout.rule && m_layout.rule->tracks() && m_layout.scales == 1;
}

void Quantizer::track(float low, float high, std::span<float> parameters) const {
  if (tracksRange())
    m_layout.rule->track(m_layout.signedness, low, high, parameters);
}

void Quantizer::constrain(std::span<float> parameters) const {
  if (!m_layout.rule)
    return;
  for (int s = 0; s < m_layout.scales; ++s)
    m_layout.rule->constrain(m_layout.signedness,
                             parameters.subspan(static_cast<std::size_t>(s * m_perScale),
                                                static_cast<std::size_t>(m_perScale)));
}

} // namespace rxq::quant
