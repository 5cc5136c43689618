#include "core/export/onnx_source.h"

#include <algorithm>
#include <array>

#include "core/export/bit_packing.h"

namespace rxq::exporting {

namespace {
using Names = OnnxGraph::Names;
constexpr int kNibble = 4, kByte = 8;

std::string tensorName(int tensor) { return "tensor" + std::to_string(tensor); }

Names planeShape(int channels) {
  return {"slots", std::to_string(channels), "symbols", "subcarriers"};
}

std::array<std::int64_t, 4> weightShape(const nn::ConvLayer& g) {
  return {g.outChannels, g.depthwise ? 1 : g.inChannels, g.kernelT, g.kernelF};
}

/// [kt][kf][in][out] to ONNX's [out][in][kt][kf].
template <class From, class To>
std::vector<To> byOnnx(const nn::ConvLayer& g, const From& weights) {
  const int rows = rowsOf(g);
  std::vector<To> result;
  result.reserve(g.weightCount());
  for (int o = 0; o < g.outChannels; ++o)
    for (int i = 0; i < rows; ++i)
      for (int tap = 0; tap < g.taps(); ++tap)
        result.push_back(static_cast<To>(
            weights[static_cast<std::size_t>((tap * rows + i) * g.outChannels + o)]));
  return result;
}

void convolution(OnnxGraph& graph, const nn::ConvLayer& g, const Names& inputs,
                 const std::string& output) {
  const std::int64_t t = g.kernelT / 2 * g.dilationT, f = g.kernelF / 2 * g.dilationF;
  graph.node("Conv", g.name, inputs, {output},
             {{"dilations", {g.dilationT, g.dilationF}, true},
              {"group", {g.depthwise ? g.outChannels : 1}},
              {"kernel_shape", {g.kernelT, g.kernelF}, true},
              {"pads", {t, f, t, f}, true}});
}

class IntegerGraph {
 public:
  explicit IntegerGraph(const quant::IntegerNetwork& network) : m_network(network) {}

  OnnxGraph build() {
    const auto layers = static_cast<int>(m_network.layers.size());
    m_graph.input("planes", OnnxType::Float, planeShape(m_network.inputChannels));
    quantize(0, "planes");
    for (int i = 0; i < layers; ++i)
      layer(i);
    m_graph.output("codes", typeOf(layers), planeShape(m_network.outputChannels()));
    m_graph.output("output", OnnxType::Float, planeShape(m_network.outputChannels()));
    return std::move(m_graph);
  }

 private:
  const quant::TensorQuant& tensor(int i) const {
    return m_network.tensors[static_cast<std::size_t>(i)];
  }
  bool isOutput(int i) const { return i == static_cast<int>(m_network.layers.size()); }

  OnnxType typeOf(int i) const {
    if (isOutput(i))
      return tensor(i).bits > kByte ? OnnxType::Int16 : OnnxType::Int8;
    return tensor(i).bits == kNibble ? OnnxType::Uint4 : OnnxType::Uint8;
  }
  /// Range of codes that the type itself clamps to.
  std::pair<int, int> limits(int i) const {
    switch (typeOf(i)) {
    case OnnxType::Int16:
      return {-32768, 32767};
    case OnnxType::Int8:
      return {-128, 127};
    case OnnxType::Uint4:
      return {0, 15};
    default:
      return {0, 255};
    }
  }

  /// A clamp to the tensor's codes where its type does not do it, then quantization and back.
  void quantize(int i, std::string value) {
    const quant::TensorQuant& t = tensor(i);
    const std::string name = isOutput(i) ? "output" : tensorName(i);
    const auto channels = static_cast<std::int64_t>(t.scale.size());
    if (std::pair(t.qMin, t.qMax) != limits(i)) {
      const auto bound = [&](const std::string& which, int code) {
        std::vector<float> values;
        for (const float s : t.scale)
          values.push_back(s * static_cast<float>(code - t.zeroPoint));
        m_graph.constant(name + "." + which, values, std::array<std::int64_t, 3>{channels, 1, 1});
      };
      bound("low", t.qMin);
      bound("high", t.qMax);
      m_graph.node("Max", name + " above low", {value, name + ".low"}, {name + ".above"});
      m_graph.node("Min", name + " below high", {name + ".above", name + ".high"},
                   {name + ".clamped"});
      value = name + ".clamped";
    }
    const std::string codes = isOutput(i) ? "codes" : name + ".codes";
    const std::vector<OnnxGraph::Attribute> axis =
        channels > 1 ? std::vector<OnnxGraph::Attribute>{{"axis", {1}}}
                     : std::vector<OnnxGraph::Attribute>{};
    scales(name, i);
    m_graph.node("QuantizeLinear", name + " quantize", {value, name + ".scale", name + ".zero"},
                 {codes}, axis);
    // Planes with a scale of their own have it in the first layer's weights: they go on as codes.
    const bool folded = i == 0 && channels > 1;
    std::string scale = name + ".scale", zero = name + ".zero";
    if (folded) {
      const std::vector<float> ones(1, 1.0f);
      m_graph.constant("codes.scale", ones, {});
      m_graph.constant("codes.zero", typeOf(i), std::array{t.zeroPoint}, {});
      scale = "codes.scale";
      zero = "codes.zero";
    }
    m_graph.node("DequantizeLinear", name + " dequantize", {codes, scale, zero}, {name},
                 folded ? std::vector<OnnxGraph::Attribute>{} : axis);
  }

  void scales(const std::string& name, int i) {
    const quant::TensorQuant& t = tensor(i);
    const std::vector<std::int32_t> zeros(t.scale.size(), t.zeroPoint);
    std::vector<std::int64_t> shape;
    if (t.scale.size() > 1)
      shape.push_back(static_cast<std::int64_t>(t.scale.size()));
    m_graph.constant(name + ".scale", t.scale, shape);
    m_graph.constant(name + ".zero", typeOf(i), zeros, shape);
  }

  void layer(int i) {
    const quant::IntegerLayer& l = m_network.layers[static_cast<std::size_t>(i)];
    const nn::ConvLayer& g = l.geometry;
    const std::string name = "layer" + std::to_string(i);
    weights(name, l);
    std::string value = name + ".sum";
    convolution(m_graph, g, {tensorName(g.input), name + ".weight", name + ".bias"}, value);
    if (g.residual >= 0) {
      m_graph.node("Add", g.name + " residual", {value, tensorName(g.residual)},
                   {name + ".residual"});
      value = name + ".residual";
    }
    if (g.relu) {
      m_graph.node("Relu", g.name + " relu", {value}, {name + ".relu"});
      value = name + ".relu";
    }
    quantize(i + 1, value);
  }

  void weights(const std::string& name, const quant::IntegerLayer& l) {
    const nn::ConvLayer& g = l.geometry;
    const quant::TensorQuant& in = tensor(g.input);
    const auto codes = byOnnx<std::vector<std::int8_t>, std::int32_t>(g, l.weights);
    const std::array<std::int64_t, 1> channels{g.outChannels};
    const std::vector<OnnxGraph::Attribute> axis{{"axis", {0}}};
    m_graph.constant(name + ".weight.codes",
                     l.weightBits <= kNibble ? OnnxType::Int4 : OnnxType::Int8, codes,
                     weightShape(g));
    m_graph.constant(name + ".weight.scale", l.weightScale, channels);
    m_graph.node("DequantizeLinear", g.name + " weights",
                 {name + ".weight.codes", name + ".weight.scale"}, {name + ".weight"}, axis);
    // The integer network's bias holds the input's zero point; here DequantizeLinear takes it off.
    std::vector<std::int32_t> bias = l.bias;
    for (std::size_t k = 0; k < l.weights.size(); ++k)
      bias[k % bias.size()] += l.weights[k] * in.zeroPoint;
    std::vector<float> scale = l.weightScale;
    if (in.scale.size() == 1)
      for (float& s : scale)
        s *= in.scale[0];
    m_graph.constant(name + ".bias.codes", OnnxType::Int32, bias, channels);
    m_graph.constant(name + ".bias.scale", scale, channels);
    m_graph.node("DequantizeLinear", g.name + " bias", {name + ".bias.codes", name + ".bias.scale"},
                 {name + ".bias"}, axis);
  }

  const quant::IntegerNetwork& m_network;
  OnnxGraph m_graph;
};
} // namespace

std::string onnxOfIntegers(const quant::IntegerNetwork& network, const std::string& name,
                           const std::string& version,
                           const std::vector<OnnxGraph::Property>& properties) {
  return IntegerGraph(network).build().model(name, version, properties);
}

std::string onnxOfFloats(const nn::Network& network, const std::string& name,
                         const std::string& version,
                         const std::vector<OnnxGraph::Property>& properties) {
  const nn::Network net = nn::foldBatchNorm(network);
  OnnxGraph graph;
  graph.input("planes", OnnxType::Float, planeShape(net.inputChannels));
  const auto tensor = [&](int i) {
    return i == 0                                     ? std::string("planes")
           : i == static_cast<int>(net.layers.size()) ? std::string("output")
                                                      : tensorName(i);
  };
  for (int i = 0; i < static_cast<int>(net.layers.size()); ++i) {
    const nn::ConvLayer& g = net.layers[static_cast<std::size_t>(i)];
    const std::string layer = "layer" + std::to_string(i);
    const auto weights = byOnnx<std::span<const float>, float>(g, net.weights(i));
    graph.constant(layer + ".weight", weights, weightShape(g));
    graph.constant(layer + ".bias", net.bias(i), std::array<std::int64_t, 1>{g.outChannels});
    std::vector<std::string> stages{layer + ".sum"};
    if (g.residual >= 0)
      stages.push_back(layer + ".residual");
    if (g.relu)
      stages.push_back(layer + ".relu");
    stages.back() = tensor(i + 1);
    convolution(graph, g, {tensor(g.input), layer + ".weight", layer + ".bias"}, stages[0]);
    if (g.residual >= 0)
      graph.node("Add", g.name + " residual", {stages[0], tensor(g.residual)}, {stages[1]});
    if (g.relu)
      graph.node("Relu", g.name + " relu", {stages[stages.size() - 2]}, {stages.back()});
  }
  graph.output("output", OnnxType::Float, planeShape(net.outputChannels()));
  return graph.model(name, version, properties);
}

} // namespace rxq::exporting
