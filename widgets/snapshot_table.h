#pragma once

#include <QAbstractTableModel>
#include <QIcon>
#include <QStyledItemDelegate>
#include <functional>
#include <vector>

class QTableView;

namespace rxq::widgets {

/// A table over an immutable vector of rows. setRows() keeps selection and scrolling when the rows
/// stand for the same things (same keys in the same order), else resets.
template <class Row> class SnapshotTable : public QAbstractTableModel {
 public:
  struct Column {
    QString title;
    std::function<QVariant(const Row&)> text;
    bool figures = false; ///< right-aligned, tabular figures
    /// For sorting and, by role, whatever a delegate wants. May be empty.
    std::function<QVariant(const Row&)> sortKey = {};
    std::function<QVariant(const Row&, int role)> extra = {};
    std::function<bool(const Row&, const QString&)> edit = {}; ///< empty: read-only
    std::function<bool(const Row&, bool)> tick = {};           ///< with extra(CheckStateRole)
  };
  static constexpr int kSortRole = Qt::UserRole + 1;

  SnapshotTable(std::vector<Column> columns, std::function<qint64(const Row&)> key,
                QObject* parent = nullptr)
      : QAbstractTableModel(parent), m_columns(std::move(columns)), m_key(std::move(key)) {}

  void setRows(std::vector<Row> rows) {
    bool same = rows.size() == m_rows.size();
    for (std::size_t i = 0; same && i < rows.size(); ++i)
      same = m_key(rows[i]) == m_key(m_rows[i]);
    if (!same)
      beginResetModel();
    m_rows = std::move(rows);
    if (!same)
      endResetModel();
    else if (!m_rows.empty())
      Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
  }
  const std::vector<Row>& rows() const { return m_rows; }
  const Row& row(int i) const { return m_rows[static_cast<std::size_t>(i)]; }
  int rowOf(qint64 key) const {
    for (std::size_t i = 0; i < m_rows.size(); ++i)
      if (m_key(m_rows[i]) == key)
        return static_cast<int>(i);
    return -1;
  }

  int rowCount(const QModelIndex& parent = {}) const override {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
  }
  int columnCount(const QModelIndex& parent = {}) const override {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
  }
  QVariant data(const QModelIndex& at, int role = Qt::DisplayRole) const override {
    if (!at.isValid())
      return {};
    const Column& column = m_columns[static_cast<std::size_t>(at.column())];
    const Row& r = row(at.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
    case Qt::AccessibleTextRole:
      return column.text(r);
    case Qt::TextAlignmentRole:
      return QVariant::fromValue(
          Qt::Alignment((column.figures ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    case kSortRole:
      return column.sortKey ? column.sortKey(r) : column.text(r);
    default:
      return column.extra ? column.extra(r, role) : QVariant();
    }
  }
  bool setData(const QModelIndex& at, const QVariant& value, int role) override {
    const Column& column = m_columns[static_cast<std::size_t>(at.column())];
    if (role == Qt::CheckStateRole && column.tick)
      return column.tick(row(at.row()), value.toInt() == Qt::Checked);
    if (role == Qt::EditRole && column.edit)
      return column.edit(row(at.row()), value.toString());
    return false;
  }
  Qt::ItemFlags flags(const QModelIndex& at) const override {
    Qt::ItemFlags flags = QAbstractTableModel::flags(at);
    if (at.isValid()) {
      const Column& column = m_columns[static_cast<std::size_t>(at.column())];
      if (column.edit)
        flags |= Qt::ItemIsEditable;
      if (column.tick)
        flags |= Qt::ItemIsUserCheckable;
    }
    return flags;
  }
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
      return {};
    const Column& column = m_columns[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole)
      return column.title;
    if (role == Qt::TextAlignmentRole)
      return QVariant::fromValue(
          Qt::Alignment((column.figures ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    return {};
  }

 private:
  std::vector<Column> m_columns;
  std::function<qint64(const Row&)> m_key;
  std::vector<Row> m_rows;
};

/// Rows of the program's height with tabular figures.
class FigureDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// The look of all tables: whole rows, no grid, no row numbers. Columns take the width of what they
/// hold, `stretched` what is left.
void styleTable(QTableView* view, int stretched = 0);

} // namespace rxq::widgets
