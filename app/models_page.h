#pragma once

#include <memory>
#include <vector>

#include "app/model_details.h"
#include "app/page.h"
#include "core/store/workspace.h"
#include "widgets/job_controller.h"
#include "widgets/snapshot_table.h"

class QCheckBox;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace rxq::widgets {
class Banner;
class Card;
} // namespace rxq::widgets

namespace rxq::app {

class ModelView;
class Session;

/// The workspace's models with search, tags, notes and trash, and one of them in detail. F2 renames
/// in place, Delete moves to the trash.
class ModelsPage : public Page {
  Q_OBJECT
 public:
  explicit ModelsPage(Session& session, QWidget* parent = nullptr);

  /// Shows that model, also when it is in the trash.
  void chooseModel(std::int64_t id);
  ModelView& view() { return *m_view; }

 Q_SIGNALS:
  void exportWanted(qint64 modelId);
  void showCurves(qint64 studyId);
  void compareWanted(const std::vector<std::int64_t>& runs);
  void undoableNote(const QString& text, std::function<void()> undo);
  void goToStudy();

 protected:
  void refresh() override;

 private:
  QWidget* makeList();
  void buildTable();
  const store::ModelRecord* chosen() const;
  bool isEditing() const;
  void select(std::int64_t id);
  void showDetails();
  bool update(std::int64_t id, const QString& name, const QString& note, const QString& tags);
  void rename();
  void trash();

  Session& m_session;
  std::unique_ptr<widgets::SnapshotTable<store::ModelRecord>> m_model;
  QSortFilterProxyModel* m_filter;
  QLineEdit* m_search;
  QCheckBox* m_withTrashed;
  QTableView* m_table;
  widgets::Card* m_card;
  ModelView* m_view;
  QWidget* m_area; ///< scrolls m_view
  widgets::Banner* m_message;
  QWidget* m_content;
  QWidget* m_empty;
  std::int64_t m_wanted = -1; ///< to be chosen when the rows are there
  std::int64_t m_shown = -1;  ///< whose details are shown or read
  std::int64_t m_revision = -1;
  bool m_refreshing = false, m_again = false;
  widgets::JobController m_loader; ///< last: joined first
};

} // namespace rxq::app
