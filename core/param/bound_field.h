#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/param/fields.h"

namespace rxq::param {

/// A field of one struct object seen without its type: what a form, a table or a flag needs.
struct BoundField {
  enum class Kind {
    Bool,
    Int,
    Double,
    Text,
    Choice,
    IntList,
    ChoiceList,
    Range,
    Struct,
    StructList
  };
  struct ChoiceInfo {
    std::string key;
    const char* label;
  };

  std::string path; ///< "channel.speed"
  const char* label = "";
  const char* help = "";
  const char* unit = "";
  Kind kind = Kind::Text;
  double min = 0, max = 0;
  std::vector<ChoiceInfo> choices;
  std::vector<BoundField> children; ///< of a Struct

  std::function<Node()> get;
  /// Checks and stores; throws base::Error(BadInput) that names the field and leaves it as it was.
  std::function<void(const Node&)> set;
  std::function<bool()> relevant;
};

/// The fields of `s`, in order; they refer to `s`, which must outlive them.
template <Described S> std::vector<BoundField> bind(S& s, const std::string& path = {}) {
  using Kind = BoundField::Kind;
  std::vector<BoundField> result;
  forEachField<S>([&](const auto& f) {
    using T = typename std::decay_t<decltype(f)>::Type;
    BoundField b;
    b.path = join(path, f.key);
    b.label = f.label;
    b.help = f.help;
    b.unit = f.unitText;
    b.min = f.min;
    b.max = f.max;
    auto& value = s.*f.member;
    b.get = [&value] { return valueToNode(value); };
    b.set = [&value, f, fullPath = b.path](const Node& node) {
      T next = value;
      valueFromNode(node, next, fullPath);
      validateValue(f, next, fullPath);
      value = std::move(next);
    };
    b.relevant = [&s, condition = f.relevantIf] { return !condition || condition(s); };
    if constexpr (std::is_same_v<T, bool>)
      b.kind = Kind::Bool;
    else if constexpr (std::is_enum_v<T>) {
      b.kind = Kind::Choice;
      for (const auto& c : EnumTable<T>::table)
        b.choices.push_back({std::string(c.key), c.label});
    } else if constexpr (std::is_integral_v<T>)
      b.kind = Kind::Int;
    else if constexpr (std::is_floating_point_v<T>)
      b.kind = Kind::Double;
    else if constexpr (std::is_same_v<T, Range>)
      b.kind = Kind::Range;
    else if constexpr (std::is_same_v<T, std::vector<int>>)
      b.kind = Kind::IntList;
    else if constexpr (IsVector<T>::value) {
      using Item = typename T::value_type;
      if constexpr (std::is_enum_v<Item>) {
        b.kind = Kind::ChoiceList;
        for (const auto& c : EnumTable<Item>::table)
          b.choices.push_back({std::string(c.key), c.label});
      } else
        b.kind = Kind::StructList;
    } else if constexpr (Described<T>) {
      b.kind = Kind::Struct;
      b.children = param::bind(value, b.path); // qualified: std::bind is found by its arguments
    } else
      b.kind = Kind::Text;
    result.push_back(std::move(b));
  });
  return result;
}

} // namespace rxq::param
