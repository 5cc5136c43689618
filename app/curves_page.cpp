#include "app/curves_page.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "app/curve_styles.h"
#include "app/empty_state.h"
#include "app/note_text.h"
#include "app/page_actions.h"
#include "app/pdf_report.h"
#include "app/session.h"
#include "app/study_text.h"
#include "core/base/error.h"
#include "core/export/report.h"
#include "widgets/banner.h"
#include "widgets/card.h"
#include "widgets/curve_plot.h"
#include "widgets/error_text.h"
#include "widgets/fact_list.h"
#include "widgets/format.h"
#include "widgets/labels.h"
#include "widgets/segmented_control.h"

namespace rxq::app {

namespace {
using widgets::grouped;
constexpr int kAnswerWidth = 326;

/// A short piece of the curve's line, as a legend has it.
QPixmap swatch(const widgets::PlotSeries& series) {
  const double scale = qApp->devicePixelRatio();
  QPixmap pixmap(QSize(26, 12) * scale);
  pixmap.setDevicePixelRatio(scale);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(widgets::penOf(series, widgets::Theme::colors()));
  painter.drawLine(QPointF(1, 6), QPointF(25, 6));
  return pixmap;
}

QString crossingText(const study::EntryProgress& e) {
  if (e.curve.empty())
    return QString();
  if (!e.crossing.reached)
    return e.crossing.belowRange
               ? CurvesPage::tr("below %1").arg(widgets::decibels(e.curve.front().snrDb, 1))
               : CurvesPage::tr("not below %1").arg(widgets::decibels(e.curve.back().snrDb, 1));
  return widgets::decibels(e.crossing.snrDb);
}

QString intervalText(const base::Interval& interval, bool sign) {
  const auto side = [sign](double v) {
    if (!std::isfinite(v))
      return v < 0 ? QStringLiteral("−∞") : QStringLiteral("∞");
    const QString text = sign ? widgets::signedDecibels(v) : widgets::decibels(v);
    return text.chopped(3); // " dB"
  };
  return side(interval.low) + QStringLiteral(" … ") + side(interval.high);
}

QString lossText(const study::EntryProgress& e) {
  if (!e.loss)
    return QString();
  if (e.loss->unbounded)
    return CurvesPage::tr("more than %1").arg(widgets::decibels(e.loss->lowerBoundDb, 1));
  return e.loss->valid ? widgets::signedDecibels(e.loss->db) : QString();
}

std::uint64_t blocksOf(const sim::Curve& curve) {
  std::uint64_t blocks = 0;
  for (const auto& p : curve)
    blocks += p.blocks;
  return blocks;
}
} // namespace

CurvesPage::CurvesPage(Session& session, QWidget* parent)
    : Page(parent), m_session(session), m_plotCard(new widgets::Card(tr("Block error rate"))),
      m_plot(new widgets::CurvePlot), m_source(new QComboBox),
      m_rate(new widgets::SegmentedControl({tr("BLER"), tr("BER")})), m_follow(new QToolButton),
      m_message(new widgets::Banner), m_answer(new widgets::FactList),
      m_answerCard(new widgets::Card(tr("Cost of these bits"))),
      m_tableCard(new widgets::Card(tr("Receivers"))), m_table(new QTableView),
      m_content(new QWidget),
      m_empty(new EmptyState(tr("No curves yet"),
                             tr("Run a study, and its error rates are drawn here as they are "
                                "measured; or pick one of the workspace's studies under Runs."),
                             tr("Go to the study"))) {
  m_source->setAccessibleName(tr("Study to show"));
  m_source->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  m_source->setMinimumContentsLength(18);
  connect(m_source, &QComboBox::activated, this, [this](int index) {
    const qint64 id = m_source->itemData(index).toLongLong();
    if (id == 0)
      m_session.showLive();
    else
      m_session.showStored(id);
  });
  m_rate->setAccessibleTitle(tr("Error rate"));
  connect(m_rate, &widgets::SegmentedControl::currentChanged, this, [this](int index) {
    m_plot->setRate(index == 0 ? widgets::ErrorRate::Bler : widgets::ErrorRate::Ber);
    refreshSoon();
  });
  m_follow->setText(tr("Follow"));
  m_follow->setCheckable(true);
  m_follow->setChecked(true);
  m_follow->setToolTip(tr("Keep all curves in view while they grow (F)"));
  m_follow->setShortcut(QKeySequence(Qt::Key_F));
  connect(m_follow, &QToolButton::toggled, m_plot, &widgets::CurvePlot::setFollow);
  connect(m_plot, &widgets::CurvePlot::followChanged, m_follow, &QToolButton::setChecked);
  auto* fit = new QToolButton;
  fit->setText(tr("Fit"));
  fit->setToolTip(tr("Show all curves (0, or double click)"));
  connect(fit, &QToolButton::clicked, m_plot, &widgets::CurvePlot::fit);
  auto* save = new QToolButton;
  save->setText(tr("Save"));
  save->setPopupMode(QToolButton::InstantPopup);
  save->setToolTip(
      tr("The plot as a picture, its counts as a table, or the whole study as a report"));
  save->setAccessibleName(tr("Save or copy the plot, or write a report"));
  auto* menu = new QMenu(save);
  menu->addAction(tr("Picture, PNG …"), this,
                  [this] { saveAs(tr("PNG picture (*.png)"), QStringLiteral(".png")); });
  menu->addAction(tr("Drawing, SVG …"), this,
                  [this] { saveAs(tr("SVG drawing (*.svg)"), QStringLiteral(".svg")); });
  menu->addAction(tr("Counts, CSV …"), this,
                  [this] { saveAs(tr("CSV table (*.csv)"), QStringLiteral(".csv")); });
  menu->addAction(tr("Report of the study, HTML …"), this,
                  [this] { saveAs(tr("HTML report (*.html)"), QStringLiteral(".html")); });
  menu->addAction(tr("Report of the study, PDF …"), this,
                  [this] { saveAs(tr("PDF report (*.pdf)"), QStringLiteral(".pdf")); });
  menu->addSeparator();
  menu->addAction(tr("Copy the picture"), this, [this] {
    m_plot->copyImage();
    Q_EMIT noted(tr("The picture is in the clipboard."));
  });
  menu->addAction(tr("Copy the counts"), this, [this] {
    QApplication::clipboard()->setText(m_plot->toCsv());
    Q_EMIT noted(tr("The counts are in the clipboard."));
  });
  save->setMenu(menu);
  for (QWidget* widget : std::initializer_list<QWidget*>{m_source, m_rate, m_follow, fit, save})
    m_plotCard->addToHeader(widget);
  m_plotCard->body()->addWidget(m_plot, 1);
  m_answerCard->body()->addWidget(m_answer);
  m_answerCard->body()->addStretch(1);
  buildTable();

  auto* layout = new QVBoxLayout(m_content);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(13);
  layout->addWidget(m_message);
  auto* top = new QHBoxLayout;
  top->setSpacing(13);
  m_answerCard->setFixedWidth(kAnswerWidth);
  top->addWidget(m_plotCard, 1);
  top->addWidget(m_answerCard);
  layout->addLayout(top, 5);
  layout->addWidget(m_tableCard, 3);
  m_tableCard->setMinimumHeight(196);
  pageLayout()->addWidget(m_content, 1);
  pageLayout()->addWidget(m_empty, 1);
  connect(static_cast<EmptyState*>(m_empty), &EmptyState::triggered, this, &CurvesPage::goToStudy);
  connect(&m_session, &Session::shownChanged, this, &CurvesPage::refreshSoon);
  connect(&m_session, &Session::rowsChanged, this, &CurvesPage::refreshSoon);
}

void CurvesPage::buildTable() {
  using Column = widgets::SnapshotTable<Line>::Column;
  const auto color = [this](const Line& line, int role) -> QVariant {
    if (role == Qt::ForegroundRole && line.entry.phase == study::Phase::Waiting)
      return QBrush(widgets::Theme::colors().dim);
    Q_UNUSED(this)
    return {};
  };
  std::vector<Column> columns;
  Column name{tr("Receiver"), [](const Line& l) { return QString::fromStdString(l.entry.name); }};
  name.extra = [this](const Line& l, int role) -> QVariant {
    if (role == Qt::CheckStateRole)
      return l.visible ? Qt::Checked : Qt::Unchecked;
    if (role == Qt::DecorationRole && l.index < m_plot->series().size())
      return swatch(m_plot->series()[l.index]);
    if (role == Qt::ToolTipRole)
      return l.entry.note.empty() ? QString::fromStdString(l.entry.name) : noteText(l.entry.note);
    return {};
  };
  name.tick = [this](const Line& l, bool on) {
    const QString key = QString::fromStdString(l.entry.name);
    if (on)
      m_hidden.remove(key);
    else
      m_hidden.insert(key);
    refreshSoon();
    return true;
  };
  columns.push_back(std::move(name));
  columns.push_back(
      {tr("At the target"), [](const Line& l) { return crossingText(l.entry); }, true, {}, color});
  columns.push_back({tr("95 %"),
                     [](const Line& l) {
                       return l.entry.crossing.reached
                                  ? intervalText(l.entry.crossing.interval, false)
                                  : QString();
                     },
                     true,
                     {},
                     [](const Line&, int role) -> QVariant {
                       return role == Qt::ForegroundRole ? QBrush(widgets::Theme::colors().dim)
                                                         : QVariant();
                     }});
  columns.push_back({tr("Loss to FP32"),
                     [](const Line& l) { return lossText(l.entry); },
                     true,
                     {},
                     [](const Line& l, int role) -> QVariant {
                       if (role == Qt::ForegroundRole && l.entry.loss && l.entry.loss->unbounded)
                         return QBrush(widgets::Theme::colors().warning);
                       if (role == Qt::FontRole)
                         return widgets::uiFont(13, QFont::DemiBold);
                       return {};
                     }});
  columns.push_back({tr("95 %"),
                     [](const Line& l) {
                       return l.entry.loss && l.entry.loss->valid
                                  ? intervalText(l.entry.loss->interval, true)
                                  : QString();
                     },
                     true,
                     {},
                     [](const Line&, int role) -> QVariant {
                       return role == Qt::ForegroundRole ? QBrush(widgets::Theme::colors().dim)
                                                         : QVariant();
                     }});
  columns.push_back(
      {tr("Blocks"),
       [](const Line& l) { return grouped(static_cast<std::int64_t>(blocksOf(l.entry.curve))); },
       true,
       {},
       color});
  columns.push_back({tr("State"),
                     [](const Line& l) { return phaseText(l.entry); },
                     false,
                     {},
                     [](const Line& l, int role) -> QVariant {
                       const auto& c = widgets::Theme::colors();
                       if (role == Qt::ForegroundRole)
                         return QBrush(l.entry.phase == study::Phase::Failed ? c.warning : c.dim);
                       if (role == Qt::ToolTipRole && !l.entry.note.empty())
                         return noteText(l.entry.note);
                       return {};
                     }});
  m_model = std::make_unique<widgets::SnapshotTable<Line>>(
      std::move(columns), [](const Line& l) { return static_cast<qint64>(l.index); });
  m_table->setModel(m_model.get());
  widgets::styleTable(m_table, 0);
  m_table->setIconSize(QSize(26, 12));
  m_table->setAccessibleName(tr("Receivers and their decibels at the target"));
  connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this](const QModelIndex& index) { chooseRow(index.row()); });
  m_tableCard->body()->addWidget(m_table, 1);
}

void CurvesPage::chooseRow(int row) {
  if (row < 0 || row >= m_model->rowCount())
    return;
  const QString name = QString::fromStdString(m_model->row(row).entry.name);
  if (name == m_chosen)
    return;
  m_chosen = name;
  refreshPlot();
  refreshAnswer();
}

void CurvesPage::refreshSources() {
  const auto shown = m_session.shown();
  const QSignalBlocker blocker(m_source);
  m_source->clear();
  if (m_session.progress())
    m_source->addItem(m_session.isRunning() ? tr("Running study") : tr("Last run"), 0);
  if (const auto workspace = m_session.workspace())
    for (const auto& study : workspace->studies())
      m_source->addItem(QString::fromStdString(study.name), QVariant::fromValue<qint64>(study.id));
  const int index = shown ? m_source->findData(QVariant::fromValue<qint64>(shown->id)) : -1;
  m_source->setCurrentIndex(index);
  m_source->setVisible(m_source->count() > 1);
}

void CurvesPage::refresh() {
  const auto shown = m_session.shown();
  m_content->setVisible(shown != nullptr);
  m_empty->setVisible(shown == nullptr);
  refreshSources();
  if (!shown)
    return;
  refreshPlot();
  std::vector<Line> lines;
  for (std::size_t i = 0; i < shown->progress.entries.size(); ++i) {
    const auto& entry = shown->progress.entries[i];
    if (i < shown->spec.receivers.size() && !shown->spec.receivers[i].evaluate)
      continue;
    lines.push_back({i, entry, !m_hidden.contains(QString::fromStdString(entry.name))});
  }
  m_model->setRows(std::move(lines));
  refreshAnswer();
}

void CurvesPage::refreshPlot() {
  const auto shown = m_session.shown();
  const study::StudySpec& spec = shown->spec;
  const QString current = m_chosen.isEmpty() ? defaultCurrent(shown->progress) : m_chosen;
  std::vector<widgets::PlotSeries> series = plotSeries(shown->progress, current);
  for (auto& s : series)
    s.visible = !m_hidden.contains(s.name);
  m_plot->setSpan(shown->live ? spec.sweep.snr : param::Range{0, 0});
  m_plot->setTarget(spec.sweep.blerTarget);
  m_plot->setSeries(std::move(series));
  m_plot->setLosses(lossMarks(shown->progress, spec, current));
  m_plot->setAxisTitles(snrAxisText(spec.link), QString());
  const QString antennas = spec.link.rxAntennas == 1
                               ? tr("1 receive antenna")
                               : tr("%1 receive antennas").arg(spec.link.rxAntennas);
  const QString target = tr("target %1 %").arg(widgets::numberText(spec.sweep.blerTarget * 100, 2));
  const bool bler = m_plot->rate() == widgets::ErrorRate::Bler;
  m_plotCard->setTitle(bler ? tr("Block error rate") : tr("Bit error rate"));
  m_plotCard->setContext(antennas + QStringLiteral(" · ") + tr("95 % intervals") +
                         (bler ? QStringLiteral(" · ") + target : QString()));
  m_tableCard->setContext(QString::fromStdString(spec.name) + QStringLiteral(" · ") +
                          describeLink(spec));
}

void CurvesPage::refreshAnswer() {
  const auto shown = m_session.shown();
  const QString current = m_chosen.isEmpty() ? defaultCurrent(shown->progress) : m_chosen;
  const study::EntryProgress* entry = nullptr;
  for (const auto& e : shown->progress.entries)
    if (QString::fromStdString(e.name) == current)
      entry = &e;
  m_answerCard->setTitle(entry ? current : tr("Cost of these bits"));
  m_answer->setAnswerIsProblem(false);
  if (!entry || entry->curve.empty()) {
    m_answer->setAnswer(QStringLiteral("–"), tr("not measured yet"));
    m_answer->setFacts({});
    return;
  }
  const QString target =
      tr("at %1 % BLER").arg(widgets::numberText(shown->spec.sweep.blerTarget * 100, 2));
  if (entry->loss && entry->loss->valid) {
    const auto& interval = entry->loss->interval;
    m_answer->setAnswer(
        widgets::signedDecibels(entry->loss->db),
        tr("± %1 %2").arg(QString::number((interval.high - interval.low) / 2, 'f', 2), target));
  } else if (entry->loss && entry->loss->unbounded) {
    m_answer->setAnswer(QStringLiteral("> ") + widgets::decibels(entry->loss->lowerBoundDb, 1),
                        target);
    m_answer->setAnswerIsProblem(true);
  } else if (entry->crossing.reached) {
    m_answer->setAnswer(widgets::decibels(entry->crossing.snrDb), target);
  } else {
    m_answer->setAnswer(QStringLiteral("–"), tr("target not reached"));
  }
  std::vector<widgets::FactList::Fact> facts;
  if (entry->loss && entry->loss->valid)
    facts.push_back(
        {tr("Paired with FP32"), grouped(static_cast<std::int64_t>(entry->loss->commonSlots)),
         tr("common slots"), tr("Both receivers saw the same bits, channels and noise.")});
  facts.push_back({tr("Reaches the target"), crossingText(*entry), QString(), QString()});
  const auto& last = entry->curve.back();
  facts.push_back({tr("Lowest point"), widgets::rateText(last.bler()),
                   tr("at %1").arg(widgets::decibels(last.snrDb, 1)), QString()});
  if (last.slots > 0)
    facts.push_back(
        {tr("Decoder iterations"),
         widgets::numberText(static_cast<double>(last.iterations) /
                                 static_cast<double>(std::max<std::uint64_t>(1, last.blocks)),
                             1),
         tr("a block, there"), QString()});
  m_answer->setFacts(facts);
}

void CurvesPage::writeReport(const QString& path) {
  const auto shown = m_session.shown();
  const auto workspace = m_session.workspace();
  const study::StudySpec& spec = shown->spec;
  // A spec is stored once: this is its study's id, also while it runs.
  const std::int64_t id =
      shown->id ? shown->id : workspace->saveStudy(spec.name, param::writeJson(spec, -1));
  saveReport(exporting::studyReport(*workspace, id), path.toStdString());
}

void CurvesPage::exportTo(const QString& path) {
  if (path.endsWith(QLatin1String(".html"), Qt::CaseInsensitive) ||
      path.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive))
    writeReport(path);
  else if (path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive))
    m_plot->saveSvg(path);
  else if (path.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive))
    widgets::writeFile(path, m_plot->toCsv().toUtf8());
  else
    m_plot->savePng(path);
}

void CurvesPage::saveAs(const QString& filter, const QString& ending) {
  const QString path = askForFile(this, tr("Save the plot"), filter, ending);
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
