#include "core/base/csv.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "core/base/error.h"
#include "core/base/number_text.h"

namespace rxq::base {

namespace {
std::vector<std::string> split(std::string_view line) {
  std::vector<std::string> cells;
  for (;;) {
    const std::size_t comma = line.find(',');
    cells.emplace_back(line.substr(0, comma));
    if (comma == std::string_view::npos)
      return cells;
    line.remove_prefix(comma + 1);
  }
}
} // namespace

CsvTable::CsvTable(std::string_view text, std::string source) : m_source(std::move(source)) {
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r'))
      line.remove_suffix(1);
    if (line.empty() || line.front() == '#')
      continue;
    if (m_columns.empty()) {
      m_columns = split(line);
      continue;
    }
    m_rows.push_back({number, split(line)});
    if (m_rows.back().cells.size() != m_columns.size())
      throw Error(ErrorKind::BadInput, m_source + ", line " + std::to_string(number) +
                                           ": expected " + std::to_string(m_columns.size()) +
                                           " columns, found " +
                                           std::to_string(m_rows.back().cells.size()) + ".");
  }
  if (m_rows.empty())
    throw Error(ErrorKind::BadInput, m_source + ": there is no data line.");
}

bool CsvTable::has(std::string_view column) const {
  return std::find(m_columns.begin(), m_columns.end(), column) != m_columns.end();
}

std::size_t CsvTable::indexOf(std::string_view column) const {
  const auto found = std::find(m_columns.begin(), m_columns.end(), column);
  if (found == m_columns.end()) {
    std::string all;
    for (const std::string& name : m_columns)
      all += (all.empty() ? "" : ", ") + name;
    throw Error(ErrorKind::BadInput, m_source + ": there is no column '" + std::string(column) +
                                         "'; the columns are " + all + ".");
  }
  return static_cast<std::size_t>(found - m_columns.begin());
}

const std::string& CsvTable::text(std::size_t row, std::string_view column) const {
  return m_rows[row].cells[indexOf(column)];
}

std::string CsvTable::place(std::size_t row, std::string_view column) const {
  return m_source + ", line " + std::to_string(line(row)) + ", column '" + std::string(column) +
         "'";
}

double CsvTable::number(std::size_t row, std::string_view column) const {
  if (const auto value = parseDouble(text(row, column)))
    return *value;
  throw Error(ErrorKind::BadInput,
              place(row, column) + ": '" + text(row, column) + "' is not a number.");
}

std::int64_t CsvTable::integer(std::size_t row, std::string_view column) const {
  if (const auto value = parseInt(text(row, column)))
    return *value;
  throw Error(ErrorKind::BadInput,
              place(row, column) + ": '" + text(row, column) + "' is not a whole number.");
}

std::string readFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    throw Error(ErrorKind::File, path + ": cannot be opened for reading.");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (file.bad())
    throw Error(ErrorKind::File, path + ": reading failed.");
  return text;
}

} // namespace rxq::base
