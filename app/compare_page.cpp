#include "app/compare_page.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/compare_table.h"
#include "app/empty_state.h"
#include "app/name_header.h"
#include "app/page_actions.h"
#include "app/pdf_report.h"
#include "app/session.h"
#include "core/base/error.h"
#include "widgets/banner.h"
#include "widgets/card.h"
#include "widgets/error_text.h"
#include "widgets/format.h"
#include "widgets/pareto_plot.h"
#include "widgets/segmented_control.h"

namespace rxq::app {

namespace {
constexpr int kPickerWidth = 300;
constexpr int kNarrowestColumn = 92, kWidestColumn = 156;
constexpr int kRowHeight = 25;

widgets::ParetoPoint::Kind kindOf(study::ReceiverKind kind) {
  using Kind = widgets::ParetoPoint::Kind;
  return kind == study::ReceiverKind::Ptq ? Kind::PostTraining
         : study::isQuantized(kind)       ? Kind::Trained
                                          : Kind::Float;
}
} // namespace

ComparePage::ComparePage(Session& session, QWidget* parent)
    : Page(parent), m_session(session), m_message(new widgets::Banner),
      m_plotCard(new widgets::Card(tr("Loss over cost"))), m_plot(new widgets::ParetoPlot),
      m_cost(new widgets::SegmentedControl({tr("Bytes"), tr("Bit operations")})),
      m_referenceBox(new QComboBox), m_pickerCard(new widgets::Card(tr("Runs"))),
      m_picker(new RunPicker), m_tableCard(new widgets::Card(tr("Side by side"))),
      m_equal(new QPushButton), m_table(new CompareTable(this)), m_view(new QTableView),
      m_content(new QWidget),
      m_empty(new EmptyState(tr("Nothing to compare yet"),
                             tr("Run a study: each of its receivers becomes a run, and any runs of "
                                "the workspace can be put side by side here."),
                             tr("Go to the study"))) {
  makeTable();
  auto* layout = new QVBoxLayout(m_content);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(13);
  layout->addWidget(makeTop(), 5);
  layout->addWidget(m_tableCard, 5);
  pageLayout()->addWidget(m_message);
  pageLayout()->addWidget(m_content, 1);
  pageLayout()->addWidget(m_empty, 1);
  m_empty->hide();
  for (widgets::Card* card : {m_plotCard, m_pickerCard, m_tableCard})
    card->setContext(tr("reading …"));
  connect(static_cast<EmptyState*>(m_empty), &EmptyState::triggered, this, &ComparePage::goToStudy);
  connect(&m_session, &Session::workspaceChanged, this, &ComparePage::forgetChoice);
  connect(&m_session, &Session::rowsChanged, this, &ComparePage::refreshSoon);
  // A study that runs is shown anew many times a second; its rows tell when there is more.
  connect(&m_session, &Session::shownChanged, this, [this] {
    if (!m_session.shown() || !m_session.shown()->live)
      refreshSoon();
  });
  connect(&m_loader, &widgets::JobController::failed, m_message, &widgets::Banner::showError);
  connect(&m_loader, &widgets::JobController::finished, this, [this] {
    if (std::exchange(m_again, false))
      refreshSoon();
  });
}

QWidget* ComparePage::makeTop() {
  m_cost->setAccessibleTitle(tr("Cost on the axis"));
  connect(m_cost, &widgets::SegmentedControl::currentChanged, this, &ComparePage::showPlot);
  m_referenceBox->setAccessibleName(tr("Run that losses are counted from"));
  m_referenceBox->setToolTip(tr("Losses are counted from this run"));
  m_referenceBox->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_referenceBox->setMinimumContentsLength(22);
  connect(m_referenceBox, &QComboBox::activated, this, [this](int index) {
    m_reference = m_referenceBox->itemData(index).toLongLong();
    refreshSoon();
  });
  connect(m_plot, &widgets::ParetoPlot::chosen, this, &ComparePage::chooseRun);
  for (QWidget* widget : std::initializer_list<QWidget*>{m_referenceBox, m_cost, makeSaveButton()})
    m_plotCard->addToHeader(widget);
  m_plotCard->body()->addWidget(m_plot, 1);
  m_pickerCard->setFixedWidth(kPickerWidth);
  m_pickerCard->body()->addWidget(m_picker, 1);
  connect(m_picker, &RunPicker::changed, this, [this] {
    m_runs = m_picker->ticked();
    refreshSoon();
  });
  auto* top = new QWidget;
  auto* layout = new QHBoxLayout(top);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(13);
  layout->addWidget(m_plotCard, 1);
  layout->addWidget(m_pickerCard);
  return top;
}

QWidget* ComparePage::makeSaveButton() {
  auto* save = new QToolButton;
  save->setText(tr("Save"));
  save->setPopupMode(QToolButton::InstantPopup);
  save->setToolTip(
      tr("The plot as a picture, the runs side by side as a table, or all of it as a report"));
  save->setAccessibleName(tr("Save or copy the plot or the table, or write a report"));
  auto* menu = new QMenu(save);
  menu->addAction(tr("Picture, PNG …"), this,
                  [this] { saveAs(tr("PNG picture (*.png)"), QStringLiteral(".png")); });
  menu->addAction(tr("Drawing, SVG …"), this,
                  [this] { saveAs(tr("SVG drawing (*.svg)"), QStringLiteral(".svg")); });
  menu->addAction(tr("Table, CSV …"), this,
                  [this] { saveAs(tr("CSV table (*.csv)"), QStringLiteral(".csv")); });
  menu->addAction(tr("Report of these runs, HTML …"), this,
                  [this] { saveAs(tr("HTML report (*.html)"), QStringLiteral(".html")); });
  menu->addAction(tr("Report of these runs, PDF …"), this,
                  [this] { saveAs(tr("PDF report (*.pdf)"), QStringLiteral(".pdf")); });
  menu->addSeparator();
  menu->addAction(tr("Copy the picture"), this, [this] {
    m_plot->copyImage();
    Q_EMIT noted(tr("The picture is in the clipboard."));
  });
  menu->addAction(tr("Copy the table"), this, [this] {
    QApplication::clipboard()->setText(compareCsv(m_comparison));
    Q_EMIT noted(tr("The table is in the clipboard."));
  });
  save->setMenu(menu);
  return save;
}

void ComparePage::makeTable() {
  m_view->setVerticalHeader(new NameHeader(Qt::Vertical));
  m_view->setHorizontalHeader(new NameHeader(Qt::Horizontal));
  m_view->setModel(m_table);
  widgets::styleTable(m_view, -1);
  m_view->setSelectionBehavior(QAbstractItemView::SelectColumns);
  m_view->horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
  m_view->horizontalHeader()->setSectionsClickable(true);
  m_view->setCornerButtonEnabled(false);
  QHeaderView* names = m_view->verticalHeader();
  names->show();
  names->setHighlightSections(false);
  names->setSectionResizeMode(QHeaderView::Fixed);
  names->setMinimumSectionSize(kRowHeight);
  names->setDefaultSectionSize(kRowHeight);
  m_view->setAccessibleName(tr("Parameters, decibels and costs of the runs"));
  connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
    const QModelIndexList columns = m_view->selectionModel()->selectedColumns();
    const auto column = columns.isEmpty() ? m_comparison.runs.size()
                                          : static_cast<std::size_t>(columns.front().column());
    m_current = column < m_comparison.runs.size() ? m_comparison.runs[column].run.id : -1;
    m_plot->setCurrent(m_current);
  });
  m_equal->setProperty("class", QStringLiteral("link"));
  m_equal->setCheckable(true);
  connect(m_equal, &QPushButton::toggled, this, &ComparePage::showTable);
  m_tableCard->addToHeader(m_equal);
  m_tableCard->body()->addWidget(m_view, 1);
}

void ComparePage::setRuns(std::vector<std::int64_t> runs) {
  m_runs = std::move(runs);
  m_reference = 0;
  refreshSoon();
}

void ComparePage::forgetChoice() {
  m_loader.discard();
  m_runs.reset();
  m_reference = 0;
  m_current = -1;
  m_cache = {};
  m_again = false;
  m_message->clear();
}

ComparePage::Loaded ComparePage::load(const store::Workspace& workspace, Wanted wanted,
                                      std::stop_token stop) {
  Loaded loaded;
  const std::vector<store::RunRecord> runs = workspace.runs();
  const std::vector<store::StudyRecord> studies = workspace.studies(true);
  const auto find = [&](auto&& matches) {
    const auto it = std::find_if(studies.begin(), studies.end(), matches);
    return it == studies.end() ? std::int64_t{0} : it->id;
  };
  std::int64_t study = wanted.study;
  if (!study && !wanted.studySpec.empty())
    study = find([&](const auto& s) { return s.spec == wanted.studySpec; });
  if (!study && !runs.empty())
    study = runs.back().studyId;
  const auto byDefault = [&](const store::RunRecord& run) {
    if (run.studyId != study)
      return false;
    const param::Node entry = param::parseJson(run.entry, "run '" + run.name + "'");
    const param::Node* evaluate = entry.find("evaluate");
    return !evaluate || evaluate->asBool("evaluate");
  };
  std::vector<std::int64_t> ids;
  if (wanted.runs)
    ids = *wanted.runs;
  // The newest study first, its runs in their order.
  std::vector<const store::RunRecord*> listed;
  for (const store::RunRecord& run : runs)
    listed.push_back(&run);
  std::stable_sort(listed.begin(), listed.end(),
                   [](const auto* a, const auto* b) { return a->studyId > b->studyId; });
  for (const store::RunRecord* run : listed) {
    RunPicker::Choice choice;
    choice.id = run->id;
    choice.name = QString::fromStdString(run->name);
    for (const auto& s : studies)
      if (s.id == run->studyId)
        choice.study = QString::fromStdString(s.name);
    choice.words = QString::fromStdString(run->tags + ' ' + run->note);
    if (!wanted.runs && byDefault(*run))
      ids.push_back(run->id);
    choice.ticked = std::find(ids.begin(), ids.end(), run->id) != ids.end();
    loaded.choices.push_back(std::move(choice));
  }
  // Networks before the yardsticks, which have nothing to say to most rows.
  std::stable_partition(ids.begin(), ids.end(), [&](std::int64_t id) {
    return std::any_of(runs.begin(), runs.end(),
                       [id](const auto& r) { return r.id == id && !r.modelKey.empty(); });
  });
  loaded.cache = std::move(wanted.cache);
  loaded.comparison = study::compareRuns(workspace, ids, wanted.reference, loaded.cache, stop);
  return loaded;
}

void ComparePage::refresh() {
  const auto workspace = m_session.workspace();
  if (!workspace)
    return;
  if (m_loader.isRunning()) {
    m_again = true; // a job that is dropped each time rows change would never end
    return;
  }
  Wanted wanted{m_runs, 0, {}, m_reference, m_cache};
  if (const auto shown = m_session.shown()) {
    wanted.study = shown->id;
    if (!shown->id)
      wanted.studySpec = param::writeJson(shown->spec, -1);
  }
  m_loader.start<Loaded>(
      [workspace, wanted = std::move(wanted)](std::stop_token stop) mutable {
        return load(*workspace, std::move(wanted), stop);
      },
      [this](Loaded loaded) { take(std::move(loaded)); });
}

void ComparePage::take(Loaded loaded) {
  m_message->clear();
  m_content->setVisible(!loaded.choices.empty());
  m_empty->setVisible(loaded.choices.empty());
  m_comparison = std::move(loaded.comparison);
  m_cache = std::move(loaded.cache);
  const auto& runs = m_comparison.runs;
  m_pickerCard->setContext(tr("%1 of %2").arg(runs.size()).arg(loaded.choices.size()));
  if (m_runs) // may have been ticked further since the job began
    for (RunPicker::Choice& choice : loaded.choices)
      choice.ticked = std::find(m_runs->begin(), m_runs->end(), choice.id) != m_runs->end();
  m_picker->setChoices(std::move(loaded.choices));
  const QSignalBlocker blocker(m_referenceBox);
  m_referenceBox->clear();
  for (const study::ComparedRun& run : runs)
    m_referenceBox->addItem(QString::fromStdString(run.run.name),
                            QVariant::fromValue<qint64>(run.run.id));
  m_referenceBox->setCurrentIndex(runs.empty() ? -1 : static_cast<int>(m_comparison.reference));
  m_referenceBox->setEnabled(runs.size() > 1);
  showPlot();
  showTable();
  std::vector<std::int64_t> ids;
  for (const study::ComparedRun& run : runs)
    ids.push_back(run.run.id);
  Q_EMIT compared(ids, runs.empty() ? 0 : runs[m_comparison.reference].run.id);
}

void ComparePage::showPlot() {
  const bool bytes = m_cost->current() == 0;
  std::vector<widgets::ParetoPoint> points;
  for (std::size_t i = 0; i < m_comparison.runs.size(); ++i) {
    const study::ComparedRun& run = m_comparison.runs[i];
    const study::Difference& difference = m_comparison.differences[i];
    const bool itself = difference.pairing == study::Pairing::Itself && run.crossing.reached;
    if (!run.costs || !(itself || difference.loss.valid || difference.loss.unbounded))
      continue;
    widgets::ParetoPoint point;
    point.key = run.run.id;
    point.name = QString::fromStdString(run.run.name);
    point.kind = kindOf(run.entry.kind);
    point.cost = bytes ? static_cast<double>(run.costs->bytes) : run.costs->bitOperations;
    point.beyond = difference.loss.unbounded;
    point.lossDb = point.beyond ? difference.loss.lowerBoundDb : itself ? 0 : difference.loss.db;
    if (difference.loss.valid)
      point.interval = difference.loss.interval;
    points.push_back(std::move(point));
  }
  const QString count =
      points.size() == 1 ? tr("1 measured model") : tr("%1 measured models").arg(points.size());
  const QString target =
      tr("at %1 % BLER, 95 % intervals").arg(widgets::numberText(m_comparison.blerTarget * 100, 2));
  m_plotCard->setContext(count + QStringLiteral(" · ") + target);
  if (bytes)
    m_plot->setCost(tr("Bytes of the model"),
                    [](double v) { return widgets::bytesText(std::llround(v)); });
  else
    m_plot->setCost(tr("Bit operations a slot"),
                    [](double v) { return widgets::siText(v, "").trimmed(); });
  m_plot->setReference(
      m_comparison.runs.empty()
          ? QString()
          : QString::fromStdString(m_comparison.runs[m_comparison.reference].run.name));
  m_plot->setPoints(std::move(points));
  m_plot->setCurrent(m_current);
}

void ComparePage::showTable() {
  QStringList names;
  for (const study::ComparedRun& run : m_comparison.runs)
    names << QString::fromStdString(run.run.name);
  const int equal = equalParameters(m_comparison);
  m_equal->setText(m_equal->isChecked() ? tr("Hide %1 equal parameters").arg(equal)
                                        : tr("Show %1 equal parameters").arg(equal));
  m_equal->setVisible(equal > 0);
  const int scrolled = m_view->horizontalScrollBar()->value();
  m_table->setRows(compareRows(m_comparison, m_equal->isChecked()), names,
                   static_cast<int>(m_comparison.reference));
  m_tableCard->setContext(names.isEmpty() ? tr("tick the runs to compare")
                          : names.size() == 1
                              ? tr("1 run")
                              : tr("%1 runs, what differs first").arg(names.size()));
  // As wide as the values; a long name may be cut, it is in its tip.
  QHeaderView* header = m_view->horizontalHeader();
  for (int i = 0; i < names.size(); ++i) {
    const int values = static_cast<QAbstractItemView*>(m_view)->sizeHintForColumn(i);
    const int name = header->sectionSizeHint(i);
    header->resizeSection(i, std::clamp(std::max(values, name), kNarrowestColumn, kWidestColumn));
  }
  // A table that was filled anew has lost its column; one that was not keeps its place.
  if (m_view->selectionModel()->selectedColumns().isEmpty())
    chooseRun(m_current);
  m_view->horizontalScrollBar()->setValue(scrolled);
}

void ComparePage::chooseRun(qint64 id) {
  for (std::size_t i = 0; i < m_comparison.runs.size(); ++i)
    if (m_comparison.runs[i].run.id == id) {
      const int column = static_cast<int>(i);
      const int row = std::max(0, m_view->currentIndex().row());
      if (m_view->currentIndex().column() != column)
        m_view->setCurrentIndex(m_table->index(row, column));
      m_view->selectColumn(column);
      m_view->scrollTo(m_table->index(row, column));
      return;
    }
}

void ComparePage::exportTo(const QString& path) {
  if (path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive))
    m_plot->saveSvg(path);
  else if (path.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive))
    widgets::writeFile(path, compareCsv(m_comparison).toUtf8());
  else if (path.endsWith(QLatin1String(".html"), Qt::CaseInsensitive) ||
           path.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive))
    saveReport(exporting::comparisonReport(m_comparison, {}), path.toStdString());
  else
    m_plot->savePng(path);
}

void ComparePage::saveAs(const QString& filter, const QString& ending) {
  const QString path = askForFile(this, tr("Save the comparison"), filter, ending);
  if (path.isEmpty())
    return;
  try {
    exportTo(path);
    Q_EMIT noted(tr("Saved as %1.").arg(path));
  } catch (const base::Error& e) {
    m_message->showError(widgets::errorText(e));
  }
}

} // namespace rxq::app
