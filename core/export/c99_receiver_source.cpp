#include "core/export/c99_receiver_source.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cctype>
#include <utility>
#include <vector>

#include "core/base/number_text.h"
#include "core/export/c99_plane_text.h"
#include "core/export/c99_receiver_text.h"
#include "core/export/c99_tracking_text.h"
#include "core/export/c_text.h"
#include "core/receiver/planes.h"

namespace rxq::exporting {

namespace {
using receiver::FixedTables;
using receiver::Head;
using receiver::Plane;
namespace fixed = receiver::fixed;
using namespace receiver_text;

/// A table or function of the exported file.
struct Part {
  std::string use;  ///< how those that need it begin to name it: "times(", "levels["
  std::string text; ///< of the part
};

/// "static const TYPE name[N] = {{...}, ...};", of what `rowOf` gives.
template <class Rows, class RowOf>
std::string rows(const std::string& type, const std::string& name, const Rows& values,
                 const RowOf& rowOf) {
  std::string text =
      "static const " + type + " " + name + "[" + std::to_string(values.size()) + "] = {";
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::string row;
    for (const int number : rowOf(values[i]))
      row += (row.empty() ? "" : ", ") + std::to_string(number);
    text += std::string(i % 6 == 0 ? "\n  {" : " {") + row + "},";
  }
  return text + "\n};\n";
}

/// Of factors or scales.
template <class Factors> std::string factors(const std::string& name, const Factors& values) {
  return rows("factor_t", name, values, [](const auto& f) {
    return std::array{f.multiplier, f.shift};
  });
}

std::string taps(const std::string& name, const std::vector<receiver::FixedTap>& values) {
  return rows("tap_t", name, values, [](const auto& tap) {
    return std::array{tap.first, tap.second, tap.weight};
  });
}

constexpr const char* kGainType = R"c(
/* Gains of tracking times 16384: of the mean error, and back from the next symbol. */
typedef struct {
  int16_t channel, slope, back_channel, back_slope;
} gain_t;

/* By half octaves of the relative noise from 2^-16 on, then by the distance from the pilot symbol, 1, 2, ... */
)c";

std::string trackGains(const FixedTables& t) {
  return kGainType + rows("gain_t", "track_gains", t.trackGains, [](const auto& gain) {
           return std::array{gain.channel, gain.slope, gain.backChannel, gain.backSlope};
         });
}

std::vector<Part> tables(const FixedTables& t) {
  return {
      {"pilot_symbols[", cArray("int", "pilot_symbols", t.pilotSymbols)},
      {"pilot_subcarriers[", cArray("int", "pilot_subcarriers", t.pilotSubcarriers)},
      {"pilot_row[", "/* Of each symbol, its place in pilot_symbols, or -1. */\n" +
                         cArray("int", "pilot_row", t.pilotRow)},
      {"pilot_column[", "/* Of each subcarrier of those symbols, its place among the pilots, -1: "
                        "data, -2: nothing. */\n" +
                            cArray("int", "pilot_column", t.pilotColumn)},
      {"data_runs[", "/* Neighbouring elements with data: the first, and how many. */\n" +
                         rows("struct {\n  int first, count;\n}", "data_runs", t.runs,
                              [](const phy::DataRun& run) {
                                return std::array{run.element, run.count};
                              })},
      {"nearest_symbol[", "/* Of each symbol, the nearest in pilot_symbols. */\n" +
                              cArray("int", "nearest_symbol", t.nearest)},
      {"pilot_factors", "/* conj(p) / |p|^2 times 1024, [pilot symbol][subcarrier][Re, Im] */\n" +
                            cArray("int16_t", "pilot_factors", t.pilots)},
      {"pilot_values[",
       "/* p times 4096, alike */\n" + cArray("int16_t", "pilot_values", t.symbolsOfPilots)},
      {"comb_taps[", "/* The estimate of a subcarrier from those of the pilots. */\n" +
                         taps("comb_taps", t.comb)},
      {"symbol_taps[", "/* The estimate of a symbol from those of the pilot symbols. */\n" +
                           taps("symbol_taps", t.linear)},
      {"to_code[", "/* To input codes, by channel. */\n" + factors("to_code", t.toCode)},
      {"pilot_codes[", cArray("uint8_t", "pilot_codes", t.pilotCodes)},
      {"noise_gain[", "/* 1 + the noise of the estimate by N0, times 4096, by symbol. */\n" +
                          cArray("int32_t", "noise_gain", t.noiseGain)},
      {"log_table[",
       "/* log2(1 + i / 64) times 65536 */\n" + cArray("int32_t", "log_table", fixed::logTable())},
      {"levels[", "/* Positive levels of the constellation times 4096. */\n" +
                      cArray("int32_t", "levels", t.levels)},
      {"track_gains[", trackGains(t)},
      {"correction", "/* Output codes to what they are added to, [pass][output]. */\n" +
                         factors("correction", t.correction)},
      {"llr_scale[", "/* From sums to steps of the LLR at a noise power of one, by symbol. */\n" +
                         factors("llr_scale", t.llrScale)},
  };
}

/// Functions, each behind those that it calls.
std::vector<Part> functions(const FixedTables& t) {
  return {
      {"shifted(", kShifted},
      {"limited(", kLimited},
      {"root_of(", kRoot},
      {"times(", kTimes},
      {"control_gain(", t.gainControl ? kControlGain : kNoGainControl},
      {"between(", kBetween},
      {"estimate(", kEstimate},
      {"mean_at(", kMean},
      {"start(", t.smoothing > 1 ? kStartSmoothed : kStart},
      {"add_antenna(", kSums},
      {"sums_of(", kSumsOf},
      {"log2_of(", kLog},
      {"quotient_of(", kQuotient},
      {"pilot_at(", kPilotAt},
      {"nearest_pilot(", kNearest},
      {"nearest_level(", kNearestLevel},
      {"decide_symbol(", kNearestSymbol},
      {"error_of(", kErrorOf},
      {"choose_gains(", kTrackGains},
      {"observe(", kTrackSums},
      {"track(", kTrack},
      {"decide(", kDecide},
      {"put(", kPut},
      {"write_received(", kReceived},
      {"write_ls_nearest(", kLsNearest},
      {"write_ls_linear(", kLsLinear},
      {"write_ls_smoothed(", kLsSmoothed},
      {"write_combined(", kCombined},
      {"write_equalised(", kEqualised},
      {"write_log_noise(", kLogNoise},
      {"write_pilots(", kPilots},
      {"write_pilot_mask(", kPilotMask},
      {"write_decision(", kDecision},
      {"write_decision_mean(", kDecisionMean},
  };
}

/// Functions around the network that is run in each pass.
std::vector<Part> lastFunctions() {
  return {{"corrected(", kCorrected}, {"refine(", kRefine}, {"over(", kOver}, {"demap(", kDemap}};
}

constexpr std::pair<Plane, const char*> kWriters[] = {
    {Plane::Received, "write_received"},         {Plane::LsNearest, "write_ls_nearest"},
    {Plane::LsLinear, "write_ls_linear"},        {Plane::LsSmoothed, "write_ls_smoothed"},
    {Plane::Combined, "write_combined"},         {Plane::Equalised, "write_equalised"},
    {Plane::LogNoise, "write_log_noise"},        {Plane::Pilots, "write_pilots"},
    {Plane::PilotMask, "write_pilot_mask"},      {Plane::Decision, "write_decision"},
    {Plane::DecisionMean, "write_decision_mean"}};

std::string planeWriter(const FixedTables& t) {
  std::string text = "\n/* Input codes of the pass at hand. */\n"
                     "static void write_planes(@name@_work_t *w) {\n";
  if (t.needsDecisions())
    text += "  decide(w);\n";
  int channel = 0;
  for (const Plane plane : t.planes) {
    const auto writer = std::find_if(std::begin(kWriters), std::end(kWriters),
                                     [&](const auto& known) { return known.first == plane; });
    assert(writer != std::end(kWriters));
    text += std::string("  ") + writer->second + "(w, " + std::to_string(channel) + ");\n";
    channel += receiver::kindOf(plane).channels(t.antennas);
  }
  return text + "}\n";
}

/// Whether `text` names what a part is used by, and not only as the end of another name.
bool mentions(const std::string& text, const std::string& use) {
  for (std::size_t at = text.find(use); at != std::string::npos; at = text.find(use, at + 1)) {
    const char before = at == 0 ? ' ' : text[at - 1];
    if (!std::isalnum(static_cast<unsigned char>(before)) && before != '_' && before != '>')
      return true;
  }
  return false;
}

/// The parts that something behind them needs: C warns of what is never used.
std::string needed(const std::vector<Part>& parts, const std::string& behind) {
  std::string text;
  for (auto part = parts.rbegin(); part != parts.rend(); ++part)
    if (mentions(text, part->use) || mentions(behind, part->use))
      text = part->text + text;
  return text;
}

std::string sourceOf(const FixedTables& t) {
  const bool channelHead = t.head == Head::Channel;
  std::string receive = replaced(kReceive, "@DEMAP@", channelHead ? kDemapChannel : kDemapLlr);
  receive = replaced(receive, "@NETWORK@", t.passes == 1 ? kOnePass : kPasses);
  receive = replaced(receive, "@PASS_VARIABLE@", t.passes == 1 ? "" : ", pass");
  receive = replaced(receive, "@ESTIMATE@",
                     std::string(t.needsEstimate() ? "  estimate(w);\n" : "") +
                         (t.keepsEstimate() ? "  start(w);\n" : "") +
                         (t.needsEstimate() && t.tracking > 0 ? "  track(w);\n" : ""));
  std::string text = planeWriter(t) + needed(lastFunctions(), receive) + receive;
  text = needed(functions(t), text) + text;
  text = replaced(text, "@COMB@", t.comb.empty() ? "" : kComb);
  text = replaced(text, "@COMB_TEXT@", t.comb.empty() ? "" : "lines between them, ");
  text = replaced(text, "@PILOT_F@", t.comb.empty() ? "k" : "pilot_subcarriers[k]");
  text = replaced(text, "@LS_ROW@", t.comb.empty() ? "w->rows + 2 * p * SUBCARRIERS" : "w->comb");
  return kBegin + needed(tables(t), text) + text;
}

/// Of one direction: a state for each symbol from the pilots outward.
std::string trackingWork(const FixedTables& t) {
  const std::string row = "[@NAME@_ANTENNAS * @NAME@_SUBCARRIERS * 2]",
                    states = "[" + std::to_string(t.trackSymbols + 1) + "]" + row;
  return "  int32_t channels" + states + ", slopes" + states + "; /* tracked */\n" +
         "  int32_t predicted" + row + ", mean_errors" + row + ";\n" +
         "  int32_t row_energy[@NAME@_SUBCARRIERS], copy[@NAME@_SUBCARRIERS];\n";
}

/// Constants of tracking.
std::string trackingOf(const FixedTables& t) {
  if (!t.needsEstimate() || t.tracking == 0)
    return "";
  const std::pair<const char*, int> constants[] = {{"TRACK_ROUNDS", t.tracking},
                                                   {"TRACK_SYMBOLS", t.trackSymbols},
                                                   {"TRACK_HALF", t.trackHalf},
                                                   {"TRACK_LEVELS", fixed::kTrackLevels},
                                                   {"TRACK_STEPS", fixed::kTrackSteps}};
  std::string text = ",\n  TRACK_ROW = ANTENNAS * SUBCARRIERS * 2";
  for (const auto& [name, value] : constants)
    text += std::string(",\n  ") + name + " = " + std::to_string(value);
  return text;
}

std::string workOf(const FixedTables& t) {
  const std::string elements = "[@NAME@_SYMBOLS * @NAME@_SUBCARRIERS];\n";
  std::string text = "  uint64_t noise;\n";
  if (t.needsEstimate())
    text += "  int32_t rows[" + std::to_string(t.pilotSymbols.size()) +
            " * @NAME@_SUBCARRIERS * 2]; /* least squares, of one antenna */\n"
            "  int32_t current[@NAME@_SAMPLES]; /* the estimate that a pass starts from */\n";
  if (!t.comb.empty() && t.needsEstimate())
    text += "  int32_t comb[" + std::to_string(2 * t.pilotSubcarriers.size()) + "];\n";
  if (t.keepsEstimate())
    text += "  int32_t estimate[@NAME@_SAMPLES]; /* least squares */\n";
  if (t.needsEstimate() && t.tracking > 0)
    text += trackingWork(t);
  if (t.needsDecisions())
    text += "  int32_t errors[@NAME@_SAMPLES]; /* of decisions, [antenna][Re, Im][element] */\n"
            "  int32_t energy" +
            elements;
  if (t.has(Plane::DecisionMean))
    text += "  int32_t part" + elements + "  int32_t sums" + elements + "  int32_t near_energy" +
            elements;
  return text + "  int16_t samples[@NAME@_SAMPLES]; /* after gain control */\n"
                "  int16_t output[@NAME@_OUTPUT_CODES];\n"
                "  uint8_t codes[@NAME@_INPUT_BYTES];\n"
                "  uint8_t network[@NAME@_SCRATCH_BYTES];\n";
}

constexpr const char* kWithGainControl =
    "The gain control before the converters sets the RMS of the\n"
    "   pilots, over all antennas, between a half and one, in steps of 6 dB; what is left of it is "
    "done here.";
constexpr const char* kWithoutGainControl =
    "There is no gain control: the network takes their power as it is.";
} // namespace

C99Source generateC99Receiver(const FixedTables& t, const std::string& name,
                              const std::string& title) {
  const auto fill = [&](std::string text) {
    const std::pair<const char*, std::string> values[] = {
        {"@WORK@", workOf(t)},
        {"@TRACKING@", trackingOf(t)},
        {"@TRACK_LOG@", std::to_string(t.trackLog)},
        {"@TITLE@", commentText(title)},
        {"@NAME@", upperCase(name)},
        {"@name@", name},
        {"@SYMBOLS@", std::to_string(t.symbols)},
        {"@SUBCARRIERS@", std::to_string(t.subcarriers)},
        {"@ANTENNAS@", std::to_string(t.antennas)},
        {"@INPUTS@", std::to_string(t.inputs)},
        {"@OUTPUTS@", std::to_string(t.outputs)},
        {"@PASSES@", std::to_string(t.passes)},
        {"@GAIN_TEXT@", t.gainControl ? kWithGainControl : kWithoutGainControl},
        {"@PILOT_SYMBOLS@", std::to_string(t.pilotSymbols.size())},
        {"@PILOT_SUBCARRIERS@", std::to_string(t.pilotSubcarriers.size())},
        {"@DATA_RUNS@", std::to_string(t.runs.size())},
        {"@LS@", t.keepsEstimate() ? "estimate" : "current"},
        {"@SMOOTHING_HALF@", std::to_string(t.smoothing / 2)},
        {"@BITS_PER_AXIS@", std::to_string(t.bitsPerAxis)},
        {"@SAMPLE_BITS@", std::to_string(t.bits.sampleBits)},
        {"@SAMPLE_MOST@", std::to_string((1 << (t.bits.sampleBits - 1)) - 1)},
        {"@SAMPLE_ONE@", std::to_string(1 << t.sampleFraction())},
        {"@ESTIMATE_BITS@", std::to_string(t.bits.estimateBits)},
        {"@SUM_BITS@", std::to_string(t.bits.combinerBits)},
        {"@DECISION_BITS@", std::to_string(t.bits.decisionBits)},
        {"@DECISION_FRACTION@", std::to_string(t.decisionFraction())},
        {"@LLR_BITS@", std::to_string(t.bits.llrBits)},
        {"@LLR_STEP@", base::toText(static_cast<double>(t.llrStep))},
        {"@LLRS@", std::to_string(t.llrs())},
        {"@SAMPLE_FRACTION@", std::to_string(t.sampleFraction())},
        {"@ESTIMATE_FRACTION@", std::to_string(t.estimateFraction())},
        {"@SUM_FRACTION@", std::to_string(t.sumFraction())},
        {"@PILOT_ENERGY@", std::to_string(t.pilotEnergy)},
        {"@ZERO_POINT@", std::to_string(t.zeroPoint)},
        {"@Q_MIN@", std::to_string(t.qMin)},
        {"@Q_MAX@", std::to_string(t.qMax)},
        {"@ZERO_CODE@", std::to_string(t.zeroCode)},
        {"@MASK_CODE@", std::to_string(t.maskCode)},
        {"@INVERSE_UNIT@", std::to_string(t.inverseUnit)}};
    for (const auto& [key, value] : values)
      text = replaced(std::move(text), key, value);
    return text;
  };
  return {fill(kHeader), fill(sourceOf(t)), fill(kCheck)};
}

} // namespace rxq::exporting
