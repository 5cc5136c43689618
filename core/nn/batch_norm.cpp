#include "core/nn/batch_norm.h"

#include <algorithm>
#include <cmath>

namespace rxq::nn {

namespace {
constexpr float kStatisticsMomentum = 0.01f;
} // namespace

BatchNorm::BatchNorm(Network& network, std::size_t layer, std::size_t batch)
    : m_network(network), m_layer(layer),
      m_channels(static_cast<std::size_t>(network.layers[layer].outChannels)), m_samples(batch),
      m_mean(m_channels), m_deviation(m_channels), m_meanSum(m_channels),
      m_meanProduct(m_channels) {}

std::span<const float> BatchNorm::parameters(std::size_t offset) const {
  return std::span<const float>(m_network.parameters).subspan(offset, m_channels);
}

void BatchNorm::clear(Sample& sample) const {
  sample.sum.assign(m_channels, 0.0);
  sample.product.assign(m_channels, 0.0);
}

void BatchNorm::sumOutputs(std::size_t sample, std::span<const float> sums) {
  const auto bias = parameters(m_network.offsets[m_layer].bias);
  Sample& s = m_samples[sample];
  clear(s);
  for (std::size_t p = 0; p < sums.size(); p += m_channels)
    for (std::size_t o = 0; o < m_channels; ++o) {
      const double value = sums[p + o] + bias[o];
      s.sum[o] += value;
      s.product[o] += value * value;
    }
  s.normal.resize(sums.size());
}

void BatchNorm::takeStatistics(std::size_t samples) {
  const LayerOffsets& at = m_network.offsets[m_layer];
  const auto count = static_cast<double>(m_samples[0].normal.size() / m_channels * samples);
  for (std::size_t o = 0; o < m_channels; ++o) {
    double sum = 0, square = 0;
    for (const Sample& s : std::span(m_samples).first(samples)) {
      sum += s.sum[o];
      square += s.product[o];
    }
    const double average = sum / count;
    const double variance = std::max(0.0, square / count - average * average);
    m_mean[o] = static_cast<float>(average);
    m_deviation[o] =
        static_cast<float>(1 / std::sqrt(variance + static_cast<double>(kBatchNormEpsilon)));
    float& runningMean = m_network.statistics[at.mean + o];
    float& runningVariance = m_network.statistics[at.variance + o];
    runningMean += kStatisticsMomentum * (static_cast<float>(average) - runningMean);
    runningVariance += kStatisticsMomentum * (static_cast<float>(variance) - runningVariance);
  }
}

void BatchNorm::normalise(std::size_t sample, const float* residual, std::span<float> values) {
  const LayerOffsets& at = m_network.offsets[m_layer];
  const auto bias = parameters(at.bias), gamma = parameters(at.gamma), beta = parameters(at.beta);
  const bool relu = m_network.layers[m_layer].relu;
  std::vector<float>& normal = m_samples[sample].normal;
  for (std::size_t p = 0; p < values.size(); p += m_channels)
    for (std::size_t o = 0; o < m_channels; ++o) {
      const float x = (values[p + o] + bias[o] - m_mean[o]) * m_deviation[o];
      normal[p + o] = x;
      float y = gamma[o] * x + beta[o];
      if (residual)
        y += residual[p + o];
      values[p + o] = relu ? std::max(y, 0.0f) : y;
    }
}

void BatchNorm::sumGradients(std::size_t sample, std::span<const float> gradient,
                             std::span<float> parameters) {
  Sample& s = m_samples[sample];
  clear(s);
  for (std::size_t p = 0; p < gradient.size(); p += m_channels)
    for (std::size_t o = 0; o < m_channels; ++o) {
      s.sum[o] += gradient[p + o];
      s.product[o] += static_cast<double>(gradient[p + o]) * s.normal[p + o];
    }
  for (std::size_t o = 0; o < m_channels; ++o) {
    parameters[m_network.offsets[m_layer].beta + o] = static_cast<float>(s.sum[o]);
    parameters[m_network.offsets[m_layer].gamma + o] = static_cast<float>(s.product[o]);
  }
}

void BatchNorm::takeGradients(std::size_t samples) {
  const auto count = static_cast<double>(m_samples[0].normal.size() / m_channels * samples);
  for (std::size_t o = 0; o < m_channels; ++o) {
    double sum = 0, product = 0;
    for (const Sample& s : std::span(m_samples).first(samples)) {
      sum += s.sum[o];
      product += s.product[o];
    }
    m_meanSum[o] = static_cast<float>(sum / count);
    m_meanProduct[o] = static_cast<float>(product / count);
  }
}

void BatchNorm::back(std::size_t sample, std::span<float> gradient) const {
  const std::vector<float>& normal = m_samples[sample].normal;
  const auto gamma = parameters(m_network.offsets[m_layer].gamma);
  for (std::size_t p = 0; p < gradient.size(); p += m_channels)
    for (std::size_t o = 0; o < m_channels; ++o)
      gradient[p + o] = gamma[o] * m_deviation[o] *
                        (gradient[p + o] - m_meanSum[o] - normal[p + o] * m_meanProduct[o]);
}

} // namespace rxq::nn
