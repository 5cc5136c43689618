#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "app/page.h"
#include "app/run_picker.h"
#include "core/study/comparison.h"
#include "widgets/job_controller.h"

class QComboBox;
class QPushButton;
class QTableView;

namespace rxq::widgets {
class Banner;
class Card;
class ParetoPlot;
class SegmentedControl;
} // namespace rxq::widgets

namespace rxq::app {

class CompareTable;
class Session;

/// Runs side by side: what differs, what it costs, what it gains. Without a choice, the runs of the
/// study that was shown last.
class ComparePage : public Page {
  Q_OBJECT
 public:
  explicit ComparePage(Session& session, QWidget* parent = nullptr);

  /// The runs to compare, by their ids in the workspace.
  void setRuns(std::vector<std::int64_t> runs);
  widgets::ParetoPlot& plot() { return *m_plot; }
  const study::Comparison& comparison() const { return m_comparison; }
  /// Writes the Pareto picture, the table or a report; the ending decides: .png, .svg, .csv, .html,
  /// .pdf. Throws base::Error(File, or BadInput when no run is chosen).
  void exportTo(const QString& path);

 Q_SIGNALS:
  void goToStudy();
  void noted(const QString& text);
  /// The runs that are shown now, and the one that losses are counted from.
  void compared(const std::vector<std::int64_t>& runs, std::int64_t reference);

 protected:
  void refresh() override;

 private:
  /// What a job brings.
  struct Loaded {
    std::vector<RunPicker::Choice> choices;
    study::Comparison comparison;
    study::CompareCache cache;
  };
  /// What it is asked for.
  struct Wanted {
    std::optional<std::vector<std::int64_t>> runs; ///< none: those of `study`, else the last one's
    std::int64_t study = 0;
    std::string studySpec; ///< of a study that runs: its id is not known
    std::int64_t reference = 0;
    study::CompareCache cache;
  };
  static Loaded load(const store::Workspace& workspace, Wanted wanted, std::stop_token stop);

  QWidget* makeTop();
  QWidget* makeSaveButton();
  void makeTable();
  void forgetChoice();
  void take(Loaded loaded);
  void showPlot();
  void showTable();
  void chooseRun(qint64 id);
  void saveAs(const QString& filter, const QString& ending);

  Session& m_session;
  std::optional<std::vector<std::int64_t>> m_runs; ///< as chosen by someone
  std::int64_t m_reference = 0;
  std::int64_t m_current = -1;
  study::Comparison m_comparison;
  study::CompareCache m_cache;
  bool m_again = false; ///< something changed while loading
  widgets::Banner* m_message;
  widgets::Card* m_plotCard;
  widgets::ParetoPlot* m_plot;
  widgets::SegmentedControl* m_cost;
  QComboBox* m_referenceBox;
  widgets::Card* m_pickerCard;
  RunPicker* m_picker;
  widgets::Card* m_tableCard;
  QPushButton* m_equal;
  CompareTable* m_table;
  QTableView* m_view;
  QWidget* m_content;
  QWidget* m_empty;
  widgets::JobController m_loader; ///< last: joined first
};

} // namespace rxq::app
