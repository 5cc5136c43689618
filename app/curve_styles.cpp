#include "app/curve_styles.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/study/families.h"
#include "widgets/format.h"

namespace rxq::app {

namespace {
using study::ReceiverEntry;
using study::ReceiverKind;
constexpr std::size_t kFew = 8; ///< curves that need no choice
/// Indices into Colors::series: cool ones for a study's first family, warm ones for the next. A
/// study with one family has them all.
const std::vector<int> kCool{0, 1, 4}, kWarm{2, 3}, kAll{0, 2, 1, 3, 4};

/// Weights, edges, activations; float counts as 32.
using Bits = std::tuple<int, int, int>;
Bits bitsOf(const ReceiverEntry& entry) {
  const auto width = [](int bits) { return bits == quant::kBitsOff ? 32 : bits; };
  return {width(entry.quant.weightBits), width(entry.quant.edgeWeightBits),
          width(entry.quant.activationBits)};
}

int indexOf(const study::StudySpec& spec, const ReceiverEntry* entry) {
  return entry ? static_cast<int>(entry - spec.receivers.data()) : -1;
}
/// The head of an entry's family, or itself.
int headOf(const study::StudySpec& spec, std::size_t entry) {
  int head = static_cast<int>(entry);
  for (const ReceiverEntry* next = &spec.receivers[entry]; next;) {
    head = indexOf(spec, next);
    next = study::referenceOf(spec, *next);
  }
  return head;
}
bool isHead(const study::StudySpec& spec, std::size_t entry) {
  return headOf(spec, entry) == static_cast<int>(entry);
}

/// The quantized members of a family that tell most.
std::vector<std::size_t> tellingMembers(const study::StudySpec& spec, std::size_t head) {
  std::vector<std::size_t> qat, ptq;
  for (std::size_t i = 0; i < spec.receivers.size(); ++i) {
    const ReceiverEntry& entry = spec.receivers[i];
    if (entry.evaluate && study::isQuantized(entry.kind) &&
        headOf(spec, i) == static_cast<int>(head))
      (entry.kind == ReceiverKind::Qat ? qat : ptq).push_back(i);
  }
  const auto byBits = [&](std::size_t a, std::size_t b) {
    return bitsOf(spec.receivers[a]) < bitsOf(spec.receivers[b]);
  };
  std::vector<std::size_t> telling;
  if (!qat.empty())
    telling.push_back(*std::min_element(qat.begin(), qat.end(), byBits));
  if (ptq.empty())
    return telling;
  if (qat.empty())
    telling.push_back(*std::max_element(ptq.begin(), ptq.end(), byBits));
  const auto twin = std::find_if(ptq.begin(), ptq.end(), [&](std::size_t i) {
    return bitsOf(spec.receivers[i]) == bitsOf(spec.receivers[telling.front()]);
  });
  const auto fewest = std::min_element(ptq.begin(), ptq.end(), byBits);
  telling.push_back(twin == ptq.end() || qat.empty() ? *fewest : *twin);
  return telling;
}

/// Colours and dashes of quantized receivers, dealt by the study alone: a curve keeps its own.
class Palette {
 public:
  explicit Palette(const study::StudySpec& spec) : m_spec(spec) {
    for (std::size_t i = 0; i < spec.receivers.size(); ++i)
      if (!study::isClassical(spec.receivers[i].kind) && spec.receivers[i].evaluate &&
          isHead(spec, i))
        m_heads.push_back(static_cast<int>(i));
    // Those that are in sight at first choose first.
    for (const int head : m_heads)
      for (const std::size_t member : tellingMembers(spec, static_cast<std::size_t>(head)))
        colorOf(member);
  }
  int colorOf(std::size_t entry) {
    const int head = headOf(m_spec, entry);
    const auto family = std::find(m_heads.begin(), m_heads.end(), head) - m_heads.begin();
    const auto& colors = m_heads.size() < 2 ? kAll : family % 2 == 0 ? kCool : kWarm;
    auto& dealt = m_colors[head];
    const auto place = static_cast<std::size_t>(
        dealt.try_emplace(bitsOf(m_spec.receivers[entry]), dealt.size()).first->second);
    return colors[place % colors.size()];
  }
  /// 0, solid: the first QAT of these bits; 1: the first PTQ; more for further ones.
  int dashOf(std::size_t entry) {
    const ReceiverEntry& own = m_spec.receivers[entry];
    const bool qat = own.kind == ReceiverKind::Qat;
    return m_dashes[{headOf(m_spec, entry), bitsOf(own), qat}]++ + (qat ? 0 : 1);
  }

 private:
  const study::StudySpec& m_spec;
  std::vector<int> m_heads;
  std::map<int, std::map<Bits, std::size_t>> m_colors;
  std::map<std::tuple<int, Bits, bool>, int> m_dashes;
};
} // namespace

std::vector<CurvePlace> curvePlaces(const study::StudySpec& spec) {
  std::vector<CurvePlace> places;
  const auto add = [&](std::size_t entry) {
    int generation = 0;
    const ReceiverEntry* reference = study::referenceOf(spec, spec.receivers[entry]);
    for (const ReceiverEntry* next = reference; next; next = study::referenceOf(spec, *next))
      ++generation;
    places.push_back({entry, indexOf(spec, reference), generation});
  };
  for (std::size_t i = 0; i < spec.receivers.size(); ++i)
    if (spec.receivers[i].evaluate && study::isClassical(spec.receivers[i].kind))
      add(i);
  for (std::size_t head = 0; head < spec.receivers.size(); ++head)
    if (spec.receivers[head].evaluate && !study::isClassical(spec.receivers[head].kind) &&
        isHead(spec, head))
      for (std::size_t i = head; i < spec.receivers.size(); ++i)
        if (spec.receivers[i].evaluate && headOf(spec, i) == static_cast<int>(head))
          add(i);
  return places;
}

QSet<QString> mainCurves(const study::StudySpec& spec) {
  const std::vector<CurvePlace> places = curvePlaces(spec);
  QSet<QString> names;
  const auto add = [&](std::size_t entry) {
    names.insert(QString::fromStdString(spec.receivers[entry].name));
  };
  if (places.size() <= kFew) {
    for (const CurvePlace& place : places)
      add(place.entry);
    return names;
  }
  for (const ReceiverKind kind : {ReceiverKind::PerfectCsi, ReceiverKind::LeastSquares})
    for (const CurvePlace& place : places)
      if (spec.receivers[place.entry].kind == kind) {
        add(place.entry);
        break;
      }
  for (const CurvePlace& place : places)
    if (place.generation == 0 && !study::isClassical(spec.receivers[place.entry].kind)) {
      add(place.entry);
      for (const std::size_t member : tellingMembers(spec, place.entry))
        add(member);
    }
  return names;
}

std::vector<widgets::PlotSeries> plotSeries(const study::StudyProgress& progress,
                                            const study::StudySpec& spec, const QString& current) {
  using Role = widgets::PlotSeries::Role;
  std::vector<widgets::PlotSeries> list;
  Palette palette(spec);
  int classical = 0;
  for (std::size_t i = 0; i < progress.entries.size(); ++i) {
    const study::EntryProgress& entry = progress.entries[i];
    widgets::PlotSeries series;
    series.name = QString::fromStdString(entry.name);
    series.curve = entry.curve;
    series.current = series.name == current;
    series.parent = indexOf(spec, study::referenceOf(spec, spec.receivers[i]));
    if (study::isClassical(entry.kind)) {
      series.role = Role::Classical;
      series.dash = classical++;
    } else if (entry.kind == ReceiverKind::Fp32) {
      series.role = Role::Reference;
      series.dash = series.parent >= 0 ? 1 : 0; // trained on
    } else {
      series.color = palette.colorOf(i);
      series.dash = palette.dashOf(i);
      if (entry.phase == study::Phase::Done && !entry.crossing.reached)
        series.role = Role::Failing;
    }
    list.push_back(std::move(series));
  }
  return list;
}

std::vector<widgets::LossMark> lossMarks(const study::StudyProgress& progress,
                                         const study::StudySpec& spec, const QString& current) {
  std::vector<widgets::LossMark> marks;
  for (std::size_t i = 0; i < progress.entries.size(); ++i) {
    const auto& entry = progress.entries[i];
    if (QString::fromStdString(entry.name) != current || !entry.loss || !entry.loss->valid ||
        !entry.crossing.reached || i >= spec.receivers.size())
      continue;
    // Drawn from the curve's own crossing back by the paired loss: the gap is the figure in the
    // table.
    marks.push_back({entry.crossing.snrDb - entry.loss->db, entry.crossing.snrDb,
                     widgets::signedDecibels(entry.loss->db), i});
  }
  return marks;
}

QString defaultCurrent(const study::StudyProgress& progress, const QSet<QString>& among) {
  QString best;
  bool quantized = false;
  for (const auto& entry : progress.entries) {
    const bool isQuantized = study::isQuantized(entry.kind);
    const QString name = QString::fromStdString(entry.name);
    if (entry.curve.empty() || (quantized && !isQuantized) || !among.contains(name))
      continue;
    // A quantized receiver with a loss to show comes before one without.
    best = name;
    quantized = quantized || isQuantized;
  }
  return best;
}

} // namespace rxq::app
