#include <string>

#include "core/base/hash.h"
#include "core/nn/network.h"
#include "core/param/container.h"

namespace rxq::nn {

namespace {
constexpr std::string_view kMagic = "RXQNETWK";
constexpr int kVersion = 1;
constexpr int kLargest = 1 << 16; ///< of any size in a layer: what a damaged file could not mean

param::Node layerNode(const ConvLayer& layer) {
  param::Node node;
  node.set("name", layer.name);
  node.set("input", layer.input);
  node.set("residual", layer.residual);
  node.set("inChannels", layer.inChannels);
  node.set("outChannels", layer.outChannels);
  node.set("kernel", param::Node::Array{layer.kernelT, layer.kernelF});
  node.set("dilation", param::Node::Array{layer.dilationT, layer.dilationF});
  node.set("depthwise", layer.depthwise);
  node.set("batchNorm", layer.batchNorm);
  node.set("relu", layer.relu);
  if (layer.pass > 0)
    node.set("pass", layer.pass);
  return node;
}

/// Reads one file's header, with the file's name in every error.
class LayerReader {
 public:
  explicit LayerReader(const std::string& source) : m_source(source) {}

  [[noreturn]] void damaged(const base::Message& what) const {
    throw base::Error(base::ErrorKind::File, base::message("%1 is damaged: %2.", m_source, what));
  }

  const param::Node& member(const param::Node& node, std::string_view key) const {
    if (const param::Node* found = node.find(key))
      return *found;
    damaged(base::message("'%1' is missing", key));
  }
  int number(const param::Node& node, std::string_view key, int low, int high) const {
    return checked(member(node, key), key, low, high);
  }
  void pair(const param::Node& node, std::string_view key, int& first, int& second) const {
    const auto& items = member(node, key).asArray(key);
    if (items.size() != 2)
      damaged(base::message("'%1' is no pair", key));
    first = checked(items[0], key, 1, kLargest);
    second = checked(items[1], key, 1, kLargest);
  }

  ConvLayer read(const param::Node& node, const Network& before) const {
    ConvLayer layer;
    const int tensors = static_cast<int>(before.layers.size());
    layer.name = member(node, "name").asText("name");
    layer.input = number(node, "input", 0, tensors);
    layer.residual = number(node, "residual", -1, tensors);
    layer.inChannels = number(node, "inChannels", 1, kLargest);
    layer.outChannels = number(node, "outChannels", 1, kLargest);
    pair(node, "kernel", layer.kernelT, layer.kernelF);
    pair(node, "dilation", layer.dilationT, layer.dilationF);
    layer.depthwise = member(node, "depthwise").asBool("depthwise");
    layer.batchNorm = member(node, "batchNorm").asBool("batchNorm");
    layer.relu = member(node, "relu").asBool("relu");
    const int newest = before.layers.empty() ? 0 : before.layers.back().pass;
    if (node.find("pass"))
      layer.pass = number(node, "pass", newest, before.layers.empty() ? 0 : newest + 1);
    if (before.channelsOf(layer.input) != layer.inChannels ||
        (layer.residual >= 0 && before.channelsOf(layer.residual) != layer.outChannels) ||
        layer.kernelT % 2 == 0 || layer.kernelF % 2 == 0 ||
        (layer.depthwise && layer.inChannels != layer.outChannels))
      damaged(base::message("layer '%1' does not fit the layers before it", layer.name));
    return layer;
  }

 private:
  int checked(const param::Node& node, std::string_view key, int low, int high) const {
    const std::int64_t value = node.asInt(key);
    if (value < low || value > high)
      damaged(base::message("'%1' is %2", key, value));
    return static_cast<int>(value);
  }
  const std::string& m_source;
};
} // namespace

std::uint64_t hashOf(const Network& network) {
  const auto bytes = serialise(network);
  return base::hashBytes(bytes);
}

std::vector<std::byte> serialise(const Network& network) {
  param::Node::Array layers;
  for (const ConvLayer& layer : network.layers)
    layers.push_back(layerNode(layer));
  param::Container c;
  c.header.set("inputChannels", network.inputChannels);
  c.header.set("layers", std::move(layers));
  c.parts = {param::bytesOf(network.parameters), param::bytesOf(network.statistics)};
  return param::pack(kMagic, kVersion, c);
}

Network deserialise(std::span<const std::byte> bytes, const std::string& source) {
  const param::Container c = param::unpack(bytes, kMagic, kVersion, source);
  const LayerReader reader(source);
  try {
    Network network;
    network.inputChannels = reader.number(c.header, "inputChannels", 1, kLargest);
    for (const param::Node& node : reader.member(c.header, "layers").asArray("layers"))
      addLayer(network, reader.read(node, network));
    if (network.layers.empty() || c.parts.size() != 2)
      reader.damaged(base::message("parts are missing"));
    auto parameters = param::valuesOf<float>(c.parts[0], source);
    auto statistics = param::valuesOf<float>(c.parts[1], source);
    if (parameters.size() != network.parameters.size() ||
        statistics.size() != network.statistics.size())
      reader.damaged(base::message("the number of parameters does not fit the layers"));
    network.parameters = std::move(parameters);
    network.statistics = std::move(statistics);
    return network;
  } catch (const base::Error& e) {
    if (e.kind() == base::ErrorKind::File)
      throw;
    throw base::Error(base::ErrorKind::File,
                      base::message("%1 is damaged: %2", source, e.message()));
  }
}

} // namespace rxq::nn
