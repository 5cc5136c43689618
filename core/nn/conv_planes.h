#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "core/base/aligned.h"
#include "core/nn/bordered_plane.h"
#include "core/nn/executor.h"

namespace rxq::nn {

/// A layer's weights and biases as the kernels of a training step read them. Convolutions in
/// bfloat16 have `half` filled, others `whole`.
struct ConvWeights {
  template <class Values> struct Packed { Values forward, backward; };
  Packed<Buffer> whole;
  Packed<base::AlignedVector<std::uint16_t>> half;
  std::vector<float> bias;
};

/// What a layer's convolutions multiply: depthwise ones, which are few, stay in float.
Precision precisionOf(const ConvLayer& layer, Precision precision);
void packWeights(const ConvLayer& layer, std::span<const float> weights, Precision precision,
                 ConvWeights& packed);

/// One layer's convolutions of one sample: forward, and back with the gradient of its output.
class ConvPlanes {
 public:
  /// `gradient`: a plane of an earlier layer that may be written over, or null.
  ConvPlanes(const ConvLayer& layer, PlaneSize size, Precision precision,
             std::shared_ptr<BorderedPlane> gradient);
  /// A plane for the gradient of a layer's output, unless one of `others` will do.
  static std::shared_ptr<BorderedPlane> gradientPlane(const ConvLayer& layer, PlaneSize size,
                                                      Precision precision,
                                                      std::span<const ConvPlanes> others);

  void setInput(std::span<const float> plane) { m_input.set(plane); }
  /// Where the gradient of the output is to be written.
  BorderedPlane& gradient() { return *m_gradient; }
  void forward(const ConvWeights& weights, const Finish& finish, float* y) const;
  void weightGradient(float* dw);
  /// Writes the gradient of the input, or adds it to what is there.
  void inputGradient(const ConvWeights& weights, bool add, float* dx) const;

 private:
  ConvSize m_size;
  bool m_depthwise;
  const Bfloat16Kernels* m_half; ///< null: in float
  BorderedPlane m_input;
  std::shared_ptr<BorderedPlane> m_gradient;
  base::AlignedVector<std::uint16_t> m_scratch;
};

} // namespace rxq::nn
