#include "core/base/message.h"

namespace rxq::base {

std::string Message::text() const {
  if (m_isData)
    return m_source;
  std::string result;
  for (std::size_t i = 0; i < m_source.size(); ++i) {
    const char next = i + 1 < m_source.size() ? m_source[i + 1] : '\0';
    const auto place = static_cast<std::size_t>(next - '1');
    if (m_source[i] == '%' && next >= '1' && next <= '9' && place < m_arguments.size()) {
      result += m_arguments[place].text();
      ++i;
    } else {
      result += m_source[i];
    }
  }
  return result;
}

} // namespace rxq::base
