#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace rxq::study {

/// One line of `rxquant bench`.
struct BenchRow {
  std::string section; ///< "One slot of the link", "LDPC decoders" ...
  std::string name;
  double value = 0;
  std::string unit;
  double ratio = 0;    ///< 0: none
  std::string ratioTo; ///< what the ratio is counted from
};

/// The parts of runBenchmarks(), in order: "slot", "link", "growth", "decoders", "kernels",
/// "training", "networks".
std::vector<std::string> benchParts();

/// Times the `parts` of RxQuant on this machine (none: all): the stages of a slot and its
/// receivers, the link end to end on one thread and on all, LDPC decoders, training steps, networks
/// in float and on the integer engine of every instruction set. Each figure is the median of
/// several runs (of kernels beside the peak of their registers: the best) of at least `secondsEach`
/// in all; ratios hold where machines are noisy. `report` is told what is being timed.
std::vector<BenchRow> runBenchmarks(const std::vector<std::string>& parts, double secondsEach,
                                    int workers, std::stop_token stop,
                                    const std::function<void(const std::string&)>& report);

} // namespace rxq::study
