#include "app/explore_text.h"

#include "widgets/format.h"

namespace rxq::app {

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

} // namespace rxq::app
