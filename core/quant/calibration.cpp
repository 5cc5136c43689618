#include "core/quant/calibration.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "core/base/parallel.h"
#include "core/nn/executor.h"
#include "core/quant/placement.h"

namespace rxq::quant::detail {

namespace {
/// Candidate ranges: the extremes times 0.96^k, down to 8 % of them (two bits clip that hard).
constexpr int kCandidates = 62;
constexpr float kCandidateStep = 0.96f;
/// Values of one slot that are looked at for each scale; larger planes are sampled evenly.
constexpr std::size_t kMostValues = 32768;
/// What a tensor without any signal is given.
constexpr float kRangeOfNothing = 1;

using Errors = std::array<double, kCandidates>;

float shrink(int candidate) {
  return static_cast<float>(std::pow(static_cast<double>(kCandidateStep), candidate));
}

ValueRange scaled(ValueRange r, float factor) { return {r.low * factor, r.high * factor}; }

/// Grid that a quantizer would use for a range. A range rule is needed only for its arithmetic.
Grid gridFor(const QuantizerLayout& layout, ValueRange range) {
  const RangeRule& rule = layout.rule ? *layout.rule : fixedRange();
  std::array<float, 2> p{};
  rule.start(layout.signedness, layout.bits, range.low, range.high, p);
  return rule.grid(layout.signedness, layout.bits, p);
}

/// Values of one scale, gathered from [..., channels].
std::vector<float> valuesOf(const QuantizerLayout& layout, std::span<const float> x, int scale) {
  const std::size_t channels = std::max<std::size_t>(1, layout.scaleOf.size());
  const std::size_t rows = x.size() / channels;
  std::size_t perRow = 1;
  if (!layout.scaleOf.empty())
    perRow =
        static_cast<std::size_t>(std::count(layout.scaleOf.begin(), layout.scaleOf.end(), scale));
  const std::size_t stride = std::max<std::size_t>(1, rows * perRow / kMostValues);
  std::vector<float> values;
  for (std::size_t row = 0; row < rows; row += stride)
    for (std::size_t c = 0; c < channels; ++c)
      if (layout.scaleOf.empty() || layout.scaleOf[c] == scale)
        values.push_back(x[row * channels + c]);
  return values;
}

ValueRange extremesOf(std::span<const float> values) {
  ValueRange range;
  fakeQuantKernels().extremes(values.data(), values.size(), &range.low, &range.high);
  return range;
}

void addErrors(const QuantizerLayout& layout, ValueRange range, std::span<const float> values,
               Errors& errors) {
  for (int k = 0; k < kCandidates; ++k) {
    const Grid g = gridFor(layout, scaled(range, shrink(k)));
    errors[static_cast<std::size_t>(k)] +=
        fakeQuantKernels().squaredError(values.data(), values.size(), g.scale, g.codes);
  }
}

/// The widest of the best.
ValueRange best(ValueRange range, const Errors& errors) {
  const auto found = std::min_element(errors.begin(), errors.end());
  return scaled(range, shrink(static_cast<int>(found - errors.begin())));
}

bool isNothing(ValueRange r) { return r.low == 0 && r.high == 0; }

/// Runs `look(tensor's values, slot, tensor)` for every quantized tensor of every slot.
template <class Look>
void forEachTensor(const QuantizedModel& placed, nn::PlaneSize size,
                   std::span<const std::vector<float>> inputs, int workers, Look look) {
  const nn::FloatExecutor prototype(placed.network, size);
  const int tensors = static_cast<int>(placed.network.layers.size()) + 1;
  struct Scratch {
    std::unique_ptr<nn::FloatExecutor> executor;
    std::vector<float> output;
  };
  std::vector<Scratch> scratch;
  for (int w = 0; w < std::max(1, workers); ++w)
    scratch.push_back({prototype.clone(), std::vector<float>(static_cast<std::size_t>(
                                              size.pixels() * placed.network.outputChannels() *
                                              placed.network.passes()))});
  base::parallelFor(inputs.size(), workers, [&](std::size_t slot, int worker) {
    Scratch& s = scratch[static_cast<std::size_t>(worker)];
    s.executor->run(inputs[slot], s.output);
    for (int t = 0; t < tensors; ++t)
      if (activationQuantizer(placed, t))
        look(s.executor->tensor(t), slot, t);
  });
}
} // namespace

std::vector<std::vector<ValueRange>> activationRanges(const QuantizedModel& placed,
                                                      nn::PlaneSize size, Calibration calibration,
                                                      std::span<const std::vector<float>> inputs,
                                                      int workers) {
  const std::size_t tensors = placed.network.layers.size() + 1;
  std::vector<std::vector<ValueRange>> ranges(tensors);
  bool any = false;
  for (std::size_t t = 0; t < tensors; ++t)
    if (const Quantizer* q = activationQuantizer(placed, static_cast<int>(t))) {
      ranges[t].resize(static_cast<std::size_t>(q->layout().scales));
      any = true;
    }
  if (!any)
    return ranges;
  assert(!inputs.empty());

  const auto layoutOf = [&](int t) -> const QuantizerLayout& {
    return activationQuantizer(placed, t)->layout();
  };
  // Kept by slot and merged in order: the result does not depend on who did what.
  std::vector<std::vector<std::vector<ValueRange>>> seen(inputs.size(), ranges);
  forEachTensor(placed, size, inputs, workers,
                [&](const std::vector<float>& x, std::size_t slot, int t) {
                  auto& mine = seen[slot][static_cast<std::size_t>(t)];
                  for (std::size_t s = 0; s < mine.size(); ++s)
                    mine[s] = extremesOf(valuesOf(layoutOf(t), x, static_cast<int>(s)));
                });
  for (const auto& slot : seen)
    for (std::size_t t = 0; t < tensors; ++t)
      for (std::size_t s = 0; s < ranges[t].size(); ++s) {
        ranges[t][s].low = std::min(ranges[t][s].low, slot[t][s].low);
        ranges[t][s].high = std::max(ranges[t][s].high, slot[t][s].high);
      }
  for (auto& tensor : ranges)
    for (ValueRange& range : tensor)
      if (isNothing(range))
        range.high = kRangeOfNothing;
  if (calibration == Calibration::MinMax)
    return ranges;

  std::vector<std::vector<std::vector<Errors>>> errors(inputs.size());
  for (auto& slot : errors) {
    slot.resize(tensors);
    for (std::size_t t = 0; t < tensors; ++t)
      slot[t].assign(ranges[t].size(), Errors{});
  }
  forEachTensor(placed, size, inputs, workers,
                [&](const std::vector<float>& x, std::size_t slot, int t) {
                  const auto at = static_cast<std::size_t>(t);
                  for (std::size_t s = 0; s < ranges[at].size(); ++s)
                    addErrors(layoutOf(t), ranges[at][s],
                              valuesOf(layoutOf(t), x, static_cast<int>(s)), errors[slot][at][s]);
                });
  for (std::size_t t = 0; t < tensors; ++t)
    for (std::size_t s = 0; s < ranges[t].size(); ++s) {
      Errors sum{};
      for (const auto& slot : errors)
        for (std::size_t k = 0; k < sum.size(); ++k)
          sum[k] += slot[t][s][k];
      ranges[t][s] = best(ranges[t][s], sum);
    }
  return ranges;
}

std::vector<ValueRange> weightRanges(const Quantizer& quantizer, std::span<const float> weights,
                                     int fanIn, Calibration calibration) {
  const QuantizerLayout& layout = quantizer.layout();
  std::vector<float> scaledWeights(weights.begin(), weights.end());
  float meanFactor = 1;
  if (!layout.factors.empty()) {
    double sum = 0;
    for (std::size_t i = 0; i < scaledWeights.size(); ++i) {
      scaledWeights[i] *= layout.factors[i];
      sum += static_cast<double>(layout.factors[i]);
    }
    meanFactor = static_cast<float>(sum / static_cast<double>(scaledWeights.size()));
  }
  std::vector<ValueRange> ranges;
  for (int s = 0; s < layout.scales; ++s) {
    // Weights are few: all are looked at, whatever valuesOf() leaves out of planes.
    std::vector<float> values;
    const std::size_t channels = std::max<std::size_t>(1, layout.scaleOf.size());
    for (std::size_t i = 0; i < scaledWeights.size(); ++i)
      if (layout.scaleOf.empty() || layout.scaleOf[i % channels] == s)
        values.push_back(scaledWeights[i]);
    ValueRange range = extremesOf(values);
    if (isNothing(range)) {
      range.high = std::sqrt(6.0f / static_cast<float>(fanIn)) * meanFactor;
    } else if (calibration == Calibration::Mse) {
      Errors errors{};
      addErrors(layout, range, values, errors);
      range = best(range, errors);
    }
    ranges.push_back(range);
  }
  return ranges;
}

} // namespace rxq::quant::detail
