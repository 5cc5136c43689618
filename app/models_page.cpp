#include "app/models_page.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollArea>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "app/empty_state.h"
#include "app/model_view.h"
#include "app/page_actions.h"
#include "app/session.h"
#include "core/base/error.h"
#include "widgets/banner.h"
#include "widgets/card.h"
#include "widgets/error_text.h"
#include "widgets/format.h"
#include "widgets/theme.h"

namespace rxq::app {

namespace {
using store::ModelRecord;
constexpr int kNarrowestList = 360, kTagsColumn = 2;
} // namespace

ModelsPage::ModelsPage(Session& session, QWidget* parent)
    : Page(parent), m_session(session), m_filter(new QSortFilterProxyModel(this)),
      m_search(new QLineEdit), m_withTrashed(new QCheckBox(tr("With trash"))),
      m_table(new QTableView), m_card(new widgets::Card(tr("Models"))), m_view(new ModelView),
      m_message(new widgets::Banner), m_content(new QWidget),
      m_empty(new EmptyState(tr("No models yet"),
                             tr("A study that trains or quantizes a receiver leaves its models "
                                "here, ready to be exported."),
                             tr("Go to the study"))) {
  auto* area = new QScrollArea;
  area->setProperty("class", QStringLiteral("page"));
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setFocusPolicy(Qt::NoFocus);
  area->setWidget(m_view);
  m_area = area;
  auto* layout = new QHBoxLayout(m_content);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(13);
  layout->addWidget(makeList(), 1);
  layout->addWidget(m_area, 2);
  pageLayout()->addWidget(m_message);
  pageLayout()->addWidget(m_content, 1);
  pageLayout()->addWidget(m_empty, 1);
  m_empty->hide();
  connect(static_cast<EmptyState*>(m_empty), &EmptyState::triggered, this, &ModelsPage::goToStudy);
  connect(m_view, &ModelView::modelChosen, this, &ModelsPage::chooseModel);
  connect(m_view, &ModelView::exportWanted, this, &ModelsPage::exportWanted);
  connect(m_view, &ModelView::trashWanted, this, &ModelsPage::trash);
  connect(m_view, &ModelView::curvesWanted, this, &ModelsPage::showCurves);
  connect(m_view, &ModelView::compareWanted, this, &ModelsPage::compareWanted);
  connect(m_view, &ModelView::edited, this, [this](const QString& tags, const QString& note) {
    const ModelRecord& record = m_view->details().record;
    update(record.id, QString::fromStdString(record.name), note, tags);
  });
  connect(&m_session, &Session::rowsChanged, this, &ModelsPage::refreshSoon);
  connect(&m_session, &Session::workspaceChanged, this, [this] {
    m_loader.discard();
    m_shown = m_wanted = m_revision = -1;
    m_message->clear();
  });
  connect(&m_loader, &widgets::JobController::failed, m_message, &widgets::Banner::showError);
  connect(&m_loader, &widgets::JobController::finished, this, [this] {
    if (const auto workspace = m_session.workspace();
        workspace && workspace->revision() != m_revision)
      refreshSoon();
  });
}

QWidget* ModelsPage::makeList() {
  m_search->setPlaceholderText(tr("Search name, tags, note"));
  m_search->setAccessibleName(tr("Search models"));
  m_search->setClearButtonEnabled(true);
  connect(m_search, &QLineEdit::textChanged, m_filter,
          &QSortFilterProxyModel::setFilterFixedString);
  connect(m_withTrashed, &QCheckBox::toggled, this, &ModelsPage::refreshSoon);
  buildTable();
  m_card->addToHeader(m_withTrashed);
  m_card->body()->addWidget(m_search);
  m_card->body()->addWidget(m_table, 1);
  m_card->setMinimumWidth(kNarrowestList);
  return m_card;
}

void ModelsPage::buildTable() {
  using Column = widgets::SnapshotTable<ModelRecord>::Column;
  Column name{tr("Model"), [](const ModelRecord& m) { return QString::fromStdString(m.name); }};
  // What is searched and sorted by: the note has no column of its own.
  name.sortKey = [](const ModelRecord& m) -> QVariant {
    return QString::fromStdString(m.name + '\n' + m.tags + '\n' + m.note + '\n' + m.method);
  };
  name.extra = [](const ModelRecord& m, int role) -> QVariant {
    if (role == Qt::ForegroundRole && m.trashed)
      return QBrush(widgets::Theme::colors().dim);
    if (role == Qt::FontRole && m.trashed) {
      QFont font = widgets::uiFont();
      font.setStrikeOut(true);
      return font;
    }
    if (role == Qt::ToolTipRole)
      return QString::fromStdString(m.note.empty() ? m.name : m.note);
    return {};
  };
  name.edit = [this](const ModelRecord& m, const QString& value) {
    return !value.trimmed().isEmpty() &&
           update(m.id, value.trimmed(), QString::fromStdString(m.note),
                  QString::fromStdString(m.tags));
  };
  Column tags{tr("Tags"), [](const ModelRecord& m) { return QString::fromStdString(m.tags); }};
  tags.edit = [this](const ModelRecord& m, const QString& value) {
    return update(m.id, QString::fromStdString(m.name), QString::fromStdString(m.note), value);
  };
  std::vector<Column> columns;
  columns.push_back(std::move(name));
  columns.push_back({tr("Size"), [](const ModelRecord& m) { return widgets::bytesText(m.bytes); },
                     true,
                     [](const ModelRecord& m) { return QVariant::fromValue<qint64>(m.bytes); }});
  columns.push_back(std::move(tags));
  m_model = std::make_unique<widgets::SnapshotTable<ModelRecord>>(
      std::move(columns), [](const ModelRecord& m) { return static_cast<qint64>(m.id); });
  m_filter->setSourceModel(m_model.get());
  m_filter->setFilterKeyColumn(0);
  m_filter->setFilterRole(widgets::SnapshotTable<ModelRecord>::kSortRole);
  m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
  m_filter->setSortRole(widgets::SnapshotTable<ModelRecord>::kSortRole);
  m_table->setModel(m_filter);
  widgets::styleTable(m_table, 0);
  m_table->setSortingEnabled(true);
  m_filter->sort(-1); // as they were made, until someone sorts
  m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
  m_table->setEditTriggers(QAbstractItemView::SelectedClicked);
  m_table->setAccessibleName(tr("Models of the workspace"));
  connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          &ModelsPage::showDetails);
  connect(m_table->itemDelegate(), &QAbstractItemDelegate::closeEditor, this, [this] {
    if (std::exchange(m_again, false))
      refreshSoon();
  });
  const auto add = [this](const QKeySequence& key, void (ModelsPage::*action)()) {
    auto* shortcut = new QShortcut(key, m_table);
    shortcut->setContext(Qt::WidgetShortcut);
    connect(shortcut, &QShortcut::activated, this, action);
  };
  add(Qt::Key_F2, &ModelsPage::rename);
  add(Qt::Key_Delete, &ModelsPage::trash);
}

const ModelRecord* ModelsPage::chosen() const {
  const QModelIndex index = m_table->currentIndex();
  return index.isValid() ? &m_model->row(m_filter->mapToSource(index).row()) : nullptr;
}

bool ModelsPage::isEditing() const {
  const auto editors = m_table->viewport()->findChildren<QLineEdit*>();
  return std::any_of(editors.begin(), editors.end(), [](const auto* e) { return e->isVisible(); });
}

void ModelsPage::select(std::int64_t id) {
  const int row = m_model->rowOf(id);
  QModelIndex index = row >= 0 ? m_filter->mapFromSource(m_model->index(row, 0)) : QModelIndex();
  if (!index.isValid() && m_filter->rowCount() > 0)
    index = m_filter->index(0, 0);
  if (index.isValid())
    m_table->setCurrentIndex(index);
}

void ModelsPage::chooseModel(std::int64_t id) {
  m_wanted = id;
  m_search->clear();
  refreshSoon();
}

void ModelsPage::refresh() {
  const auto workspace = m_session.workspace();
  if (!workspace)
    return;
  if (isEditing()) {
    m_again = true;
    return;
  }
  try {
    if (m_wanted >= 0 && !m_withTrashed->isChecked() && workspace->model(m_wanted).trashed) {
      const QSignalBlocker blocker(m_withTrashed);
      m_withTrashed->setChecked(true);
    }
    const std::int64_t before = m_wanted >= 0 ? m_wanted : m_shown;
    std::vector<ModelRecord> models = workspace->models(m_withTrashed->isChecked());
    const bool none = models.empty() && !m_withTrashed->isChecked();
    m_content->setVisible(!none);
    m_empty->setVisible(none);
    m_card->setContext(QString::number(models.size()));
    const bool tagged = std::any_of(models.begin(), models.end(),
                                    [](const ModelRecord& m) { return !m.tags.empty(); });
    m_table->setColumnHidden(kTagsColumn, !tagged);
    m_refreshing = true;
    m_model->setRows(std::move(models));
    select(before);
    m_refreshing = false;
    m_wanted = -1;
    showDetails();
  } catch (const base::Error& e) {
    m_refreshing = false;
    m_wanted = -1;
    m_message->showError(widgets::errorText(e));
  }
}

void ModelsPage::showDetails() {
  if (m_refreshing)
    return;
  const ModelRecord* record = chosen();
  m_area->setVisible(record != nullptr);
  const auto workspace = m_session.workspace();
  if (!record || !workspace)
    return;
  // The same model again only when rows have changed since.
  const std::int64_t revision = workspace->revision();
  if (record->id == m_shown && (revision == m_revision || m_loader.isRunning()))
    return; // a job that is dropped each time rows change would never end
  if (record->id != m_shown)
    m_view->setPending(QString::fromStdString(record->name));
  m_shown = record->id;
  m_revision = revision;
  m_loader.start<ModelDetails>(
      [workspace, id = record->id](std::stop_token stop) {
        return loadModelDetails(*workspace, id, stop);
      },
      [this](ModelDetails details) {
        m_message->clear();
        m_view->setModel(std::move(details));
      });
}

bool ModelsPage::update(std::int64_t id, const QString& name, const QString& note,
                        const QString& tags) {
  try {
    m_session.workspace()->renameModel(id, name.toStdString(), note.toStdString(),
                                       tags.toStdString());
    // After the editor has closed.
    QMetaObject::invokeMethod(
        this, [this] { refreshSoon(); }, Qt::QueuedConnection);
    return true;
  } catch (const base::Error& e) {
    m_message->showError(widgets::errorText(e));
    return false;
  }
}

/// Edits the tags where the cell at hand is theirs, else the name.
void ModelsPage::rename() { editAtHand(*m_table); }

void ModelsPage::trash() {
  const ModelRecord* record = chosen();
  if (!record)
    return;
  const bool trashed = !record->trashed;
  const QString name = QString::fromStdString(record->name);
  const auto set = [this, id = record->id](bool on) {
    try {
      m_session.workspace()->setTrashed("models", id, on);
      refreshSoon();
    } catch (const base::Error& e) {
      m_message->showError(widgets::errorText(e));
    }
  };
  set(trashed);
  if (trashed)
    Q_EMIT undoableNote(tr("%1 is in the trash.").arg(name), [set] { set(false); });
}

} // namespace rxq::app
