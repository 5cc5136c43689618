#include "core/sim/decoder_check.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/phy/ldpc.h"

namespace rxq::sim {

namespace {
constexpr std::size_t kRound = 64; ///< blocks between two looks at the stopping rule

/// The rows of a file that make one curve.
struct DecoderCurve {
  std::string name;
  phy::LdpcParams code;
  phy::DecoderSpec decoder;
  int redundancyVersion = 0;
  bool readsHigh = false; ///< the reference, for a reason that is known
  Curve points;
};

[[noreturn]] void refuse(const base::CsvTable& table, std::size_t row, std::string_view column,
                         const std::string& why) {
  throw base::Error(base::ErrorKind::BadInput, table.place(row, column) + ": " + why);
}

std::uint64_t countIn(const base::CsvTable& table, std::size_t row, std::string_view column) {
  const std::int64_t value = table.integer(row, column);
  if (value < 0)
    refuse(table, row, column, "a count is not negative.");
  return static_cast<std::uint64_t>(value);
}

PointCounts pointOf(const base::CsvTable& table, std::size_t row, const char* blocks,
                    const char* errors, int infoBits) {
  PointCounts point;
  point.snrDb = table.number(row, "ebn0_db");
  point.blocks = point.slots = countIn(table, row, blocks);
  point.blockErrors = countIn(table, row, errors);
  point.bitErrors = table.has("bit_errors") ? countIn(table, row, "bit_errors") : 0;
  point.bits = point.blocks * static_cast<std::uint64_t>(infoBits);
  if (point.blocks == 0 || point.blockErrors > point.blocks)
    refuse(table, row, errors, "more errors than blocks, or no blocks.");
  return point;
}

/// A column's value, or what holds without the column.
int integerOr(const base::CsvTable& table, std::size_t row, const char* column, int otherwise,
              int low, int high) {
  if (!table.has(column))
    return otherwise;
  const std::int64_t value = table.integer(row, column);
  if (value < low || value > high)
    refuse(table, row, column,
           "expected " + std::to_string(low) + " to " + std::to_string(high) + ", found " +
               std::to_string(value) + ".");
  return static_cast<int>(value);
}
double numberOr(const base::CsvTable& table, std::size_t row, const char* column, double otherwise,
                double low, double high) {
  if (!table.has(column))
    return otherwise;
  const double value = table.number(row, column);
  if (!(value >= low && value <= high))
    refuse(table, row, column,
           "expected " + base::toText(low) + " to " + base::toText(high) + ", found " +
               base::toText(value) + ".");
  return value;
}
constexpr int kMostIterations = 1000;

phy::DecoderSchedule scheduleIn(const base::CsvTable& table, std::size_t row, const char* column,
                                std::string_view name) {
  if (name == "flooding")
    return phy::DecoderSchedule::Flooding;
  if (name == "layered")
    return phy::DecoderSchedule::Layered;
  refuse(table, row, column, "'" + std::string(name) + "' is neither flooding nor layered.");
}

/// k, n, algorithm: decoders on rate-matched code words.
DecoderCurve byAlgorithm(const base::CsvTable& table, std::size_t row) {
  DecoderCurve curve;
  const std::string& algorithm = table.text(row, "algorithm");
  phy::DecoderSpec& decoder = curve.decoder;
  decoder.schedule = table.has("schedule")
                         ? scheduleIn(table, row, "schedule", table.text(row, "schedule"))
                         : phy::DecoderSchedule::Flooding;
  decoder.iterations = integerOr(table, row, "iterations", 20, 1, kMostIterations);
  decoder.llrClip = numberOr(table, row, "llr_max", 20, 0, 1000);
  if (algorithm == "boxplus" || algorithm == "boxplus-phi") {
    decoder.rule = phy::CheckRule::SumProduct;
  } else if (algorithm == "minsum") {
    decoder.rule = phy::CheckRule::MinSum;
  } else if (algorithm == "offset-minsum") {
    decoder.rule = phy::CheckRule::OffsetMinSum;
    decoder.offset = numberOr(table, row, "offset", 0.5, 0, 4);
  } else if (algorithm == "normalized-minsum") {
    decoder.rule = phy::CheckRule::NormalizedMinSum;
    decoder.scale = numberOr(table, row, "scale", 0.75, 0.1, 1);
  } else {
    refuse(table, row, "algorithm",
           "'" + algorithm +
               "' is none of boxplus, boxplus-phi, minsum, offset-minsum, normalized-minsum.");
  }
  const auto k = static_cast<int>(table.integer(row, "k")),
             n = static_cast<int>(table.integer(row, "n"));
  try {
    curve.code = phy::chooseLdpc(k, n);
  } catch (const base::Error& e) {
    refuse(table, row, "k", e.what());
  }
  curve.redundancyVersion = integerOr(table, row, "rv", 0, 0, 3);
  curve.name = algorithm + " (" + std::to_string(k) + ", " + std::to_string(n) + ")";
  const auto note = [&](const std::string& text) { curve.name += ", " + text; };
  if (decoder.schedule == phy::DecoderSchedule::Layered)
    note("layered");
  if (decoder.rule == phy::CheckRule::OffsetMinSum && decoder.offset != 0.5)
    note("offset " + base::toText(decoder.offset));
  if (decoder.rule == phy::CheckRule::NormalizedMinSum)
    note("scale " + base::toText(decoder.scale));
  if (decoder.iterations != 20)
    note(std::to_string(decoder.iterations) + " iterations");
  if (decoder.llrClip != 20)
    note("clip " + base::toText(decoder.llrClip));
  if (curve.redundancyVersion > 0)
    note("rv " + std::to_string(curve.redundancyVersion));
  return curve;
}

/// "flooding_spa", "layered_nms075": schedule, rule and its number, 075 being 0.75.
phy::DecoderSpec namedDecoder(const base::CsvTable& table, std::size_t row) {
  const std::string& name = table.text(row, "decoder");
  const auto cut = name.find('_');
  if (cut == std::string::npos)
    refuse(table, row, "decoder",
           "'" + name + "' is no schedule and rule such as flooding_spa or layered_nms075.");
  phy::DecoderSpec decoder;
  decoder.llrClip = 0;
  decoder.schedule = scheduleIn(table, row, "decoder", std::string_view(name).substr(0, cut));
  const std::string rule = name.substr(cut + 1);
  const auto number = [&](double low, double high) {
    std::string digits = rule.substr(3);
    if (digits.find('.') == std::string::npos && digits.size() > 1)
      digits.insert(1, ".");
    const auto value = base::parseDouble(digits);
    if (!value || *value < low || *value > high)
      refuse(table, row, "decoder",
             "'" + name + "' ends in no number from " + base::toText(low) + " to " +
                 base::toText(high) + "; 075 means 0.75.");
    return *value;
  };
  if (rule == "spa") {
    decoder.rule = phy::CheckRule::SumProduct;
  } else if (rule == "ms") {
    decoder.rule = phy::CheckRule::MinSum;
  } else if (rule.starts_with("nms")) {
    decoder.rule = phy::CheckRule::NormalizedMinSum;
    decoder.scale = number(0.1, 1);
  } else if (rule.starts_with("oms")) {
    decoder.rule = phy::CheckRule::OffsetMinSum;
    decoder.offset = number(0, 4);
  } else {
    refuse(table, row, "decoder",
           "'" + rule + "' is none of spa, ms, nms and a scale, oms and an offset.");
  }
  return decoder;
}

/// base_graph, zc, rows, decoder: whole code blocks without shortening.
DecoderCurve byGraph(const base::CsvTable& table, std::size_t row) {
  DecoderCurve curve;
  curve.decoder = namedDecoder(table, row);
  curve.decoder.iterations = integerOr(table, row, "iterations", 20, 1, kMostIterations);
  curve.readsHigh = curve.decoder.rule == phy::CheckRule::SumProduct;
  const auto graph = static_cast<int>(table.integer(row, "base_graph"));
  const auto lifting = static_cast<int>(table.integer(row, "zc"));
  const auto rows = static_cast<int>(table.integer(row, "rows"));
  try {
    curve.code = phy::fullLdpc(graph, lifting, rows);
  } catch (const base::Error& e) {
    refuse(table, row, "zc", e.what());
  }
  curve.name = table.text(row, "decoder") + ", " + std::to_string(curve.decoder.iterations) +
               " iterations, graph " + std::to_string(graph) + ", Zc " + std::to_string(lifting) +
               ", " + std::to_string(rows) + " rows";
  return curve;
}

std::vector<DecoderCurve> readCurves(std::string_view text, const std::string& source) {
  const base::CsvTable table(text, source);
  const bool algorithms = table.has("algorithm");
  if (!algorithms && !table.has("base_graph"))
    throw base::Error(base::ErrorKind::BadInput,
                      source + ": neither a column 'algorithm' nor a column 'base_graph'; the "
                               "formats are in docs/checks.md.");
  std::vector<DecoderCurve> curves;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    DecoderCurve curve = algorithms ? byAlgorithm(table, row) : byGraph(table, row);
    const PointCounts point =
        algorithms ? pointOf(table, row, "blocks", "block_errors", curve.code.infoBits)
                   : pointOf(table, row, "frames", "frame_errors", curve.code.infoBits);
    auto known = std::find_if(curves.begin(), curves.end(),
                              [&](const DecoderCurve& c) { return c.name == curve.name; });
    if (known == curves.end())
      known = curves.insert(curves.end(), std::move(curve));
    known->points.push_back(point);
  }
  for (DecoderCurve& curve : curves)
    std::sort(curve.points.begin(), curve.points.end(),
              [](const PointCounts& a, const PointCounts& b) { return a.snrDb < b.snrDb; });
  return curves;
}

/// Blocks on AWGN, counted in rounds so that the counts do not depend on the workers.
class AwgnSimulation {
 public:
  AwgnSimulation(const DecoderCurve& curve, const CheckBudget& budget)
      : m_code(curve.code, 1, curve.redundancyVersion), m_budget(budget) {
    for (int w = 0; w < std::max(1, budget.workers); ++w)
      m_workers.push_back({phy::makeDecoder(m_code, curve.decoder),
                           std::vector<std::uint8_t>(size(curve.code.infoBits)),
                           std::vector<std::uint8_t>(size(curve.code.infoBits)),
                           std::vector<std::uint8_t>(size(curve.code.codedBits)),
                           std::vector<float>(size(curve.code.codedBits))});
  }

  PointCounts run(double ebn0, const std::stop_token& stop) {
    PointCounts point;
    point.snrDb = ebn0;
    std::vector<std::uint64_t> errors(kRound);
    while (point.blocks < static_cast<std::uint64_t>(m_budget.blocks) &&
           point.blockErrors < static_cast<std::uint64_t>(m_budget.blockErrors) &&
           !stop.stop_requested()) {
      base::parallelFor(kRound, m_budget.workers, [&](std::size_t i, int worker) {
        errors[i] = block(m_workers[size(worker)], ebn0, point.blocks + i);
      });
      for (const std::uint64_t e : errors) {
        point.bitErrors += e;
        point.blockErrors += e != 0;
      }
      point.blocks += kRound;
    }
    point.slots = point.blocks;
    point.bits = point.blocks * static_cast<std::uint64_t>(m_code.params().infoBits);
    return point;
  }

 private:
  struct Worker {
    std::unique_ptr<phy::LdpcDecoder> decoder;
    std::vector<std::uint8_t> info, decided, coded;
    std::vector<float> llrs;
  };
  static std::size_t size(int n) { return static_cast<std::size_t>(n); }

  std::uint64_t block(Worker& w, double ebn0, std::uint64_t index) const {
    const std::uint64_t seed =
        m_budget.seed ^
        (static_cast<std::uint64_t>(std::llround(ebn0 * 1000)) * 0x9e3779b97f4a7c15ull);
    base::Philox({seed, base::Domain::Other, base::Purpose::Bits, index}).fillBits(w.info);
    m_code.encode(w.info, w.coded);
    base::Philox({seed, base::Domain::Other, base::Purpose::Noise, index}).fillGaussian(w.llrs);
    const phy::LdpcParams& p = m_code.params();
    const double rate = static_cast<double>(p.infoBits) / p.codedBits;
    const double variance = 1 / (2 * rate * std::pow(10, ebn0 / 10));
    const auto deviation = static_cast<float>(std::sqrt(variance));
    const auto factor = static_cast<float>(2 / variance);
    for (std::size_t i = 0; i < w.llrs.size(); ++i)
      w.llrs[i] = factor * (deviation * w.llrs[i] + (w.coded[i] ? 1.0f : -1.0f));
    w.decoder->decode(w.llrs, w.decided);
    std::uint64_t errors = 0;
    for (std::size_t i = 0; i < w.info.size(); ++i)
      errors += w.info[i] != w.decided[i];
    return errors;
  }

  phy::LdpcCode m_code;
  CheckBudget m_budget;
  std::vector<Worker> m_workers;
};
} // namespace

std::vector<CurveComparison> checkDecoder(std::string_view text, const std::string& source,
                                          const CheckBudget& budget, std::stop_token stop,
                                          const CheckReport& report) {
  std::vector<CurveComparison> results;
  for (const DecoderCurve& curve : readCurves(text, source)) {
    AwgnSimulation simulation(curve, budget);
    Curve reference, ours;
    for (const PointCounts& point : curve.points) {
      if (stop.stop_requested())
        break;
      report(curve.name + ", " + base::toText(point.snrDb) + " dB");
      reference.push_back(point);
      ours.push_back(simulation.run(point.snrDb, stop));
    }
    if (!ours.empty())
      results.push_back(compareCurves(curve.name, reference, ours, curve.readsHigh));
  }
  return results;
}

} // namespace rxq::sim
