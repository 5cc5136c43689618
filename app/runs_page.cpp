#include "app/runs_page.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "app/empty_state.h"
#include "app/note_text.h"
#include "app/page_actions.h"
#include "app/session.h"
#include "app/study_text.h"
#include "core/base/error.h"
#include "core/sim/decibel.h"
#include "widgets/banner.h"
#include "widgets/card.h"
#include "widgets/error_text.h"
#include "widgets/format.h"
#include "widgets/theme.h"

namespace rxq::app {

namespace {
constexpr int kKindColumn = 1, kBlocksColumn = 4, kNoteColumn = 7, kTimeColumn = 8,
              kStartedColumn = 9;
constexpr int kWidthForAll = 1300; ///< px; narrower pages leave out what matters least

QString statusText(store::RunStatus status) {
  switch (status) {
  case store::RunStatus::Running:
    return RunsPage::tr("running");
  case store::RunStatus::Finished:
    return RunsPage::tr("finished");
  case store::RunStatus::Stopped:
    return RunsPage::tr("stopped");
  case store::RunStatus::Failed:
    return RunsPage::tr("failed");
  }
  return {};
}
} // namespace

RunsPage::RunsPage(Session& session, QWidget* parent)
    : Page(parent), m_session(session), m_filter(new QSortFilterProxyModel(this)),
      m_search(new QLineEdit), m_withTrashed(new QCheckBox(tr("With trash"))),
      m_table(new QTableView), m_message(new widgets::Banner),
      m_card(new widgets::Card(tr("Runs"))),
      m_empty(new EmptyState(tr("No runs yet"),
                             tr("Each receiver of a study that ran becomes a run here: its model, "
                                "its curve, and how it was made."),
                             tr("Go to the study"))) {
  m_search->setPlaceholderText(tr("Search name, study, tags, note"));
  m_search->setAccessibleName(tr("Search runs"));
  m_search->setClearButtonEnabled(true);
  m_search->setFixedWidth(220);
  connect(m_search, &QLineEdit::textChanged, m_filter,
          &QSortFilterProxyModel::setFilterFixedString);
  connect(m_withTrashed, &QCheckBox::toggled, this, &RunsPage::refreshSoon);
  m_card->addToHeader(m_withTrashed);
  m_card->addToHeader(m_search);
  m_compare = addButton(tr("Compare"),
                        tr("Puts the chosen runs side by side; choose several with Ctrl or Shift"),
                        &RunsPage::compare);
  m_curves =
      addButton(tr("Curves"), tr("Shows the curves of its study (Return)"), &RunsPage::curves);
  m_showModel =
      addButton(tr("Model"), tr("Shows its model: layers, ranges, bytes"), &RunsPage::model);
  m_open =
      addButton(tr("Study"), tr("Opens its study, to change it or run it again"), &RunsPage::study);
  m_trash = addButton(tr("Move to trash"), tr("Keeps it out of sight; it can be restored (Delete)"),
                      &RunsPage::trash);
  buildTable();
  makeShortcuts();
  m_card->body()->addWidget(m_table, 1);
  pageLayout()->addWidget(m_message);
  pageLayout()->addWidget(m_card, 1);
  pageLayout()->addWidget(m_empty, 1);
  m_empty->hide();
  connect(static_cast<EmptyState*>(m_empty), &EmptyState::triggered, this, &RunsPage::goToStudy);
  connect(&m_session, &Session::rowsChanged, this, &RunsPage::refreshSoon);
  connect(&m_session, &Session::workspaceChanged, this, [this] {
    m_loader.discard();
    m_again = false;
    m_known.clear();
  });
  m_card->setContext(tr("reading …"));
  connect(&m_loader, &widgets::JobController::failed, m_message, &widgets::Banner::showError);
  connect(&m_loader, &widgets::JobController::finished, this, [this] {
    if (!isEditing() && std::exchange(m_again, false))
      refreshSoon();
  });
  refreshButtons();
}

QToolButton* RunsPage::addButton(const QString& text, const QString& help,
                                 void (RunsPage::*action)()) {
  auto* button = new QToolButton;
  button->setText(text);
  button->setToolTip(help);
  connect(button, &QToolButton::clicked, this, action);
  m_card->addToHeader(button);
  return button;
}

void RunsPage::makeShortcuts() {
  const auto add = [this](const QKeySequence& key, void (RunsPage::*action)()) {
    auto* shortcut = new QShortcut(key, m_table);
    shortcut->setContext(Qt::WidgetShortcut);
    connect(shortcut, &QShortcut::activated, this, action);
  };
  add(Qt::Key_F2, &RunsPage::rename);
  add(Qt::Key_Delete, &RunsPage::trash);
  add(Qt::Key_Return, &RunsPage::curves);
}

void RunsPage::buildTable() {
  using Column = widgets::SnapshotTable<Line>::Column;
  const auto dim = [](const Line& l, int role) -> QVariant {
    if (role == Qt::ForegroundRole)
      return QBrush(widgets::Theme::colors().dim);
    if (role == Qt::ToolTipRole && !l.run.note.empty())
      return noteText(l.run.note);
    return {};
  };
  const auto text = [](std::string store::RunRecord::*member) {
    return [member](const Line& l) { return QVariant(QString::fromStdString(l.run.*member)); };
  };
  std::vector<Column> columns;
  Column name{tr("Run"), text(&store::RunRecord::name)};
  name.extra = [](const Line& l, int role) -> QVariant {
    if (role == Qt::ForegroundRole && l.run.trashed)
      return QBrush(widgets::Theme::colors().dim);
    if (role == Qt::FontRole && l.run.trashed) {
      QFont font = widgets::uiFont();
      font.setStrikeOut(true);
      return font;
    }
    return {};
  };
  name.edit = [this](const Line& l, const QString& value) {
    return !value.trimmed().isEmpty() &&
           update(l, value.trimmed(), QString::fromStdString(l.run.note),
                  QString::fromStdString(l.run.tags));
  };
  columns.push_back(std::move(name));
  columns.push_back(
      {tr("Kind"), [](const Line& l) { return kindText(l.run.kind); }, false, {}, dim});
  columns.push_back({tr("Study"), [](const Line& l) { return l.study; }, false, {}, dim});
  columns.push_back({tr("At the target"), [](const Line& l) { return l.atTarget; }, true});
  columns.push_back(
      {tr("Blocks"),
       [](const Line& l) { return widgets::grouped(static_cast<std::int64_t>(l.blocks)); }, true,
       [](const Line& l) { return QVariant::fromValue<quint64>(l.blocks); }});
  Column status{tr("State"), [](const Line& l) { return statusText(l.run.status); }};
  status.extra = [](const Line& l, int role) -> QVariant {
    const auto& c = widgets::Theme::colors();
    if (role == Qt::ForegroundRole)
      return QBrush(l.run.status == store::RunStatus::Failed ? c.warning : c.dim);
    if (role == Qt::ToolTipRole && !l.run.note.empty())
      return noteText(l.run.note);
    return {};
  };
  columns.push_back(std::move(status));
  Column tags{tr("Tags"), text(&store::RunRecord::tags)};
  tags.edit = [this](const Line& l, const QString& value) {
    return update(l, QString::fromStdString(l.run.name), QString::fromStdString(l.run.note), value);
  };
  columns.push_back(std::move(tags));
  Column note{tr("Note"), [](const Line& l) { return QVariant(noteText(l.run.note)); }};
  note.extra = dim;
  note.edit = [this](const Line& l, const QString& value) {
    return update(l, QString::fromStdString(l.run.name), value, QString::fromStdString(l.run.tags));
  };
  columns.push_back(std::move(note));
  columns.push_back(
      {tr("Time"),
       [](const Line& l) {
         const double t = l.run.provenance.trainSeconds + l.run.provenance.measureSeconds;
         return t > 0 ? widgets::durationText(t) : QString();
       },
       true,
       [](const Line& l) {
         return QVariant(l.run.provenance.trainSeconds + l.run.provenance.measureSeconds);
       },
       dim});
  columns.push_back(
      {tr("Started"),
       [](const Line& l) {
         return widgets::timeText(QString::fromStdString(l.run.provenance.startedAt));
       },
       true, [](const Line& l) { return QString::fromStdString(l.run.provenance.startedAt); },
       dim});
  m_model = std::make_unique<widgets::SnapshotTable<Line>>(
      std::move(columns), [](const Line& l) { return static_cast<qint64>(l.run.id); });
  m_filter->setSourceModel(m_model.get());
  m_filter->setFilterKeyColumn(-1);
  m_filter->setFilterCaseSensitivity(Qt::CaseInsensitive);
  m_filter->setSortRole(widgets::SnapshotTable<Line>::kSortRole);
  m_table->setModel(m_filter);
  widgets::styleTable(m_table, kNoteColumn);
  m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
  m_table->setSortingEnabled(true);
  m_table->sortByColumn(kStartedColumn, Qt::DescendingOrder);
  m_table->setEditTriggers(QAbstractItemView::SelectedClicked);
  m_table->setAccessibleName(tr("Runs of the workspace"));
  connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
          &RunsPage::refreshButtons);
  connect(m_filter, &QAbstractItemModel::modelReset, this, &RunsPage::refreshButtons);
  connect(m_table, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
    if (!(index.flags() & Qt::ItemIsEditable))
      curves();
  });
  connect(m_table->itemDelegate(), &QAbstractItemDelegate::closeEditor, this, [this] {
    if (std::exchange(m_again, false))
      refreshSoon();
  });
}

std::vector<const RunsPage::Line*> RunsPage::chosen() const {
  QModelIndexList rows = m_table->selectionModel()->selectedRows();
  std::sort(rows.begin(), rows.end(),
            [](const QModelIndex& a, const QModelIndex& b) { return a.row() < b.row(); });
  std::vector<const Line*> lines;
  for (const QModelIndex& index : rows)
    lines.push_back(&m_model->row(m_filter->mapToSource(index).row()));
  return lines;
}

const RunsPage::Line* RunsPage::single() const {
  const auto lines = chosen();
  return lines.size() == 1 ? lines.front() : nullptr;
}

void RunsPage::refreshButtons() {
  const auto lines = chosen();
  const Line* line = single();
  m_compare->setEnabled(lines.size() > 1);
  m_curves->setEnabled(line != nullptr);
  m_open->setEnabled(line != nullptr);
  m_showModel->setEnabled(line && line->run.modelId);
  m_trash->setEnabled(!lines.empty());
  const bool restores = !lines.empty() && std::all_of(lines.begin(), lines.end(),
                                                      [](const auto* l) { return l->run.trashed; });
  m_trash->setText(restores ? tr("Restore") : tr("Move to trash"));
}

void RunsPage::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  for (const int column : {kKindColumn, kBlocksColumn, kTimeColumn})
    m_table->setColumnHidden(column, width() < kWidthForAll);
}

bool RunsPage::isEditing() const {
  const auto editors = m_table->viewport()->findChildren<QLineEdit*>();
  return std::any_of(editors.begin(), editors.end(), [](const auto* e) { return e->isVisible(); });
}

/// Edits the cell at hand, or the name where that cannot be edited.
void RunsPage::rename() { editAtHand(*m_table); }

void RunsPage::curves() {
  if (const Line* line = single())
    Q_EMIT showCurves(line->run.studyId);
}

void RunsPage::study() {
  if (const Line* line = single())
    Q_EMIT openStudy(line->run.studyId);
}

void RunsPage::model() {
  if (const Line* line = single(); line && line->run.modelId)
    Q_EMIT modelWanted(line->run.modelId);
}

void RunsPage::compare() {
  std::vector<std::int64_t> ids;
  for (const Line* line : chosen())
    ids.push_back(line->run.id);
  if (ids.size() > 1)
    Q_EMIT compareWanted(ids);
}

RunsPage::Loaded RunsPage::load(const store::Workspace& workspace, bool withTrashed, Known known,
                                base::Mailbox<Loaded>& mailbox) {
  Loaded loaded;
  loaded.withTrashed = withTrashed;
  std::vector<std::pair<sim::Curve, double>> curves;
  const auto studies = workspace.studies(true);
  for (store::RunRecord& run : workspace.runs(0, withTrashed)) {
    Line line;
    line.run = std::move(run);
    double target = 0.1;
    for (const auto& study : studies)
      if (study.id == line.run.studyId) {
        line.study = QString::fromStdString(study.name);
        const param::Node spec = param::parseJson(study.spec, "study " + study.name);
        if (const auto* sweep = spec.find("sweep"))
          if (const auto* value = sweep->find("blerTarget"))
            target = value->asDouble("sweep.blerTarget");
      }
    sim::Curve curve = workspace.points(line.run.id);
    for (const auto& p : curve)
      line.blocks += p.blocks;
    curves.emplace_back(std::move(curve), target);
    loaded.lines.push_back(std::move(line));
  }
  const auto keyOf = [&](std::size_t i) {
    return Known::key_type{loaded.lines[i].run.id, loaded.lines[i].blocks, curves[i].second};
  };
  const auto fill = [&](bool work) { // decibels take many draws: rows are shown before
    bool all = true;
    for (std::size_t i = 0; i < curves.size(); ++i) {
      if (curves[i].first.empty())
        continue;
      auto found = known.find(keyOf(i));
      if (found == known.end() && work)
        found = known.emplace(keyOf(i), sim::crossing(curves[i].first, curves[i].second)).first;
      all = all && found != known.end();
      loaded.lines[i].atTarget = found == known.end()    ? QStringLiteral("…")
                                 : found->second.reached ? widgets::decibels(found->second.snrDb)
                                                         : tr("not reached");
    }
    return all;
  };
  if (!fill(false)) {
    mailbox.put(std::make_shared<const Loaded>(loaded));
    fill(true);
  }
  loaded.known = std::move(known);
  return loaded;
}

void RunsPage::refresh() {
  const auto workspace = m_session.workspace();
  if (!workspace)
    return;
  if (isEditing() || m_loader.isRunning()) {
    m_again = true; // a job that is dropped each time rows change would never end
    return;
  }
  m_loader.start<Loaded, Loaded>(
      [workspace, all = m_withTrashed->isChecked(),
       known = m_known](std::stop_token, base::Mailbox<Loaded>& mailbox) {
        return load(*workspace, all, known, mailbox);
      },
      [this](std::shared_ptr<const Loaded> first) { show(*first); },
      [this](Loaded loaded) {
        show(loaded);
        m_known = std::move(loaded.known);
      });
}

void RunsPage::show(const Loaded& loaded) {
  const bool none = loaded.lines.empty() && !loaded.withTrashed;
  m_card->setVisible(!none);
  m_empty->setVisible(none);
  m_card->setContext(loaded.lines.size() == 1 ? tr("1 run")
                                              : tr("%1 runs").arg(loaded.lines.size()));
  if (isEditing()) {
    m_again = true;
    return;
  }
  m_model->setRows(loaded.lines);
  refreshButtons();
}

bool RunsPage::update(const Line& line, const QString& name, const QString& note,
                      const QString& tags) {
  try {
    m_session.workspace()->renameRun(line.run.id, name.toStdString(), note.toStdString(),
                                     tags.toStdString());
    refreshSoon();
    return true;
  } catch (const base::Error& e) {
    m_message->showError(widgets::errorText(e));
    return false;
  }
}

void RunsPage::trash() {
  const auto lines = chosen();
  if (lines.empty())
    return;
  const bool restores =
      std::all_of(lines.begin(), lines.end(), [](const auto* l) { return l->run.trashed; });
  std::vector<std::int64_t> ids;
  for (const Line* line : lines)
    if (line->run.trashed == restores)
      ids.push_back(line->run.id);
  const QString name = QString::fromStdString(lines.front()->run.name);
  const auto set = [this, ids](bool on) {
    try {
      for (const std::int64_t id : ids)
        m_session.workspace()->setTrashed("runs", id, on);
      refreshSoon();
    } catch (const base::Error& e) {
      m_message->showError(widgets::errorText(e));
    }
  };
  set(!restores);
  if (!restores)
    Q_EMIT undoableNote(ids.size() == 1 ? tr("%1 is in the trash.").arg(name)
                                        : tr("%1 runs are in the trash.").arg(ids.size()),
                        [set] { set(false); });
}

} // namespace rxq::app
