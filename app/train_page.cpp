#include "app/train_page.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>
#include <array>
#include <cmath>

#include "app/empty_state.h"
#include "app/session.h"
#include "app/study_text.h"
#include "widgets/card.h"
#include "widgets/fact_list.h"
#include "widgets/format.h"
#include "widgets/labels.h"
#include "widgets/line_plot.h"
#include "widgets/loss_plot.h"
#include "widgets/segmented_control.h"

namespace rxq::app {

namespace {
bool isTrained(study::ReceiverKind kind) {
  return kind == study::ReceiverKind::Fp32 || kind == study::ReceiverKind::Qat;
}

/// The newest value that was measured, NaN when none was.
double latest(const std::vector<train::LossPoint>& history, double train::LossPoint::*member) {
  for (auto p = history.rbegin(); p != history.rend(); ++p)
    if (std::isfinite((*p).*member))
      return (*p).*member;
  return std::nan("");
}
} // namespace

TrainPage::TrainPage(Session& session, QWidget* parent)
    : Page(parent), m_session(session), m_plotCard(new widgets::Card(tr("Training"))),
      m_plot(new widgets::LossPlot), m_quantity(new widgets::SegmentedControl(
                                         {tr("Bit-metric rate"), tr("Loss"), tr("Learning rate")})),
      m_rangesCard(new widgets::Card(tr("Quantizer ranges"))), m_ranges(new widgets::LinePlot),
      m_tensors(new widgets::SegmentedControl({tr("Weights"), tr("Outputs")})),
      m_facts(new widgets::FactList), m_list(new widgets::Card(tr("Trainings"))),
      m_listLayout(new QVBoxLayout), m_cancel(new QPushButton(tr("Stop"))),
      m_resume(new QPushButton(tr("Resume"))), m_trainOn(new QPushButton(tr("Train on"))),
      m_curve(new QPushButton(tr("See its curve"))), m_content(new QWidget),
      m_empty(new EmptyState(tr("No training yet"),
                             tr("When a study runs, its trainings are drawn here as they go: loss "
                                "and bit-metric decoding rate, on training and validation slots."),
                             tr("Go to the study"))) {
  auto* row = new QHBoxLayout(m_content);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(13);
  m_quantity->setAccessibleTitle(tr("Quantity"));
  connect(m_quantity, &widgets::SegmentedControl::currentChanged, this, [this](int index) {
    using Quantity = widgets::LossPlot::Quantity;
    constexpr std::array kQuantities{Quantity::BitMetricRate, Quantity::Loss,
                                     Quantity::LearningRate};
    m_plot->setQuantity(kQuantities[static_cast<std::size_t>(index)]);
    refreshSoon();
  });
  m_plotCard->addToHeader(m_quantity);
  m_plotCard->body()->addWidget(m_plot, 1);
  m_tensors->setAccessibleTitle(tr("Ranges of"));
  m_ranges->setAccessibleName(tr("Ranges of the quantizers by layer"));
  m_ranges->setAxisTitles(tr("Iteration"), tr("% of the range at the start"));
  m_rangesCard->addToHeader(m_tensors);
  m_rangesCard->body()->addWidget(m_ranges, 1);
  connect(m_tensors, &widgets::SegmentedControl::chosen, this, &TrainPage::refreshSoon);
  auto* plots = new QVBoxLayout;
  plots->setSpacing(13);
  plots->addWidget(m_plotCard, 3);
  plots->addWidget(m_rangesCard, 2);
  row->addLayout(plots, 1);

  auto* side = new QVBoxLayout;
  side->setSpacing(13);
  auto* answer = new widgets::Card(tr("How well it learns"));
  answer->body()->addWidget(m_facts);
  auto* buttons = new QHBoxLayout;
  buttons->setContentsMargins(0, 6, 0, 0);
  m_resume->setProperty("class", QStringLiteral("primary"));
  m_cancel->setToolTip(tr("Keeps what is done; the study resumes from there"));
  buttons->addWidget(m_resume);
  buttons->addWidget(m_cancel);
  m_trainOn->setToolTip(tr("Adds a receiver that goes on from this one for as many iterations, "
                           "batch normalisation folded, and queues it"));
  connect(m_trainOn, &QPushButton::clicked, this, [this] {
    const auto shown = m_session.shown();
    const auto index = static_cast<std::size_t>(trainingIndex());
    study::ReceiverEntry entry = shown->spec.receivers[index];
    entry.parent = entry.name;
    entry.name = tr("%1, trained on").arg(QString::fromStdString(entry.name)).toStdString();
    entry.neural = {};
    entry.evaluate = true;
    Q_EMIT receiverWanted(shown->spec, entry);
  });
  buttons->addWidget(m_trainOn);
  m_curve->setToolTip(tr("Its block error rate, and what its bits cost"));
  connect(m_curve, &QPushButton::clicked, this, [this] {
    const auto& entries = m_session.shown()->progress.entries;
    Q_EMIT curveWanted(
        QString::fromStdString(entries[static_cast<std::size_t>(trainingIndex())].name));
  });
  buttons->addWidget(m_curve);
  buttons->addStretch(1);
  answer->body()->addLayout(buttons);
  connect(m_cancel, &QPushButton::clicked, &m_session, &Session::cancel);
  connect(m_resume, &QPushButton::clicked, this, &TrainPage::resumeWanted);
  side->addWidget(answer);
  m_listLayout->setSpacing(2);
  m_list->body()->addLayout(m_listLayout);
  side->addWidget(m_list);
  side->addStretch(1);
  auto* sideBox = new QWidget;
  sideBox->setLayout(side);
  side->setContentsMargins(0, 0, 0, 0);
  sideBox->setFixedWidth(358);
  row->addWidget(sideBox);
  pageLayout()->addWidget(m_content, 1);
  pageLayout()->addWidget(m_empty, 1);
  connect(static_cast<EmptyState*>(m_empty), &EmptyState::triggered, this, &TrainPage::goToStudy);
  connect(&m_session, &Session::shownChanged, this, &TrainPage::refreshSoon);
  connect(&m_session, &Session::progressed, this, &TrainPage::refreshSoon);
  connect(&m_session, &Session::runStarted, this, [this] { m_chosen = -1; });
}

void TrainPage::follow(int index) {
  m_chosen = index;
  refreshSoon();
}

int TrainPage::trainingIndex() const {
  const auto shown = m_session.shown();
  const auto& entries = shown->progress.entries;
  if (m_chosen >= 0 && m_chosen < static_cast<int>(entries.size()))
    return m_chosen;
  int last = -1;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!isTrained(entries[i].kind))
      continue;
    if (entries[i].phase == study::Phase::Training)
      return static_cast<int>(i);
    if (!entries[i].history.empty() || last < 0)
      last = static_cast<int>(i);
  }
  return last;
}

void TrainPage::refreshList() {
  const auto& entries = m_session.shown()->progress.entries;
  std::vector<int> indices;
  for (std::size_t i = 0; i < entries.size(); ++i)
    if (isTrained(entries[i].kind))
      indices.push_back(static_cast<int>(i));
  if (indices != m_indices) {
    qDeleteAll(m_buttons);
    m_buttons.clear();
    for (const int index : indices) {
      auto* button = new QPushButton;
      button->setProperty("class", QStringLiteral("nav"));
      button->setCheckable(true);
      connect(button, &QPushButton::clicked, this, [this, index] { follow(index); });
      m_listLayout->addWidget(button);
      m_buttons.push_back(button);
    }
    m_indices = indices;
  }
  const int current = trainingIndex();
  for (std::size_t k = 0; k < m_indices.size(); ++k) {
    const auto& entry = entries[static_cast<std::size_t>(m_indices[k])];
    const QString state = entry.reused ? tr("from the workspace") : phaseText(entry);
    const QString text = QString::fromStdString(entry.name) + QStringLiteral("  ·  ") + state;
    m_buttons[k]->setText(m_buttons[k]->fontMetrics().elidedText(text, Qt::ElideMiddle, 296));
    m_buttons[k]->setToolTip(text);
    m_buttons[k]->setAccessibleName(text);
    m_buttons[k]->setChecked(m_indices[k] == current);
  }
}

void TrainPage::refreshRanges(const study::EntryProgress& entry) {
  m_rangesCard->setVisible(entry.ranges.size() > 1);
  if (entry.ranges.size() < 2)
    return;
  using Tone = widgets::LinePlot::Tone;
  const bool outputs = m_tensors->current() == 1;
  const auto rangeOf = [&](const train::RangePoint& point, std::size_t layer) {
    const quant::LayerRanges& ranges = point.layers[layer];
    const quant::RangeReport& range = outputs ? ranges.output : ranges.weights;
    return range.high - range.low;
  };
  std::vector<widgets::LinePlot::Line> lines;
  double low = 90, high = 110;
  for (std::size_t layer = 0; layer < entry.ranges.front().layers.size(); ++layer) {
    const double start = rangeOf(entry.ranges.front(), layer);
    if (!(start > 0)) // left in float
      continue;
    widgets::LinePlot::Line line{
        QString::fromStdString(entry.ranges.front().layers[layer].layer), {}, Tone::Accent, false};
    for (const train::RangePoint& point : entry.ranges) {
      const double percent = 100 * rangeOf(point, layer) / start;
      line.points << QPointF(static_cast<double>(point.iteration), percent);
      low = std::min(low, percent);
      high = std::max(high, percent);
    }
    constexpr Tone kTones[] = {Tone::Ink,     Tone::Accent, Tone::Good,
                               Tone::Warning, Tone::Pale,   Tone::Purple};
    line.tone = kTones[lines.size() % std::size(kTones)];
    lines.push_back(std::move(line));
  }
  m_rangesCard->setContext(outputs ? tr("of what leaves each layer")
                                   : tr("of each layer's weights"));
  // Room at the right for the layers' names.
  m_ranges->setXAxis(0, 1.2 * static_cast<double>(std::max<std::int64_t>(1, entry.iterations)));
  m_ranges->setYAxis(10 * std::floor(low / 10), 10 * std::ceil(high / 10));
  m_ranges->setLines(std::move(lines));
}

void TrainPage::refresh() {
  const auto shown = m_session.shown();
  const int index = shown ? trainingIndex() : -1;
  m_content->setVisible(index >= 0);
  m_empty->setVisible(index < 0);
  if (index < 0)
    return;
  refreshList();
  const auto& entry = shown->progress.entries[static_cast<std::size_t>(index)];
  m_plotCard->setTitle(QString::fromStdString(entry.name));
  m_plotCard->setContext(
      tr("iteration %1 of %2")
          .arg(widgets::grouped(entry.iteration), widgets::grouped(entry.iterations)));
  m_plot->setHistory(entry.history, entry.iterations);
  refreshRanges(entry);
  const double validation = latest(entry.history, &train::LossPoint::validation);
  const double training = latest(entry.history, &train::LossPoint::train);
  const double rate = latest(entry.history, &train::LossPoint::rate);
  using widgets::LossPlot;
  const auto text = [&](double loss, LossPlot::Quantity q) {
    return std::isfinite(loss) ? QString::number(LossPlot::valueOf(loss, q), 'f', 3)
                               : QStringLiteral("–");
  };
  m_facts->setAnswer(text(validation, LossPlot::Quantity::BitMetricRate),
                     tr("bits a bit, on validation slots"));
  std::vector<widgets::FactList::Fact> facts{
      {tr("Validation loss"), text(validation, LossPlot::Quantity::Loss), tr("bits a bit"),
       tr("Binary cross-entropy on the data bits, divided by ln 2.")},
      {tr("Training rate"), text(training, LossPlot::Quantity::BitMetricRate),
       tr("bits a bit, recent slots"),
       tr("Bit-metric decoding rate: 1 - loss / ln 2; what a code could carry.")},
      {tr("Learning rate"),
       std::isfinite(rate) ? QString::number(rate, 'g', 3) : QStringLiteral("–"), QString(),
       tr("Of Adam, now (arXiv 1412.6980).")},
      {tr("Iteration"), widgets::grouped(entry.iteration),
       tr("of %1").arg(widgets::grouped(entry.iterations)), QString()}};
  if (shown->live && shown->progress.secondsLeft >= 0)
    facts.push_back({tr("Whole study"), widgets::durationText(shown->progress.secondsLeft),
                     tr("left"), QString()});
  m_facts->setFacts(facts);
  m_cancel->setVisible(m_session.isRunning());
  m_cancel->setEnabled(!m_session.isStopping());
  m_cancel->setText(m_session.isStopping() ? tr("Stopping …") : tr("Stop"));
  bool unfinished = false;
  for (const auto& e : shown->progress.entries)
    unfinished = unfinished || e.phase == study::Phase::Stopped || e.phase == study::Phase::Waiting;
  m_resume->setVisible(!m_session.isRunning() && unfinished);
  m_curve->setVisible(!entry.curve.empty());
  // QAT starts from FP32, so only FP32 receivers have descendants that train on.
  m_trainOn->setVisible(entry.phase == study::Phase::Done &&
                        entry.kind == study::ReceiverKind::Fp32);
}

} // namespace rxq::app
