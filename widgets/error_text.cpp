#include "widgets/error_text.h"

#include <QCoreApplication>

namespace rxq::widgets {

QString messageText(const base::Message& message) {
  const QString source = QString::fromStdString(message.source());
  if (message.isData())
    return source;
  QString text = QCoreApplication::translate("Message", message.source().c_str());
  if (text == source) // a parameter's label or unit
    text = QCoreApplication::translate("Param", message.source().c_str());
  QString result;
  for (qsizetype i = 0; i < text.size(); ++i) {
    const int place = i + 1 < text.size() && text[i] == u'%' ? text[i + 1].digitValue() : -1;
    if (place < 1 || place > static_cast<int>(message.arguments().size())) {
      result += text[i];
      continue;
    }
    result += messageText(message.arguments()[static_cast<std::size_t>(place - 1)]);
    ++i;
  }
  return result;
}

QString errorText(const base::Error& error) { return messageText(error.message()); }

} // namespace rxq::widgets
