#include "core/study/llr_bits.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/error.h"
#include "core/sim/decoder_study.h"
#include "core/study/receivers.h"

namespace rxq::study {

namespace {
constexpr int kFewestBits = 3, kMostBits = 8;
/// Steps tried: from a sixteenth to two LLR units, two an octave.
std::vector<double> stepsTried() {
  std::vector<double> steps;
  for (int i = -8; i <= 2; ++i)
    steps.push_back(std::exp2(i / 2.0));
  return steps;
}

StudySpec studyOf(const char* name, phy::Modulation modulation, double rate, param::Range snr,
                  double step) {
  StudySpec spec;
  spec.name = name;
  spec.link.modulation = modulation;
  spec.link.codeRate = rate;
  spec.channel.kind = channel::ChannelKind::Awgn;
  spec.link.rxAntennas = 1;
  spec.sweep.snr = snr;
  spec.sweep.step = step;
  spec.decoder.scale = 0.75; // near float's best here, so that rounding down has nothing to win
  spec.receivers.resize(1);
  spec.receivers[0].name = "Perfect CSI";
  spec.receivers[0].kind = ReceiverKind::PerfectCsi;
  return spec;
}
} // namespace

std::vector<StudySpec> llrBitsStudies() {
  std::vector<StudySpec> all{
      studyOf("AWGN, QPSK, rate 1/2", phy::Modulation::Qpsk, 0.5, {0.75, 2.75}, 0.25),
      studyOf("AWGN, 64-QAM, rate 3/4", phy::Modulation::Qam64, 0.75, {8.25, 11.5}, 0.25),
      studyOf("CDL-B, 0 to 40 m/s, 16-QAM, rate 1/2, LMMSE", phy::Modulation::Qam16, 0.5, {4, 13},
              1)};
  StudySpec& fading = all.back();
  fading.channel = channel::ChannelSpec{};
  fading.link.rxAntennas = 2;
  fading.receivers[0].name = "LMMSE";
  fading.receivers[0].kind = ReceiverKind::Lmmse;
  return all;
}

LlrBitsTable llrBitsTable(const StudySpec& spec, const sim::CheckBudget& budget,
                          std::stop_token stop, const sim::CheckReport& report) {
  if (spec.receivers.empty() || !isClassical(spec.receivers.front().kind))
    throw base::Error(base::ErrorKind::BadInput,
                      "receivers: the first one has to be a receiver without a network.");
  const sim::Link link(spec.link, spec.channel);
  const auto receiver = makeClassical(link, spec.receivers.front());
  const std::vector<double> snrs = sim::pointsOf(spec.sweep);
  phy::DecoderSpec exact = spec.decoder;
  exact.messages = phy::MessageType::Float;
  const auto withBits = [&](int bits, double step) {
    phy::DecoderSpec decoder = exact;
    decoder.messages = phy::MessageType::Int8;
    decoder.llrBits = bits;
    decoder.llrStep = step;
    return decoder;
  };
  const auto run = [&](const char* what, const std::vector<phy::DecoderSpec>& decoders,
                       const std::vector<double>& at, int slots, std::uint64_t seed) {
    long told = -1;
    return sim::compareDecoders(
        link, *receiver, decoders, at, slots, seed, budget.workers, stop, [&, what](double done) {
          const long tenths = std::lround(std::floor(10 * done));
          if (std::exchange(told, tenths) != tenths)
            report(spec.name + ": " + what + ", " + std::to_string(10 * tenths) + " %");
        });
  };

  LlrBitsTable table;
  table.name = spec.name;
  const int few = std::max(64, budget.blocks / 5);
  // Other slots than those that are reported, so that choosing flatters nobody.
  const auto rough = run("finding 10 % BLER", {exact}, snrs, few, budget.seed + 1);
  if (stop.stop_requested())
    return table;
  const auto nearest = std::min_element(
      rough[0].begin(), rough[0].end(), [](const sim::PointCounts& a, const sim::PointCounts& b) {
        const auto off = [](const sim::PointCounts& p) {
          return std::abs(std::log(std::max(p.bler(), 1e-4) / 0.1));
        };
        return off(a) < off(b);
      });
  std::vector<phy::DecoderSpec> tried;
  const std::vector<double> steps = stepsTried();
  for (int bits = kFewestBits; bits <= kMostBits; ++bits)
    for (const double step : steps)
      tried.push_back(withBits(bits, step));
  const auto scan = run("choosing steps", tried, {nearest->snrDb}, few, budget.seed + 1);
  if (stop.stop_requested())
    return table;

  std::vector<phy::DecoderSpec> chosen{exact};
  for (std::size_t first = 0; first < tried.size(); first += steps.size()) {
    std::size_t best = first;
    for (std::size_t i = first; i < first + steps.size(); ++i)
      if (std::pair(scan[i][0].blockErrors, scan[i][0].bitErrors) <
          std::pair(scan[best][0].blockErrors, scan[best][0].bitErrors))
        best = i;
    chosen.push_back(tried[best]);
  }
  const auto curves = run("measuring", chosen, snrs, budget.blocks, budget.seed);
  table.float10 = sim::crossing(curves[0], 0.1);
  table.float1 = sim::crossing(curves[0], 0.01);
  for (std::size_t i = 1; i < chosen.size(); ++i)
    table.rows.push_back({chosen[i].llrBits, chosen[i].llrStep,
                          sim::pairedLoss(curves[i], curves[0], 0.1),
                          sim::pairedLoss(curves[i], curves[0], 0.01)});
  return table;
}

} // namespace rxq::study
