#include "app/study_text.h"

#include <QCoreApplication>
#include <QStringList>
#include <cmath>

#include "widgets/field_editor.h"
#include "widgets/format.h"

namespace rxq::app {

namespace {
using widgets::grouped;
using widgets::numberText;
using widgets::paramText;

QString tr(const char* text) { return QCoreApplication::translate("StudyText", text); }
const QString kDot = QStringLiteral(" · ");

QString rangeText(const param::Range& range, const QString& unit) {
  if (range.low == range.high)
    return numberText(range.low, 2) + u' ' + unit;
  return numberText(range.low, 2) + QStringLiteral("–") + numberText(range.high, 2) + u' ' + unit;
}

/// 0.5 as "1/2" where the fraction is a usual one.
QString codeRateText(double rate) {
  for (const int denominator : {2, 3, 4, 5, 6})
    for (int numerator = 1; numerator < denominator; ++numerator)
      if (std::abs(rate - static_cast<double>(numerator) / denominator) < 5e-4)
        return QStringLiteral("%1/%2").arg(numerator).arg(denominator);
  return numberText(rate, 3);
}

QString bitsText(int bits) { return bits == quant::kBitsOff ? tr("float") : QString::number(bits); }
} // namespace

QString describeLink(const study::StudySpec& spec) {
  QStringList parts{paramText(param::labelOf(spec.channel.kind))};
  if (channel::isCdl(spec.channel.kind) || channel::isTdl(spec.channel.kind)) {
    parts << rangeText(spec.channel.delaySpread, QStringLiteral("ns"));
    parts << rangeText(spec.channel.speed, QStringLiteral("m/s"));
  }
  if (spec.link.mcsTable == phy::McsTable::None)
    parts << paramText(param::labelOf(spec.link.modulation)) + QStringLiteral(" R ") +
                 codeRateText(spec.link.codeRate);
  else
    parts << tr("MCS %1, %2")
                 .arg(spec.link.mcsIndex)
                 .arg(paramText(param::labelOf(spec.link.mcsTable)));
  parts << (spec.link.grid == phy::GridKind::ResourceBlocks
                ? tr("%1 PRB").arg(spec.link.resourceBlocks)
                : tr("FFT %1").arg(spec.link.fftSize));
  return parts.join(kDot);
}

QString describeBits(const quant::QuantSpec& q) {
  QString text = QStringLiteral("W%1 A%2").arg(bitsText(q.weightBits), bitsText(q.activationBits));
  if (q.edgeWeightBits != q.weightBits)
    text += tr(", edges W%1").arg(bitsText(q.edgeWeightBits));
  return text;
}

QString describeEntry(const study::StudySpec& spec, const study::ReceiverEntry& entry) {
  QStringList parts;
  if (study::isClassical(entry.kind)) {
    if (entry.kind == study::ReceiverKind::LeastSquares) {
      parts << paramText(param::labelOf(entry.classical.interpolation)).toLower();
      if (entry.classical.smoothing > 1)
        parts << tr("mean of %1 subcarriers").arg(entry.classical.smoothing);
    }
    if (entry.kind == study::ReceiverKind::PerfectCsi)
      parts << tr("the yardstick");
    parts << tr("%1 demapper").arg(paramText(param::labelOf(entry.classical.demapper)).toLower());
    return parts.join(kDot);
  }
  if (study::isQuantized(entry.kind)) {
    parts << describeBits(entry.quant)
          << paramText(param::labelOf(entry.quant.granularity)).toLower();
    if (entry.kind == study::ReceiverKind::Qat)
      parts << paramText(param::labelOf(entry.quant.learning)).toLower();
    else
      parts << tr("%1 calibration").arg(paramText(param::labelOf(entry.quant.calibration)));
    if (entry.quant.biasCorrection && entry.kind == study::ReceiverKind::Ptq)
      parts << tr("bias correction");
  } else if (entry.parent.empty()) {
    parts << tr("%1 head").arg(paramText(param::labelOf(entry.neural.head)))
          << tr("%1 channels").arg(entry.neural.channels)
          << tr("%1 blocks").arg(entry.neural.blocks);
  }
  if (entry.kind != study::ReceiverKind::Ptq)
    parts << tr("%1 iterations").arg(grouped(entry.train.iterations));
  if (!entry.parent.empty())
    parts << tr("from %1").arg(QString::fromStdString(entry.parent));
  Q_UNUSED(spec)
  return parts.join(kDot);
}

QString phaseText(const study::EntryProgress& entry) {
  switch (entry.phase) {
  case study::Phase::Waiting:
    return tr("waiting");
  case study::Phase::Training:
    return entry.iterations > 0 ? tr("training %1 %").arg(100 * entry.iteration / entry.iterations)
                                : tr("training");
  case study::Phase::Quantizing:
    return tr("quantizing");
  case study::Phase::Measuring:
    return tr("measuring");
  case study::Phase::Done:
    return tr("done");
  case study::Phase::Failed:
    return tr("failed");
  case study::Phase::Stopped:
    return tr("stopped");
  }
  return {};
}

QString kindText(const std::string& key) {
  for (const auto& choice : param::EnumTable<study::ReceiverKind>::table)
    if (choice.key == key)
      return paramText(choice.label);
  return QString::fromStdString(key);
}

QString snrAxisText(const phy::LinkSpec& link) {
  return link.snrAxis == phy::SnrAxis::EbN0 ? tr("Eb/N0, dB") : tr("Es/N0, dB");
}

} // namespace rxq::app
