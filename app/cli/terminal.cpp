#include "app/cli/terminal.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <csignal>
#include <exception>
#include <iostream>
#include <thread>

#include <unistd.h>

#include "core/base/number_text.h"

namespace rxq::app {

namespace {
std::atomic<int> g_signals{0}; // a signal handler can reach nothing else

extern "C" void onSignal(int signal) {
  if (++g_signals > 1) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
}

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Columns that a UTF-8 text takes, one a code point.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}
} // namespace

std::string durationText(double seconds) {
  const auto total = static_cast<long long>(std::llround(std::max(0.0, seconds)));
  if (total >= 3600)
    return std::to_string(total / 3600) + " h " + std::to_string(total % 3600 / 60) + " min";
  if (total >= 60)
    return std::to_string(total / 60) + " min " + std::to_string(total % 60) + " s";
  if (seconds < 10)
    return base::toFixed(std::max(0.0, seconds), 1) + " s";
  return std::to_string(total) + " s";
}

std::string bytesText(std::int64_t bytes) {
  if (bytes < 1000)
    return std::to_string(bytes) + " B";
  if (bytes < 1000000)
    return base::toFixed(static_cast<double>(bytes) / 1e3, 1) + " kB";
  return base::toFixed(static_cast<double>(bytes) / 1e6, 1) + " MB";
}

std::string table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows)
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c == widths.size())
        widths.push_back(0);
      widths[c] = std::max(widths[c], width(row[c]));
    }
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) {
      const std::string pad(widths[c] - width(row[c]), ' ');
      line += (c ? "  " : "") + (c ? pad + row[c] : row[c] + pad);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

bool runInterruptibly(const std::function<void(std::stop_token)>& job,
                      const std::function<void()>& poll) {
  g_signals = 0;
  std::signal(SIGINT, onSignal);
  std::signal(SIGTERM, onSignal);
  std::exception_ptr failure;
  std::atomic<bool> done = false;
  {
    std::jthread worker([&](std::stop_token stop) {
      try {
        job(stop);
      } catch (...) {
        failure = std::current_exception();
      }
      done = true;
    });
    while (!done) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      if (g_signals > 0)
        worker.request_stop();
      poll();
    }
  }
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  if (failure)
    std::rethrow_exception(failure);
  return g_signals > 0;
}

ProgressLine::ProgressLine() : m_terminal(isatty(STDERR_FILENO)) {}

void ProgressLine::show(const study::StudyProgress& p) {
  const double time = now();
  const double period = m_terminal ? 0.1 : 5;
  if (time - m_lastShown < period && (m_terminal || p.activity == m_lastActivity))
    return;
  std::string line = base::toFixed(100 * p.fraction, 0) + " %  " + p.activity;
  for (const study::EntryProgress& e : p.entries) {
    if (e.phase == study::Phase::Training && e.iteration > 0) {
      line += ", iteration " + std::to_string(e.iteration) + " of " + std::to_string(e.iterations);
      if (!e.history.empty())
        line += ", " +
                base::toFixed(train::LossPoint::bitMetricRate(e.history.back().validation), 3) +
                " bit/bit";
    } else if (e.phase == study::Phase::Measuring && e.crossing.reached) {
      line += ", " + sim::toText(e.crossing) + " so far";
    }
  }
  if (p.slotsPerSecond > 0)
    line += ", " + base::toFixed(p.slotsPerSecond, 0) + " slots/s";
  if (p.secondsLeft > 0)
    line += ", " + durationText(p.secondsLeft) + " left";
  if (m_terminal)
    std::cerr << "\r\033[K" << line << std::flush;
  else
    std::cerr << line << std::endl;
  m_lastShown = time;
  m_lastActivity = p.activity;
}

void ProgressLine::finish() {
  if (m_terminal)
    std::cerr << "\r\033[K" << std::flush;
}

} // namespace rxq::app
