#pragma once

#include <set>
#include <string>

#include "core/export/exporter.h"
#include "core/param/fields.h"
#include "core/study/study_spec.h"

namespace rxq::tests {

/// Labels, help, units and choices of every parameter of a study, each once.
class ParamTexts {
 public:
  template <param::Described S> void walk() {
    param::forEachField<S>([&](const auto& f) {
      add(f.label);
      add(f.help);
      using T = typename std::decay_t<decltype(f)>::Type;
      walkType<T>();
    });
  }
  void walkExporters() {
    for (const auto& exporter : exporting::exporters()) {
      add(exporter.label);
      add(exporter.purpose);
    }
  }
  const std::set<std::string>& all() const { return m_texts; }

 private:
  template <class T> void walkType() {
    if constexpr (param::IsVector<T>::value)
      walkType<typename T::value_type>();
    else if constexpr (std::is_enum_v<T>)
      for (const auto& choice : param::EnumTable<T>::table)
        add(choice.label);
    else if constexpr (param::Described<T>)
      walk<T>();
  }
  void add(const char* text) {
    if (text && *text)
      m_texts.insert(text);
  }
  std::set<std::string> m_texts;
};

/// What app/param_strings.inc has to be.
inline std::string paramStrings() {
  ParamTexts texts;
  texts.walk<study::StudySpec>();
  texts.walkExporters();
  std::string result =
      "// Made by rxq_param_strings: every text of a parameter, for lupdate to find.\n";
  for (const std::string& text : texts.all()) {
    result += "QT_TRANSLATE_NOOP(\"Param\", \"";
    for (const char c : text)
      result += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
    result += "\"),\n";
  }
  return result;
}

} // namespace rxq::tests
