#include "core/quant/integer_forward.h"

#include <algorithm>
#include <cassert>
#include <limits>

#include "core/base/parallel.h"
#include "core/quant/lowering.h"
#include "core/quant/placement.h"
#include "core/quant/vector_plan.h"

namespace rxq::quant {

namespace {
using detail::VectorPlan;

/// The codes of one sample's tensors.
class Codes final : public nn::ForwardEngine::Sample {
 public:
  std::vector<base::AlignedVector<std::uint8_t>> tensors;
  std::vector<std::uint8_t> zeroPoints; ///< that the rims hold
  base::AlignedVector<std::uint8_t> input;
  base::AlignedVector<std::int8_t> scratch;
};

/// A layer's numbers for detail::Realisation.
struct Scales {
  base::AlignedVector<float> scale, step;
};

class IntegerForward final : public nn::ForwardEngine {
 public:
  IntegerForward(const QuantizedModel& model, nn::PlaneSize size,
                 const detail::IntegerKernels& kernels)
      : m_model(model), m_size(size), m_kernels(kernels) {}

  std::unique_ptr<Sample> makeSample() const override { return std::make_unique<Codes>(); }

  bool prepare(const nn::Network& network, std::span<const float> ranges, int workers) override {
    m_model.network.parameters = network.parameters;
    m_model.ranges.assign(ranges.begin(), ranges.end());
    const std::size_t layers = network.layers.size();
    IntegerNetwork integers;
    integers.inputChannels = network.inputChannels;
    for (std::size_t t = 0; t <= layers; ++t)
      integers.tensors.push_back(detail::tensorQuant(m_model, static_cast<int>(t)));
    integers.layers.resize(layers);
    m_scales.resize(layers);
    base::parallelFor(layers, workers, [&](std::size_t i, int) {
      detail::LoweredSums sums = detail::lowerSums(m_model, static_cast<int>(i));
      setScales(m_scales[i], sums.scale, integers.tensors[i + 1].scale);
      integers.layers[i] = std::move(sums.layer);
    });
    if (std::ranges::any_of(integers.layers, [](const IntegerLayer& layer) {
          return layer.accumulatorBound > std::numeric_limits<std::int32_t>::max();
        }))
      return false;
    m_plan = std::make_unique<const VectorPlan>(std::move(integers), m_size, m_kernels, workers);
    return true;
  }

  void input(Sample& sample, std::span<const float> planes) const override {
    Codes& codes = static_cast<Codes&>(sample);
    layOut(codes);
    codes.input.resize(planes.size());
    quantizeInput(m_plan->network, planes, codes.input);
    const detail::PaddedTensor& t = m_plan->tensors[0];
    const std::uint8_t* from = codes.input.data();
    for (int symbol = 0; symbol < m_size.symbols; ++symbol) {
      std::uint8_t* to = codes.tensors[0].data() + t.origin + symbol * t.row;
      for (int f = 0; f < m_size.subcarriers; ++f, from += t.channels, to += t.pixel)
        std::copy_n(from, t.channels, to);
    }
  }

  void layer(Sample& sample, int layer, std::span<const float> residual, std::span<float> before,
             std::span<float> after) const override {
    const auto at = static_cast<std::size_t>(layer);
    const TensorQuant& out = m_plan->network.tensors[at + 1];
    const Scales& scales = m_scales[at];
    const nn::ConvLayer& g = m_model.network.layers[at];
    const auto range = detail::activationQuantizer(m_model, layer + 1)
                           ->grids({}, detail::activationRange(m_model, layer + 1))[0]
                           .codes;
    const detail::Realisation real{scales.scale.data(),
                                   scales.step.data(),
                                   residual.empty() ? nullptr : residual.data(),
                                   range.low,
                                   range.high,
                                   out.zeroPoint,
                                   g.relu,
                                   before.data(),
                                   after.data()};
    Codes& codes = static_cast<Codes&>(sample);
    detail::ConvolutionTask task = m_plan->taskOf(at, codes.tensors, codes.scratch);
    task.real = &real;
    if (g.depthwise)
      m_kernels.depthwise(task);
    else
      m_kernels.convolution(task);
  }

 private:
  static void setScales(Scales& scales, const std::vector<double>& sum,
                        const std::vector<float>& step) {
    constexpr std::size_t kWidest = 16;
    const std::size_t whole = (sum.size() + kWidest - 1) / kWidest * kWidest;
    scales.scale.assign(whole, 0.0f);
    scales.step.assign(whole, 1.0f);
    for (std::size_t c = 0; c < sum.size(); ++c) {
      scales.scale[c] = static_cast<float>(sum[c]);
      scales.step[c] = step.size() == 1 ? step[0] : step[c];
    }
  }

  /// Memory of the plan's shape; rims hold the zero points, which training may move.
  void layOut(Codes& codes) const {
    const auto& tensors = m_plan->tensors;
    codes.tensors.resize(tensors.size());
    codes.zeroPoints.resize(tensors.size());
    for (std::size_t t = 0; t < tensors.size(); ++t)
      if (codes.tensors[t].size() != tensors[t].bytes ||
          codes.zeroPoints[t] != tensors[t].zeroPoint) {
        codes.tensors[t].assign(tensors[t].bytes, tensors[t].zeroPoint);
        codes.zeroPoints[t] = tensors[t].zeroPoint;
      }
  }

  QuantizedModel m_model;
  nn::PlaneSize m_size;
  const detail::IntegerKernels& m_kernels;
  std::vector<Scales> m_scales;
  std::unique_ptr<const VectorPlan> m_plan;
};
} // namespace

std::unique_ptr<nn::ForwardEngine> makeIntegerForward(const QuantizedModel& model,
                                                      nn::PlaneSize size, base::Isa isa) {
  if (!isFullyQuantized(model.spec) || isa == base::Isa::Scalar)
    return nullptr;
  return std::make_unique<IntegerForward>(model, size, detail::integerKernels(isa));
}

std::unique_ptr<nn::ForwardEngine> makeIntegerForward(const QuantizedModel& model,
                                                      nn::PlaneSize size) {
  return makeIntegerForward(model, size, base::availableIsas().back());
}

} // namespace rxq::quant
