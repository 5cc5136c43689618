#pragma once

#include <optional>
#include <vector>

#include "app/page.h"
#include "core/export/exporter.h"
#include "core/store/workspace.h"
#include "widgets/job_controller.h"

class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace rxq::widgets {
class Banner;
class Card;
class UnitLineEdit;
class NumberEdit;
} // namespace rxq::widgets

namespace rxq::app {

class Session;

/// Hands a model over: one card a format, which writes and then verifies what it wrote, and one for
/// the report of a study or of the runs on Compare.
class ExportPage : public Page {
  Q_OBJECT
 public:
  explicit ExportPage(Session& session, QWidget* parent = nullptr);

  void chooseModel(qint64 modelId);
  void setFolder(const QString& folder);
  /// What the report may be of besides the studies; without runs, studies alone.
  void setCompared(std::vector<std::int64_t> runs, std::int64_t reference);
  bool isRunning() const { return m_job.isRunning() || m_reportJob.isRunning(); }

 Q_SIGNALS:
  void exported(const QString& key, bool passed);
  void reported(const QString& file);
  void goToStudy();

 protected:
  void refresh() override;

 private:
  struct FormatCard {
    const exporting::Exporter* exporter;
    widgets::Card* card;
    QLabel* verdict;
    QLabel* files;
    QPushButton* run;
  };
  /// What can be handed over: a model, or a run that had all around its model in fixed point.
  struct Source {
    store::ModelRecord model;
    std::optional<store::RunRecord> fixedPoint;
    qint64 key() const { return fixedPoint ? -fixedPoint->id : model.id; }
    const std::string& name() const { return fixedPoint ? fixedPoint->name : model.name; }
  };
  std::vector<Source> findSources() const;
  void addFormat(const exporting::Exporter& exporter, QGridLayout* into);
  QWidget* makeReportCard();
  void refreshReports();
  void showReportFields();
  void writeReport(const QString& ending);
  void run(std::size_t format);
  void showVerdict(FormatCard& card, const exporting::ExportResult& result);
  void refreshButtons();

  Session& m_session;
  widgets::JobController m_job;
  std::vector<Source> m_sources;
  qint64 m_wanted = 0;
  QComboBox* m_model;
  QLineEdit* m_folder;
  widgets::NumberEdit* m_slots;
  widgets::Banner* m_message;
  std::vector<FormatCard> m_formats;
  std::size_t m_runningFormat = 0;
  widgets::JobController m_reportJob;
  std::vector<std::int64_t> m_compared;
  std::int64_t m_reference = 0;
  QComboBox* m_reportOf;
  QLineEdit* m_reportTitle;
  QLineEdit* m_reportQuestion;
  std::vector<QPushButton*> m_reportButtons;
  QLabel* m_reportFile;
  QWidget* m_content;
  QWidget* m_empty;
};

} // namespace rxq::app
