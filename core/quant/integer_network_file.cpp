#include <algorithm>
#include <limits>

#include "core/base/error.h"
#include "core/param/container.h"
#include "core/quant/integer_network.h"

namespace rxq::quant {

namespace {
constexpr std::string_view kMagic = "RXQINTEG";
constexpr int kVersion = 1;
constexpr std::size_t kPartsPerLayer = 6;
constexpr int kLargestCount = 1 << 20; ///< channels, kernel sizes: more is damage

[[noreturn]] void damaged(const std::string& source, const base::Message& what) {
  throw base::Error(base::ErrorKind::File, base::message("%1 is damaged: %2.", source, what));
}

param::Node toNode(const IntegerLayer& layer) {
  const nn::ConvLayer& g = layer.geometry;
  param::Node node;
  node.set("name", g.name);
  node.set("input", g.input);
  node.set("residual", g.residual);
  node.set("inChannels", g.inChannels);
  node.set("outChannels", g.outChannels);
  node.set("kernelT", g.kernelT);
  node.set("kernelF", g.kernelF);
  node.set("dilationT", g.dilationT);
  node.set("dilationF", g.dilationF);
  node.set("depthwise", g.depthwise);
  node.set("relu", g.relu);
  if (g.pass > 0)
    node.set("pass", g.pass);
  node.set("weightBits", layer.weightBits);
  node.set("accumulatorBound", layer.accumulatorBound);
  return node;
}

param::Node toNode(const TensorQuant& tensor) {
  param::Node node;
  node.set("bits", tensor.bits);
  node.set("zeroPoint", tensor.zeroPoint);
  node.set("qMin", tensor.qMin);
  node.set("qMax", tensor.qMax);
  return node;
}

/// Reads members of one object; every complaint names the file.
class Members {
 public:
  Members(const param::Node& node, const std::string& source) : m_node(node), m_source(source) {}
  const param::Node& operator[](std::string_view key) const {
    const param::Node* node = m_node.find(key);
    if (!node)
      damaged(m_source, base::message("'%1' is missing", key));
    return *node;
  }
  int number(std::string_view key, int low, int high) const {
    const std::int64_t value = (*this)[key].asInt(key);
    if (value < low || value > high)
      damaged(m_source, base::message("'%1' is out of range", key));
    return static_cast<int>(value);
  }

 private:
  const param::Node& m_node;
  const std::string& m_source;
};

IntegerLayer layerFrom(const param::Node& node, int index, int newestPass,
                       const std::string& source) {
  const Members m(node, source);
  IntegerLayer layer;
  nn::ConvLayer& g = layer.geometry;
  g.name = m["name"].asText("name");
  g.input = m.number("input", 0, index);
  g.residual = m.number("residual", -1, index);
  g.inChannels = m.number("inChannels", 1, kLargestCount);
  g.outChannels = m.number("outChannels", 1, kLargestCount);
  g.kernelT = m.number("kernelT", 1, kLargestCount);
  g.kernelF = m.number("kernelF", 1, kLargestCount);
  g.dilationT = m.number("dilationT", 1, kLargestCount);
  g.dilationF = m.number("dilationF", 1, kLargestCount);
  g.depthwise = m["depthwise"].asBool("depthwise");
  g.relu = m["relu"].asBool("relu");
  if (node.find("pass"))
    g.pass = m.number("pass", newestPass, index == 0 ? 0 : newestPass + 1);
  if (g.kernelT % 2 == 0 || g.kernelF % 2 == 0 || (g.depthwise && g.inChannels != g.outChannels))
    damaged(source, base::message("layer '%1' is impossible", g.name));
  layer.weightBits = m.number("weightBits", 2, 8);
  layer.accumulatorBound = m["accumulatorBound"].asInt("accumulatorBound");
  return layer;
}

void checkLayer(const IntegerNetwork& network, int index, const std::string& source) {
  const IntegerLayer& layer = network.layers[static_cast<std::size_t>(index)];
  const nn::ConvLayer& g = layer.geometry;
  const auto require = [&](bool holds, const base::Message& what) {
    if (!holds)
      damaged(source, base::message("layer '%1' has %2", g.name, what));
  };
  const auto channelsOf = [&](int tensor) {
    return tensor == 0 ? network.inputChannels
                       : network.layers[static_cast<std::size_t>(tensor - 1)].geometry.outChannels;
  };
  const auto out = static_cast<std::size_t>(g.outChannels);
  require(channelsOf(g.input) == g.inChannels, base::message("the wrong number of input channels"));
  require(g.residual < 0 || channelsOf(g.residual) == g.outChannels,
          base::message("a residual of the wrong number of channels"));
  require(layer.weights.size() == g.weightCount(), base::message("the wrong number of weights"));
  require(layer.bias.size() == out && layer.multiplier.size() == out && layer.shift.size() == out &&
              layer.weightScale.size() == out,
          base::message("the wrong number of biases or multipliers"));
  require(layer.residualMultiplier.size() == (g.residual < 0 ? 0 : out),
          base::message("the wrong number of residual multipliers"));
  const int limit = (1 << (layer.weightBits - 1)) - 1;
  const auto isNegative = [](std::int32_t v) { return v < 0; };
  require(std::ranges::all_of(layer.weights, [&](int w) { return w >= -limit && w <= limit; }),
          base::message("weights beyond their bits"));
  require(std::ranges::all_of(layer.shift, [](int s) { return s >= 1 && s <= 62; }),
          base::message("a shift out of range"));
  require(std::ranges::none_of(layer.multiplier, isNegative),
          base::message("a negative multiplier"));
  require(std::ranges::none_of(layer.residualMultiplier, isNegative),
          base::message("a negative residual multiplier"));
  require(layer.accumulatorBound >= 0 &&
              layer.accumulatorBound <= std::numeric_limits<std::int32_t>::max(),
          base::message("an accumulator that could overflow"));
}

void checkTensor(const IntegerNetwork& network, std::size_t index, const std::string& source) {
  const TensorQuant& t = network.tensors[index];
  const bool last = network.isOutput(static_cast<int>(index));
  const int channels =
      index == 0 ? network.inputChannels : network.layers[index - 1].geometry.outChannels;
  const bool rangeFits =
      last ? t.zeroPoint == 0 && t.qMin >= -2047 && t.qMax <= 2047 : t.qMin >= 0 && t.qMax <= 255;
  if (!rangeFits || t.qMin > t.zeroPoint || t.zeroPoint > t.qMax)
    damaged(source, base::message("the codes of tensor %1 are out of range", index));
  if (t.scale.size() != 1 && t.scale.size() != static_cast<std::size_t>(channels))
    damaged(source, base::message("tensor %1 has the wrong number of scales", index));
}
} // namespace

std::vector<std::byte> serialise(const IntegerNetwork& network) {
  param::Container c;
  param::Node::Array layers, tensors;
  for (const IntegerLayer& layer : network.layers) {
    layers.push_back(toNode(layer));
    c.parts.push_back(param::bytesOf(layer.weights));
    c.parts.push_back(param::bytesOf(layer.weightScale));
    c.parts.push_back(param::bytesOf(layer.bias));
    c.parts.push_back(param::bytesOf(layer.multiplier));
    c.parts.push_back(param::bytesOf(layer.residualMultiplier));
    c.parts.push_back(param::bytesOf(layer.shift));
  }
  for (const TensorQuant& tensor : network.tensors) {
    tensors.push_back(toNode(tensor));
    c.parts.push_back(param::bytesOf(tensor.scale));
  }
  c.header.set("inputChannels", network.inputChannels);
  c.header.set("layers", std::move(layers));
  c.header.set("tensors", std::move(tensors));
  return param::pack(kMagic, kVersion, c);
}

IntegerNetwork deserialiseInteger(std::span<const std::byte> bytes, const std::string& source) {
  const param::Container c = param::unpack(bytes, kMagic, kVersion, source);
  IntegerNetwork network;
  try {
    const Members header(c.header, source);
    network.inputChannels = header.number("inputChannels", 1, kLargestCount);
    for (const param::Node& node : header["layers"].asArray("layers"))
      network.layers.push_back(
          layerFrom(node, static_cast<int>(network.layers.size()), network.passes() - 1, source));
    for (const param::Node& node : header["tensors"].asArray("tensors")) {
      const Members m(node, source);
      TensorQuant tensor;
      tensor.bits = m.number("bits", 2, 12);
      tensor.zeroPoint = m.number("zeroPoint", 0, 255);
      tensor.qMin = m.number("qMin", -2047, 255);
      tensor.qMax = m.number("qMax", 0, 2047);
      network.tensors.push_back(tensor);
    }
  } catch (const base::Error& e) {
    if (e.kind() == base::ErrorKind::File)
      throw;
    throw base::Error(base::ErrorKind::File,
                      base::message("%1 is damaged: %2", source, e.message()));
  }
  const std::size_t layers = network.layers.size();
  if (layers == 0 || network.tensors.size() != layers + 1 ||
      c.parts.size() != layers * kPartsPerLayer + network.tensors.size())
    damaged(source, base::message("layers or tensors are missing"));
  auto part = c.parts.begin();
  for (IntegerLayer& layer : network.layers) {
    layer.weights = param::valuesOf<std::int8_t>(*part++, source);
    layer.weightScale = param::valuesOf<float>(*part++, source);
    layer.bias = param::valuesOf<std::int32_t>(*part++, source);
    layer.multiplier = param::valuesOf<std::int32_t>(*part++, source);
    layer.residualMultiplier = param::valuesOf<std::int32_t>(*part++, source);
    layer.shift = param::valuesOf<std::uint8_t>(*part++, source);
  }
  for (TensorQuant& tensor : network.tensors)
    tensor.scale = param::valuesOf<float>(*part++, source);
  for (std::size_t i = 0; i < layers; ++i)
    checkLayer(network, static_cast<int>(i), source);
  for (std::size_t i = 0; i <= layers; ++i)
    checkTensor(network, i, source);
  return network;
}

} // namespace rxq::quant
