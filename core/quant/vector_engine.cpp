#include "core/quant/vector_engine.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <utility>

#include "core/quant/vector_plan.h"

namespace rxq::quant::detail {

namespace {
class VectorEngine final : public IntegerEngine {
 public:
  explicit VectorEngine(std::shared_ptr<const VectorPlan> plan)
      : m_plan(std::move(plan)), m_tensors(m_plan->makeTensors()) {}

  std::unique_ptr<IntegerEngine> clone() const override {
    return std::make_unique<VectorEngine>(m_plan);
  }

  int passes() const override { return m_plan->network.passes(); }
  std::size_t weightBytes() const override { return m_plan->weightBytes(); }

  void runPass(int pass, std::span<const std::uint8_t> input,
               std::span<std::int16_t> output) override {
    assert(output.size() ==
           static_cast<std::size_t>(m_plan->size.pixels() * m_plan->network.outputChannels()));
    loadInput(input);
    const std::size_t end = m_plan->network.firstLayer(pass + 1);
    for (std::size_t i = m_plan->network.firstLayer(pass); i < end; ++i)
      runLayer(i, output);
  }

  std::vector<std::uint8_t> tensor(int index) const override {
    const PaddedTensor& t = m_plan->tensors[static_cast<std::size_t>(index)];
    std::vector<std::uint8_t> codes;
    for (int symbol = 0; symbol < m_plan->size.symbols; ++symbol)
      for (int f = 0; f < m_plan->size.subcarriers; ++f) {
        const std::uint8_t* pixel = first(index) + symbol * t.row + f * t.pixel;
        codes.insert(codes.end(), pixel, pixel + t.channels);
      }
    return codes;
  }

 private:
  const std::uint8_t* first(int tensor) const {
    const auto i = static_cast<std::size_t>(tensor);
    return m_tensors[i].data() + m_plan->tensors[i].origin;
  }
  std::uint8_t* first(int tensor) {
    return const_cast<std::uint8_t*>(std::as_const(*this).first(tensor));
  }

  void loadInput(std::span<const std::uint8_t> input) {
    const PaddedTensor& t = m_plan->tensors[0];
    const std::ptrdiff_t columns = m_plan->size.subcarriers, channels = t.channels;
    assert(input.size() == static_cast<std::size_t>(m_plan->size.symbols * columns * channels));
    const std::uint8_t* from = input.data();
    for (int symbol = 0; symbol < m_plan->size.symbols; ++symbol) {
      std::uint8_t* to = first(0) + symbol * t.row;
      for (std::ptrdiff_t f = 0; f < columns; ++f, from += channels, to += t.pixel)
        for (std::ptrdiff_t c = 0; c < channels; ++c)
          to[c] = from[c];
    }
  }

  void runLayer(std::size_t index, std::span<std::int16_t> output) {
    const nn::ConvLayer& g = m_plan->network.layers[index].geometry;
    const PackedLayer& packed = m_plan->layers[index];
    ConvolutionTask task = m_plan->taskOf(index, m_tensors, m_scratch);
    if (!task.bytes) {
      task.words = output.data();
      task.outputPixel = g.outChannels;
      task.outputRow = m_plan->size.subcarriers * task.outputPixel;
    }
    const TensorQuant& codes = m_plan->network.tensors[index + 1];
    task.requantization = {packed.multiplier.data(),
                           packed.constant.data(),
                           packed.shift.data(),
                           g.residual >= 0 ? packed.residualMultiplier.data() : nullptr,
                           g.residual >= 0 ? packed.residualShift.data() : nullptr,
                           codes.zeroPoint,
                           codes.qMin,
                           codes.qMax,
                           packed.exact};
    if (g.depthwise)
      m_plan->kernels.depthwise(task);
    else
      m_plan->kernels.convolution(task);
  }

  std::shared_ptr<const VectorPlan> m_plan;
  std::vector<base::AlignedVector<std::uint8_t>> m_tensors;
  base::AlignedVector<std::int8_t> m_scratch;
};
} // namespace

const IntegerKernels& integerKernels(base::Isa isa) {
#if defined(__x86_64__)
  switch (isa) {
  case base::Isa::Avx2:
    return avx2Kernels();
  case base::Isa::AvxVnni:
    return avxVnniKernels();
  case base::Isa::Avx512:
    return avx512Kernels();
  case base::Isa::Avx512Vnni:
    return avx512VnniKernels();
  case base::Isa::AmxInt8:
    return amxInt8Kernels();
  case base::Isa::Scalar:
    break;
  }
#endif
  (void)isa;
  assert(false && "no vector kernels for this instruction set");
  std::abort();
}

std::unique_ptr<IntegerEngine> makeVectorEngine(const IntegerNetwork& network, nn::PlaneSize size,
                                                base::Isa isa) {
  return std::make_unique<VectorEngine>(
      std::make_shared<const VectorPlan>(network, size, integerKernels(isa)));
}

} // namespace rxq::quant::detail
