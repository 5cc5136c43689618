#include "app/explore_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "app/empty_state.h"
#include "app/explore_controls.h"
#include "app/explore_layers.h"
#include "app/explore_text.h"
#include "app/session.h"
#include "app/study_text.h"
#include "core/base/error.h"
#include "widgets/banner.h"
#include "widgets/card.h"
#include "widgets/curve_plot.h"
#include "widgets/error_text.h"
#include "widgets/fact_list.h"
#include "widgets/format.h"
#include "widgets/histogram_view.h"

namespace rxq::app {

namespace {
constexpr int kSideWidth = 344;
constexpr int kMostEarlier = 3;
/// An answer first, then the map, then the answer as narrow as patience goes.
constexpr study::ExploreBudget kAnswer{0.08, 32768, 1024, true};
constexpr study::ExploreBudget kForMap{0.15, 1024, 0, false};
constexpr study::ExploreBudget kNarrow{0.03, 131072, 8192, true};
const std::vector<int> kMapWeights{2, 3, 4, 6, 8}, kMapActivations{2, 3, 4, 6, 8};

QByteArray keyFor(const study::ExploreSetting& setting) {
  return QByteArray::fromStdString(study::keyOf(setting));
}
} // namespace

/// One step from setting to setting.
class ExplorePage::Move : public QUndoCommand {
 public:
  Move(ExplorePage& page, const study::ExploreSetting& after)
      : QUndoCommand(settingName(after)), m_page(page), m_before(page.setting()), m_after(after) {}
  void undo() override { m_page.apply(m_before); }
  void redo() override { m_page.apply(m_after); }

 private:
  ExplorePage& m_page;
  study::ExploreSetting m_before, m_after;
};

ExplorePage::ExplorePage(Session& session, QWidget* parent)
    : Page(parent), m_session(session), m_model(new QComboBox), m_plot(new widgets::CurvePlot),
      m_answer(new widgets::FactList), m_plotCard(new widgets::Card(tr("Block error rate"))),
      m_answerCard(new widgets::Card(tr("Cost of this setting"))),
      m_mapCard(new widgets::Card(tr("All settings"))), m_llrCard(new widgets::Card(tr("LLRs"))),
      m_controls(new ExploreControls), m_layers(new ExploreLayers), m_map(new widgets::HeatMap),
      m_llrs(new widgets::HistogramView), m_message(new widgets::Banner), m_content(new QWidget),
      m_empty(new EmptyState(tr("No trained receiver yet"),
                             tr("Exploring re-quantizes a trained FP32 receiver. Run a study, or "
                                "take the trained models of the demo."),
                             tr("Go to the start page"))) {
  m_setting.quant.edgeWeightBits = 8;
  m_model->setAccessibleName(tr("FP32 model to quantize"));
  m_model->setToolTip(tr("The trained receiver whose bits are moved"));
  m_llrCard->setContext(tr("bars: integers, line: FP32, first bit"));
  m_llrCard->setToolTip(tr("Log-likelihood ratios ln P(1)/P(0) of each symbol's first bit at the "
                           "target's SNR: what the decoder gets"));
  m_mapCard->setToolTip(tr("Loss by weight and activation bits; a click goes there"));
  m_map->setAxes(kMapWeights, kMapActivations);
  layOut();
  connect(static_cast<EmptyState*>(m_empty), &EmptyState::triggered, this, &ExplorePage::goToStart);
  connect(m_model, &QComboBox::activated, this, &ExplorePage::chooseSource);
  connect(m_controls, &ExploreControls::moved, this, &ExplorePage::choose);
  connect(m_layers, &ExploreLayers::moved, this, &ExplorePage::choose);
  connect(m_map, &widgets::HeatMap::chosen, this,
          [this](int weights, int activations) { choose(mapSetting(weights, activations)); });
  connect(m_controls, &ExploreControls::keepWanted, this,
          [this] { Q_EMIT receiversWanted(source().study, entriesFor(false)); });
  connect(m_controls, &ExploreControls::trainWanted, this,
          [this] { Q_EMIT receiversWanted(source().study, entriesFor(true)); });
  connect(&m_job, &widgets::JobController::failed, this,
          [this](const QString& text) { m_message->showError(text); });
  connect(&m_session, &Session::rowsChanged, this, &ExplorePage::refreshSoon);
  connect(&m_session, &Session::workspaceChanged, this, &ExplorePage::refreshSoon);
}

void ExplorePage::layOut() {
  m_plotCard->addToHeader(m_model);
  m_plotCard->body()->addWidget(m_plot, 1);
  m_answerCard->body()->addWidget(m_answer);
  m_llrCard->body()->addWidget(m_llrs, 1);
  m_mapCard->body()->addWidget(m_map, 1);
  auto* sideBox = new QWidget;
  sideBox->setFixedWidth(kSideWidth);
  auto* side = new QVBoxLayout(sideBox);
  side->setContentsMargins(0, 0, 0, 0);
  side->addWidget(m_answerCard);
  side->addWidget(m_controls);
  side->addWidget(m_llrCard, 1);
  auto* bottom = new QHBoxLayout;
  bottom->addWidget(m_layers, 3);
  bottom->addWidget(m_mapCard, 2);
  auto* left = new QVBoxLayout;
  left->addWidget(m_message);
  left->addWidget(m_plotCard, 5);
  left->addLayout(bottom, 3);
  auto* layout = new QHBoxLayout(m_content);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addLayout(left, 1);
  layout->addWidget(sideBox);
  for (QLayout* each : std::initializer_list<QLayout*>{side, bottom, left, layout})
    each->setSpacing(13);
  pageLayout()->addWidget(m_content, 1);
  pageLayout()->addWidget(m_empty, 1);
}

// --- which model ------------------------------------------------------------------------------

void ExplorePage::refresh() {
  const std::int64_t before = m_source >= 0 ? source().modelId : 0;
  m_sources.clear();
  try {
    if (const auto workspace = m_session.workspace())
      m_sources = exploreSources(*workspace);
  } catch (const base::Error& e) {
    m_message->showError(widgets::errorText(e));
  }
  m_content->setVisible(!m_sources.empty());
  m_empty->setVisible(m_sources.empty());
  m_model->clear();
  int index = m_sources.empty() ? -1 : 0;
  for (std::size_t i = 0; i < m_sources.size(); ++i) {
    m_model->addItem(m_sources[i].name);
    if (m_sources[i].modelId == before)
      index = static_cast<int>(i);
  }
  m_model->setVisible(m_sources.size() > 1);
  if (index < 0) {
    m_source = -1;
    m_engine.reset();
    return;
  }
  const bool same = m_sources[static_cast<std::size_t>(index)].modelId == before && m_engine;
  m_model->setCurrentIndex(index);
  if (!same) {
    chooseSource(index);
    return;
  }
  m_source = index;
  goOn();
}

void ExplorePage::hideEvent(QHideEvent* event) {
  Page::hideEvent(event);
  m_job.discard(); // leaves the cores to others; goes on when shown again
}

void ExplorePage::chooseModel(std::int64_t model, const std::optional<quant::QuantSpec>& bits) {
  if (bits)
    m_setting.quant = *bits;
  for (std::size_t i = 0; i < m_sources.size(); ++i)
    if (m_sources[i].modelId == model) {
      m_model->setCurrentIndex(static_cast<int>(i));
      chooseSource(static_cast<int>(i));
      if (bits && !bits->layers.empty()) { // of this very network
        study::ExploreSetting setting = m_setting;
        setting.quant = *bits;
        choose(setting);
      }
    }
}

void ExplorePage::chooseSource(int index) {
  m_source = index;
  m_job.discard();
  m_engine = std::make_shared<Engine>();
  m_state.reset();
  m_narrow = false;
  m_earlier.clear();
  m_known.clear();
  m_background = {};
  try {
    m_background = backgroundOf(*m_session.workspace(), source());
  } catch (const base::Error& e) {
    m_message->showError(widgets::errorText(e));
  }
  m_answer->setAnswer(QStringLiteral("–"), tr("measuring …"));
  const study::StudySpec& study = source().study;
  m_plot->setTarget(study.sweep.blerTarget);
  m_plot->setSpan(study.sweep.snr);
  m_plot->setAxisTitles(snrAxisText(study.link), QString());
  m_plotCard->setContext(describeLink(study));
  m_undo.clear();
  m_setting.quant.layers.clear(); // names of another network's
  m_layers->clear();
  showSetting();
  showCurves();
  goOn();
}

// --- settings ---------------------------------------------------------------------------------

void ExplorePage::showSetting() {
  m_controls->setSetting(m_setting);
  m_layers->setSetting(m_setting);
  m_map->setCurrent(m_setting.quant.weightBits, m_setting.quant.activationBits);
  showMap();
}

void ExplorePage::choose(const study::ExploreSetting& setting) {
  if (!(setting == m_setting))
    m_undo.push(new Move(*this, setting));
}

void ExplorePage::apply(const study::ExploreSetting& setting) {
  std::erase_if(m_earlier, [&](const Earlier& e) {
    return e.name == settingName(m_setting) || e.name == settingName(setting);
  });
  if (m_state && m_state->setting == m_setting) {
    m_earlier.insert(m_earlier.begin(), {settingName(m_setting), m_state->curve});
    if (m_earlier.size() > kMostEarlier)
      m_earlier.pop_back();
  }
  m_setting = setting;
  m_narrow = false;
  showSetting();
  measure(setting, Pass::Answer);
}

// --- measuring --------------------------------------------------------------------------------

void ExplorePage::measure(const study::ExploreSetting& setting, Pass pass) {
  if (m_source < 0 || !isVisible())
    return;
  using State = study::ExploreState;
  m_message->clear();
  const study::ExploreBudget budget = pass == Pass::Answer ? kAnswer
                                      : pass == Pass::Map  ? kForMap
                                                           : kNarrow;
  m_job.start<State, std::shared_ptr<const State>>(
      [engine = m_engine, workspace = m_session.workspace(), source = source(),
       measured = m_background.fp32, setting,
       budget](std::stop_token stop, base::Mailbox<State>& mailbox) {
        const std::lock_guard lock(engine->mutex); // the job before may be on its way out
        if (!engine->explorer && !stop.stop_requested())
          engine->explorer = std::make_unique<study::Explorer>(
              train::deserialiseModel(workspace->modelBlob(source.modelId),
                                      source.name.toStdString()),
              source.study, 0, measured);
        if (stop.stop_requested())
          return std::shared_ptr<const State>();
        return engine->explorer->evaluate(
            setting, budget, stop,
            [&](std::shared_ptr<const State> state) { mailbox.put(std::move(state)); });
      },
      [this, pass](std::shared_ptr<const State> state) {
        if (pass != Pass::Map)
          take(std::move(state));
      },
      [this, pass](std::shared_ptr<const State> state) {
        if (state && pass != Pass::Map)
          take(state);
        if (state)
          takeForMap(*state);
        m_narrow = m_narrow || (state && pass == Pass::Narrow);
        goOn();
      });
}

/// Whatever is to be measured next while nothing is moved.
void ExplorePage::goOn() {
  if (m_job.isRunning() || !isVisible() || m_source < 0)
    return;
  if (!m_state || !(m_state->setting == m_setting) || !m_state->finished) {
    measure(m_setting, Pass::Answer);
    return;
  }
  // Coarse bits last: they are the ones that people expect to fail.
  for (auto w = kMapWeights.rbegin(); w != kMapWeights.rend(); ++w)
    for (auto a = kMapActivations.rbegin(); a != kMapActivations.rend(); ++a)
      if (const study::ExploreSetting cell = mapSetting(*w, *a); !m_known.contains(keyFor(cell))) {
        measure(cell, Pass::Map);
        return;
      }
  if (!m_narrow)
    measure(m_setting, Pass::Narrow);
}

void ExplorePage::take(std::shared_ptr<const study::ExploreState> state) {
  m_state = std::move(state);
  showState();
}

// --- the map ----------------------------------------------------------------------------------

study::ExploreSetting ExplorePage::mapSetting(int weights, int activations) const {
  study::ExploreSetting setting = m_setting;
  setting.quant.weightBits = weights;
  setting.quant.activationBits = activations;
  return setting;
}

int ExplorePage::mapCells(bool known) const {
  int count = 0;
  for (const int w : kMapWeights)
    for (const int a : kMapActivations)
      count += !known || m_known.contains(keyFor(mapSetting(w, a))) ? 1 : 0;
  return count;
}

void ExplorePage::takeForMap(const study::ExploreState& state) {
  const bool more = !state.loss.valid;
  m_known[keyFor(state.setting)] = {more ? state.loss.lowerBoundDb : state.loss.db, more};
  showMap();
}

void ExplorePage::showMap() {
  for (const int w : kMapWeights)
    for (const int a : kMapActivations)
      m_map->setCell(w, a, m_known.value(keyFor(mapSetting(w, a))));
  const int known = mapCells(true), all = mapCells(false);
  m_mapCard->setContext(known == all ? tr("dB loss")
                                     : tr("dB loss · %1 of %2").arg(known).arg(all));
}

// --- showing ----------------------------------------------------------------------------------

void ExplorePage::showCurves() {
  using Role = widgets::PlotSeries::Role;
  std::vector<widgets::PlotSeries> series;
  const auto add = [&](const QString& name, Role role, const sim::Curve& curve) -> auto& {
    widgets::PlotSeries& s = series.emplace_back();
    s.name = name;
    s.role = role;
    s.curve = curve;
    return s;
  };
  int dash = 0;
  for (const auto& line : m_background.classical)
    add(line.name, Role::Classical, line.curve).dash = dash++;
  for (const Earlier& earlier : m_earlier)
    add(earlier.name, Role::Earlier, readable(earlier.curve));
  const int fp32 = static_cast<int>(series.size());
  add(tr("FP32"), Role::Reference, m_state ? readable(m_state->reference) : m_background.fp32);
  std::vector<widgets::LossMark> marks;
  if (m_state) {
    const study::ExploreState& s = *m_state;
    widgets::PlotSeries& now =
        add(tr("%1, now").arg(settingName(s.setting)),
            s.loss.unbounded ? Role::Failing : Role::Quantized, readable(s.curve));
    now.current = true;
    now.parent = fp32;
    if (s.loss.valid && s.crossing.reached)
      marks.push_back({s.crossing.snrDb - s.loss.db, s.crossing.snrDb,
                       widgets::signedDecibels(s.loss.db), series.size() - 1});
  }
  m_plot->setSeries(std::move(series));
  m_plot->setLosses(std::move(marks));
}

void ExplorePage::showState() {
  showCurves();
  const study::ExploreState& s = *m_state;
  m_controls->setReceiver(s.neural);
  const double target = source().study.sweep.blerTarget;
  const QString at = tr("at %1 % BLER").arg(widgets::numberText(100 * target, 2));
  m_answer->setAnswerIsProblem(s.loss.unbounded);
  m_answerCard->setContext(
      tr("paired with FP32, %1 slots")
          .arg(widgets::grouped(static_cast<std::int64_t>(s.loss.commonSlots))));
  const double half = (s.loss.interval.high - s.loss.interval.low) / 2;
  m_answer->setAnswer(lossText(s.loss), s.loss.valid && std::isfinite(half)
                                            ? tr("± %1 %2").arg(QString::number(half, 'f', 2), at)
                                            : at);
  const study::ExploreCosts& c = s.costs;
  m_layers->setState(s);
  std::vector<widgets::FactList::Fact> facts{
      {tr("Size"), widgets::bytesText(c.bytes), tr("%1 FP32").arg(widgets::bytesText(c.floatBytes)),
       tr("Weights at their bits, biases, multipliers and scales")},
      {tr("Bit operations"), widgets::siText(c.bitOperations, ""),
       QStringLiteral("÷ %1").arg(widgets::numberText(c.floatBitOperations / c.bitOperations, 0)),
       tr("Multiply-accumulates of a slot times the bits of both factors; beside it how many times "
          "fewer than in 32-bit floats")},
      {tr("Time a slot"), tr("%1 ms").arg(QString::number(c.microseconds / 1000, 'f', 2)),
       tr("%1 ms FP32").arg(QString::number(c.floatMicroseconds / 1000, 'f', 2)),
       tr("The receiver without decoder, on one core of this machine")}};
  if (s.setting.integerFrontEnd)
    facts.push_back(frontEndFact(s.frontEndLoss));
  if (const int worst = m_layers->worst(); worst >= 0) {
    const quant::LayerReport& layer = s.layers[static_cast<std::size_t>(worst)];
    facts.push_back({tr("Worst layer"), QString::fromStdString(layer.name),
                     widgets::decibels(layer.activationSqnrDb, 1),
                     tr("Whose output is furthest from FP32's, signal to quantization noise")});
  }
  m_answer->setFacts(facts);
  m_llrs->setShares(s.llrs.low, s.llrs.high, s.llrs.setting, s.llrs.reference);
}

std::vector<study::ReceiverEntry> ExplorePage::entriesFor(bool training) const {
  study::ReceiverEntry entry;
  entry.kind = training ? study::ReceiverKind::Qat : study::ReceiverKind::Ptq;
  entry.parent = source().name.toStdString();
  entry.quant = m_setting.quant;
  entry.name = entry.parent + ", " + settingName({m_setting.quant, 0, false, {}}).toStdString() +
               (training ? " QAT" : " PTQ");
  // As the study's own QAT receivers are trained; else a good beginning.
  if (training)
    entry.train = train::newQatTraining(m_setting.quant.weightBits);
  for (const study::ReceiverEntry& other : source().study.receivers)
    if (other.kind == study::ReceiverKind::Qat && other.parent == entry.parent)
      entry.train = other.train;
  if (!m_setting.integerFrontEnd)
    return {entry};
  study::ReceiverEntry whole;
  whole.kind = study::ReceiverKind::FixedPoint;
  whole.parent = entry.name;
  whole.fixedPoint = m_setting.frontEnd;
  whole.name =
      entry.name + ", " + tr("front end %1").arg(frontEndName(m_setting.frontEnd)).toStdString();
  return {entry, whole};
}

} // namespace rxq::app
