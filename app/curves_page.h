#pragma once

#include <QSet>

#include "app/page.h"
#include "core/study/study_runner.h"
#include "widgets/snapshot_table.h"

class QComboBox;
class QPushButton;
class QTableView;
class QToolButton;

namespace rxq::widgets {
class Banner;
class Card;
class CurvePlot;
class FactList;
class SegmentedControl;
} // namespace rxq::widgets

namespace rxq::app {

class Session;

/// What do the bits cost? Error rates over SNR of a study, live or stored, the decibels beside and
/// beneath them.
class CurvesPage : public Page {
  Q_OBJECT
 public:
  explicit CurvesPage(Session& session, QWidget* parent = nullptr);
  widgets::CurvePlot& plot() { return *m_plot; }
  /// Writes the plot as it stands, or the study's report; the ending decides: .png, .svg, .csv,
  /// .html. Throws base::Error(File).
  void exportTo(const QString& path);

 Q_SIGNALS:
  void goToStudy();
  void noted(const QString& text);

 protected:
  void refresh() override;

 private:
  struct Line {
    std::size_t index = 0;
    study::EntryProgress entry;
    bool visible = true;
  };
  void buildTable();
  void refreshSources();
  void refreshPlot();
  void refreshAnswer();
  void chooseRow(int row);
  void saveAs(const QString& filter, const QString& ending);
  void writeReport(const QString& path);

  Session& m_session;
  widgets::Card* m_plotCard;
  widgets::CurvePlot* m_plot;
  QComboBox* m_source;
  widgets::SegmentedControl* m_rate;
  QToolButton* m_follow;
  widgets::Banner* m_message;
  widgets::FactList* m_answer;
  widgets::Card* m_answerCard;
  widgets::Card* m_tableCard;
  QTableView* m_table;
  std::unique_ptr<widgets::SnapshotTable<Line>> m_model;
  QSet<QString> m_hidden;
  QString m_chosen; ///< receiver at hand; empty: the last quantized one
  QWidget* m_content;
  QWidget* m_empty;
};

} // namespace rxq::app
