#include "app/note_text.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>
#include <vector>

namespace rxq::app {

namespace {
constexpr const char* kMessages[] = {
#include "app/message_strings.inc"
};
constexpr qsizetype kFewestLetters = 6; ///< of a source that says something by itself

struct Pattern {
  const char* source;
  QRegularExpression regex; ///< its groups are the places, in the order of the text
  std::vector<int> places;
  qsizetype letters = 0;
};

Pattern patternOf(const char* source) {
  static const QRegularExpression place(QStringLiteral("%([1-9])"));
  const QString text = QString::fromUtf8(source);
  Pattern pattern{source, {}, {}, text.size()};
  QString regex = QStringLiteral("^");
  qsizetype at = 0;
  for (auto it = place.globalMatch(text); it.hasNext();) {
    const auto match = it.next();
    regex += QRegularExpression::escape(text.mid(at, match.capturedStart() - at)) +
             QStringLiteral("(.+?)");
    pattern.places.push_back(match.captured(1).toInt());
    pattern.letters -= 2;
    at = match.capturedEnd();
  }
  regex += QRegularExpression::escape(text.mid(at)) + u'$';
  pattern.regex = QRegularExpression(regex, QRegularExpression::DotMatchesEverythingOption);
  return pattern;
}

/// Those that say most first.
std::vector<Pattern> patterns() {
  std::vector<Pattern> all;
  for (const char* source : kMessages)
    if (Pattern pattern = patternOf(source); pattern.letters >= kFewestLetters)
      all.push_back(std::move(pattern));
  std::ranges::stable_sort(all, std::greater(), &Pattern::letters);
  return all;
}
} // namespace

QString noteText(const std::string& note) {
  static const std::vector<Pattern> known = patterns();
  const QString text = QString::fromStdString(note);
  if (text.isEmpty())
    return text;
  for (const Pattern& pattern : known) {
    const auto match = pattern.regex.match(text);
    if (!match.hasMatch())
      continue;
    QString result = QCoreApplication::translate("Message", pattern.source);
    // From the last to the first, so that what is filled in is not taken for a place.
    std::vector<std::pair<qsizetype, QString>> fills;
    for (std::size_t i = 0; i < pattern.places.size(); ++i) {
      const QString place = QStringLiteral("%%1").arg(pattern.places[i]);
      fills.push_back(
          {result.indexOf(place), noteText(match.captured(static_cast<int>(i) + 1).toStdString())});
    }
    std::ranges::sort(fills, std::greater(), &std::pair<qsizetype, QString>::first);
    for (const auto& [at, filled] : fills)
      result.replace(at, 2, filled);
    return result;
  }
  return text;
}

} // namespace rxq::app
