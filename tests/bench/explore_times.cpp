// How fast Explore answers: rxq_explore_times
// Moves the bits of the demo's LLR model as a hand would and prints, for each move, when each
// better answer came and how wide its 95 % interval was; then how long the map takes.
#include <chrono>
#include <cmath>
#include <cstdio>

#include "app/demo.h"
#include "core/study/explorer.h"

using namespace rxq;
using Clock = std::chrono::steady_clock;

int main() {
  const auto since = [](Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  auto start = Clock::now();
  study::Explorer explorer(app::pretrainedModel("llr_head_fp32"), app::demoStudy(), 0);
  std::printf("set up %.2f s\n", since(start));
  study::ExploreSetting setting;
  setting.quant.edgeWeightBits = 8;
  for (const int weights : {4, 3, 8, 4}) {
    setting.quant.weightBits = weights;
    setting.quant.activationBits = weights == 4 ? 8 : 6;
    start = Clock::now();
    double first = 0, tenth = 0, seen = 0;
    const auto last = explorer.evaluate(
        setting, {0.04, 32768, 0, true}, {}, [&](std::shared_ptr<const study::ExploreState> state) {
          const double now = since(start);
          const double half = (state->loss.interval.high - state->loss.interval.low) / 2;
          if (first == 0)
            first = now;
          if (tenth == 0 && state->loss.valid && half <= 0.1)
            tenth = now;
          seen = now;
        });
    const double half = (last->loss.interval.high - last->loss.interval.low) / 2;
    std::printf(
        "W%d A%d: first answer %.2f s, within 0.1 dB %.2f s, ended %.2f s: %+.3f +- %.3f dB\n",
        weights, setting.quant.activationBits, first, tenth, seen, last->loss.db, half);
  }
  // The map of weight by activation bits, as the page fills it while idle.
  start = Clock::now();
  int cells = 0;
  for (const int weights : {8, 6, 4, 3, 2})
    for (const int activations : {8, 6, 4, 3, 2}) {
      setting.quant.weightBits = weights;
      setting.quant.activationBits = activations;
      explorer.evaluate(setting, {0.15, 1024, 0, false}, {}, [](const auto&) {});
      ++cells;
    }
  std::printf("map of %d cells %.2f s\n", cells, since(start));
  return 0;
}
