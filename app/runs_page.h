#pragma once

#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include "app/page.h"
#include "core/sim/decibel.h"
#include "core/store/workspace.h"
#include "widgets/job_controller.h"
#include "widgets/snapshot_table.h"

class QCheckBox;
class QLineEdit;
class QSortFilterProxyModel;
class QTableView;
class QToolButton;

namespace rxq::widgets {
class Banner;
class Card;
} // namespace rxq::widgets

namespace rxq::app {

class Session;

/// Every run of the workspace: search, tags, notes, trash. F2 edits in place, Delete moves to the
/// trash, Return shows the curves; several can be chosen to be compared.
class RunsPage : public Page {
  Q_OBJECT
 public:
  explicit RunsPage(Session& session, QWidget* parent = nullptr);

 Q_SIGNALS:
  void showCurves(qint64 studyId);
  void openStudy(qint64 studyId);
  void compareWanted(const std::vector<std::int64_t>& runs);
  void modelWanted(qint64 modelId);
  void undoableNote(const QString& text, std::function<void()> undo);
  void goToStudy();

 protected:
  void refresh() override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Line {
    store::RunRecord run;
    QString study;
    QString atTarget;
    std::uint64_t blocks = 0;
  };
  /// Crossings that were worked out before: by run, blocks of its curve, target.
  using Known = std::map<std::tuple<std::int64_t, std::uint64_t, double>, sim::Crossing>;
  struct Loaded {
    std::vector<Line> lines;
    bool withTrashed = false;
    Known known;
  };
  /// Rows without their decibels go into the mailbox first where some have to be worked out.
  static Loaded load(const store::Workspace& workspace, bool withTrashed, Known known,
                     base::Mailbox<Loaded>& mailbox);
  void show(const Loaded& loaded);
  void buildTable();
  QToolButton* addButton(const QString& text, const QString& help, void (RunsPage::*action)());
  void makeShortcuts();
  /// The runs that are selected, in the order of the table.
  std::vector<const Line*> chosen() const;
  const Line* single() const;
  bool isEditing() const;
  void rename();
  void curves();
  void study();
  void compare();
  void model();
  void trash();
  bool update(const Line& line, const QString& name, const QString& note, const QString& tags);
  void refreshButtons();

  Session& m_session;
  widgets::JobController m_loader;
  std::unique_ptr<widgets::SnapshotTable<Line>> m_model;
  QSortFilterProxyModel* m_filter;
  QLineEdit* m_search;
  QCheckBox* m_withTrashed;
  QTableView* m_table;
  QToolButton *m_compare, *m_curves, *m_showModel, *m_open, *m_trash;
  widgets::Banner* m_message;
  widgets::Card* m_card;
  QWidget* m_empty;
  Known m_known;
  bool m_again = false; ///< rows changed while they were read or one is edited
};

} // namespace rxq::app
