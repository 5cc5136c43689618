#include "core/export/c99_receiver_source.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/base/number_text.h"
#include "core/export/c99_receiver_text.h"
#include "core/export/c_text.h"
#include "core/receiver/planes.h"

namespace rxq::exporting {

namespace {
using receiver::FixedTables;
using receiver::Head;
using receiver::Plane;
namespace fixed = receiver::fixed;
using namespace receiver_text;

struct PlaneText {
  Plane plane;
  const char* function; ///< the name of what `text` defines
  const char* text;
};
constexpr PlaneText kPlanes[] = {{Plane::Received, "write_received", kReceived},
                                 {Plane::LsNearest, "write_ls_nearest", kLsNearest},
                                 {Plane::LsLinear, "write_ls_linear", kLsLinear},
                                 {Plane::LsSmoothed, "write_ls_smoothed", kLsSmoothed},
                                 {Plane::Combined, "write_combined", kCombined},
                                 {Plane::Equalised, "write_equalised", kEqualised},
                                 {Plane::LogNoise, "write_log_noise", kLogNoise},
                                 {Plane::Pilots, "write_pilots", kPilots},
                                 {Plane::PilotMask, "write_pilot_mask", kPilotMask}};

/// "static const factor_t name[N] = {{m, s}, ...};", of factors or scales.
template <class Factors> std::string factors(const std::string& name, const Factors& values) {
  std::string text =
      "static const factor_t " + name + "[" + std::to_string(values.size()) + "] = {";
  for (std::size_t i = 0; i < values.size(); ++i)
    text += std::string(i % 6 == 0 ? "\n  {" : " {") + std::to_string(values[i].multiplier) + ", " +
            std::to_string(values[i].shift) + "},";
  return text + "\n};\n";
}

std::string tapTable(const FixedTables& t) {
  std::string text = "/* The estimate of a symbol: weight / 256 of one pilot symbol, the rest of "
                     "another. */\nstatic const struct {\n  int first, second, weight;\n} taps[" +
                     std::to_string(t.linear.size()) + "] = {";
  for (std::size_t i = 0; i < t.linear.size(); ++i)
    text += std::string(i % 6 == 0 ? "\n  {" : " {") + std::to_string(t.linear[i].first) + ", " +
            std::to_string(t.linear[i].second) + ", " + std::to_string(t.linear[i].weight) + "},";
  return text + "\n};\n";
}

/// Which of the optional parts the receiver has.
struct Parts {
  explicit Parts(const FixedTables& t)
      : channelHead(t.head == Head::Channel), estimate(t.needsEstimate()),
        sums(t.has(Plane::Combined) || t.has(Plane::Equalised)),
        log(t.has(Plane::LogNoise) || t.has(Plane::Equalised)),
        nearest(t.has(Plane::LsNearest) || t.has(Plane::Combined) || t.has(Plane::PilotMask)),
        put(std::any_of(t.planes.begin(), t.planes.end(),
                        [](Plane p) { return p != Plane::Pilots && p != Plane::PilotMask; })) {}
  bool channelHead, estimate, sums, log, nearest, put;
};

std::string tables(const FixedTables& t, const Parts& parts) {
  std::string text =
      cArray("int", "pilot_symbols", t.pilotSymbols) + cArray("int", "data_symbols", t.dataSymbols);
  if (parts.nearest)
    text += "/* Of each symbol, the nearest in pilot_symbols. */\n" +
            cArray("int", "nearest", t.nearest);
  if (parts.estimate)
    text += "/* conj(p) / |p|^2 times 1024, [pilot symbol][subcarrier][Re, Im] */\n" +
            cArray("int16_t", "pilots", t.pilots) + tapTable(t);
  if (parts.put)
    text += "/* To input codes, by channel. */\n" + factors("to_code", t.toCode);
  if (t.has(Plane::Pilots))
    text += cArray("uint8_t", "pilot_codes", t.pilotCodes);
  if (t.has(Plane::Equalised))
    text += "/* 1 + the noise of the estimate by N0, times 4096, by symbol. */\n" +
            cArray("int32_t", "noise_gain", t.noiseGain);
  if (parts.log)
    text +=
        "/* log2(1 + i / 64) times 65536 */\n" + cArray("int32_t", "log_table", fixed::logTable());
  if (parts.channelHead)
    text += "/* Output codes to what they are added to, by output. */\n" +
            factors("correction", t.correction) +
            "/* From sums to steps of the LLR at a noise power of one, by symbol. */\n" +
            factors("llr_scale", t.llrScale);
  return text;
}

std::string sourceOf(const FixedTables& t) {
  const Parts parts(t);
  std::string text = kBegin + tables(t, parts) + kArithmetic;
  if (parts.put || parts.channelHead)
    text += kTimes;
  if (parts.estimate)
    text += kEstimate;
  if (parts.sums || parts.channelHead)
    text += kSums;
  if (parts.sums)
    text += kSumsOf;
  if (parts.log)
    text += kLog;
  if (t.has(Plane::Equalised))
    text += kQuotient;
  if (parts.nearest)
    text += kNearest;
  if (parts.put)
    text += kPut;
  std::string calls = parts.estimate ? "  estimate(w);\n" : "";
  int channel = 0;
  for (const Plane plane : t.planes) {
    const PlaneText& known = *std::find_if(std::begin(kPlanes), std::end(kPlanes),
                                           [&](const PlaneText& p) { return p.plane == plane; });
    text += known.text;
    calls += std::string("  ") + known.function + "(w, " + std::to_string(channel) + ");\n";
    channel += receiver::kindOf(plane).channels(t.antennas);
  }
  if (parts.channelHead)
    text += kChannelHead;
  text = replaced(text + kReceive, "@CALLS@", calls);
  return replaced(text, "@DEMAP@", parts.channelHead ? kDemapChannel : kDemapLlr);
}

std::string workOf(const FixedTables& t) {
  std::string text = "  uint64_t noise;\n";
  if (t.needsEstimate())
    text += "  int32_t pilots[" + std::to_string(t.pilots.size()) +
            "]; /* least squares, of one antenna */\n"
            "  int32_t channel[@NAME@_SAMPLES];\n";
  return text + "  int16_t samples[@NAME@_SAMPLES]; /* after gain control */\n"
                "  int16_t output[@NAME@_OUTPUT_CODES];\n"
                "  uint8_t codes[@NAME@_INPUT_BYTES];\n"
                "  uint8_t network[@NAME@_SCRATCH_BYTES];\n";
}
} // namespace

C99Source generateC99Receiver(const FixedTables& t, const std::string& name,
                              const std::string& title) {
  const auto fill = [&](std::string text) {
    const std::pair<const char*, std::string> values[] = {
        {"@WORK@", workOf(t)},
        {"@TITLE@", commentText(title)},
        {"@NAME@", upperCase(name)},
        {"@name@", name},
        {"@SYMBOLS@", std::to_string(t.symbols)},
        {"@SUBCARRIERS@", std::to_string(t.subcarriers)},
        {"@ANTENNAS@", std::to_string(t.antennas)},
        {"@INPUTS@", std::to_string(t.inputs)},
        {"@OUTPUTS@", std::to_string(t.outputs)},
        {"@PILOT_SYMBOLS@", std::to_string(t.pilotSymbols.size())},
        {"@DATA_SYMBOLS@", std::to_string(t.dataSymbols.size())},
        {"@BITS_PER_AXIS@", std::to_string(t.bitsPerAxis)},
        {"@SAMPLE_BITS@", std::to_string(t.bits.sampleBits)},
        {"@SAMPLE_MOST@", std::to_string((1 << (t.bits.sampleBits - 1)) - 1)},
        {"@SAMPLE_ONE@", std::to_string(1 << t.sampleFraction())},
        {"@ESTIMATE_BITS@", std::to_string(t.bits.estimateBits)},
        {"@SUM_BITS@", std::to_string(t.bits.combinerBits)},
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
