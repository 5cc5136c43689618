#include "core/phy/base_graph.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <string>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/base/resource.h"

namespace rxq::phy {

namespace {
constexpr int kSets = 8;
constexpr int kMaxLifting = 384;

/// One line of the table: row, column, a shift for each set.
using TableRow = std::array<int, 2 + kSets>;

std::vector<TableRow> parseTable(std::string_view text) {
  std::vector<TableRow> rows;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() < '0' || line.front() > '9')
      continue; // comment or column names
    TableRow& row = rows.emplace_back();
    for (int& value : row) {
      const std::size_t comma = std::min(line.find(','), line.size());
      const auto number = base::parseInt(line.substr(0, comma));
      assert(number && "the table is compiled in");
      value = static_cast<int>(*number);
      line.remove_prefix(std::min(comma + 1, line.size()));
    }
  }
  return rows;
}

const std::vector<TableRow>& table(int graph) {
  static const std::array tables{parseTable(base::resource("tables/ldpc_base_graph_1.csv")),
                                 parseTable(base::resource("tables/ldpc_base_graph_2.csv"))};
  return tables[static_cast<std::size_t>(graph - 1)];
}
} // namespace

const std::vector<LiftingSize>& liftingSizes() {
  static const std::vector<LiftingSize> sizes = [] {
    constexpr std::array<int, kSets> kFactors{2, 3, 5, 7, 9, 11, 13, 15};
    std::vector<LiftingSize> all;
    for (int set = 0; set < kSets; ++set)
      for (int z = kFactors[static_cast<std::size_t>(set)]; z <= kMaxLifting; z *= 2)
        all.push_back({z, set});
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.size < b.size; });
    return all;
  }();
  return sizes;
}

BaseGraph liftedGraph(const LdpcParams& params) {
  BaseGraph graph;
  for (const TableRow& entry : table(params.baseGraph)) {
    const auto row = static_cast<std::size_t>(entry[0]);
    if (row >= graph.size())
      graph.resize(row + 1);
    graph[row].push_back(
        {entry[1], entry[static_cast<std::size_t>(2 + params.setIndex)] % params.lifting});
  }
  return graph;
}

int liftingColumns(int baseGraph, int bits) {
  if (baseGraph == 1)
    return 22;
  return bits > 640 ? 10 : bits > 560 ? 9 : bits > 192 ? 8 : 6;
}

LdpcParams ldpcFor(int baseGraph, int kb, int k, int n) {
  const auto fail = [&](const base::Message& why) {
    throw base::Error(base::ErrorKind::BadInput,
                      base::message("LDPC code of %1 information bits in %2: %3", k, n, why));
  };
  if (k < 1)
    fail(base::message("at least 1 information bit is needed."));
  if (n <= k)
    fail(base::message("more coded bits than information bits are needed; lower the code rate."));
  LdpcParams p;
  p.infoBits = k;
  p.codedBits = n;
  p.baseGraph = baseGraph;
  const int largest = baseGraph == 1 ? 8448 : 3840;
  if (k > largest)
    fail(base::message(
        "a code block of base graph %1 has at most %2 bits; send a transport block (coding), which "
        "is cut into several, or use fewer resource blocks, a lower rate or a smaller modulation.",
        baseGraph, largest));
  p.kb = kb;
  for (const LiftingSize& z : liftingSizes())
    if (kb * z.size >= k) {
      p.lifting = z.size;
      p.setIndex = z.set;
      break;
    }
  p.fillers = p.infoColumns() * p.lifting - k;
  return p;
}

LdpcParams chooseLdpc(int k, int n) {
  const double rate = static_cast<double>(k) / std::max(1, n);
  const int graph = k <= 292 || (k <= 3824 && rate <= 0.67) || rate <= 0.25 ? 2 : 1; // 6.2.2
  return ldpcFor(graph, liftingColumns(graph, k), k, n);
}

LdpcParams fullLdpc(int baseGraph, int lifting, int rows) {
  const auto refuse = [](const base::Message& what, int value, const base::Message& known) {
    throw base::Error(base::ErrorKind::BadInput,
                      base::message("LDPC %1 %2: %3.", what, value, known));
  };
  if (baseGraph != 1 && baseGraph != 2)
    refuse(base::message("base graph"), baseGraph, base::message("there are 1 and 2"));
  LdpcParams p;
  p.baseGraph = baseGraph;
  const auto& sizes = liftingSizes();
  const auto found = std::find_if(sizes.begin(), sizes.end(),
                                  [&](const LiftingSize& z) { return z.size == lifting; });
  if (found == sizes.end())
    refuse(base::message("lifting size"), lifting, base::message("not in TS 38.212 table 5.3.2-1"));
  const int most = baseGraph == 1 ? 46 : 42;
  if (rows < 4 || rows > most)
    refuse(base::message("rows"), rows,
           base::message("base graph %1 has 4 to %2", baseGraph, most));
  p.lifting = found->size;
  p.setIndex = found->set;
  p.kb = p.infoColumns();
  p.infoBits = p.infoColumns() * lifting;
  p.codedBits = p.infoBits + (rows - 2) * lifting;
  return p;
}

} // namespace rxq::phy
