#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rxq::base {

/// A small CSV file: lines that begin with '#' are comments, the first other line names the
/// columns. No quoting. Errors (base::Error, BadInput) name source, line and column.
class CsvTable {
 public:
  CsvTable(std::string_view text, std::string source);

  const std::string& source() const { return m_source; }
  std::size_t rows() const { return m_rows.size(); }
  bool has(std::string_view column) const;
  /// Line in the file, from 1.
  int line(std::size_t row) const { return m_rows[row].line; }
  const std::string& text(std::size_t row, std::string_view column) const;
  double number(std::size_t row, std::string_view column) const;
  std::int64_t integer(std::size_t row, std::string_view column) const;
  /// "FILE, line 7, column 'n'" for messages.
  std::string place(std::size_t row, std::string_view column) const;

 private:
  struct Row {
    int line = 0;
    std::vector<std::string> cells;
  };
  std::size_t indexOf(std::string_view column) const;
  std::string m_source;
  std::vector<std::string> m_columns;
  std::vector<Row> m_rows;
};

/// The whole of a file. Throws base::Error(File) naming it.
std::string readFile(const std::string& path);

} // namespace rxq::base
