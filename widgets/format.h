#pragma once

#include <QString>
#include <cstdint>

/// Numbers as people read them; the same in every locale, thousands parted by narrow spaces.
namespace rxq::widgets {

QString grouped(std::int64_t value);   ///< "1 152"
QString durationText(double seconds);  ///< "4 min 50 s", "2 h 05 min", "0.8 s"
QString bytesText(std::int64_t bytes); ///< "42.6 kB"
QString siText(double value, const char* unit, int digits = 3); ///< "27.1 M MAC", "2.3 Mb/s"
QString signedDecibels(double db, int decimals = 2);            ///< "+0.18 dB", real minus sign
QString decibels(double db, int decimals = 2);
QString rateText(double rate); ///< an error rate: "0.0123", "2.1e-5"
/// Shortest text of a number with at most `decimals` decimals and a real minus sign.
QString numberText(double value, int decimals);
/// ISO 8601 UTC as local "24 Nov 08:40" (with the year when it is another one).
QString timeText(const QString& isoUtc);

} // namespace rxq::widgets
