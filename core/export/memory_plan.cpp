#include "core/export/memory_plan.h"

#include <algorithm>

namespace rxq::exporting {

namespace {
/// The last layer that reads a tensor; the layer that makes it when none does.
int lastUse(const quant::IntegerNetwork& network, int tensor) {
  int last = tensor - 1;
  for (int i = 0; i < static_cast<int>(network.layers.size()); ++i) {
    const nn::ConvLayer& g = network.layers[static_cast<std::size_t>(i)].geometry;
    if (g.input == tensor || g.residual == tensor)
      last = i;
  }
  return last;
}

struct Block {
  int begin, end, lastUse;
};
} // namespace

MemoryPlan planMemory(const quant::IntegerNetwork& network) {
  const int layers = static_cast<int>(network.layers.size());
  MemoryPlan plan;
  plan.offset.assign(static_cast<std::size_t>(layers) + 1, -1);
  std::vector<Block> live; // sorted by begin
  for (int layer = 0; layer < layers; ++layer) {
    if (network.isOutput(layer + 1))
      continue;
    std::erase_if(live, [&](const Block& b) { return b.lastUse < layer; });
    const int channels = network.layers[static_cast<std::size_t>(layer)].geometry.outChannels;
    int begin = 0;
    for (const Block& b : live) {
      if (b.begin - begin >= channels)
        break;
      begin = std::max(begin, b.end);
    }
    live.push_back({begin, begin + channels, lastUse(network, layer + 1)});
    std::sort(live.begin(), live.end(),
              [](const Block& a, const Block& b) { return a.begin < b.begin; });
    plan.offset[static_cast<std::size_t>(layer) + 1] = begin;
    plan.channels = std::max(plan.channels, begin + channels);
  }
  return plan;
}

} // namespace rxq::exporting
