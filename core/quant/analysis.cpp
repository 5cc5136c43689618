#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "core/base/parallel.h"
#include "core/nn/executor.h"
#include "core/quant/fake_quant.h"
#include "core/quant/integer_engine.h"
#include "core/quant/lowering.h"
#include "core/quant/placement.h"
#include "core/quant/rounding.h"

namespace rxq::quant {

namespace {
/// Power of a signal and of what was added to it.
struct Powers {
  double signal = 0, error = 0;
  void add(std::span<const float> exact, std::span<const float> other) {
    assert(exact.size() == other.size());
    for (std::size_t i = 0; i < exact.size(); ++i) {
      const double x = static_cast<double>(exact[i]), d = static_cast<double>(other[i]) - x;
      signal += x * x;
      error += d * d;
    }
  }
  double decibels() const {
    return error == 0 ? std::numeric_limits<double>::infinity() : 10 * std::log10(signal / error);
  }
};

double weightSqnr(const QuantizedModel& model, int layer) {
  const Quantizer* q = detail::weightQuantizer(model, layer);
  const std::span<const float> weights = model.network.weights(layer);
  std::vector<float> quantized(weights.begin(), weights.end());
  if (q)
    q->forward(weights, detail::weightRange(model, layer), quantized);
  Powers powers;
  powers.add(weights, quantized);
  return powers.decibels();
}

double accumulatorUse(const QuantizedModel& model, int layer) {
  const int input = model.network.layers[static_cast<std::size_t>(layer)].input;
  if (!detail::weightQuantizer(model, layer) || !detail::activationQuantizer(model, input))
    return 0;
  return std::ldexp(static_cast<double>(detail::lowerSums(model, layer).layer.accumulatorBound),
                    -31);
}
} // namespace

std::vector<LayerReport> analyse(const nn::Network& parent, const QuantizedModel& model,
                                 nn::PlaneSize size, std::span<const std::vector<float>> inputs) {
  const std::size_t layers = model.network.layers.size();
  assert(parent.layers.size() == layers);
  nn::FloatExecutor exact(parent, size);
  nn::FloatExecutor quantized(model.network, size, &model.hooks, model.ranges);
  std::vector<Powers> powers(layers);
  std::vector<float> output(
      static_cast<std::size_t>(size.pixels() * parent.outputChannels() * parent.passes()));
  for (const std::vector<float>& input : inputs) {
    exact.run(input, output);
    quantized.run(input, output);
    for (std::size_t i = 0; i < layers; ++i)
      powers[i].add(exact.tensor(static_cast<int>(i) + 1),
                    quantized.tensor(static_cast<int>(i) + 1));
  }
  std::vector<LayerReport> reports;
  for (int i = 0; i < static_cast<int>(layers); ++i) {
    const auto at = static_cast<std::size_t>(i);
    const Quantizer* weights = detail::weightQuantizer(model, i);
    const Quantizer* activation = detail::activationQuantizer(model, i + 1);
    reports.push_back({model.network.layers[at].name, weights ? weights->layout().bits : kBitsOff,
                       activation ? activation->layout().bits : kBitsOff, weightSqnr(model, i),
                       powers[at].decibels(), accumulatorUse(model, i)});
  }
  return reports;
}

AgreementReport compareWithIntegers(const QuantizedModel& model, const IntegerNetwork& integers,
                                    nn::PlaneSize size, std::span<const std::vector<float>> inputs,
                                    int workers) {
  const nn::FloatExecutor prototype(model.network, size, &model.hooks, model.ranges);
  const auto engine = makeEngine(integers, size);
  const auto outputs = static_cast<std::size_t>(integers.outputChannels());
  const auto passOutputs = static_cast<std::size_t>(size.pixels()) * outputs;
  const auto passes = static_cast<std::size_t>(integers.passes());
  struct Scratch {
    std::unique_ptr<nn::FloatExecutor> executor;
    std::unique_ptr<IntegerEngine> engine;
    std::vector<float> output;
    std::vector<std::int16_t> codes;
    std::vector<std::uint8_t> inputCodes;
  };
  std::vector<Scratch> scratch;
  for (int w = 0; w < std::max(1, workers); ++w)
    scratch.push_back(
        {prototype.clone(), engine->clone(), std::vector<float>(passes * passOutputs),
         std::vector<std::int16_t>(passes * passOutputs),
         std::vector<std::uint8_t>(
             passes * static_cast<std::size_t>(size.pixels() * integers.inputChannels))});
  std::vector<AgreementReport> bySlot(inputs.size());
  base::parallelFor(inputs.size(), workers, [&](std::size_t slot, int worker) {
    Scratch& s = scratch[static_cast<std::size_t>(worker)];
    s.executor->run(inputs[slot], s.output);
    quantizeInput(integers, inputs[slot], s.inputCodes);
    s.engine->run(s.inputCodes, s.codes);
    AgreementReport& report = bySlot[slot];
    for (std::size_t i = 0; i < s.codes.size(); ++i) {
      const auto& scale = integers.output(static_cast<int>(i / passOutputs)).scale;
      const float step = scale.size() == 1 ? scale[0] : scale[i % outputs];
      const int difference =
          std::abs(static_cast<int>(roundHalfEven(s.output[i] / step)) - s.codes[i]);
      report.different += difference != 0;
      report.largest = std::max(report.largest, difference);
    }
    report.codes = s.codes.size();
  });
  AgreementReport all;
  for (const AgreementReport& report : bySlot) {
    all.codes += report.codes;
    all.different += report.different;
    all.largest = std::max(all.largest, report.largest);
  }
  return all;
}

} // namespace rxq::quant
