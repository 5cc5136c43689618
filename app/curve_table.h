#pragma once

#include <QTableView>
#include <memory>
#include <vector>

#include "core/study/study_runner.h"
#include "widgets/curve_plot.h"
#include "widgets/snapshot_table.h"

namespace rxq::app {

/// The receivers of a study by family, with a tick, a piece of their line and their decibels.
class CurveTable : public QTableView {
  Q_OBJECT
 public:
  struct Line {
    std::size_t entry = 0; ///< in the study
    int generation = 0;
    study::EntryProgress progress;
    widgets::PlotSeries series; ///< without its curve
  };

  explicit CurveTable(QWidget* parent = nullptr);
  void setLines(std::vector<Line> lines);
  const std::vector<Line>& lines() const { return m_model->rows(); }
  /// Marks a line without choosing it anew (entry -1: none).
  void setCurrentEntry(int entry);
  /// Puts a soft ground under a line, as the mouse over its curve does.
  void setHighlight(int entry);

 Q_SIGNALS:
  void chosen(int entry);
  void ticked(const QString& name, bool on);
  /// The line under the mouse; -1: none.
  void hovered(int entry);

 protected:
  bool viewportEvent(QEvent* event) override;

 private:
  std::unique_ptr<widgets::SnapshotTable<Line>> m_model;
  int m_highlight = -1;
};

} // namespace rxq::app
