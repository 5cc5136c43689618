#include "widgets/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <algorithm>
#include <array>
#include <cmath>

namespace rxq::widgets {

namespace {
struct FormatText {
  Q_DECLARE_TR_FUNCTIONS(FormatText)
};

constexpr QChar kNarrowSpace(0x202F);
constexpr QChar kMinus(0x2212);

QString withMinus(QString text) {
  if (text.startsWith(QLatin1Char('-')))
    text[0] = kMinus;
  return text;
}
QString significant(double value, int digits) {
  const double magnitude = std::abs(value);
  const int whole = magnitude >= 1 ? static_cast<int>(std::floor(std::log10(magnitude))) + 1 : 1;
  return QString::number(value, 'f', std::max(0, digits - whole));
}
} // namespace

QString grouped(std::int64_t value) {
  QString digits = QString::number(std::abs(value));
  for (int i = static_cast<int>(digits.size()) - 3; i > 0; i -= 3)
    digits.insert(i, kNarrowSpace);
  return value < 0 ? kMinus + digits : digits;
}

QString durationText(double seconds) {
  if (!(seconds >= 0) || !std::isfinite(seconds))
    return QStringLiteral("–");
  const auto two = [](std::int64_t v) { return QString::number(v).rightJustified(2, u'0'); };
  if (seconds < 9.95)
    return QStringLiteral("%1 s").arg(seconds, 0, 'f', 1);
  const auto whole = static_cast<std::int64_t>(std::llround(seconds));
  if (whole < 60)
    return QStringLiteral("%1 s").arg(whole);
  if (whole < 3600)
    return QStringLiteral("%1 min %2 s").arg(whole / 60).arg(two(whole % 60));
  if (whole < 48 * 3600)
    return QStringLiteral("%1 h %2 min").arg(whole / 3600).arg(two(whole / 60 % 60));
  return QStringLiteral("%1 d %2 h").arg(whole / 86400).arg(whole / 3600 % 24);
}

QString bytesText(std::int64_t bytes) {
  if (bytes < 1000)
    return QStringLiteral("%1 B").arg(bytes);
  const double value = static_cast<double>(bytes);
  return bytes < 1000000 ? significant(value / 1e3, 3) + QStringLiteral(" kB")
                         : significant(value / 1e6, 3) + QStringLiteral(" MB");
}

QString siText(double value, const char* unit, int digits) {
  static constexpr std::array<std::pair<double, const char*>, 4> steps{
      {{1e9, "G"}, {1e6, "M"}, {1e3, "k"}, {1, ""}}};
  for (const auto& [scale, prefix] : steps)
    if (std::abs(value) >= scale || scale == 1)
      return significant(value / scale, digits) + QLatin1Char(' ') + QLatin1String(prefix) +
             QLatin1String(unit);
  return {};
}

QString numberText(double value, int decimals) {
  QString text = QString::number(value, 'f', decimals);
  if (text.contains(QLatin1Char('.'))) {
    while (text.endsWith(QLatin1Char('0')))
      text.chop(1);
    if (text.endsWith(QLatin1Char('.')))
      text.chop(1);
  }
  return withMinus(text == QLatin1String("-0") ? QStringLiteral("0") : text);
}

QString signedDecibels(double db, int decimals) {
  const QString text = QString::number(std::abs(db), 'f', decimals);
  const bool zero = text.toDouble() == 0;
  return (zero     ? QString()
          : db < 0 ? QString(kMinus)
                   : QStringLiteral("+")) +
         text + QStringLiteral(" dB");
}

QString decibels(double db, int decimals) {
  return withMinus(QString::number(db, 'f', decimals)) + QStringLiteral(" dB");
}

QString rateText(double rate) {
  if (rate == 0)
    return QStringLiteral("0");
  return rate >= 1e-3
             ? significant(rate, rate >= 0.1    ? 3
                                 : rate >= 0.01 ? 4
                                                : 5)
             : QString::number(rate, 'e', 1).replace(QLatin1String("e-0"), QLatin1String("e-"));
}

QString timeText(const QString& isoUtc) {
  QDateTime time = QDateTime::fromString(isoUtc, Qt::ISODate);
  if (!time.isValid())
    return isoUtc;
  time = time.toLocalTime();
  const bool thisYear = time.date().year() == QDate::currentDate().year();
  // Months have names where the translation's format asks for them.
  return QLocale::c().toString(time, thisYear ? FormatText::tr("d MMM HH:mm")
                                              : FormatText::tr("d MMM yyyy HH:mm"));
}

} // namespace rxq::widgets
