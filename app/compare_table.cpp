#include "app/compare_table.h"

#include <QBrush>

#include "widgets/theme.h"

namespace rxq::app {

void CompareTable::setRows(std::vector<CompareRow> rows, QStringList runs, int reference) {
  const bool same = rows.size() == m_rows.size() && runs == m_runs;
  if (!same)
    beginResetModel();
  m_rows = std::move(rows);
  m_runs = std::move(runs);
  m_reference = reference;
  if (!same) {
    endResetModel();
    return;
  }
  if (m_rows.empty() || m_runs.isEmpty())
    return;
  Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
  Q_EMIT headerDataChanged(Qt::Vertical, 0, rowCount() - 1);
  Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

int CompareTable::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int CompareTable::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

QVariant CompareTable::data(const QModelIndex& index, int role) const {
  if (!index.isValid())
    return {};
  const CompareRow& row = m_rows[static_cast<std::size_t>(index.row())];
  if (role == Qt::TextAlignmentRole)
    return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
  if (row.isHeading())
    return {};
  const CompareCell& cell = row.cells[static_cast<std::size_t>(index.column())];
  const widgets::Colors& c = widgets::Theme::colors();
  switch (role) {
  case Qt::DisplayRole:
    return cell.text;
  case Qt::ToolTipRole:
    return cell.text;
  case Qt::AccessibleTextRole:
    return row.name.trimmed() + QStringLiteral(": ") + cell.text;
  case Qt::ForegroundRole:
    return QBrush(cell.tone == CompareCell::Tone::Dim       ? c.dim
                  : cell.tone == CompareCell::Tone::Warning ? c.warning
                                                            : c.ink);
  case Qt::FontRole:
    return cell.strong ? QVariant(widgets::uiFont(13, QFont::DemiBold)) : QVariant();
  default:
    return {};
  }
}

QVariant CompareTable::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation == Qt::Horizontal) {
    if (section < 0 || section >= columnCount())
      return {};
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
      return m_runs[section];
    if (role == Qt::TextAlignmentRole)
      return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    if (role == Qt::FontRole)
      return widgets::uiFont(12, section == m_reference ? QFont::Bold : QFont::Normal);
    return {};
  }
  if (section < 0 || section >= rowCount())
    return {};
  const CompareRow& row = m_rows[static_cast<std::size_t>(section)];
  switch (role) {
  case Qt::DisplayRole:
    return row.name;
  case Qt::ToolTipRole:
    return row.help;
  case Qt::TextAlignmentRole:
    return QVariant::fromValue(Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter));
  case Qt::FontRole:
    return widgets::uiFont(13, row.isHeading() ? QFont::DemiBold : QFont::Normal);
  default:
    return {};
  }
}

} // namespace rxq::app
