#include "core/quant/scalar_engine.h"

#include <algorithm>
#include <cassert>

namespace rxq::quant::detail {

namespace {
class ScalarEngine final : public IntegerEngine {
 public:
  ScalarEngine(std::shared_ptr<const IntegerNetwork> network, nn::PlaneSize size)
      : m_network(std::move(network)), m_size(size) {
    const auto pixels = static_cast<std::size_t>(size.pixels());
    m_tensors.resize(m_network->layers.size());
    m_tensors[0].resize(pixels * static_cast<std::size_t>(m_network->inputChannels));
    for (std::size_t i = 1; i < m_tensors.size(); ++i)
      m_tensors[i].resize(pixels *
                          static_cast<std::size_t>(m_network->layers[i - 1].geometry.outChannels));
  }

  std::unique_ptr<IntegerEngine> clone() const override {
    return std::make_unique<ScalarEngine>(m_network, m_size);
  }

  int passes() const override { return m_network->passes(); }
  std::size_t weightBytes() const override {
    std::size_t bytes = 0;
    for (const IntegerLayer& layer : m_network->layers)
      bytes += layer.weights.size();
    return bytes;
  }

  void runPass(int pass, std::span<const std::uint8_t> input,
               std::span<std::int16_t> output) override {
    assert(input.size() == m_tensors[0].size());
    std::copy(input.begin(), input.end(), m_tensors[0].begin());
    const std::size_t last = m_network->firstLayer(pass + 1) - 1;
    for (std::size_t i = m_network->firstLayer(pass); i < last; ++i)
      runLayer(i, std::span(m_tensors[i + 1]));
    runLayer(last, output);
  }

  std::vector<std::uint8_t> tensor(int index) const override {
    return m_tensors[static_cast<std::size_t>(index)];
  }

 private:
  template <class Code> void runLayer(std::size_t index, std::span<Code> output) const {
    const IntegerLayer& layer = m_network->layers[index];
    const nn::ConvLayer& g = layer.geometry;
    assert(output.size() == static_cast<std::size_t>(m_size.pixels() * g.outChannels));
    const TensorQuant& to = m_network->tensors[index + 1];
    std::size_t at = 0;
    for (int t = 0; t < m_size.symbols; ++t)
      for (int f = 0; f < m_size.subcarriers; ++f)
        for (int c = 0; c < g.outChannels; ++c, ++at)
          output[at] = static_cast<Code>(requantize(layer, to, sum(layer, t, f, c), c, at));
  }

  /// Bias and products of one output; beyond the plane lies the input's zero point.
  std::int32_t sum(const IntegerLayer& layer, int t, int f, int c) const {
    const nn::ConvLayer& g = layer.geometry;
    const auto& codes = m_tensors[static_cast<std::size_t>(g.input)];
    const int zero = m_network->tensors[static_cast<std::size_t>(g.input)].zeroPoint;
    std::int32_t acc = layer.bias[static_cast<std::size_t>(c)];
    for (int i = 0; i < g.kernelT; ++i)
      for (int j = 0; j < g.kernelF; ++j) {
        const int symbol = t + (i - g.kernelT / 2) * g.dilationT;
        const int subcarrier = f + (j - g.kernelF / 2) * g.dilationF;
        const bool inside = symbol >= 0 && symbol < m_size.symbols && subcarrier >= 0 &&
                            subcarrier < m_size.subcarriers;
        const int pixel = symbol * m_size.subcarriers + subcarrier;
        const auto code = [&](int channel) {
          return inside ? int{codes[static_cast<std::size_t>(pixel * g.inChannels + channel)]}
                        : zero;
        };
        const int tap = i * g.kernelF + j;
        const auto weight = [&](int row, int rows) {
          return int{
              layer.weights[static_cast<std::size_t>((tap * rows + row) * g.outChannels + c)]};
        };
        if (g.depthwise)
          acc += weight(0, 1) * code(c);
        else
          for (int k = 0; k < g.inChannels; ++k)
            acc += weight(k, g.inChannels) * code(k);
      }
    return acc;
  }

  /// `at`: index of the output, which is the residual's, too.
  std::int64_t requantize(const IntegerLayer& layer, const TensorQuant& to, std::int32_t acc, int c,
                          std::size_t at) const {
    const auto channel = static_cast<std::size_t>(c);
    std::int64_t x = std::int64_t{acc} * layer.multiplier[channel];
    if (layer.geometry.residual >= 0) {
      const auto residual = static_cast<std::size_t>(layer.geometry.residual);
      x += std::int64_t{m_tensors[residual][at] - m_network->tensors[residual].zeroPoint} *
           layer.residualMultiplier[channel];
    }
    const int shift = layer.shift[channel];
    x = (x + (std::int64_t{1} << (shift - 1))) >> shift;
    return std::clamp<std::int64_t>(to.zeroPoint + x, to.qMin, to.qMax);
  }

  std::shared_ptr<const IntegerNetwork> m_network;
  nn::PlaneSize m_size;
  std::vector<std::vector<std::uint8_t>> m_tensors; ///< [tensor][pixel][channel], without the last
};
} // namespace

std::unique_ptr<IntegerEngine> makeScalarEngine(const IntegerNetwork& network, nn::PlaneSize size) {
  return std::make_unique<ScalarEngine>(std::make_shared<const IntegerNetwork>(network), size);
}

} // namespace rxq::quant::detail
