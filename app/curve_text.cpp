#include "app/curve_text.h"

#include <QCoreApplication>
#include <cmath>

#include "widgets/format.h"

namespace rxq::app {

namespace {
struct CurveText {
  Q_DECLARE_TR_FUNCTIONS(CurveText)
};
} // namespace

QString crossingText(const study::EntryProgress& e) {
  if (e.curve.empty())
    return QString();
  if (!e.crossing.reached)
    return e.crossing.belowRange
               ? CurveText::tr("below %1").arg(widgets::decibels(e.curve.front().snrDb, 1))
               : CurveText::tr("not below %1").arg(widgets::decibels(e.curve.back().snrDb, 1));
  return widgets::decibels(e.crossing.snrDb);
}

QString intervalText(const base::Interval& interval, bool sign) {
  const auto side = [sign](double v) {
    if (!std::isfinite(v))
      return v < 0 ? QStringLiteral("−∞") : QStringLiteral("∞");
    const QString text = sign ? widgets::signedDecibels(v) : widgets::decibels(v);
    return text.chopped(3); // " dB"
  };
  return side(interval.low) + QStringLiteral(" … ") + side(interval.high);
}

QString lossText(const study::EntryProgress& e) {
  if (!e.loss)
    return QString();
  if (e.loss->unbounded)
    return CurveText::tr("more than %1").arg(widgets::decibels(e.loss->lowerBoundDb, 1));
  return e.loss->valid ? widgets::signedDecibels(e.loss->db) : QString();
}

QString targetText(double bler) {
  return widgets::numberText(100 * bler, 4) + QStringLiteral(" %");
}

} // namespace rxq::app
