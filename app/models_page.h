#pragma once

#include "app/page.h"
#include "core/store/workspace.h"
#include "widgets/snapshot_table.h"

class QPushButton;
class QTableView;
class QVBoxLayout;

namespace rxq::widgets {
class Banner;
class Card;
class FactList;
} // namespace rxq::widgets

namespace rxq::app {

class Session;

/// The workspace's models, and one of them in detail: bytes, parents, agreement of fake-quantized
/// and integer outputs.
class ModelsPage : public Page {
  Q_OBJECT
 public:
  explicit ModelsPage(Session& session, QWidget* parent = nullptr);

 Q_SIGNALS:
  void exportWanted(qint64 modelId);
  void undoableNote(const QString& text, std::function<void()> undo);
  void goToStudy();

 protected:
  void refresh() override;

 private:
  void buildTable();
  void showDetails();
  void trash();

  Session& m_session;
  std::unique_ptr<widgets::SnapshotTable<store::ModelRecord>> m_model;
  QTableView* m_table;
  widgets::Card* m_card;
  widgets::Card* m_details;
  widgets::FactList* m_facts;
  QPushButton* m_export;
  QPushButton* m_trash;
  widgets::Banner* m_message;
  QWidget* m_content;
  QWidget* m_empty;
};

/// The leaves of a model's report as "layer 1 weights" -> "...": what a model's page lists.
std::vector<std::pair<QString, QString>> reportRows(const std::string& json);

} // namespace rxq::app
