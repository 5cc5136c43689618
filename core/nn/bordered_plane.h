#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/nn/bfloat16_kernels.h"
#include "core/nn/element_kernels.h"
#include "core/nn/plane_ops.h"

namespace rxq::nn {

/// A plane [symbol][subcarrier][channel] with a border of zeros, in float or in bfloat16 (with
/// pixelNumbers() a pixel, zeros behind the channels).
class BorderedPlane {
 public:
  struct Shape {
    PlaneSize size;
    int channels, marginT, marginF;
    Precision precision;
    bool half() const { return precision != Precision::Float; }
    bool operator==(const Shape&) const = default;
  };
  /// As wide a border as the convolution needs of its input.
  static Shape shapeOf(const ConvSize& size, Precision precision);

  explicit BorderedPlane(const Shape& shape);
  const Shape& shape() const { return m_shape; }
  void set(std::span<const float> plane);
  /// The plane without its border; of one in float.
  void get(std::span<float> plane) const;
  /// One symbol; of a plane in float.
  std::span<float> symbol(int t);
  /// Makes this the place where `task` writes.
  void receive(GradientTask& task);

  std::ptrdiff_t row() const { return m_row; } ///< numbers from row to row
  /// Pixel (0, 0), and what the first tap of a convolution meets there; one of each pair is null.
  const float* whole() const { return m_whole.data() + m_origin; }
  float* whole() { return m_whole.data() + m_origin; }
  const std::uint16_t* half() const { return m_half.data() + m_origin; }
  const float* wholeFor(const ConvSize& size) const { return whole() - reach(size); }
  const std::uint16_t* halfFor(const ConvSize& size) const { return half() - reach(size); }

 private:
  std::ptrdiff_t reach(const ConvSize& size) const {
    return size.borderT() * m_row + size.borderF() * m_pixel;
  }
  Shape m_shape;
  std::ptrdiff_t m_row, m_pixel, m_origin;
  Buffer m_whole; ///< one of these is empty
  base::AlignedVector<std::uint16_t> m_half;
};

} // namespace rxq::nn
