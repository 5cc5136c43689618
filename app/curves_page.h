#pragma once

#include <QSet>
#include <optional>

#include "app/page.h"
#include "core/study/study_runner.h"
#include "widgets/job_controller.h"

class QComboBox;
class QMenu;
class QToolButton;

namespace rxq::widgets {
class Banner;
class Card;
class CurvePlot;
class SegmentedControl;
} // namespace rxq::widgets

namespace rxq::app {

class CurveAnswer;
class CurveTable;
class Session;
struct ShownStudy;

/// What do the bits cost? Error rates over SNR of a study, live or stored, the decibels beside and
/// beneath them, at a target that one chooses.
class CurvesPage : public Page {
  Q_OBJECT
 public:
  explicit CurvesPage(Session& session, QWidget* parent = nullptr);
  widgets::CurvePlot& plot() { return *m_plot; }
  CurveAnswer& answer() { return *m_answer; }
  CurveTable& table() { return *m_table; }
  /// Reads all decibels at this BLER.
  void setTarget(double bler);
  /// Shows the receiver of that name as the one at hand.
  void choose(const QString& name);
  /// Writes the plot as it stands, or the study's report; the ending decides: .png, .svg, .csv,
  /// .html. Throws base::Error(File).
  void exportTo(const QString& path);

 Q_SIGNALS:
  void goToStudy();
  void noted(const QString& text);

 protected:
  void refresh() override;

 private:
  QWidget* makePlotCard();
  QWidget* makeTableCard();
  void makeSaveMenu(QMenu* menu);
  void makeShowMenu();
  void meet(const study::StudySpec& spec);
  void readDecibels();
  double shift() const;
  QString snrName() const;
  QString current() const;
  int entryOf(const QString& name) const;
  void refreshSources();
  void refreshTargets();
  void refreshPlot();
  void refreshTable();
  void refreshAnswer();
  void highlight(int entry);
  void setVisible(const QString& name, bool on);
  void showOnly(const QSet<QString>& names);
  void saveAs(const QString& filter, const QString& ending);
  void writeReport(const QString& path);

  Session& m_session;
  widgets::Card *m_plotCard, *m_tableCard;
  widgets::CurvePlot* m_plot;
  CurveAnswer* m_answer;
  CurveTable* m_table;
  QComboBox *m_source, *m_targetBox;
  widgets::SegmentedControl* m_rate;
  QToolButton *m_follow, *m_axis;
  QMenu* m_showMenu;
  widgets::Banner* m_message;
  QWidget* m_content;
  QWidget* m_empty;

  QString m_study;                ///< name of the study whose curves are drawn
  QSet<QString> m_known;          ///< its receivers
  QSet<QString> m_visible;        ///< receivers that are drawn
  QString m_chosen;               ///< receiver at hand; empty: the last quantized one
  std::optional<double> m_target; ///< chosen BLER; none: the study's
  bool m_otherAxis = false;       ///< Es/N0 for a study in Eb/N0, and the reverse
  std::shared_ptr<const study::StudyProgress> m_progress; ///< at the target, on the axis shown
  std::shared_ptr<const ShownStudy> m_read;               ///< what m_progress was read from
  bool m_readAgain = false;                               ///< it has moved on meanwhile
  widgets::JobController m_reader;                        ///< last: joined first
};

} // namespace rxq::app
