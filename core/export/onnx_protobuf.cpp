#include "core/export/onnx_protobuf.h"

#include <cassert>
#include <cstring>

#include "core/base/number_text.h"

namespace rxq::exporting {

namespace {
constexpr int kVarint = 0, kLength = 2, kFixed32 = 5; // wire types
constexpr int kIrVersion = 10, kOpset = 21;

// Field numbers of onnx.proto, version 1.16.
namespace field {
constexpr int kModelIr = 1, kModelProducer = 2, kModelVersion = 3, kModelGraph = 7, kModelOpset = 8,
              kModelProperties = 14;
constexpr int kOpsetVersion = 2;
constexpr int kPropertyKey = 1, kPropertyValue = 2;
constexpr int kGraphNode = 1, kGraphName = 2, kGraphConstant = 5, kGraphInput = 11,
              kGraphOutput = 12;
constexpr int kNodeInput = 1, kNodeOutput = 2, kNodeName = 3, kNodeType = 4, kNodeAttribute = 5;
constexpr int kAttributeName = 1, kAttributeInteger = 3, kAttributeIntegers = 8,
              kAttributeType = 20;
constexpr int kTensorDims = 1, kTensorType = 2, kTensorName = 8, kTensorRaw = 9;
constexpr int kValueName = 1, kValueType = 2, kTypeTensor = 1, kTensorTypeElement = 1,
              kTensorTypeShape = 2, kShapeDim = 1, kDimValue = 1, kDimName = 2;
} // namespace field
constexpr int kAttributeIsInteger = 2, kAttributeIsIntegers = 7;

ProtoMessage tensor(const std::string& name, OnnxType type, std::string_view raw,
                    std::span<const std::int64_t> shape) {
  ProtoMessage t;
  for (const std::int64_t d : shape)
    t.integer(field::kTensorDims, d);
  t.integer(field::kTensorType, static_cast<int>(type));
  t.text(field::kTensorName, name);
  t.text(field::kTensorRaw, raw);
  return t;
}

/// Little-endian values of `bytes` bytes.
std::string wholeBytes(std::span<const std::int32_t> values, int bytes) {
  std::string raw;
  for (const std::int32_t v : values)
    for (int b = 0; b < bytes; ++b)
      raw += static_cast<char>(static_cast<std::uint32_t>(v) >> (8 * b) & 0xffu);
  return raw;
}

/// Two a byte, the first in the low half.
std::string nibbles(std::span<const std::int32_t> values) {
  std::string raw((values.size() + 1) / 2, '\0');
  for (std::size_t i = 0; i < values.size(); ++i)
    raw[i / 2] = static_cast<char>(static_cast<unsigned char>(raw[i / 2]) |
                                   (static_cast<std::uint32_t>(values[i]) & 0xfu) << (4 * (i % 2)));
  return raw;
}

ProtoMessage valueInfo(const std::string& name, OnnxType type, const OnnxGraph::Names& shape) {
  ProtoMessage dims;
  for (const std::string& size : shape) {
    ProtoMessage dim;
    if (const auto number = base::parseInt(size))
      dim.integer(field::kDimValue, *number);
    else
      dim.text(field::kDimName, size);
    dims.message(field::kShapeDim, dim);
  }
  ProtoMessage tensorType, wholeType, info;
  tensorType.integer(field::kTensorTypeElement, static_cast<int>(type));
  tensorType.message(field::kTensorTypeShape, dims);
  wholeType.message(field::kTypeTensor, tensorType);
  info.text(field::kValueName, name);
  info.message(field::kValueType, wholeType);
  return info;
}
} // namespace

void ProtoMessage::varint(std::uint64_t value) {
  for (; value > 0x7f; value >>= 7)
    m_bytes += static_cast<char>(value | 0x80u);
  m_bytes += static_cast<char>(value);
}

void ProtoMessage::key(int field, int wireType) {
  varint(static_cast<std::uint64_t>(field) << 3 | static_cast<unsigned>(wireType));
}

void ProtoMessage::integer(int field, std::int64_t value) {
  key(field, kVarint);
  varint(static_cast<std::uint64_t>(value));
}

void ProtoMessage::number(int field, float value) {
  key(field, kFixed32);
  char bytes[4];
  std::memcpy(bytes, &value, sizeof bytes);
  m_bytes.append(bytes, sizeof bytes);
}

void ProtoMessage::text(int field, std::string_view value) {
  key(field, kLength);
  varint(value.size());
  m_bytes += value;
}

void OnnxGraph::constant(const std::string& name, std::span<const float> values,
                         std::span<const std::int64_t> shape) {
  const std::string_view raw(reinterpret_cast<const char*>(values.data()), values.size_bytes());
  m_constants.push_back(tensor(name, OnnxType::Float, raw, shape));
}

void OnnxGraph::constant(const std::string& name, OnnxType type,
                         std::span<const std::int32_t> values,
                         std::span<const std::int64_t> shape) {
  assert(type != OnnxType::Float);
  std::string raw;
  if (type == OnnxType::Int4 || type == OnnxType::Uint4)
    raw = nibbles(values);
  else
    raw = wholeBytes(values, type == OnnxType::Int32 ? 4 : type == OnnxType::Int16 ? 2 : 1);
  m_constants.push_back(tensor(name, type, raw, shape));
}

void OnnxGraph::node(const std::string& type, const std::string& name, const Names& inputs,
                     const Names& outputs, const std::vector<Attribute>& attributes) {
  ProtoMessage node;
  for (const std::string& input : inputs)
    node.text(field::kNodeInput, input);
  for (const std::string& output : outputs)
    node.text(field::kNodeOutput, output);
  node.text(field::kNodeName, name);
  node.text(field::kNodeType, type);
  for (const Attribute& attribute : attributes) {
    ProtoMessage a;
    a.text(field::kAttributeName, attribute.name);
    for (const std::int64_t value : attribute.values)
      a.integer(attribute.list ? field::kAttributeIntegers : field::kAttributeInteger, value);
    a.integer(field::kAttributeType, attribute.list ? kAttributeIsIntegers : kAttributeIsInteger);
    node.message(field::kNodeAttribute, a);
  }
  m_nodes.push_back(std::move(node));
}

void OnnxGraph::input(const std::string& name, OnnxType type, const Names& shape) {
  m_inputs.push_back(valueInfo(name, type, shape));
}
void OnnxGraph::output(const std::string& name, OnnxType type, const Names& shape) {
  m_outputs.push_back(valueInfo(name, type, shape));
}

std::string OnnxGraph::model(const std::string& name, const std::string& producerVersion,
                             const std::vector<Property>& properties) const {
  ProtoMessage graph;
  for (const ProtoMessage& node : m_nodes)
    graph.message(field::kGraphNode, node);
  graph.text(field::kGraphName, name);
  for (const ProtoMessage& constant : m_constants)
    graph.message(field::kGraphConstant, constant);
  for (const ProtoMessage& input : m_inputs)
    graph.message(field::kGraphInput, input);
  for (const ProtoMessage& output : m_outputs)
    graph.message(field::kGraphOutput, output);
  ProtoMessage opset, model;
  opset.integer(field::kOpsetVersion, kOpset);
  model.integer(field::kModelIr, kIrVersion);
  model.text(field::kModelProducer, "RxQuant");
  model.text(field::kModelVersion, producerVersion);
  model.message(field::kModelGraph, graph);
  model.message(field::kModelOpset, opset);
  for (const Property& property : properties) {
    ProtoMessage p;
    p.text(field::kPropertyKey, property.key);
    p.text(field::kPropertyValue, property.value);
    model.message(field::kModelProperties, p);
  }
  return model.bytes();
}

} // namespace rxq::exporting
