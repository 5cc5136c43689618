#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/study/benchmark.h"

namespace rxq::study::detail {

/// What a time stands for: the median of several looks; or the best, where a share of a peak is
/// sought that a busy machine would hide.
enum class Take { Median, Best };

/// The rows of a benchmark while it runs.
class BenchTable {
 public:
  using Report = std::function<void(const std::string&)>;
  BenchTable(double secondsEach, int workers, std::stop_token stop, const Report& report);

  /// The rows that follow belong to this section.
  void begin(std::string section) { m_section = std::move(section); }
  /// Says what is being timed.
  void report(const std::string& name) const { m_report(m_section + ": " + name); }
  /// Seconds of one call; 0 when stopped.
  double time(const std::string& name, const std::function<void()>& body, Take take = Take::Median);
  void add(const std::string& name, double value, const std::string& unit, double ratio = 0,
           const std::string& ratioTo = {});

  int workers() const { return m_workers; }
  std::stop_token stop() const { return m_stop; }
  std::vector<BenchRow> take() { return std::move(m_rows); }

 private:
  double m_secondsEach;
  int m_workers;
  std::stop_token m_stop;
  const Report& m_report;
  std::string m_section;
  std::vector<BenchRow> m_rows;
};

// The parts; see runBenchmarks().
void benchSlotStages(BenchTable& table);
void benchWholeLink(BenchTable& table);
void benchGrowth(BenchTable& table);
void benchDecoders(BenchTable& table);
void benchKernels(BenchTable& table);
void benchTrainingSteps(BenchTable& table);
void benchNetworks(BenchTable& table);

} // namespace rxq::study::detail
