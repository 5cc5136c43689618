#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace rxq::tests {

/// The sources of the program below `root`, in a fixed order.
inline std::vector<std::filesystem::path> sourceFiles(const std::filesystem::path& root) {
  std::vector<std::filesystem::path> files;
  for (const char* folder : {"app", "core", "widgets"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder))
      if (entry.path().extension() == ".cpp" || entry.path().extension() == ".h")
        files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

inline std::string contentOf(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// What app/message_strings.inc has to be: the literals of all base::message() below `root`, as
/// they stand in the sources.
inline std::string messageStrings(const std::filesystem::path& root) {
  static const std::regex call(R"re(\bmessage\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+))re");
  static const std::regex literal(R"re("((?:[^"\\]|\\.)*)")re");
  std::set<std::string> texts;
  for (const auto& file : sourceFiles(root)) {
    const std::string source = contentOf(file);
    for (std::sregex_iterator it(source.begin(), source.end(), call), end; it != end; ++it) {
      const std::string parts = (*it)[1];
      std::string text;
      for (std::sregex_iterator part(parts.begin(), parts.end(), literal); part != end; ++part)
        text += (*part)[1];
      texts.insert(text);
    }
  }
  std::string result =
      "// Made by rxq_message_strings: every sentence of the core, for lupdate to find.\n";
  for (const std::string& text : texts)
    result += "QT_TRANSLATE_NOOP(\"Message\", \"" + text + "\"),\n";
  return result;
}

/// Errors of the core that no window could translate, as "file: code": texts put together by hand.
/// What only the command line's checks say may be so.
inline std::vector<std::string> untranslatableErrors(const std::filesystem::path& root) {
  static const std::regex error(
      R"re(\bError\(\s*(?:e\.kind\(\)|(?:base::)?ErrorKind::\w+),\s*([^;]{0,60}))re");
  static const std::regex message(R"re(^(?:base::)?message\(|^std::move\(|^[\w.()]+ \?|^\w+\))re");
  static const std::set<std::string> checks{"csv.cpp", "ldpc_check.cpp", "decoder_check.cpp",
                                            "curve_check.cpp", "llr_bits.cpp"};
  std::vector<std::string> found;
  for (const auto& file : sourceFiles(root / "")) {
    const std::string path = std::filesystem::relative(file, root).string();
    if (!path.starts_with("core/") || checks.count(file.filename().string()))
      continue;
    const std::string source = contentOf(file);
    for (std::sregex_iterator it(source.begin(), source.end(), error), end; it != end; ++it) {
      const std::string text = (*it)[1];
      if (!std::regex_search(text, message))
        found.push_back(path + ": " + text);
    }
  }
  return found;
}

} // namespace rxq::tests
