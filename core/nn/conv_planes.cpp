#include "core/nn/conv_planes.h"

#include <algorithm>

namespace rxq::nn {

namespace {
ConvSize turned(ConvSize size) {
  std::swap(size.in, size.out);
  return size;
}
int borderT(const ConvSize& size) { return size.kernelT / 2 * size.dilationT; }
int borderF(const ConvSize& size) { return size.kernelF / 2 * size.dilationF; }
} // namespace

bool runsInBfloat16(const ConvLayer& layer, Precision precision) {
  return precision == Precision::Bfloat16 && !layer.depthwise;
}

void packWeights(const ConvLayer& layer, std::span<const float> weights, Precision precision,
                 ConvWeights& packed) {
  packForward(layer, weights, packed.whole.forward);
  packBackward(layer, weights, packed.whole.backward);
  if (!runsInBfloat16(layer, precision))
    return;
  packPairs(packed.whole.forward, layer.inChannels, packed.half.forward);
  packPairs(packed.whole.backward, layer.outChannels, packed.half.backward);
}

BorderedPlane::BorderedPlane(const ConvSize& size, bool half)
    : m_size(size), m_pixel(half ? even(size.in) : size.in) {
  m_row = (size.subcarriers + 2 * borderF(size)) * m_pixel;
  m_origin = borderT(size) * m_row + borderF(size) * m_pixel;
  const auto count =
      static_cast<std::size_t>((size.symbols + 2 * borderT(size)) * m_row) + kLane; // read beyond
  if (half)
    m_half.assign(count, 0);
  else
    m_whole.assign(count, 0.0f);
}

bool BorderedPlane::fits(const ConvSize& size, bool half) const {
  return half == m_whole.empty() && size.in == m_size.in && size.symbols == m_size.symbols &&
         size.subcarriers == m_size.subcarriers && borderT(size) == borderT(m_size) &&
         borderF(size) == borderF(m_size);
}

void BorderedPlane::set(std::span<const float> plane) {
  if (m_whole.empty())
    return elementKernels().toBfloat16(plane.data(), m_size.symbols, m_size.subcarriers, m_size.in,
                                       m_half.data() + m_origin, m_row, m_pixel);
  const std::ptrdiff_t row = m_size.subcarriers * m_pixel;
  for (int t = 0; t < m_size.symbols; ++t)
    std::copy_n(plane.data() + t * row, row, m_whole.data() + m_origin + t * m_row);
}

void BorderedPlane::receive(GradientTask& task) {
  task.to = m_whole.empty() ? nullptr : m_whole.data() + m_origin;
  task.toBfloat16 = m_whole.empty() ? m_half.data() + m_origin : nullptr;
  task.toRow = m_row;
  task.toPixel = m_pixel;
}

ConvPlanes::ConvPlanes(const ConvLayer& layer, PlaneSize size, Precision precision,
                       std::shared_ptr<BorderedPlane> gradient)
    : m_size(sizeOf(layer, size)), m_depthwise(layer.depthwise),
      m_half(runsInBfloat16(layer, precision)), m_input(m_size, m_half),
      m_gradient(std::move(gradient)) {
  if (m_half)
    m_scratch.resize(pairScratch(m_size));
}

std::shared_ptr<BorderedPlane> ConvPlanes::gradientPlane(const ConvLayer& layer, PlaneSize size,
                                                         Precision precision,
                                                         std::span<const ConvPlanes> others) {
  const ConvSize needed = turned(sizeOf(layer, size));
  const bool half = runsInBfloat16(layer, precision);
  for (const ConvPlanes& other : others)
    if (other.m_gradient->fits(needed, half))
      return other.m_gradient;
  return std::make_shared<BorderedPlane>(needed, half);
}

void ConvPlanes::forward(const ConvWeights& weights, const Finish& finish, float* y) const {
  if (m_half)
    bfloat16Kernels().forward(m_size, m_input.half(), weights.half.forward.data(), finish, y);
  else
    (m_depthwise ? convKernels().depthwise : convKernels().forward)(
        m_size, m_input.whole(), weights.whole.forward.data(), finish, y);
}

void ConvPlanes::weightGradient(float* dw) {
  const std::ptrdiff_t at = m_gradient->origin(), row = m_gradient->row();
  if (m_half)
    bfloat16Kernels().weightGradient(m_size, m_input.half(), m_gradient->half() + at, row,
                                     m_scratch.data(), dw);
  else
    (m_depthwise ? convKernels().depthwiseGradient : convKernels().weightGradient)(
        m_size, m_input.whole(), m_gradient->whole() + at, row, dw);
}

void ConvPlanes::inputGradient(const ConvWeights& weights, bool add, float* dx) const {
  const Finish finish{nullptr, add ? dx : nullptr, false};
  const ConvSize back = turned(m_size);
  if (m_half)
    bfloat16Kernels().forward(back, m_gradient->half(), weights.half.backward.data(), finish, dx);
  else
    (m_depthwise ? convKernels().depthwise : convKernels().forward)(
        back, m_gradient->whole(), weights.whole.backward.data(), finish, dx);
}

} // namespace rxq::nn
