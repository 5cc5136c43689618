#include "app/explore_text.h"

#include <QCoreApplication>
#include <cmath>

#include "widgets/format.h"

namespace rxq::app {

namespace {
struct ExploreText {
  Q_DECLARE_TR_FUNCTIONS(ExploreText)
};
constexpr std::uint64_t kReadableErrors = 10; ///< 95 %: from 0.5 to 1.8 times the rate
} // namespace

QString frontEndName(const receiver::FixedPointSpec& bits) {
  return QStringLiteral("%1/%2/%3/%4")
      .arg(bits.sampleBits)
      .arg(bits.estimateBits)
      .arg(bits.combinerBits)
      .arg(bits.llrBits);
}

QString settingName(const study::ExploreSetting& s) {
  QString name = QStringLiteral("W%1 A%2").arg(s.quant.weightBits).arg(s.quant.activationBits);
  if (s.quant.edgeWeightBits != s.quant.weightBits)
    name += ExploreText::tr(", edges W%1").arg(s.quant.edgeWeightBits);
  if (!s.quant.layers.empty())
    name += s.quant.layers.size() == 1
                ? ExploreText::tr(", 1 layer apart")
                : ExploreText::tr(", %1 layers apart").arg(s.quant.layers.size());
  if (s.integerFrontEnd)
    name += QStringLiteral(", ") + frontEndName(s.frontEnd);
  if (s.decoderBits)
    name += ExploreText::tr(", LLR %1").arg(s.decoderBits);
  return name;
}

sim::Curve readable(const sim::Curve& curve) {
  sim::Curve points;
  for (const sim::PointCounts& p : curve)
    if (p.blockErrors >= kReadableErrors)
      points.push_back(p);
  return points;
}

std::vector<widgets::LayerBars::Bar> layerBars(const study::ExploreState& state) {
  std::vector<widgets::LayerBars::Bar> bars;
  for (const quant::LayerReport& layer : state.layers)
    bars.push_back({QString::fromStdString(layer.name), layer.weightSqnrDb, layer.activationSqnrDb,
                    layer.weightBits, layer.activationBits,
                    quant::bitsOfLayer(state.setting.quant, layer.name) != nullptr});
  return bars;
}

QString lossText(const sim::PairedLoss& loss) {
  if (loss.valid)
    return widgets::signedDecibels(loss.db);
  return loss.unbounded ? QStringLiteral("> ") + widgets::decibels(loss.lowerBoundDb, 1)
                        : QStringLiteral("–");
}

widgets::FactList::Fact frontEndFact(const sim::PairedLoss& loss) {
  const double half = (loss.interval.high - loss.interval.low) / 2;
  return {
      ExploreText::tr("Front end"), lossText(loss),
      loss.valid && std::isfinite(half) ? QStringLiteral("± %1").arg(QString::number(half, 'f', 2))
                                        : QString(),
      ExploreText::tr("Part of the loss that the front end's integers cost: the same bits, with "
                      "the front end in float, on the same slots")};
}

} // namespace rxq::app
