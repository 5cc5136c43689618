#pragma once

#include <QAbstractTableModel>
#include <QStringList>

#include "app/compare_rows.h"

namespace rxq::app {

/// A row a parameter, a column a run. Names of the rows are in the vertical header, so that they
/// stay in sight while the runs scroll.
class CompareTable : public QAbstractTableModel {
  Q_OBJECT
 public:
  using QAbstractTableModel::QAbstractTableModel;

  void setRows(std::vector<CompareRow> rows, QStringList runs, int reference);
  const std::vector<CompareRow>& rows() const { return m_rows; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  std::vector<CompareRow> m_rows;
  QStringList m_runs;
  int m_reference = -1;
};

} // namespace rxq::app
