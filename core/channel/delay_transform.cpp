#include "core/channel/delay_transform.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/channel/portable_math.h"

namespace rxq::channel {

DelayTransform::DelayTransform(const phy::ResourceGrid& grid, std::span<const double> delays,
                               int rows, bool normalize, const detail::PathKernels& kernels)
    : m_kernels(&kernels), m_rows(rows), m_spacing(grid.spacingHz()) {
  assert(rows % 2 == 0);
  auto tables = std::make_shared<Tables>();
  tables->paths = static_cast<int>(delays.size());
  tables->fftSize = grid.fftSize();
  tables->subcarriers = static_cast<std::size_t>(grid.subcarriers());

  const int center = grid.fftSize() / 2;
  int farthest = normalize ? center : 0; // the lowest bin is the farthest of all
  for (const int bin : grid.bins())
    farthest = std::max(farthest, std::abs(bin - center));
  const int bins = (farthest + 16) / 16 * 16;
  tables->bins = bins;

  for (const double delay : delays)
    for (int k = 0; k < bins; ++k) {
      const SinCos turn = sinCosTurns(k * grid.spacingHz() * delay);
      tables->cosine.push_back(static_cast<float>(turn.cosine));
      tables->sine.push_back(static_cast<float>(turn.sine));
    }

  const auto place = [&](int bin) { // in a row of the transform
    const int offset = bin - center;
    return static_cast<std::size_t>(offset >= 0 ? bins + offset : bins - 1 + offset);
  };
  for (std::size_t i = 0; i < grid.bins().size(); ++i) {
    const std::size_t from = place(grid.bins()[i]);
    if (!tables->runs.empty() && tables->runs.back().from + tables->runs.back().length == from)
      ++tables->runs.back().length;
    else
      tables->runs.push_back({from, i, 1});
  }
  if (normalize) {
    tables->binWeight.assign(2 * static_cast<std::size_t>(bins), 0.0f);
    for (int bin = 0; bin < grid.fftSize(); ++bin)
      tables->binWeight[place(bin)] = 1;
  }
  m_tables = std::move(tables);
  const std::size_t size = static_cast<std::size_t>(rows) * 2 * static_cast<std::size_t>(bins);
  m_re.resize(size);
  m_im.resize(size);
}

void DelayTransform::setDelays(std::span<const double> delays) {
  const Tables& t = *m_tables;
  assert(delays.size() == static_cast<std::size_t>(t.paths));
  m_steps.resize(delays.size());
  m_cosine.resize(t.cosine.size());
  m_sine.resize(t.sine.size());
  for (std::size_t n = 0; n < delays.size(); ++n) {
    // In fixed point whole turns drop out exactly, however long the delay.
    const double turns = delays[n] * m_spacing;
    const double part = std::floor((turns - std::floor(turns)) * 4294967296.0 + 0.5);
    m_steps[n] = static_cast<std::uint32_t>(static_cast<std::uint64_t>(part));
  }
  m_kernels->steer(t.paths, t.bins, m_steps.data(), m_cosine.data(), m_sine.data());
}

double DelayTransform::apply(const float* gainRe, const float* gainIm, std::size_t stride,
                             std::span<phy::Complex> h) {
  const Tables& t = *m_tables;
  const std::size_t rows = static_cast<std::size_t>(m_rows);
  const std::size_t width = 2 * static_cast<std::size_t>(t.bins);
  assert(h.size() == rows * t.subcarriers);
  m_kernels->toFrequency(m_rows, t.paths, t.bins, gainRe, gainIm, stride,
                         (m_cosine.empty() ? t.cosine : m_cosine).data(),
                         (m_sine.empty() ? t.sine : m_sine).data(), m_re.data(), m_im.data());
  double scale = 1;
  if (!t.binWeight.empty()) {
    double energy = 0;
    for (std::size_t r = 0; r < rows; ++r)
      energy += m_kernels->energy(&m_re[r * width], &m_im[r * width], t.binWeight.data(), width);
    scale = std::sqrt(static_cast<double>(rows) * t.fftSize / energy);
  }
  float* to = reinterpret_cast<float*>(h.data());
  for (std::size_t r = 0; r < rows; ++r)
    for (const Run& run : t.runs)
      m_kernels->interleave(&m_re[r * width + run.from], &m_im[r * width + run.from],
                            static_cast<float>(scale), to + 2 * (r * t.subcarriers + run.to),
                            run.length);
  return scale;
}

} // namespace rxq::channel
