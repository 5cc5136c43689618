#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace rxq::param {

/// A JSON value as a plain tree, objects in the order of their fields. Keeps the JSON library out
/// of every header.
struct Node {
  using Array = std::vector<Node>;
  using Object = std::vector<std::pair<std::string, Node>>;
  std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array, Object> value;

  Node() : value(nullptr) {}
  Node(bool v) : value(v) {}
  Node(int v) : value(std::int64_t{v}) {}
  Node(std::int64_t v) : value(v) {}
  Node(std::uint64_t v) : value(static_cast<std::int64_t>(v)) {}
  Node(double v) : value(v) {}
  Node(const char* v) : value(std::string(v)) {}
  Node(std::string v) : value(std::move(v)) {}
  Node(Array v) : value(std::move(v)) {}
  Node(Object v) : value(std::move(v)) {}

  bool isObject() const { return std::holds_alternative<Object>(value); }
  bool isArray() const { return std::holds_alternative<Array>(value); }
  bool isText() const { return std::holds_alternative<std::string>(value); }
  /// The member of an object, or null when this is no object or has none of that name.
  const Node* find(std::string_view key) const;
  /// Sets or adds a member; turns a null node into an object.
  Node& set(std::string_view key, Node v);
  /// Checked readers: throw base::Error(BadInput) naming `what`.
  std::int64_t asInt(std::string_view what) const;
  double asDouble(std::string_view what) const;
  bool asBool(std::string_view what) const;
  const std::string& asText(std::string_view what) const;
  const Array& asArray(std::string_view what) const;
  const Object& asObject(std::string_view what) const;
};

/// Reads JSON (RFC 8259). `source` names the file or field in the error.
Node parseJson(std::string_view text, std::string_view source);
/// `indent` < 0 gives one line without spaces, the form that hashes are made of. Infinite and NaN
/// numbers become null.
std::string toJson(const Node& node, int indent = -1);

} // namespace rxq::param
