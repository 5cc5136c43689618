#include "app/curves_page.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "app/curve_answer.h"
#include "app/curve_styles.h"
#include "app/curve_table.h"
#include "app/curve_text.h"
#include "app/empty_state.h"
#include "app/page_actions.h"
#include "app/pdf_report.h"
#include "app/session.h"
#include "app/study_text.h"
#include "core/base/error.h"
#include "core/export/report.h"
#include "core/phy/resource_grid.h"
#include "widgets/banner.h"
#include "widgets/card.h"
#include "widgets/error_text.h"
#include "widgets/format.h"
#include "widgets/segmented_control.h"

namespace rxq::app {

namespace {
constexpr int kAnswerWidth = 326;
constexpr int kFewNew = 4;
constexpr double kTargets[] = {0.1, 0.05, 0.02, 0.01, 0.001};

/// All SNRs moved by some decibels.
void shiftBy(study::StudyProgress& progress, double db) {
  for (study::EntryProgress& entry : progress.entries) {
    for (sim::PointCounts& p : entry.curve)
      p.snrDb += db;
    sim::Crossing& c = entry.crossing;
    for (double* snr : {&c.snrDb, &c.interval.low, &c.interval.high, &c.lastSnrDb})
      *snr += db;
  }
}
} // namespace

CurvesPage::CurvesPage(Session& session, QWidget* parent)
    : Page(parent), m_session(session), m_plotCard(new widgets::Card(tr("Block error rate"))),
      m_tableCard(new widgets::Card(tr("Receivers"))), m_plot(new widgets::CurvePlot),
      m_answer(new CurveAnswer(session)), m_table(new CurveTable), m_source(new QComboBox),
      m_targetBox(new QComboBox), m_rate(new widgets::SegmentedControl({tr("BLER"), tr("BER")})),
      m_follow(new QToolButton), m_axis(new QToolButton), m_showMenu(new QMenu(this)),
      m_message(new widgets::Banner), m_content(new QWidget),
      m_empty(new EmptyState(tr("No curves yet"),
                             tr("Run a study, and its error rates are drawn here as they are "
                                "measured; or pick one of the workspace's studies under Runs."),
                             tr("Go to the study"))) {
  auto* layout = new QVBoxLayout(m_content);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(13);
  layout->addWidget(m_message);
  auto* top = new QHBoxLayout;
  top->setSpacing(13);
  m_answer->setFixedWidth(kAnswerWidth);
  top->addWidget(makePlotCard(), 1);
  top->addWidget(m_answer);
  layout->addLayout(top, 5);
  layout->addWidget(makeTableCard(), 3);
  pageLayout()->addWidget(m_content, 1);
  pageLayout()->addWidget(m_empty, 1);
  connect(static_cast<EmptyState*>(m_empty), &EmptyState::triggered, this, &CurvesPage::goToStudy);
  connect(m_answer, &CurveAnswer::changed, this, &CurvesPage::refreshAnswer);
  connect(&m_session, &Session::shownChanged, this, &CurvesPage::refreshSoon);
  connect(&m_session, &Session::rowsChanged, this, &CurvesPage::refreshSoon);
  connect(&m_reader, &widgets::JobController::failed, this,
          [this](const QString& text) { m_message->showError(text); });
}

QWidget* CurvesPage::makePlotCard() {
  m_rate->setAccessibleTitle(tr("Error rate"));
  connect(m_rate, &widgets::SegmentedControl::currentChanged, this, [this](int index) {
    m_plot->setRate(index == 0 ? widgets::ErrorRate::Bler : widgets::ErrorRate::Ber);
    refreshSoon();
  });
  m_targetBox->setAccessibleName(tr("Target BLER"));
  m_targetBox->setToolTip(
      tr("The block error rate at which decibels are read; drag its line in the "
         "plot, or Page Up and Page Down there"));
  connect(m_targetBox, &QComboBox::activated, this,
          [this](int index) { setTarget(m_targetBox->itemData(index).toDouble()); });
  m_axis->setToolTip(tr("The SNR's axis: energy of an information bit (Eb/N0) or of a symbol "
                        "(Es/N0) over the noise density. Es/N0 = Eb/N0 + 10 log10(bits a symbol "
                        "× code rate)"));
  m_axis->setAccessibleName(tr("Axis: Eb/N0 or Es/N0"));
  connect(m_axis, &QToolButton::clicked, this, [this] {
    m_otherAxis = !m_otherAxis;
    m_read = nullptr;
    m_plot->setFollow(true);
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
  makeSaveMenu(menu);
  save->setMenu(menu);
  for (QWidget* widget :
       std::initializer_list<QWidget*>{m_rate, m_targetBox, m_axis, m_follow, fit, save})
    m_plotCard->addToHeader(widget);
  m_plot->setTargetMovable(true);
  connect(m_plot, &widgets::CurvePlot::targetChosen, this, &CurvesPage::setTarget);
  connect(m_plot, &widgets::CurvePlot::seriesChosen, this,
          [this](int series) { choose(m_plot->series()[static_cast<std::size_t>(series)].name); });
  connect(m_plot, &widgets::CurvePlot::highlightChanged, m_table, &CurveTable::setHighlight);
  m_plotCard->body()->addWidget(m_plot, 1);
  return m_plotCard;
}

void CurvesPage::makeSaveMenu(QMenu* menu) {
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
}

QWidget* CurvesPage::makeTableCard() {
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
  auto* show = new QToolButton;
  show->setText(tr("Show"));
  show->setPopupMode(QToolButton::InstantPopup);
  show->setToolTip(tr("Which receivers are drawn"));
  show->setAccessibleName(tr("Receivers to draw"));
  show->setMenu(m_showMenu);
  connect(m_showMenu, &QMenu::aboutToShow, this, &CurvesPage::makeShowMenu);
  m_tableCard->addToHeader(m_source);
  m_tableCard->addToHeader(show);
  m_tableCard->setMinimumHeight(196);
  m_tableCard->body()->addWidget(m_table, 1);
  connect(m_table, &CurveTable::chosen, this, [this](int entry) {
    choose(QString::fromStdString(
        m_session.shown()->spec.receivers[static_cast<std::size_t>(entry)].name));
  });
  connect(m_table, &CurveTable::ticked, this, &CurvesPage::setVisible);
  connect(m_table, &CurveTable::hovered, this, &CurvesPage::highlight);
  return m_tableCard;
}

/// Whole groups at once: the curves that tell most, all, or one family with the references.
void CurvesPage::makeShowMenu() {
  m_showMenu->clear();
  const auto shown = m_session.shown();
  if (!shown)
    return;
  const study::StudySpec& spec = shown->spec;
  const auto nameOf = [&](std::size_t entry) {
    return QString::fromStdString(spec.receivers[entry].name);
  };
  const std::vector<CurvePlace> places = curvePlaces(spec);
  QSet<QString> all, classical;
  for (const CurvePlace& place : places) {
    all.insert(nameOf(place.entry));
    if (study::isClassical(spec.receivers[place.entry].kind))
      classical.insert(nameOf(place.entry));
  }
  m_showMenu->addAction(tr("The curves that tell most"), this,
                        [this, names = mainCurves(spec)] { showOnly(names); });
  m_showMenu->addAction(tr("All"), this, [this, all] { showOnly(all); });
  m_showMenu->addSeparator();
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (places[i].generation > 0 || study::isClassical(spec.receivers[places[i].entry].kind))
      continue;
    QSet<QString> family = classical;
    family.insert(nameOf(places[i].entry));
    for (std::size_t k = i + 1; k < places.size() && places[k].generation > 0; ++k)
      family.insert(nameOf(places[k].entry));
    m_showMenu->addAction(tr("%1 and what was made from it").arg(nameOf(places[i].entry)), this,
                          [this, family] { showOnly(family); });
  }
}

void CurvesPage::showOnly(const QSet<QString>& names) {
  m_visible = names;
  if (!m_chosen.isEmpty())
    m_visible.insert(m_chosen); // its decibels stand beside
  refreshSoon();
}

void CurvesPage::setVisible(const QString& name, bool on) {
  if (on)
    m_visible.insert(name);
  else
    m_visible.remove(name);
  refreshSoon();
}

// --- what is at hand --------------------------------------------------------------------------

QString CurvesPage::current() const {
  return m_chosen.isEmpty() && m_progress ? defaultCurrent(*m_progress, m_visible) : m_chosen;
}

int CurvesPage::entryOf(const QString& name) const {
  for (std::size_t i = 0; m_progress && i < m_progress->entries.size(); ++i)
    if (QString::fromStdString(m_progress->entries[i].name) == name)
      return static_cast<int>(i);
  return -1;
}

void CurvesPage::choose(const QString& name) {
  if (name == m_chosen || !m_progress || entryOf(name) < 0)
    return;
  m_chosen = name;
  m_visible.insert(name);
  refreshPlot();
  refreshTable();
  refreshAnswer();
}

void CurvesPage::highlight(int entry) {
  m_plot->setHighlight(entry >= 0 ? std::optional(static_cast<std::size_t>(entry)) : std::nullopt);
}

void CurvesPage::setTarget(double bler) {
  const auto shown = m_session.shown();
  if (!shown)
    return;
  m_target.reset();
  if (bler != shown->spec.sweep.blerTarget)
    m_target = bler;
  m_read = nullptr;
  refreshSoon();
}

double CurvesPage::shift() const {
  if (!m_otherAxis)
    return 0;
  // Es/N0 = 1 / N0 for unit symbols, whatever the study's axis counts.
  phy::LinkSpec link = m_session.shown()->spec.link;
  const bool bits = link.snrAxis == phy::SnrAxis::EbN0;
  link.snrAxis = phy::SnrAxis::EbN0;
  const double gain = -10 * std::log10(phy::noisePower(link, phy::ResourceGrid(link), 0));
  return bits ? gain : -gain;
}

QString CurvesPage::snrName() const {
  phy::LinkSpec link = m_session.shown()->spec.link;
  if (m_otherAxis)
    link.snrAxis = link.snrAxis == phy::SnrAxis::EbN0 ? phy::SnrAxis::EsN0 : phy::SnrAxis::EbN0;
  return snrAxisText(link);
}

/// Sees to it that m_progress is what the session shows, at the target and on the axis chosen.
/// Intervals at another target take a moment: they are drawn beside the window.
void CurvesPage::readDecibels() {
  const auto shown = m_session.shown();
  if (m_read == shown)
    return;
  const double db = shift();
  if (!m_target) {
    m_reader.discard();
    m_readAgain = false;
    m_read = shown;
    auto progress = std::make_shared<study::StudyProgress>(shown->progress);
    shiftBy(*progress, db);
    m_progress = std::move(progress);
    return;
  }
  if (!m_progress || m_progress->entries.size() != shown->progress.entries.size())
    m_progress = std::make_shared<study::StudyProgress>(shown->progress);
  if (m_reader.isRunning()) {
    m_readAgain = true;
    return;
  }
  m_readAgain = false;
  m_reader.start<std::shared_ptr<const study::StudyProgress>>(
      [shown, target = *m_target, db](std::stop_token) {
        auto progress = std::make_shared<study::StudyProgress>(shown->progress);
        for (std::size_t i = 0; i < progress->entries.size(); ++i)
          study::judge(*progress, shown->spec, i, target);
        shiftBy(*progress, db);
        return std::shared_ptr<const study::StudyProgress>(std::move(progress));
      },
      [this, shown, target = *m_target,
       axis = m_otherAxis](std::shared_ptr<const study::StudyProgress> progress) {
        const bool wanted = m_target == target && m_otherAxis == axis;
        if (wanted) {
          m_progress = std::move(progress);
          m_read = shown;
        }
        if (m_readAgain || !wanted)
          m_read = nullptr;
        refreshSoon();
      });
}

// --- showing ----------------------------------------------------------------------------------

void CurvesPage::refresh() {
  const auto shown = m_session.shown();
  m_content->setVisible(shown != nullptr);
  m_empty->setVisible(shown == nullptr);
  refreshSources();
  if (!shown)
    return;
  meet(shown->spec);
  readDecibels();
  refreshTargets();
  refreshPlot();
  refreshTable();
  refreshAnswer();
}

/// Another study begins with the curves that tell most. Receivers that are new in this one are
/// drawn, unless they are many.
void CurvesPage::meet(const study::StudySpec& spec) {
  QSet<QString> names;
  for (const study::ReceiverEntry& receiver : spec.receivers)
    names.insert(QString::fromStdString(receiver.name));
  const QString study = QString::fromStdString(spec.name);
  if (study != m_study || !names.intersects(m_known)) {
    m_chosen.clear();
    m_target.reset();
    m_progress = nullptr;
    m_read = nullptr;
    m_visible = mainCurves(spec);
  } else if (names != m_known) {
    const QSet<QString> added = names - m_known;
    m_visible += added.size() <= kFewNew ? added : added & mainCurves(spec);
  }
  m_study = study;
  m_known = names;
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

void CurvesPage::refreshTargets() {
  const double own = m_session.shown()->spec.sweep.blerTarget;
  std::vector<double> targets(std::begin(kTargets), std::end(kTargets));
  for (const double more : {own, m_target.value_or(own)})
    if (std::find(targets.begin(), targets.end(), more) == targets.end())
      targets.push_back(more);
  std::sort(targets.begin(), targets.end(), std::greater<>());
  const QSignalBlocker blocker(m_targetBox);
  m_targetBox->clear();
  for (const double target : targets)
    m_targetBox->addItem(tr("at %1").arg(targetText(target)), target);
  m_targetBox->setCurrentIndex(m_targetBox->findData(m_target.value_or(own)));
}

void CurvesPage::refreshPlot() {
  const auto shown = m_session.shown();
  const study::StudySpec& spec = shown->spec;
  std::vector<widgets::PlotSeries> series = plotSeries(*m_progress, spec, current());
  for (auto& s : series)
    s.visible = m_visible.contains(s.name);
  const double db = shift();
  m_plot->setSpan(shown->live ? param::Range{spec.sweep.snr.low + db, spec.sweep.snr.high + db}
                              : param::Range{0, 0});
  m_plot->setTarget(m_target.value_or(spec.sweep.blerTarget));
  m_plot->setSeries(std::move(series));
  m_plot->setLosses(lossMarks(*m_progress, spec, current()));
  m_plot->setAxisTitles(snrName(), QString());
  m_plot->setSnrName(snrName().startsWith(QLatin1String("Es")) ? QStringLiteral("es_n0_db")
                                                               : QStringLiteral("eb_n0_db"));
  m_axis->setText(snrName().section(u',', 0, 0));
  const bool bler = m_plot->rate() == widgets::ErrorRate::Bler;
  m_targetBox->setEnabled(bler);
  m_plotCard->setTitle(bler ? tr("Block error rate") : tr("Bit error rate"));
  m_tableCard->setContext(QString::fromStdString(spec.name) + QStringLiteral(" · ") +
                          describeLink(spec) + QStringLiteral(" · ") +
                          (spec.link.rxAntennas == 1
                               ? tr("1 receive antenna")
                               : tr("%1 receive antennas").arg(spec.link.rxAntennas)));
}

void CurvesPage::refreshTable() {
  std::vector<CurveTable::Line> lines;
  for (const CurvePlace& place : curvePlaces(m_session.shown()->spec)) {
    CurveTable::Line line{place.entry, place.generation, m_progress->entries[place.entry],
                          m_plot->series()[place.entry]};
    line.series.curve.clear();
    lines.push_back(std::move(line));
  }
  m_table->setLines(std::move(lines));
  m_table->setCurrentEntry(entryOf(current()));
}

void CurvesPage::refreshAnswer() {
  const auto shown = m_session.shown();
  if (!shown || !m_progress)
    return;
  m_answer->show(*shown, *m_progress, entryOf(current()),
                 m_target.value_or(shown->spec.sweep.blerTarget));
}

// --- files ------------------------------------------------------------------------------------

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
