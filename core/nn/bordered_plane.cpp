#include "core/nn/bordered_plane.h"

#include <algorithm>

namespace rxq::nn {

BorderedPlane::Shape BorderedPlane::shapeOf(const ConvSize& size, Precision precision) {
  return {{size.symbols, size.subcarriers}, size.in, size.borderT(), size.borderF(), precision};
}

BorderedPlane::BorderedPlane(const Shape& shape)
    : m_shape(shape), m_row(0), m_pixel(pixelNumbers(shape.channels, shape.precision)),
      m_origin(0) {
  m_row = (shape.size.subcarriers + 2 * shape.marginF) * m_pixel;
  m_origin = shape.marginT * m_row + shape.marginF * m_pixel;
  const auto numbers = static_cast<std::size_t>((shape.size.symbols + 2 * shape.marginT) * m_row) +
                       kLane; // that kernels read beyond a pixel
  if (shape.half())
    m_half.assign(numbers, 0);
  else
    m_whole.assign(numbers, 0.0f);
}

std::span<float> BorderedPlane::symbol(int t) {
  return {whole() + t * m_row, static_cast<std::size_t>(m_shape.size.subcarriers * m_pixel)};
}

void BorderedPlane::set(std::span<const float> plane) {
  const PlaneSize size = m_shape.size;
  if (m_shape.half())
    return elementKernels().toBfloat16(plane.data(), size.symbols, size.subcarriers,
                                       m_shape.channels, m_half.data() + m_origin, m_row, m_pixel);
  const std::size_t row = symbol(0).size();
  for (int t = 0; t < size.symbols; ++t)
    std::copy_n(plane.data() + static_cast<std::size_t>(t) * row, row, symbol(t).data());
}

void BorderedPlane::get(std::span<float> plane) const {
  const auto row = static_cast<std::size_t>(m_shape.size.subcarriers * m_pixel);
  for (int t = 0; t < m_shape.size.symbols; ++t)
    std::copy_n(whole() + t * m_row, row, plane.data() + static_cast<std::size_t>(t) * row);
}

void BorderedPlane::receive(GradientTask& task) {
  task.to = m_shape.half() ? nullptr : whole();
  task.toBfloat16 = m_shape.half() ? m_half.data() + m_origin : nullptr;
  task.toRow = m_row;
  task.toPixel = m_pixel;
}

} // namespace rxq::nn
