#include "app/curve_styles.h"

#include <algorithm>
#include <tuple>

#include "widgets/format.h"
#include "widgets/theme.h"

namespace rxq::app {

std::vector<widgets::PlotSeries> plotSeries(const study::StudyProgress& progress,
                                            const QString& current) {
  using Role = widgets::PlotSeries::Role;
  std::vector<widgets::PlotSeries> list;
  // Colours are dealt in the order of the study, so that a curve keeps its own while others grow.
  int color = 0, dash = 0, failing = 0;
  bool referenceTaken = false;
  for (const study::EntryProgress& entry : progress.entries) {
    widgets::PlotSeries series;
    series.name = QString::fromStdString(entry.name);
    series.curve = entry.curve;
    series.current = series.name == current;
    const bool finished = entry.phase == study::Phase::Done;
    if (study::isClassical(entry.kind)) {
      series.role = Role::Classical;
      series.dash = dash++;
    } else if (entry.kind == study::ReceiverKind::Fp32 && !referenceTaken) {
      series.role = Role::Reference;
      referenceTaken = !entry.curve.empty();
    } else {
      constexpr int kColors = std::tuple_size_v<decltype(widgets::Colors::series)>;
      series.color = color % kColors;
      series.dash = color++ / kColors;
      if (finished && !entry.crossing.reached && study::isQuantized(entry.kind)) {
        series.role = Role::Failing;
        series.dash = failing++;
      }
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

QString defaultCurrent(const study::StudyProgress& progress) {
  QString best;
  bool quantized = false;
  for (const auto& entry : progress.entries) {
    const bool isQuantized = study::isQuantized(entry.kind);
    if (entry.curve.empty() || (quantized && !isQuantized))
      continue;
    // A quantized receiver with a loss to show comes before one without.
    best = QString::fromStdString(entry.name);
    quantized = quantized || isQuantized;
  }
  return best;
}

} // namespace rxq::app
