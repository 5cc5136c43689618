#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/study/study_runner.h"

namespace rxq::app {

/// "1 h 5 min", "4 min 50 s", "12 s".
std::string durationText(double seconds);
/// "9.6 kB".
std::string bytesText(std::int64_t bytes);

/// Columns padded to their widest cell (UTF-8 aware); the first column left, the others right.
std::string table(const std::vector<std::vector<std::string>>& rows);

/// Runs `job` on another thread while `poll` is called some times a second here; Ctrl-C (SIGINT,
/// SIGTERM) asks the job to stop and a second one kills. Rethrows what the job throws. Returns
/// whether it was interrupted.
bool runInterruptibly(const std::function<void(std::stop_token)>& job,
                      const std::function<void()>& poll);

/// Shows a study's progress on standard error: one line kept up to date on a terminal, else a line
/// every few seconds.
class ProgressLine {
 public:
  ProgressLine();
  void show(const study::StudyProgress& progress);
  void finish();

 private:
  bool m_terminal;
  double m_lastShown = -1e9;
  std::string m_lastActivity;
};

} // namespace rxq::app
