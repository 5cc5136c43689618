#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

#include "core/base/error.h"
#include "core/param/node.h"

/// A parameter is declared once: a member of a plain struct with a default, and a line in the
/// struct's `fields()` tuple. Validation, JSON, hashes, forms and command-line help walk the tuple.
///
///   struct DecoderSpec { int iterations = 20; Schedule schedule = Schedule::Flooding; };
///   constexpr auto fields(const DecoderSpec*) {
///     using S = DecoderSpec;
///     return std::tuple{
///         field(&S::iterations, "iterations", "Iterations", "Most decoder iterations.").range(1,
///         200), field(&S::schedule, "schedule", "Schedule", "Order of the check-node updates.")};
///   }
///
/// Member types: bool, int, double, std::string, enums with an EnumTable, Range, std::vector<int>,
/// structs with fields(), vectors of such structs, std::uint64_t (seeds).
namespace rxq::param {

/// A closed interval; low == high is a fixed value. JSON: [low, high].
struct Range {
  double low = 0;
  double high = 0;
  bool operator==(const Range&) const = default;
};

template <class E> struct Choice {
  E value;
  std::string_view key; ///< in JSON and on the command line
  const char* label;    ///< for people, English; translated in the window (context "Param")
};

/// Specialise with `static constexpr std::array<Choice<E>, n> table`.
template <class E> struct EnumTable;

template <class E> std::string_view keyOf(E value) {
  for (const auto& c : EnumTable<E>::table)
    if (c.value == value)
      return c.key;
  return "?";
}
template <class E> const char* labelOf(E value) {
  for (const auto& c : EnumTable<E>::table)
    if (c.value == value)
      return c.label;
  return "?";
}

template <class S, class T> struct Field {
  using Struct = S;
  using Type = T;
  T S::*member;
  std::string_view key;
  const char* label;
  const char* help;
  const char* unitText = "";
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  bool (*relevantIf)(const S&) = nullptr; ///< null: always shown
  bool sparse = false;                    ///< not written at its default

  constexpr Field range(double low, double high) const {
    Field f = *this;
    f.min = low;
    f.max = high;
    return f;
  }
  constexpr Field unit(const char* text) const {
    Field f = *this;
    f.unitText = text;
    return f;
  }
  /// The field matters only when `condition` holds; forms hide it otherwise.
  constexpr Field when(bool (*condition)(const S&)) const {
    Field f = *this;
    f.relevantIf = condition;
    return f;
  }
  /// Left out of JSON while it has the default: for a field that came later, so that the keys and
  /// hashes of specs that do not use it stay what they were.
  constexpr Field leftOutAtDefault() const {
    Field f = *this;
    f.sparse = true;
    return f;
  }
};

template <class S, class T>
constexpr Field<S, T> field(T S::*member, std::string_view key, const char* label,
                            const char* help) {
  return {member, key, label, help};
}

template <class S>
concept Described = requires(const S* s) {
  fields(s);
};

template <class S, class F> void forEachField(F&& f) {
  std::apply([&](const auto&... each) { (f(each), ...); }, fields(static_cast<const S*>(nullptr)));
}

template <class T> struct IsVector : std::false_type {};
template <class T> struct IsVector<std::vector<T>> : std::true_type {};

/// "speed: give a range within 0 to 150 m/s." and the like.
[[noreturn]] void throwOutOfRange(const std::string& path, const char* label, double min,
                                  double max, const char* unit, bool isRange);
[[noreturn]] void throwUnknownChoice(const std::string& path, const std::string& given,
                                     const std::vector<std::string_view>& known);
[[noreturn]] void throwUnknownKey(const std::string& path, const std::string& key,
                                  const std::vector<std::string_view>& known);

inline std::string join(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : path + "." + std::string(key);
}

// ---- to and from trees -------------------------------------------------------------------------

template <Described S> Node toNode(const S& s);
template <Described S> void fromNode(const Node& node, S& s, const std::string& path = {});
template <Described S> void validate(const S& s, const std::string& path = {});

template <class T> Node valueToNode(const T& v) {
  if constexpr (std::is_enum_v<T>)
    return Node(std::string(keyOf(v)));
  else if constexpr (std::is_same_v<T, Range>)
    return Node(Node::Array{Node(v.low), Node(v.high)});
  else if constexpr (IsVector<T>::value) {
    Node::Array array;
    for (const auto& item : v)
      array.push_back(valueToNode(item));
    return Node(std::move(array));
  } else if constexpr (Described<T>)
    return toNode(v);
  else
    return Node(v);
}

template <class T> void valueFromNode(const Node& node, T& v, const std::string& path) {
  if constexpr (std::is_enum_v<T>) {
    const std::string& text = node.asText(path);
    std::vector<std::string_view> known;
    for (const auto& c : EnumTable<T>::table) {
      if (c.key == text) {
        v = c.value;
        return;
      }
      known.push_back(c.key);
    }
    throwUnknownChoice(path, text, known);
  } else if constexpr (std::is_same_v<T, Range>) {
    if (node.isArray()) {
      const auto& a = node.asArray(path);
      if (a.size() != 2)
        throw base::Error(base::ErrorKind::BadInput,
                          base::message("%1: expected [low, high] or one number.", path));
      v = {a[0].asDouble(path), a[1].asDouble(path)};
    } else {
      v.low = v.high = node.asDouble(path);
    }
  } else if constexpr (IsVector<T>::value) {
    v.clear();
    std::size_t i = 0;
    for (const Node& item : node.asArray(path))
      valueFromNode(item, v.emplace_back(), path + "[" + std::to_string(i++) + "]");
  } else if constexpr (Described<T>)
    fromNode(node, v, path);
  else if constexpr (std::is_same_v<T, bool>)
    v = node.asBool(path);
  else if constexpr (std::is_integral_v<T>) {
    const std::int64_t wide = node.asInt(path);
    if (static_cast<std::int64_t>(static_cast<T>(wide)) != wide)
      throw base::Error(base::ErrorKind::BadInput,
                        base::message("%1: the number is too large.", path));
    v = static_cast<T>(wide);
  } else if constexpr (std::is_floating_point_v<T>)
    v = node.asDouble(path);
  else
    v = node.asText(path);
}

template <Described S> Node toNode(const S& s) {
  Node::Object object;
  const S untouched{};
  forEachField<S>([&](const auto& f) {
    if (!f.sparse || !(s.*f.member == untouched.*f.member))
      object.emplace_back(std::string(f.key), valueToNode(s.*f.member));
  });
  return Node(std::move(object));
}

/// Reads the fields that are there; the others keep their values, but for those that are left out
/// at their defaults (Field::leftOutAtDefault), which get these. Unknown keys are errors. Checks
/// every range. Throws base::Error(BadInput) naming the path, e.g. "receivers[2].quant.weightBits".
template <Described S> void fromNode(const Node& node, S& s, const std::string& path) {
  [[maybe_unused]] const S untouched{};
  forEachField<S>([&](const auto& f) {
    if (f.sparse)
      s.*f.member = untouched.*f.member;
  });
  for (const auto& [key, item] : node.asObject(path.empty() ? "the document" : path)) {
    bool found = false;
    std::vector<std::string_view> known;
    forEachField<S>([&](const auto& f) {
      known.push_back(f.key);
      if (f.key == key) {
        found = true;
        valueFromNode(item, s.*f.member, join(path, key));
      }
    });
    if (!found)
      throwUnknownKey(path, key, known);
  }
  validate(s, path);
}

template <class F, class T> void validateValue(const F& f, const T& v, const std::string& path) {
  // Negated comparisons so that NaN fails.
  if constexpr (std::is_same_v<T, Range>) {
    if (!(v.low >= f.min && v.high <= f.max && v.low <= v.high))
      throwOutOfRange(path, f.label, f.min, f.max, f.unitText, true);
  } else if constexpr (std::is_same_v<T, bool>) {
  } else if constexpr (std::is_arithmetic_v<T>) {
    if (!(static_cast<double>(v) >= f.min && static_cast<double>(v) <= f.max))
      throwOutOfRange(path, f.label, f.min, f.max, f.unitText, false);
  } else if constexpr (IsVector<T>::value) {
    std::size_t i = 0;
    for (const auto& item : v)
      validateValue(f, item, path + "[" + std::to_string(i++) + "]");
  } else if constexpr (Described<T>)
    validate(v, path);
}

/// Checks every field's range; throws base::Error(BadInput) naming the field and what would be
/// right.
template <Described S> void validate(const S& s, const std::string& path) {
  forEachField<S>([&](const auto& f) { validateValue(f, s.*f.member, join(path, f.key)); });
}

template <Described S> S readJson(std::string_view text, std::string_view source) {
  S s;
  fromNode(parseJson(text, source), s);
  return s;
}
template <Described S> std::string writeJson(const S& s, int indent = 2) {
  return toJson(toNode(s), indent);
}
/// Identifies a spec: hash of its canonical JSON.
std::string hashOf(const Node& node);

} // namespace rxq::param
