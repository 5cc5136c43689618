#include "core/export/process.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <sstream>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/error.h"

extern char** environ;

namespace rxq::exporting {

namespace fs = std::filesystem;
using base::Error;
using base::ErrorKind;

namespace {
std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

bool isProgram(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
}

/// Reads until the other end closes; kills the group of `child` when asked to stop.
bool drain(int from, pid_t child, const std::stop_token& stop, std::string& into) {
  constexpr int kPollMilliseconds = 50;
  bool stopped = false;
  char buffer[4096];
  for (;;) {
    if (stop.stop_requested() && !stopped) {
      ::kill(-child, SIGKILL);
      stopped = true;
    }
    pollfd waiting{from, POLLIN, 0};
    if (::poll(&waiting, 1, kPollMilliseconds) <= 0)
      continue;
    const ssize_t count = ::read(from, buffer, sizeof buffer);
    if (count == 0 || (count < 0 && errno != EINTR))
      return stopped;
    if (count > 0)
      into.append(buffer, static_cast<std::size_t>(count));
  }
}
} // namespace

ProcessResult runProcess(const std::vector<std::string>& arguments, std::stop_token stop) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    throw Error(ErrorKind::Tool, base::message("No pipe can be opened: %1", std::strerror(errno)));
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
  // A group of its own: a Ctrl-C on the terminal is the caller's to handle, and a stop reaches
  // what the program started, too.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  std::vector<char*> words;
  for (const std::string& argument : arguments)
    words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  pid_t child = 0;
  const int error = ::posix_spawnp(&child, words[0], &actions, &attributes, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  ::close(ends[1]);
  if (error != 0) {
    ::close(ends[0]);
    throw Error(ErrorKind::Tool,
                base::message("%1 cannot be started: %2.", arguments[0], std::strerror(error)));
  }
  ProcessResult result;
  result.stopped = drain(ends[0], child, stop, result.output);
  ::close(ends[0]);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  result.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

std::string findProgram(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    if (name.find('/') != std::string::npos) {
      if (isProgram(name))
        return name;
      continue;
    }
    std::istringstream folders(environment("PATH"));
    for (std::string folder; std::getline(folders, folder, ':');)
      if (isProgram(fs::path(folder) / name))
        return (fs::path(folder) / name).string();
  }
  return {};
}

std::vector<std::string> cCompiler() {
  std::istringstream words(environment("CC"));
  std::vector<std::string> command;
  for (std::string word; words >> word;)
    command.push_back(word);
  if (!command.empty()) {
    if (findProgram({command[0]}).empty())
      throw Error(
          ErrorKind::Tool,
          base::message("The C compiler that CC names, %1, was not found; correct CC or unset it.",
                        command[0]));
    return command;
  }
  const std::string found = findProgram({"cc", "gcc", "clang"});
  if (found.empty())
    throw Error(
        ErrorKind::Tool,
        base::message(
            "No C compiler was found to verify the exported code with: neither cc, gcc nor clang "
            "is on PATH. Install one (on Debian: apt install gcc), or name one in CC."));
  return {found};
}

std::string pythonForOnnx() {
  if (const std::string named = environment("RXQ_PYTHON"); !named.empty())
    return named;
  const std::string cache = environment("XDG_CACHE_HOME");
  const fs::path folder =
      (cache.empty() ? fs::path(environment("HOME")) / ".cache" : fs::path(cache)) / "rxquant";
  std::vector<fs::path> environments;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error))
    if (it->path().filename().string().starts_with("python-") &&
        fs::exists(it->path() / "complete") && isProgram(it->path() / "bin/python"))
      environments.push_back(it->path());
  if (!environments.empty())
    return (*std::max_element(environments.begin(), environments.end()) / "bin/python").string();
  return findProgram({"python3"});
}

} // namespace rxq::exporting
