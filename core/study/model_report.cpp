#include "core/study/model_report.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/base/number_text.h"
#include "core/nn/executor.h"
#include "core/quant/integer_engine.h"

namespace rxq::study {

namespace {
constexpr std::int64_t kBitsOfFloat = 32;

/// Bits that a layer's weights are stored with: first and last apart, float when off.
int weightBits(const quant::QuantSpec& spec, std::size_t layer, std::size_t layers) {
  const int bits = layer == 0 || layer + 1 == layers ? spec.edgeWeightBits : spec.weightBits;
  return bits == quant::kBitsOff ? static_cast<int>(kBitsOfFloat) : bits;
}

/// How often, and by how many codes, the integer engine's outputs differ from those of fake
/// quantization.
struct Agreement {
  std::uint64_t compared = 0, different = 0;
  int largest = 0;
};

Agreement compare(const train::Model& model, const receiver::NeuralPorts& ports,
                  std::span<const std::vector<float>> inputs) {
  const quant::QuantizedModel fake = train::fakeQuantized(model, ports);
  nn::FloatExecutor executor(fake.network, ports.planeSize(), &fake.hooks, fake.ranges);
  const auto engine = quant::makeEngine(*model.integer, ports.planeSize());
  const auto pixels = static_cast<std::size_t>(ports.planeSize().pixels());
  const auto outputs = static_cast<std::size_t>(ports.outputChannels());
  std::vector<float> fakeOutput(pixels * outputs);
  std::vector<std::int16_t> codes(fakeOutput.size());
  std::vector<std::uint8_t> inputCodes(pixels * static_cast<std::size_t>(ports.inputChannels()));
  const std::vector<float>& scale = model.integer->tensors.back().scale;
  Agreement result;
  for (const std::vector<float>& input : inputs) {
    executor.run(input, fakeOutput);
    quant::quantizeInput(*model.integer, input, inputCodes);
    engine->run(inputCodes, codes);
    for (std::size_t i = 0; i < codes.size(); ++i) {
      const float step = scale.size() == 1 ? scale[0] : scale[i % outputs];
      const int difference =
          std::abs(static_cast<int>(std::lrint(fakeOutput[i] / step)) - codes[i]);
      ++result.compared;
      result.different += difference != 0;
      result.largest = std::max(result.largest, difference);
    }
  }
  return result;
}

param::Node layersNode(const std::vector<quant::LayerReport>& layers) {
  param::Node::Array rows;
  for (const quant::LayerReport& layer : layers) {
    param::Node row;
    row.set("name", layer.name);
    row.set("weightBits", layer.weightBits);
    row.set("activationBits", layer.activationBits);
    row.set("weightSqnrDb", layer.weightSqnrDb);
    row.set("activationSqnrDb", layer.activationSqnrDb);
    row.set("accumulatorUse", layer.accumulatorUse);
    rows.push_back(std::move(row));
  }
  return rows;
}
} // namespace

std::int64_t deployedBytes(const train::Model& model) {
  if (model.integer)
    return quant::bytesOf(*model.integer).total();
  std::int64_t bits = 0;
  const auto& layers = model.network.layers;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const int width = model.method == train::Method::Fp32
                          ? static_cast<int>(kBitsOfFloat)
                          : weightBits(model.quant, i, layers.size());
    bits += static_cast<std::int64_t>(layers[i].weightCount()) * width +
            layers[i].outChannels * kBitsOfFloat;
  }
  return (bits + 7) / 8;
}

ModelReport reportOn(const train::Model& model, const receiver::NeuralPorts& ports,
                     const nn::Network* parent, std::span<const std::vector<float>> inputs) {
  ModelReport report;
  param::Node node;
  const nn::NetworkCost cost = nn::costOf(model.network, ports.planeSize());
  node.set("parameters", cost.parameters);
  node.set("weights", cost.weights);
  node.set("macs", cost.macs);
  node.set("receptiveSymbols", cost.receptiveSymbols);
  node.set("receptiveSubcarriers", cost.receptiveSubcarriers);
  node.set("bytes", deployedBytes(model));
  if (parent && model.method != train::Method::Fp32) {
    const quant::QuantizedModel fake = train::fakeQuantized(model, ports);
    node.set("layers", layersNode(quant::analyse(*parent, fake, ports.planeSize(), inputs)));
  }
  if (model.integer) {
    const Agreement a = compare(model, ports, inputs);
    param::Node agreement;
    agreement.set("compared", a.compared);
    agreement.set("different", a.different);
    agreement.set("largestDifference", a.largest);
    node.set("agreement", std::move(agreement));
    report.summary = "integer and fake-quantized outputs differ in " + std::to_string(a.different) +
                     " of " + std::to_string(a.compared) + " codes, by " +
                     std::to_string(a.largest) + " at most";
  } else if (model.method != train::Method::Fp32) {
    report.summary =
        "activations stay in float: measured with fake quantization, not on the integer engine";
  }
  report.json = param::toJson(node);
  return report;
}

} // namespace rxq::study
