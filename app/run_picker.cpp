#include "app/run_picker.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>

#include "widgets/theme.h"

namespace rxq::app {

namespace {
constexpr int kStudyWidth = 104;
} // namespace

RunPicker::RunPicker(QWidget* parent)
    : QWidget(parent), m_search(new QLineEdit), m_table(new QTableView),
      m_filter(new QSortFilterProxyModel(this)) {
  m_search->setPlaceholderText(tr("Search runs"));
  m_search->setAccessibleName(tr("Search runs to compare"));
  m_search->setClearButtonEnabled(true);
  using Column = widgets::SnapshotTable<Choice>::Column;
  Column name{tr("Run"), [](const Choice& c) { return c.name; }};
  name.sortKey = [](const Choice& c) -> QVariant {
    return QString(c.name + u'\n' + c.study + u'\n' + c.words);
  };
  name.extra = [](const Choice& c, int role) -> QVariant {
    if (role == Qt::CheckStateRole)
      return c.ticked ? Qt::Checked : Qt::Unchecked;
    return role == Qt::ToolTipRole ? QVariant(c.name) : QVariant();
  };
  name.tick = [this](const Choice& chosen, bool on) {
    std::vector<Choice> choices = m_model->rows();
    for (Choice& c : choices)
      if (c.id == chosen.id)
        c.ticked = on;
    m_model->setRows(std::move(choices));
    Q_EMIT changed();
    return true;
  };
  Column study{tr("Study"), [](const Choice& c) { return c.study; }};
  study.extra = [](const Choice& c, int role) -> QVariant {
    if (role == Qt::ForegroundRole)
      return QBrush(widgets::Theme::colors().dim);
    return role == Qt::ToolTipRole ? QVariant(c.study) : QVariant();
  };
  std::vector<Column> columns;
  columns.push_back(std::move(name));
  columns.push_back(std::move(study));
  m_model = std::make_unique<widgets::SnapshotTable<Choice>>(
      std::move(columns), [](const Choice& c) { return static_cast<qint64>(c.id); });
  m_filter->setSourceModel(m_model.get());
  m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
  m_filter->setFilterRole(widgets::SnapshotTable<Choice>::kSortRole);
  m_filter->setFilterKeyColumn(0);
  connect(m_search, &QLineEdit::textChanged, m_filter,
          &QSortFilterProxyModel::setFilterFixedString);
  m_table->setModel(m_filter);
  widgets::styleTable(m_table, 0);
  m_table->horizontalHeader()->hide();
  m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Fixed);
  m_table->horizontalHeader()->resizeSection(1, kStudyWidth);
  m_table->setAccessibleName(tr("Runs to compare"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  layout->addWidget(m_search);
  layout->addWidget(m_table, 1);
}

void RunPicker::setChoices(std::vector<Choice> choices) {
  const bool several = std::any_of(choices.begin(), choices.end(), [&](const Choice& c) {
    return c.study != choices.front().study;
  });
  m_table->setColumnHidden(1, !several);
  m_model->setRows(std::move(choices));
}

std::vector<std::int64_t> RunPicker::ticked() const {
  std::vector<std::int64_t> ids;
  for (const Choice& c : m_model->rows())
    if (c.ticked)
      ids.push_back(c.id);
  return ids;
}

} // namespace rxq::app
