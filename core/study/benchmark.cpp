#include "core/study/benchmark.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "core/base/parallel.h"
#include "core/study/bench_table.h"

namespace rxq::study {

namespace detail {
namespace {
using Clock = std::chrono::steady_clock;
constexpr int kRepeats = 7;

double secondsOf(double secondsEach, const std::function<void()>& body, Take take) {
  const auto timed = [&](int calls) {
    const auto start = Clock::now();
    for (int i = 0; i < calls; ++i)
      body();
    return std::chrono::duration<double>(Clock::now() - start).count() / calls;
  };
  body();
  const double once = std::max(1e-9, timed(1));
  const int calls = static_cast<int>(std::clamp(secondsEach / kRepeats / once, 1.0, 1e7));
  std::vector<double> seconds;
  if (take == Take::Best) { // many short looks: one of them is undisturbed
    constexpr int kLooks = 20;
    for (int r = 0; r < kLooks * kRepeats; ++r)
      seconds.push_back(timed(std::max(1, calls / kLooks)));
    return *std::min_element(seconds.begin(), seconds.end());
  }
  for (int r = 0; r < kRepeats; ++r)
    seconds.push_back(timed(calls));
  std::nth_element(seconds.begin(), seconds.begin() + kRepeats / 2, seconds.end());
  return seconds[kRepeats / 2];
}

} // namespace

BenchTable::BenchTable(double secondsEach, int workers, std::stop_token stop, const Report& report)
    : m_secondsEach(secondsEach), m_workers(workers), m_stop(std::move(stop)), m_report(report) {}

double BenchTable::time(const std::string& name, const std::function<void()>& body, Take take) {
  if (m_stop.stop_requested())
    return 0;
  report(name);
  return secondsOf(m_secondsEach, body, take);
}

void BenchTable::add(const std::string& name, double value, const std::string& unit, double ratio,
                     const std::string& ratioTo) {
  if (!m_stop.stop_requested())
    m_rows.push_back({m_section, name, value, unit, ratio, ratioTo});
}
} // namespace detail

namespace {
struct Part {
  const char* name;
  void (*time)(detail::BenchTable& table);
};
constexpr std::array kParts{
    Part{"slot", detail::benchSlotStages},  Part{"link", detail::benchWholeLink},
    Part{"growth", detail::benchGrowth},    Part{"decoders", detail::benchDecoders},
    Part{"kernels", detail::benchKernels},  Part{"training", detail::benchTrainingSteps},
    Part{"networks", detail::benchNetworks}};
} // namespace

std::vector<std::string> benchParts() {
  std::vector<std::string> names;
  for (const Part& part : kParts)
    names.emplace_back(part.name);
  return names;
}

std::vector<BenchRow> runBenchmarks(const std::vector<std::string>& parts, double secondsEach,
                                    int workers, std::stop_token stop,
                                    const std::function<void(const std::string&)>& report) {
  const base::FloatMode mode;
  detail::BenchTable table(secondsEach, workers, stop, report);
  for (const Part& part : kParts)
    if (!stop.stop_requested() &&
        (parts.empty() || std::find(parts.begin(), parts.end(), part.name) != parts.end()))
      part.time(table);
  return table.take();
}

} // namespace rxq::study
