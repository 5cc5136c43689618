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

struct StudyText {
  Q_DECLARE_TR_FUNCTIONS(StudyText)
};
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

QString bitsText(int bits) {
  return bits == quant::kBitsOff ? StudyText::tr("float") : QString::number(bits);
}
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
    parts << StudyText::tr("MCS %1, %2")
                 .arg(spec.link.mcsIndex)
                 .arg(paramText(param::labelOf(spec.link.mcsTable)));
  parts << (spec.link.grid == phy::GridKind::ResourceBlocks
                ? StudyText::tr("%1 PRB").arg(spec.link.resourceBlocks)
                : StudyText::tr("FFT %1").arg(spec.link.fftSize));
  return parts.join(kDot);
}

QString describeActivity(const study::StudyProgress& progress) {
  for (const study::EntryProgress& entry : progress.entries) {
    const QString name = QString::fromStdString(entry.name);
    if (entry.phase == study::Phase::Training)
      return entry.iterations > 0
                 ? StudyText::tr("Training %1 · iteration %2 of %3")
                       .arg(name, grouped(entry.iteration), grouped(entry.iterations))
                 : StudyText::tr("Training %1").arg(name);
    if (entry.phase == study::Phase::Quantizing)
      return StudyText::tr("Quantizing %1").arg(name);
    if (entry.phase == study::Phase::Measuring)
      return StudyText::tr("Measuring %1").arg(name);
  }
  return StudyText::tr("Preparing");
}

QString describeBits(const quant::QuantSpec& q) {
  QString text = QStringLiteral("W%1 A%2").arg(bitsText(q.weightBits), bitsText(q.activationBits));
  if (q.edgeWeightBits != q.weightBits)
    text += StudyText::tr(", edges W%1").arg(bitsText(q.edgeWeightBits));
  return text;
}

QString describeEntry(const study::StudySpec& spec, const study::ReceiverEntry& entry) {
  QStringList parts;
  if (study::isClassical(entry.kind)) {
    if (entry.kind == study::ReceiverKind::LeastSquares) {
      parts << paramText(param::labelOf(entry.classical.interpolation)).toLower();
      if (entry.classical.smoothing > 1)
        parts << StudyText::tr("mean of %1 subcarriers").arg(entry.classical.smoothing);
      if (entry.classical.tracking > 0)
        parts << StudyText::tr("tracked by decisions");
    }
    if (entry.kind == study::ReceiverKind::PerfectCsi)
      parts << StudyText::tr("the yardstick");
    parts << StudyText::tr("%1 demapper")
                 .arg(paramText(param::labelOf(entry.classical.demapper)).toLower());
    return parts.join(kDot);
  }
  if (entry.kind == study::ReceiverKind::FixedPoint) {
    const receiver::FixedPointSpec& f = entry.fixedPoint;
    parts << StudyText::tr("samples %1, estimates %2, sums %3, LLRs %4 bit")
                 .arg(f.sampleBits)
                 .arg(f.estimateBits)
                 .arg(f.combinerBits)
                 .arg(f.llrBits)
          << StudyText::tr("from %1").arg(QString::fromStdString(entry.parent));
    return parts.join(kDot);
  }
  if (study::isQuantized(entry.kind)) {
    parts << describeBits(entry.quant)
          << paramText(param::labelOf(entry.quant.granularity)).toLower();
    if (entry.kind == study::ReceiverKind::Qat)
      parts << paramText(param::labelOf(entry.quant.learning)).toLower();
    else
      parts << StudyText::tr("%1 calibration")
                   .arg(paramText(param::labelOf(entry.quant.calibration)));
    if (entry.quant.biasCorrection && entry.kind == study::ReceiverKind::Ptq)
      parts << StudyText::tr("bias correction");
  } else if (entry.parent.empty()) {
    parts << StudyText::tr("%1 head").arg(paramText(param::labelOf(entry.neural.head)))
          << StudyText::tr("%1 channels").arg(entry.neural.channels)
          << StudyText::tr("%1 blocks").arg(entry.neural.blocks);
  }
  if (entry.kind != study::ReceiverKind::Ptq)
    parts << StudyText::tr("%1 iterations").arg(grouped(entry.train.iterations));
  if (!entry.parent.empty())
    parts << StudyText::tr("from %1").arg(QString::fromStdString(entry.parent));
  Q_UNUSED(spec)
  return parts.join(kDot);
}

QString summariseEntry(const study::ReceiverEntry& entry) {
  QStringList parts;
  const QString steps = StudyText::tr("%1 steps").arg(grouped(entry.train.iterations));
  switch (entry.kind) {
  case study::ReceiverKind::PerfectCsi:
    parts << StudyText::tr("the yardstick");
    break;
  case study::ReceiverKind::LeastSquares:
    parts << (entry.classical.smoothing > 1
                  ? StudyText::tr("least squares, mean of %1").arg(entry.classical.smoothing)
                  : StudyText::tr("least squares"));
    break;
  case study::ReceiverKind::Lmmse:
    parts << StudyText::tr("known covariance");
    break;
  case study::ReceiverKind::RobustLmmse:
    parts << StudyText::tr("assumed profile");
    break;
  case study::ReceiverKind::Fp32:
    parts << QStringLiteral("FP32");
    if (entry.parent.empty())
      parts << StudyText::tr("%1 channels").arg(entry.neural.channels);
    parts << steps;
    break;
  case study::ReceiverKind::Ptq:
  case study::ReceiverKind::Qat:
    parts << (entry.kind == study::ReceiverKind::Ptq ? QStringLiteral("PTQ")
                                                     : QStringLiteral("QAT"))
          << describeBits(entry.quant);
    if (entry.quant.granularity == quant::Granularity::PerTensor)
      parts << paramText(param::labelOf(entry.quant.granularity)).toLower();
    if (entry.kind == study::ReceiverKind::Qat)
      parts << steps;
    else
      parts << paramText(param::labelOf(entry.quant.calibration));
    break;
  case study::ReceiverKind::FixedPoint:
    parts << StudyText::tr("all in integers")
          << StudyText::tr("from %1").arg(QString::fromStdString(entry.parent));
    break;
  }
  if (study::isClassical(entry.kind))
    parts << StudyText::tr("%1 demapper")
                 .arg(paramText(param::labelOf(entry.classical.demapper)).toLower());
  return parts.join(kDot);
}

QString phaseText(const study::EntryProgress& entry) {
  switch (entry.phase) {
  case study::Phase::Waiting:
    return StudyText::tr("waiting");
  case study::Phase::Training:
    return entry.iterations > 0
               ? StudyText::tr("training %1 %").arg(100 * entry.iteration / entry.iterations)
               : StudyText::tr("training");
  case study::Phase::Quantizing:
    return StudyText::tr("quantizing");
  case study::Phase::Measuring:
    return StudyText::tr("measuring");
  case study::Phase::Done:
    return StudyText::tr("done");
  case study::Phase::Failed:
    return StudyText::tr("failed");
  case study::Phase::Stopped:
    return StudyText::tr("stopped");
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
  return link.snrAxis == phy::SnrAxis::EbN0 ? StudyText::tr("Eb/N0, dB")
                                            : StudyText::tr("Es/N0, dB");
}

} // namespace rxq::app
