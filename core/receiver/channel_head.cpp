#include "core/receiver/channel_head.h"

#include <algorithm>
#include <cassert>

#include "core/receiver/soft_bits.h"

namespace rxq::receiver {

namespace {

constexpr std::size_t kMostAntennas = 8;
constexpr std::size_t kBlock = 64; ///< elements at a time, so that all intermediates stay in cache
constexpr float kLeastGain = 1e-20f;

using Lane = float[kBlock];

/// One block of a data symbol's row, a lane an element.
template <int BitsPerAxis> struct Block {
  static constexpr std::size_t kBits = 2 * BitsPerAxis;

  std::size_t antennas, outputs, count;
  float noise; ///< N0 with the estimate's own
  alignas(64) Lane hRe[kMostAntennas], hIm[kMostAntennas], yRe[kMostAntennas], yIm[kMostAntennas];
  alignas(64) Lane combined[2]; ///< Re, Im of sum conj(H) y
  alignas(64) Lane gain;
  alignas(64) Lane phi[kBits], slope[kBits], position[2]; ///< of axisSoftBits
  alignas(64) Lane factor;                                ///< 1 + c
  alignas(64) float logits[kBlock * kBits];               ///< [element][bit]

  /// output: the first element's.
  void load(const FrontEndState& state, std::span<const Complex> estimate, std::size_t elements,
            std::size_t at, const float* output) {
    for (std::size_t r = 0; r < antennas; ++r) {
      const Complex* y = state.y.data() + r * elements + at;
      const Complex* h = estimate.data() + r * elements + at;
      for (std::size_t i = 0; i < count; ++i) {
        const float* o = output + i * outputs + 2 * r;
        yRe[r][i] = y[i].real();
        yIm[r][i] = y[i].imag();
        hRe[r][i] = h[i].real() + o[0];
        hIm[r][i] = h[i].imag() + o[1];
      }
    }
    for (std::size_t i = 0; i < count; ++i)
      factor[i] = 1 + output[i * outputs + 2 * antennas];
  }

  void combine() {
    std::fill_n(combined[0], count, 0.f);
    std::fill_n(combined[1], count, 0.f);
    std::fill_n(gain, count, 0.f);
    for (std::size_t r = 0; r < antennas; ++r)
      for (std::size_t i = 0; i < count; ++i) {
        combined[0][i] += hRe[r][i] * yRe[r][i] + hIm[r][i] * yIm[r][i];
        combined[1][i] += hRe[r][i] * yIm[r][i] - hIm[r][i] * yRe[r][i];
        gain[i] += hRe[r][i] * hRe[r][i] + hIm[r][i] * hIm[r][i];
      }
    for (std::size_t i = 0; i < count; ++i)
      gain[i] = std::max(gain[i], kLeastGain);
  }

  /// Bit 2 i + axis of a symbol is the axis's bit i.
  void demap() {
    const float unit = axisUnit<BitsPerAxis>();
    for (std::size_t axis = 0; axis < 2; ++axis)
      for (std::size_t i = 0; i < count; ++i) {
        const float y = combined[axis][i] / (unit * gain[i]);
        float value[BitsPerAxis], steep[BitsPerAxis];
        axisSoftBits<BitsPerAxis>(y, value, steep);
        position[axis][i] = y;
        for (std::size_t b = 0; b < BitsPerAxis; ++b) {
          phi[2 * b + axis][i] = value[b];
          slope[2 * b + axis][i] = steep[b];
        }
      }
  }

  /// LLR = phi g unit^2 / noise, corrected.
  void correct(const float* output) {
    const float scale = axisUnit<BitsPerAxis>() * axisUnit<BitsPerAxis>() / noise;
    for (std::size_t b = 0; b < kBits; ++b)
      for (std::size_t i = 0; i < count; ++i)
        logits[i * kBits + b] =
            phi[b][i] * (gain[i] * scale) * factor[i] + output[i * outputs + 2 * antennas + 1 + b];
  }

  /// dLogits: [element][bit]; gradient: the first element's outputs.
  void backward(const float* dLogits, float* gradient) {
    const float unit = axisUnit<BitsPerAxis>();
    const float scale = unit * unit / noise;
    alignas(64) Lane dCombined[2], dGain, dFactor;
    std::fill_n(dGain, count, 0.f);
    std::fill_n(dFactor, count, 0.f);
    for (std::size_t axis = 0; axis < 2; ++axis) {
      std::fill_n(dCombined[axis], count, 0.f);
      // L = scale g phi(y), y = combined / (unit g): with phi = slope y + rest on its line,
      // dL/dcombined = scale slope / unit and dL/dg = scale rest.
      for (std::size_t b = axis; b < kBits; b += 2)
        for (std::size_t i = 0; i < count; ++i) {
          const float d = dLogits[i * kBits + b] * scale;
          const float dl = d * factor[i];
          dFactor[i] += d * gain[i] * phi[b][i];
          dCombined[axis][i] += dl * slope[b][i];
          dGain[i] += dl * (phi[b][i] - slope[b][i] * position[axis][i]);
        }
      for (std::size_t i = 0; i < count; ++i)
        dCombined[axis][i] /= unit;
    }
    for (std::size_t r = 0; r < antennas; ++r)
      for (std::size_t i = 0; i < count; ++i) {
        float* g = gradient + i * outputs + 2 * r;
        g[0] = dCombined[0][i] * yRe[r][i] + dCombined[1][i] * yIm[r][i] + 2 * dGain[i] * hRe[r][i];
        g[1] = dCombined[0][i] * yIm[r][i] - dCombined[1][i] * yRe[r][i] + 2 * dGain[i] * hIm[r][i];
      }
    for (std::size_t i = 0; i < count; ++i) {
      float* g = gradient + i * outputs + 2 * antennas;
      g[0] = dFactor[i];
      for (std::size_t b = 0; b < kBits; ++b)
        g[1 + b] = dLogits[i * kBits + b];
    }
  }
};

/// Calls use(block, first element, first data element) with the LLRs of each block ready.
template <int BitsPerAxis, class Use>
void forEachBlock(const ChannelHead& head, const FrontEndState& state,
                  std::span<const float> output, const Use& use) {
  const phy::ResourceGrid& grid = *head.link.grid;
  const auto subcarriers = static_cast<std::size_t>(grid.subcarriers());
  const auto elements = static_cast<std::size_t>(grid.elements());
  Block<BitsPerAxis> block;
  block.antennas = static_cast<std::size_t>(head.link.rxAntennas);
  block.outputs = static_cast<std::size_t>(ChannelHead::outputs(head.link));
  assert(output.size() == elements * block.outputs);
  assert(state.y.size() == elements * block.antennas);
  for (const phy::DataRun& run : grid.dataRuns()) {
    const auto first = static_cast<std::size_t>(run.element);
    const auto count = static_cast<std::size_t>(run.count);
    block.noise = state.n0 * (1 + head.taps[first / subcarriers].noiseGain());
    for (std::size_t f = 0; f < count; f += kBlock) {
      const std::size_t at = first + f;
      block.count = std::min(kBlock, count - f);
      block.load(state, head.estimate, elements, at, output.data() + at * block.outputs);
      block.combine();
      block.demap();
      block.correct(output.data() + at * block.outputs);
      use(block, at, static_cast<std::size_t>(run.data) + f);
    }
  }
}

template <int BitsPerAxis>
void llrsOf(const ChannelHead& head, const FrontEndState& state, std::span<const float> output,
            std::span<float> llrs) {
  forEachBlock<BitsPerAxis>(
      head, state, output, [&](const auto& block, std::size_t, std::size_t data) {
        std::copy_n(block.logits, block.count * block.kBits, llrs.data() + data * block.kBits);
      });
}

template <int BitsPerAxis>
double lossOf(const ChannelHead& head, const FrontEndState& state, std::span<const float> output,
              std::span<const std::uint8_t> bits, std::span<const float> soft,
              std::span<float> gradient) {
  static_assert(kBlock * 2 * BitsPerAxis <= kMostLogits);
  const float scale = 1 / static_cast<float>(bits.size());
  double sum = 0;
  alignas(64) float dLogits[kBlock * 2 * BitsPerAxis];
  forEachBlock<BitsPerAxis>(
      head, state, output, [&](auto& block, std::size_t at, std::size_t data) {
        const std::size_t n = block.count * block.kBits;
        const std::size_t from = data * block.kBits;
        const std::span<const float> logits(block.logits, n);
        sum += soft.empty() ? crossEntropy(logits, bits.subspan(from, n), scale, {dLogits, n})
                            : crossEntropy(logits, soft.subspan(from, n), scale, {dLogits, n});
        block.backward(dLogits, gradient.data() + at * block.outputs);
      });
  return sum / static_cast<double>(bits.size());
}

/// Calls f with the bits of one real axis as a constant.
template <class F> auto withBitsPerAxis(phy::Modulation modulation, const F& f) {
  switch (phy::bitsPerSymbol(modulation)) {
  case 2:
    return f(std::integral_constant<int, 1>{});
  case 4:
    return f(std::integral_constant<int, 2>{});
  case 6:
    return f(std::integral_constant<int, 3>{});
  default:
    return f(std::integral_constant<int, 4>{});
  }
}

} // namespace

int ChannelHead::outputs(const LinkContext& link) {
  return 2 * link.rxAntennas + 1 + phy::bitsPerSymbol(link.modulation);
}

void ChannelHead::llrs(const FrontEndState& state, std::span<const float> output,
                       std::span<float> llrs) const {
  withBitsPerAxis(link.modulation, [&](auto bits) { llrsOf<bits>(*this, state, output, llrs); });
}

double ChannelHead::loss(const FrontEndState& state, std::span<const float> output,
                         std::span<const std::uint8_t> bits, std::span<float> gradient,
                         std::span<const float> soft) const {
  // Pilots carry no bits.
  const auto row = static_cast<std::size_t>(link.grid->subcarriers() * outputs(link));
  for (const int symbol : link.grid->pilotSymbols())
    std::fill_n(gradient.data() + static_cast<std::size_t>(symbol) * row, row, 0.f);
  return withBitsPerAxis(link.modulation, [&](auto n) {
    return lossOf<n>(*this, state, output, bits, soft, gradient);
  });
}

} // namespace rxq::receiver
