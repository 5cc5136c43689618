#include "core/study/model_report.h"

#include "core/base/message.h"
#include "core/quant/bit_operations.h"

namespace rxq::study {

namespace {
constexpr std::int64_t kBitsOfFloat = 32;

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
  const quant::QuantSpec* spec = model.method == train::Method::Fp32 ? nullptr : &model.quant;
  const auto& layers = model.network.layers;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    const int width = quant::weightWidth(spec, model.network, i);
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
    const quant::AgreementReport a = quant::compareWithIntegers(
        train::fakeQuantized(model, ports), *model.integer, ports.planeSize(), inputs, 1);
    param::Node agreement;
    agreement.set("compared", a.codes);
    agreement.set("different", a.different);
    agreement.set("largestDifference", a.largest);
    node.set("agreement", std::move(agreement));
    report.summary =
        base::message("integer and fake-quantized outputs differ in %1 of %2 codes, by %3 at most",
                      a.different, a.codes, a.largest)
            .text();
  } else if (model.method != train::Method::Fp32) {
    report.summary =
        base::message(
            "activations stay in float: measured with fake quantization, not on the integer engine")
            .text();
  }
  report.json = param::toJson(node);
  return report;
}

} // namespace rxq::study
