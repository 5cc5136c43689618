#include <algorithm>
#include <string_view>

#include "core/study/comparison.h"
#include "core/study/families.h"

namespace rxq::study {

namespace {
using Kind = param::BoundField::Kind;

/// Collects the rows of all runs, keeping the order of the first that has a parameter.
class Collector {
 public:
  explicit Collector(std::size_t runs) : m_runs(runs) {}

  void add(std::size_t run, std::vector<param::BoundField>& fields, const char* section) {
    for (param::BoundField& field : fields) {
      if (!field.relevant())
        continue;
      if (field.kind == Kind::Struct)
        add(run, field.children, field.label);
      else
        rowOf(field, section).values[run] = field.get();
    }
  }

  std::vector<ParameterRow> take() {
    for (ParameterRow& row : m_rows)
      row.differs = differs(row);
    return std::move(m_rows);
  }

 private:
  ParameterRow& rowOf(const param::BoundField& field, const char* section) {
    const auto known = std::find_if(m_rows.begin(), m_rows.end(),
                                    [&](const ParameterRow& r) { return r.path == field.path; });
    if (known != m_rows.end())
      return *known;
    ParameterRow row;
    row.path = field.path;
    row.section = section;
    row.label = field.label;
    row.help = field.help;
    row.unit = field.unit;
    row.kind = field.kind;
    row.choices = field.choices;
    row.values.resize(m_runs);
    return m_rows.emplace_back(std::move(row));
  }

  static bool differs(const ParameterRow& row) {
    std::optional<std::string> first;
    for (const auto& value : row.values) {
      if (!value)
        continue;
      const std::string text = param::toJson(*value);
      if (first && *first != text)
        return true;
      first = text;
    }
    return false;
  }

  std::size_t m_runs;
  std::vector<ParameterRow> m_rows;
};

void remove(std::vector<param::BoundField>& fields, std::initializer_list<std::string_view> paths) {
  std::erase_if(fields, [&](const param::BoundField& f) {
    return std::find(paths.begin(), paths.end(), f.path) != paths.end();
  });
}
} // namespace

std::vector<ParameterRow> compareParameters(std::span<const ComparedRun> runs) {
  Collector collector(runs.size());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    ReceiverEntry entry = runs[i].entry;
    auto own = param::bind(entry);
    remove(own, {"name", "evaluate", "neural"});
    collector.add(i, own, "Receiver");
    if (isClassical(entry.kind))
      continue;
    receiver::NeuralSpec network = rootOf(runs[i].spec, entry).neural;
    auto fields = param::bind(network, "neural");
    collector.add(i, fields, "Network");
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    StudySpec spec = runs[i].spec;
    auto shared = param::bind(spec);
    remove(shared, {"name", "question", "receivers"});
    collector.add(i, shared, "Study");
  }
  return collector.take();
}

} // namespace rxq::study
