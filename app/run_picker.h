#pragma once

#include <QWidget>
#include <cstdint>
#include <memory>
#include <vector>

#include "widgets/snapshot_table.h"

class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace rxq::app {

/// Which runs: a list with ticks and a search over names, studies, tags and notes.
class RunPicker : public QWidget {
  Q_OBJECT
 public:
  struct Choice {
    std::int64_t id = 0;
    QString name, study;
    QString words; ///< what is searched besides
    bool ticked = false;
  };

  explicit RunPicker(QWidget* parent = nullptr);
  void setChoices(std::vector<Choice> choices);
  /// In the order of the list.
  std::vector<std::int64_t> ticked() const;

 Q_SIGNALS:
  /// The user has ticked or unticked one.
  void changed();

 private:
  QLineEdit* m_search;
  QTableView* m_table;
  QSortFilterProxyModel* m_filter;
  std::unique_ptr<widgets::SnapshotTable<Choice>> m_model;
};

} // namespace rxq::app
