#include "core/train/model.h"

#include <cassert>

#include "core/base/hash.h"
#include "core/param/container.h"

namespace rxq::train {

namespace {
constexpr std::string_view kMagic = "RXQMODEL";
constexpr int kVersion = 1;

[[noreturn]] void damaged(const std::string& source, const base::Message& what) {
  throw base::Error(base::ErrorKind::File, base::message("%1 is damaged: %2.", source, what));
}
} // namespace

quant::QuantizedModel fakeQuantized(const Model& model, const receiver::NeuralPorts& ports) {
  assert(model.method != Method::Fp32);
  return quant::restore(model.network, model.quant, ports.outputGroups(), model.ranges);
}

namespace {
/// Owns the hooks that a fake-quantized float receiver points into.
class FakeQuantizedReceiver final : public receiver::Receiver {
 public:
  FakeQuantizedReceiver(const Model& model, const receiver::LinkContext& link)
      : m_model(std::make_shared<quant::QuantizedModel>(
            fakeQuantized(model, receiver::NeuralPorts(model.neural, link)))),
        m_receiver(receiver::makeNeuralFloat(model.neural, link, m_model->network, &m_model->hooks,
                                             m_model->ranges)) {}

  std::unique_ptr<receiver::Receiver> clone() const override {
    return std::unique_ptr<receiver::Receiver>(new FakeQuantizedReceiver(*this));
  }
  void receive(const receiver::ReceivedSlot& slot, std::span<float> llrs) override {
    m_receiver->receive(slot, llrs);
  }

 private:
  FakeQuantizedReceiver(const FakeQuantizedReceiver& other)
      : m_model(other.m_model), m_receiver(other.m_receiver->clone()) {}
  std::shared_ptr<const quant::QuantizedModel> m_model;
  std::unique_ptr<receiver::Receiver> m_receiver;
};
} // namespace

std::shared_ptr<const receiver::Receiver> makeReceiver(const Model& model,
                                                       const receiver::LinkContext& link) {
  if (model.integer)
    return receiver::makeNeuralInteger(model.neural, link, *model.integer, model.fixedPoint);
  if (model.method != Method::Fp32)
    return std::make_shared<FakeQuantizedReceiver>(model, link);
  return receiver::makeNeuralFloat(model.neural, link, model.network);
}

std::vector<std::byte> serialise(const Model& model) {
  param::Container c;
  c.header.set("name", model.name);
  c.header.set("method", param::valueToNode(model.method));
  c.header.set("link", param::toNode(model.link));
  c.header.set("channel", param::toNode(model.channel));
  c.header.set("neural", param::toNode(model.neural));
  c.header.set("quant", param::toNode(model.quant));
  c.header.set("history", model.history);
  c.header.set("hasInteger", model.integer.has_value());
  if (model.fixedPoint)
    c.header.set("fixedPoint", param::toNode(*model.fixedPoint));
  c.parts = {nn::serialise(model.network), param::bytesOf(model.ranges)};
  if (model.integer)
    c.parts.push_back(quant::serialise(*model.integer));
  return param::pack(kMagic, kVersion, c);
}

Model deserialiseModel(std::span<const std::byte> bytes, const std::string& source) {
  const param::Container c = param::unpack(bytes, kMagic, kVersion, source);
  const auto member = [&](std::string_view key) -> const param::Node& {
    const param::Node* node = c.header.find(key);
    if (!node)
      damaged(source, base::message("'%1' is missing", key));
    return *node;
  };
  Model model;
  try {
    model.name = member("name").asText("name");
    param::valueFromNode(member("method"), model.method, "method");
    param::fromNode(member("link"), model.link, "link");
    param::fromNode(member("channel"), model.channel, "channel");
    param::fromNode(member("neural"), model.neural, "neural");
    param::fromNode(member("quant"), model.quant, "quant");
    model.history = member("history").asText("history");
    if (const param::Node* fixedPoint = c.header.find("fixedPoint"))
      param::fromNode(*fixedPoint, model.fixedPoint.emplace(), "fixedPoint");
  } catch (const base::Error& e) {
    throw base::Error(base::ErrorKind::File, base::message("%1: %2", source, e.message()));
  }
  const bool hasInteger = member("hasInteger").asBool("hasInteger");
  if (c.parts.size() != (hasInteger ? 3u : 2u))
    damaged(source, base::message("parts are missing"));
  model.network = nn::deserialise(c.parts[0], source);
  model.ranges = param::valuesOf<float>(c.parts[1], source);
  if (hasInteger)
    model.integer = quant::deserialiseInteger(c.parts[2], source);
  return model;
}

std::string hashOf(const Model& model) {
  if (model.integer)
    return base::toHex(base::hashBytes(quant::serialise(*model.integer)));
  const std::uint64_t start = base::hashText(param::toJson(param::toNode(model.quant)));
  return base::toHex(
      base::hashBytes(param::bytesOf(model.ranges), start ^ nn::hashOf(model.network)));
}

} // namespace rxq::train
