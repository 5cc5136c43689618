#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rxq::exporting {

/// One protocol buffer message in the making (protobuf.dev, "Encoding"): fields are appended in the
/// order of the calls.
class ProtoMessage {
 public:
  void integer(int field, std::int64_t value);
  void number(int field, float value);
  void text(int field, std::string_view value); ///< a string, or bytes
  void message(int field, const ProtoMessage& value) { text(field, value.m_bytes); }
  const std::string& bytes() const { return m_bytes; }

 private:
  void key(int field, int wireType);
  void varint(std::uint64_t value);
  std::string m_bytes;
};

/// Element types of ONNX tensors (onnx.proto, TensorProto.DataType).
enum class OnnxType { Float = 1, Uint8 = 2, Int8 = 3, Int16 = 5, Int32 = 6, Uint4 = 21, Int4 = 22 };

/// Collects an ONNX graph, and writes it as a model file of opset 21 (the first with 4-bit types).
class OnnxGraph {
 public:
  using Names = std::vector<std::string>;

  // Constants ("initializers"); `shape` empty: a scalar.
  void constant(const std::string& name, std::span<const float> values,
                std::span<const std::int64_t> shape);
  /// `type` Int16 and narrower hold the values in as many bytes or nibbles.
  void constant(const std::string& name, OnnxType type, std::span<const std::int32_t> values,
                std::span<const std::int64_t> shape);

  struct Attribute {
    std::string name;
    std::vector<std::int64_t> values; ///< one value, or a list when `list`
    bool list = false;
  };
  void node(const std::string& type, const std::string& name, const Names& inputs,
            const Names& outputs, const std::vector<Attribute>& attributes = {});

  /// A number is a fixed size, a word a size that the caller of the model chooses.
  void input(const std::string& name, OnnxType type, const Names& shape);
  void output(const std::string& name, OnnxType type, const Names& shape);

  struct Property {
    std::string key, value;
  };
  std::string model(const std::string& name, const std::string& producerVersion,
                    const std::vector<Property>& properties) const;

 private:
  std::vector<ProtoMessage> m_nodes, m_constants, m_inputs, m_outputs;
};

} // namespace rxq::exporting
