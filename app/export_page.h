#pragma once

#include <vector>

#include "app/page.h"
#include "core/export/exporter.h"
#include "core/store/workspace.h"
#include "widgets/job_controller.h"

class QComboBox;
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

/// Hands a model over: one card a format, which writes and then verifies what it wrote.
class ExportPage : public Page {
  Q_OBJECT
 public:
  explicit ExportPage(Session& session, QWidget* parent = nullptr);

  void chooseModel(qint64 modelId);
  void setFolder(const QString& folder);
  bool isRunning() const { return m_job.isRunning(); }

 Q_SIGNALS:
  void exported(const QString& key, bool passed);
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
  void addFormat(const exporting::Exporter& exporter, QWidget* into);
  void run(std::size_t format);
  void showVerdict(FormatCard& card, const exporting::ExportResult& result);
  void refreshButtons();

  Session& m_session;
  widgets::JobController m_job;
  std::vector<store::ModelRecord> m_models;
  qint64 m_wanted = 0;
  QComboBox* m_model;
  QLineEdit* m_folder;
  widgets::NumberEdit* m_slots;
  widgets::Banner* m_message;
  std::vector<FormatCard> m_formats;
  std::size_t m_runningFormat = 0;
  QWidget* m_content;
  QWidget* m_empty;
};

} // namespace rxq::app
