#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/number_text.h"

namespace rxq::base {

/// A sentence for people, kept as its English text with places %1 to %9 and what goes there, so
/// that a window may say it in another language. What is made from a plain text or number is data:
/// a name, a path, the words of another program.
class Message {
 public:
  Message() = default;
  Message(std::string data) : m_source(std::move(data)) {}
  Message(std::string_view data) : m_source(data) {}
  Message(const char* data) : m_source(data) {}
  Message(std::integral auto value) : m_source(std::to_string(value)) {}
  Message(double value) : m_source(toText(value)) {}

  bool isData() const { return m_isData; }
  bool empty() const { return m_source.empty(); }
  /// English with places; of data, the data.
  const std::string& source() const { return m_source; }
  const std::vector<Message>& arguments() const { return m_arguments; }
  /// The whole in English.
  std::string text() const;

 private:
  template <class... A> friend Message message(const char* source, const A&... arguments);
  std::string m_source;
  std::vector<Message> m_arguments;
  bool m_isData = true;
};

/// `source` is one literal: rxq_message_strings finds it for the translators. A parameter's label
/// goes in as message(label).
template <class... A> Message message(const char* source, const A&... arguments) {
  static_assert(sizeof...(A) <= 9);
  Message result(source);
  result.m_isData = false;
  result.m_arguments = {Message(arguments)...};
  return result;
}

} // namespace rxq::base
