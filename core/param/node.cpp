#include "core/param/node.h"

#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace rxq::param {

using Json = nlohmann::ordered_json;

namespace {
Node fromLibrary(const Json& j) {
  switch (j.type()) {
  case Json::value_t::boolean:
    return Node(j.get<bool>());
  case Json::value_t::number_integer:
  case Json::value_t::number_unsigned:
    return Node(j.get<std::int64_t>());
  case Json::value_t::number_float:
    return Node(j.get<double>());
  case Json::value_t::string:
    return Node(j.get<std::string>());
  case Json::value_t::array: {
    Node::Array array;
    for (const Json& item : j)
      array.push_back(fromLibrary(item));
    return Node(std::move(array));
  }
  case Json::value_t::object: {
    Node::Object object;
    for (const auto& [key, item] : j.items())
      object.emplace_back(key, fromLibrary(item));
    return Node(std::move(object));
  }
  default:
    return Node();
  }
}

Json toLibrary(const Node& node) {
  struct Visitor {
    Json operator()(std::nullptr_t) const { return nullptr; }
    Json operator()(bool v) const { return v; }
    Json operator()(std::int64_t v) const { return v; }
    Json operator()(double v) const { return v; }
    Json operator()(const std::string& v) const { return v; }
    Json operator()(const Node::Array& v) const {
      Json array = Json::array();
      for (const Node& item : v)
        array.push_back(toLibrary(item));
      return array;
    }
    Json operator()(const Node::Object& v) const {
      Json object = Json::object();
      for (const auto& [key, item] : v)
        object[key] = toLibrary(item);
      return object;
    }
  };
  return std::visit(Visitor{}, node.value);
}

[[noreturn]] void wrongType(std::string_view what, const base::Message& expected) {
  throw base::Error(base::ErrorKind::BadInput, base::message("%1: expected %2.", what, expected));
}
} // namespace

const Node* Node::find(std::string_view key) const {
  if (const auto* object = std::get_if<Object>(&value))
    for (const auto& [name, item] : *object)
      if (name == key)
        return &item;
  return nullptr;
}

Node& Node::set(std::string_view key, Node v) {
  if (!isObject())
    value = Object{};
  auto& object = std::get<Object>(value);
  for (auto& [name, item] : object)
    if (name == key)
      return item = std::move(v);
  return object.emplace_back(std::string(key), std::move(v)).second;
}

std::int64_t Node::asInt(std::string_view what) const {
  if (const auto* v = std::get_if<std::int64_t>(&value))
    return *v;
  wrongType(what, base::message("a whole number"));
}

double Node::asDouble(std::string_view what) const {
  if (const auto* v = std::get_if<double>(&value))
    return *v;
  if (const auto* v = std::get_if<std::int64_t>(&value))
    return static_cast<double>(*v);
  wrongType(what, base::message("a number"));
}

bool Node::asBool(std::string_view what) const {
  if (const auto* v = std::get_if<bool>(&value))
    return *v;
  wrongType(what, base::message("true or false"));
}

const std::string& Node::asText(std::string_view what) const {
  if (const auto* v = std::get_if<std::string>(&value))
    return *v;
  wrongType(what, base::message("text"));
}

const Node::Array& Node::asArray(std::string_view what) const {
  if (const auto* v = std::get_if<Array>(&value))
    return *v;
  wrongType(what, base::message("a list"));
}

const Node::Object& Node::asObject(std::string_view what) const {
  if (const auto* v = std::get_if<Object>(&value))
    return *v;
  wrongType(what, base::message("an object"));
}

Node parseJson(std::string_view text, std::string_view source) {
  try {
    return fromLibrary(Json::parse(text));
  } catch (const nlohmann::json::exception& e) {
    throw base::Error(base::ErrorKind::BadInput,
                      base::message("%1 is not valid JSON: %2", source, e.what()));
  }
}

std::string toJson(const Node& node, int indent) { return toLibrary(node).dump(indent); }

} // namespace rxq::param
