#include "core/nn/conv_planes.h"

#include <algorithm>

#include "core/nn/tile_kernels.h"

namespace rxq::nn {

namespace {
ConvSize turned(ConvSize size) {
  std::swap(size.in, size.out);
  return size;
}

const Bfloat16Kernels* kernelsOf(Precision precision) {
  switch (precision) {
  case Precision::Float:
    break;
  case Precision::Bfloat16:
    return &bfloat16Kernels();
  case Precision::Bfloat16Tiles:
    return &tileKernels();
  }
  return nullptr;
}
} // namespace

Precision precisionOf(const ConvLayer& layer, Precision precision) {
  return layer.depthwise ? Precision::Float : precision;
}

void packWeights(const ConvLayer& layer, std::span<const float> weights, Precision precision,
                 ConvWeights& packed) {
  packForward(layer, weights, packed.whole.forward);
  packBackward(layer, weights, packed.whole.backward);
  const Precision own = precisionOf(layer, precision);
  if (own == Precision::Float)
    return;
  packPairs(packed.whole.forward, layer.inChannels, pixelNumbers(layer.inChannels, own),
            packed.half.forward);
  packPairs(packed.whole.backward, layer.outChannels, pixelNumbers(layer.outChannels, own),
            packed.half.backward);
}

ConvPlanes::ConvPlanes(const ConvLayer& layer, PlaneSize size, Precision precision,
                       std::shared_ptr<BorderedPlane> gradient)
    : m_size(sizeOf(layer, size)), m_depthwise(layer.depthwise),
      m_half(kernelsOf(precisionOf(layer, precision))),
      m_input(BorderedPlane::shapeOf(m_size, precisionOf(layer, precision))),
      m_gradient(std::move(gradient)) {
  if (m_half)
    m_scratch.resize(precision == Precision::Bfloat16 ? pairScratch(m_size) : tileScratch(m_size));
}

std::shared_ptr<BorderedPlane> ConvPlanes::gradientPlane(const ConvLayer& layer, PlaneSize size,
                                                         Precision precision,
                                                         std::span<const ConvPlanes> others) {
  const BorderedPlane::Shape needed =
      BorderedPlane::shapeOf(turned(sizeOf(layer, size)), precisionOf(layer, precision));
  for (const ConvPlanes& other : others)
    if (other.m_gradient->shape() == needed)
      return other.m_gradient;
  return std::make_shared<BorderedPlane>(needed);
}

void ConvPlanes::forward(const ConvWeights& weights, const Finish& finish, float* y) const {
  if (m_half)
    m_half->forward(m_size, m_input.halfFor(m_size), weights.half.forward.data(), finish, y);
  else
    (m_depthwise ? convKernels().depthwise : convKernels().forward)(
        m_size, m_input.wholeFor(m_size), weights.whole.forward.data(), finish, y);
}

void ConvPlanes::weightGradient(float* dw) {
  const BorderedPlane& dy = *m_gradient;
  if (m_half)
    m_half->weightGradient(m_size, m_input.halfFor(m_size), dy.half(), dy.row(), m_scratch.data(),
                           dw);
  else
    (m_depthwise ? convKernels().depthwiseGradient : convKernels().weightGradient)(
        m_size, m_input.wholeFor(m_size), dy.whole(), dy.row(), dw);
}

void ConvPlanes::inputGradient(const ConvWeights& weights, bool add, float* dx) const {
  const Finish finish{.residual = add ? dx : nullptr};
  const ConvSize back = turned(m_size);
  if (m_half)
    m_half->forward(back, m_gradient->halfFor(back), weights.half.backward.data(), finish, dx);
  else
    (m_depthwise ? convKernels().depthwise : convKernels().forward)(
        back, m_gradient->wholeFor(back), weights.whole.backward.data(), finish, dx);
}

} // namespace rxq::nn
