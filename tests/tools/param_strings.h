#pragma once

#include <set>
#include <string>

#include "core/base/resource.h"
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

/// Names and questions of the studies that ship with the program, and of their receivers.
inline std::set<std::string> presetTexts() {
  std::set<std::string> texts;
  for (const std::string_view name : base::resourceNames()) {
    if (!name.starts_with("presets/"))
      continue;
    const auto spec = param::readJson<study::StudySpec>(base::resource(name), name);
    texts.insert({spec.name, spec.question});
    for (const study::ReceiverEntry& entry : spec.receivers)
      texts.insert(entry.name);
  }
  return texts;
}

/// What app/param_strings.inc has to be.
inline std::string paramStrings() {
  std::string result =
      "// Made by rxq_param_strings: every text of a parameter and of a preset, for "
      "lupdate to find.\n";
  const auto add = [&](const char* context, const std::set<std::string>& texts) {
    for (const std::string& text : texts) {
      result += std::string("QT_TRANSLATE_NOOP(\"") + context + "\", \"";
      for (const char c : text)
        result += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
      result += "\"),\n";
    }
  };
  ParamTexts texts;
  texts.walk<study::StudySpec>();
  texts.walkExporters();
  add("Param", texts.all());
  add("Preset", presetTexts());
  return result;
}

} // namespace rxq::tests
