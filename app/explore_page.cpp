#include "app/explore_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/demo.h"
#include "app/empty_state.h"
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
#include "widgets/heat_map.h"
#include "widgets/histogram_view.h"
#include "widgets/icons.h"
#include "widgets/labels.h"
#include "widgets/layer_bars.h"
#include "widgets/segmented_control.h"

namespace rxq::app {

namespace {
constexpr int kSideWidth = 344;
constexpr int kMostEarlier = 3;
constexpr study::ExploreBudget kWatched{0.04, 32768};
constexpr study::ExploreBudget kForMap{0.15, 1024};
const std::vector<int> kMapWeights{2, 3, 4, 6, 8}, kMapActivations{2, 3, 4, 6, 8};

QString settingName(const study::ExploreSetting& s) {
  QString name = QStringLiteral("W%1 A%2").arg(s.quant.weightBits).arg(s.quant.activationBits);
  if (s.quant.edgeWeightBits != s.quant.weightBits)
    name += ExplorePage::tr(", edges W%1").arg(s.quant.edgeWeightBits);
  if (!s.quant.layers.empty())
    name += s.quant.layers.size() == 1
                ? ExplorePage::tr(", 1 layer apart")
                : ExplorePage::tr(", %1 layers apart").arg(s.quant.layers.size());
  if (s.decoderBits)
    name += ExplorePage::tr(", LLR %1").arg(s.decoderBits);
  return name;
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
      m_layersCard(new widgets::Card(tr("Layers"))),
      m_mapCard(new widgets::Card(tr("All settings"))), m_llrCard(new widgets::Card(tr("LLRs"))),
      m_scales(new widgets::SegmentedControl({tr("Channel"), tr("Tensor")})),
      m_calibration(new widgets::SegmentedControl({tr("Range"), tr("MSE")})),
      m_planes(new QCheckBox(tr("Scale input planes apart"))),
      m_bias(new QCheckBox(tr("Correct biases"))), m_layers(new widgets::LayerBars),
      m_layerName(new widgets::FigureLabel(13, QFont::DemiBold)),
      m_layerWeightsText(new widgets::FigureLabel(13, QFont::DemiBold)),
      m_layerOutputText(new widgets::FigureLabel(13, QFont::DemiBold)),
      m_layerWeights(new QSlider(Qt::Horizontal)), m_layerOutput(new QSlider(Qt::Horizontal)),
      m_layerReset(widgets::iconButton("undo", tr("This layer has the network's bits again"))),
      m_map(new widgets::HeatMap), m_llrs(new widgets::HistogramView),
      m_keep(new QPushButton(tr("Keep"))), m_train(new QPushButton(tr("Train it (QAT)"))),
      m_message(new widgets::Banner), m_content(new QWidget),
      m_empty(new EmptyState(tr("No trained receiver yet"),
                             tr("Exploring re-quantizes a trained FP32 receiver. Run a study, or "
                                "take the trained models of the demo."),
                             tr("Go to the start page"))) {
  m_setting.quant.edgeWeightBits = 8;
  m_model->setAccessibleName(tr("FP32 model to quantize"));
  m_plotCard->addToHeader(m_model);
  m_plotCard->body()->addWidget(m_plot, 1);
  m_answerCard->body()->addWidget(m_answer);
  m_llrCard->setContext(tr("bars: integers, line: FP32, first bit"));
  m_llrCard->body()->addWidget(m_llrs, 1);
  m_layersCard->setContext(tr("SQNR in dB: solid weights, pale outputs"));
  m_layersCard->setToolTip(tr("Signal to quantization noise of each layer against FP32"));
  m_layersCard->body()->addWidget(m_layers, 1);
  m_layersCard->body()->addWidget(makeLayerControls());
  m_mapCard->setContext(tr("dB loss"));
  m_mapCard->setToolTip(tr("Loss by weight and activation bits; a click goes there"));
  m_mapCard->body()->addWidget(m_map, 1);
  m_map->setAxes(kMapWeights, kMapActivations);

  auto* side = new QVBoxLayout;
  side->setSpacing(13);
  side->addWidget(m_answerCard);
  side->addWidget(makeControls());
  side->addWidget(m_llrCard, 1);
  auto* sideBox = new QWidget;
  sideBox->setFixedWidth(kSideWidth);
  sideBox->setLayout(side);
  side->setContentsMargins(0, 0, 0, 0);
  auto* bottom = new QHBoxLayout;
  bottom->setSpacing(13);
  bottom->addWidget(m_layersCard, 3);
  bottom->addWidget(m_mapCard, 2);
  auto* left = new QVBoxLayout;
  left->setSpacing(13);
  left->addWidget(m_message);
  left->addWidget(m_plotCard, 5);
  left->addLayout(bottom, 3);
  auto* layout = new QHBoxLayout(m_content);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(13);
  layout->addLayout(left, 1);
  layout->addWidget(sideBox);
  pageLayout()->addWidget(m_content, 1);
  pageLayout()->addWidget(m_empty, 1);

  connect(static_cast<EmptyState*>(m_empty), &EmptyState::triggered, this, &ExplorePage::goToStart);
  connect(m_model, &QComboBox::activated, this, &ExplorePage::chooseSource);
  connect(m_map, &widgets::HeatMap::chosen, this, [this](int weights, int activations) {
    study::ExploreSetting next = m_setting;
    next.quant.weightBits = weights;
    next.quant.activationBits = activations;
    choose(next);
  });
  connect(m_keep, &QPushButton::clicked, this, [this] {
    Q_EMIT receiverWanted(m_sources[static_cast<std::size_t>(m_source)].study, entryFor(false));
  });
  connect(m_train, &QPushButton::clicked, this, [this] {
    Q_EMIT receiverWanted(m_sources[static_cast<std::size_t>(m_source)].study, entryFor(true));
  });
  connect(&m_job, &widgets::JobController::failed, this,
          [this](const QString& text) { m_message->showError(text); });
  connect(&m_session, &Session::rowsChanged, this, &ExplorePage::refreshSoon);
  connect(&m_session, &Session::workspaceChanged, this, &ExplorePage::refreshSoon);
}

QSlider* ExplorePage::addSlider(QGridLayout* grid, const QString& name, const QString& help,
                                int low, int high, int study::ExploreSetting::*own,
                                int quant::QuantSpec::*member) {
  const int row = grid->rowCount();
  auto* label = new QLabel(name);
  auto* slider = new QSlider(Qt::Horizontal);
  auto* value = new widgets::FigureLabel(13, QFont::DemiBold);
  value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  value->setMinimumWidth(36);
  slider->setRange(low, high);
  slider->setPageStep(1);
  slider->setTracking(true);
  slider->setAccessibleName(name);
  slider->setToolTip(help);
  label->setToolTip(help);
  label->setBuddy(slider);
  grid->addWidget(label, row, 0);
  grid->addWidget(slider, row, 1);
  grid->addWidget(value, row, 2);
  m_knobs.push_back({slider, value, own, member});
  connect(slider, &QSlider::valueChanged, this, &ExplorePage::controlsMoved);
  return slider;
}

QWidget* ExplorePage::makeControls() {
  auto* card = new widgets::Card(tr("Bits"));
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(12);
  grid->setVerticalSpacing(7);
  grid->setColumnStretch(1, 1);
  using Q = quant::QuantSpec;
  addSlider(grid, tr("Weights"),
            tr("Bits of every weight but the first and last layer's; 2 are ternary"), 2, 8, nullptr,
            &Q::weightBits);
  addSlider(grid, tr("Activations"), tr("Bits of every activation"), 2, 8, nullptr,
            &Q::activationBits);
  addSlider(grid, tr("First and last"), tr("Weight bits of the first and the last layer"), 2, 8,
            nullptr, &Q::edgeWeightBits);
  addSlider(grid, tr("Input planes"), tr("Bits of what enters the network"), 2, 8, nullptr,
            &Q::edgeActivationBits);
  // One below the fewest bits stands for float.
  addSlider(grid, tr("Decoder LLRs"),
            tr("Bits of the LDPC decoder's channel LLRs, with 8-bit messages; left end: float"), 2,
            8, &study::ExploreSetting::decoderBits, nullptr);
  const auto addRow = [&](const QString& name, QWidget* control) {
    const int row = grid->rowCount();
    grid->addWidget(new QLabel(name), row, 0);
    grid->addWidget(control, row, 1, 1, 2);
  };
  m_scales->setAccessibleTitle(tr("Weight scales"));
  m_calibration->setAccessibleTitle(tr("Calibration"));
  m_planes->setToolTip(
      tr("Each input plane has its own scale, folded into the first layer's weights"));
  m_bias->setToolTip(tr("Corrects each layer's mean error after quantization (arXiv 1906.04721)"));
  addRow(tr("Weight scales"), m_scales);
  addRow(tr("Calibration"), m_calibration);
  card->body()->addLayout(grid);
  card->body()->addWidget(m_planes);
  card->body()->addWidget(m_bias);
  auto* buttons = new QHBoxLayout;
  m_keep->setToolTip(
      tr("Adds this setting to the study as a PTQ receiver and measures its whole curve: "
         "a run that stays"));
  m_train->setToolTip(tr("Adds it to the study as a QAT receiver and queues its training"));
  m_train->setProperty("class", QStringLiteral("primary"));
  buttons->addWidget(m_keep);
  buttons->addStretch(1);
  buttons->addWidget(m_train);
  card->body()->addLayout(buttons);
  connect(m_scales, &widgets::SegmentedControl::chosen, this, &ExplorePage::controlsMoved);
  connect(m_calibration, &widgets::SegmentedControl::chosen, this, &ExplorePage::controlsMoved);
  connect(m_planes, &QCheckBox::toggled, this, &ExplorePage::controlsMoved);
  connect(m_bias, &QCheckBox::toggled, this, &ExplorePage::controlsMoved);
  return card;
}

QWidget* ExplorePage::makeLayerControls() {
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  m_layerName->setElide(true);
  m_layerName->setMinimumWidth(96);
  layout->addWidget(m_layerName, 2);
  const auto add = [&](const QString& name, const QString& help, QSlider* slider,
                       widgets::FigureLabel* value) {
    auto* label = widgets::styledLabel(name, "dim");
    label->setBuddy(slider);
    slider->setRange(2, 8);
    slider->setPageStep(1);
    slider->setAccessibleName(tr("%1 of the chosen layer").arg(name));
    slider->setToolTip(help);
    slider->setMinimumWidth(48);
    value->setMinimumWidth(14);
    layout->addWidget(label);
    layout->addWidget(slider, 1);
    layout->addWidget(value);
    connect(slider, &QSlider::valueChanged, this, &ExplorePage::layerMoved);
  };
  add(tr("Weights"), tr("Weight bits of this layer alone"), m_layerWeights, m_layerWeightsText);
  add(tr("Output"), tr("Bits of what leaves this layer"), m_layerOutput, m_layerOutputText);
  layout->addWidget(m_layerReset);
  connect(m_layers, &widgets::LayerBars::layerChosen, this, &ExplorePage::showLayer);
  connect(m_layerReset, &QToolButton::clicked, this, [this] {
    study::ExploreSetting next = m_setting;
    std::erase_if(next.quant.layers,
                  [&](const auto& l) { return l.layer == m_layerName->text().toStdString(); });
    choose(next);
  });
  return row;
}

// --- which model ------------------------------------------------------------------------------

void ExplorePage::findSources() {
  m_sources.clear();
  const auto workspace = m_session.workspace();
  if (!workspace)
    return;
  QHash<qint64, study::StudySpec> studies;
  for (const store::StudyRecord& record : workspace->studies())
    try {
      studies[record.id] = param::readJson<study::StudySpec>(record.spec, record.name);
    } catch (const base::Error&) { // of a newer version, perhaps: its models are left out
    }
  const auto runs = workspace->runs();
  for (const store::ModelRecord& model : workspace->models()) {
    if (model.method != "fp32")
      continue;
    Source source{model.id, QString::fromStdString(model.name), demoStudy()};
    for (const store::RunRecord& run : runs)
      if (run.modelId == model.id && studies.contains(run.studyId))
        source.study = studies[run.studyId];
    const auto& all = source.study.receivers;
    const auto entry = std::ranges::find(all, model.name, &study::ReceiverEntry::name);
    source.place = static_cast<int>(entry - all.begin());
    // Steps on the way to other receivers are not what one quantizes.
    if (entry == all.end() || entry->evaluate)
      m_sources.push_back(std::move(source));
  }
  // As the studies list them: what others were trained on from comes first.
  std::ranges::stable_sort(m_sources, {}, &Source::place);
}

void ExplorePage::refresh() {
  const std::int64_t before =
      m_source >= 0 ? m_sources[static_cast<std::size_t>(m_source)].modelId : 0;
  try {
    findSources();
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
  if (same)
    m_source = index;
  else
    chooseSource(index);
  if (same && !m_job.isRunning()) {
    if (!m_state || !m_state->finished)
      measure(m_setting, false);
    else
      fillMap();
  }
}

void ExplorePage::hideEvent(QHideEvent* event) {
  Page::hideEvent(event);
  m_job.discard(); // leaves the cores to others; goes on when shown again
}

void ExplorePage::chooseSource(int index) {
  m_source = index;
  const Source& source = m_sources[static_cast<std::size_t>(index)];
  m_job.discard();
  m_engine = std::make_shared<Engine>();
  m_state.reset();
  m_earlier.clear();
  m_known.clear();
  m_map->clear();
  m_answer->setAnswer(QStringLiteral("–"), tr("measuring …"));
  m_plot->setTarget(source.study.sweep.blerTarget);
  m_plot->setAxisTitles(snrAxisText(source.study.link), QString());
  m_plotCard->setContext(describeLink(source.study));
  m_undo.clear();
  m_setting.quant.layers.clear(); // names of another network's
  m_layers->setBars({});
  showSetting();
  measure(m_setting, false);
}

// --- settings ---------------------------------------------------------------------------------

void ExplorePage::showSetting() {
  m_showing = true;
  for (const Knob& knob : m_knobs) {
    const int value = knob.own ? m_setting.*knob.own : m_setting.quant.*knob.member;
    const bool isFloat = knob.own && value == 0;
    knob.slider->setValue(isFloat ? knob.slider->minimum() : value);
    knob.value->setText(isFloat ? tr("float") : QString::number(value));
  }
  m_scales->setCurrent(m_setting.quant.granularity == quant::Granularity::PerChannel ? 0 : 1);
  m_calibration->setCurrent(m_setting.quant.calibration == quant::Calibration::MinMax ? 0 : 1);
  m_planes->setChecked(m_setting.quant.scaleInputPlanes);
  m_bias->setChecked(m_setting.quant.biasCorrection);
  showLayer();
  m_map->setCurrent(m_setting.quant.weightBits, m_setting.quant.activationBits);
  for (const int w : kMapWeights)
    for (const int a : kMapActivations) {
      study::ExploreSetting cell = m_setting;
      cell.quant.weightBits = w;
      cell.quant.activationBits = a;
      const auto known = m_known.constFind(keyOf(cell));
      m_map->setCell(w, a,
                     known == m_known.constEnd()
                         ? widgets::HeatMap::Cell{}
                         : widgets::HeatMap::Cell{known->first, known->second});
    }
  m_showing = false;
}

void ExplorePage::controlsMoved() {
  if (m_showing)
    return;
  study::ExploreSetting next = m_setting;
  for (const Knob& knob : m_knobs) {
    const int value = knob.slider->value();
    if (knob.own)
      next.*knob.own = value == knob.slider->minimum() ? 0 : value;
    else
      next.quant.*knob.member = value;
  }
  next.quant.granularity =
      m_scales->current() == 0 ? quant::Granularity::PerChannel : quant::Granularity::PerTensor;
  next.quant.calibration =
      m_calibration->current() == 0 ? quant::Calibration::MinMax : quant::Calibration::Mse;
  next.quant.scaleInputPlanes = m_planes->isChecked();
  next.quant.biasCorrection = m_bias->isChecked();
  choose(next);
}

void ExplorePage::layerMoved() {
  if (m_showing)
    return;
  const std::string name = m_layerName->text().toStdString();
  study::ExploreSetting next = m_setting;
  const quant::LayerBits own{name, m_layerWeights->value(), m_layerOutput->value()};
  const auto it = std::ranges::find(next.quant.layers, name, &quant::LayerBits::layer);
  if (it != next.quant.layers.end())
    *it = own;
  else
    next.quant.layers.push_back(own);
  choose(next);
}

/// The sliders of the layer that is chosen in the bars.
void ExplorePage::showLayer() {
  const auto& bars = m_layers->bars();
  if (bars.empty())
    return;
  if (m_layers->chosen() < 0 || m_layers->chosen() >= static_cast<int>(bars.size()))
    m_layers->setChosen(0);
  const auto at = static_cast<std::size_t>(m_layers->chosen());
  const bool before = std::exchange(m_showing, true);
  const quant::LayerBits* own = quant::bitsOfLayer(m_setting.quant, bars[at].name.toStdString());
  const int weights = own ? own->weightBits : bars[at].weightBits;
  const int output = own ? own->activationBits : bars[at].outputBits;
  m_layerName->setText(bars[at].name);
  m_layerWeights->setValue(weights);
  m_layerOutput->setValue(output);
  m_layerWeightsText->setText(QString::number(weights));
  m_layerOutputText->setText(QString::number(output));
  m_layerReset->setEnabled(own);
  m_showing = before;
}

void ExplorePage::choose(const study::ExploreSetting& setting) {
  if (!(setting == m_setting))
    m_undo.push(new Move(*this, setting));
}

void ExplorePage::apply(const study::ExploreSetting& setting) {
  if (m_state) {
    m_earlier.insert(m_earlier.begin(), {settingName(m_setting), m_state->curve});
    if (m_earlier.size() > kMostEarlier)
      m_earlier.pop_back();
  }
  m_setting = setting;
  showSetting();
  measure(setting, false);
}

QString ExplorePage::keyOf(const study::ExploreSetting& setting) const {
  return QString::fromStdString(param::writeJson(setting.quant, -1)) +
         QString::number(setting.decoderBits);
}

// --- measuring --------------------------------------------------------------------------------

void ExplorePage::measure(const study::ExploreSetting& setting, bool forMap) {
  if (m_source < 0 || !isVisible())
    return;
  using State = study::ExploreState;
  m_message->clear();
  m_job.start<State, std::shared_ptr<const State>>(
      [engine = m_engine, workspace = m_session.workspace(),
       source = m_sources[static_cast<std::size_t>(m_source)], setting,
       forMap](std::stop_token stop, base::Mailbox<State>& mailbox) {
        const std::lock_guard lock(engine->mutex); // the job before may be on its way out
        if (!engine->explorer && !stop.stop_requested())
          engine->explorer = std::make_unique<study::Explorer>(
              train::deserialiseModel(workspace->modelBlob(source.modelId),
                                      source.name.toStdString()),
              source.study, 0);
        if (stop.stop_requested())
          return std::shared_ptr<const State>();
        return engine->explorer->evaluate(
            setting, forMap ? kForMap : kWatched, stop,
            [&](std::shared_ptr<const State> state) { mailbox.put(std::move(state)); });
      },
      [this, forMap](std::shared_ptr<const State> state) {
        if (!forMap)
          take(std::move(state));
      },
      [this, forMap](std::shared_ptr<const State> state) {
        if (state && !forMap)
          take(state);
        if (state)
          takeForMap(*state);
        fillMap();
      });
}

void ExplorePage::takeForMap(const study::ExploreState& state) {
  const bool more = !state.loss.valid;
  m_known[keyOf(state.setting)] = {more ? state.loss.lowerBoundDb : state.loss.db, more};
  study::ExploreSetting cell = m_setting;
  cell.quant.weightBits = state.setting.quant.weightBits;
  cell.quant.activationBits = state.setting.quant.activationBits;
  if (cell == state.setting)
    m_map->setCell(cell.quant.weightBits, cell.quant.activationBits,
                   {more ? state.loss.lowerBoundDb : state.loss.db, more});
}

void ExplorePage::fillMap() {
  if (m_job.isRunning() || !isVisible())
    return;
  // Coarse bits last: they are the ones that people expect to fail.
  for (auto w = kMapWeights.rbegin(); w != kMapWeights.rend(); ++w)
    for (auto a = kMapActivations.rbegin(); a != kMapActivations.rend(); ++a) {
      study::ExploreSetting cell = m_setting;
      cell.quant.weightBits = *w;
      cell.quant.activationBits = *a;
      if (!m_known.contains(keyOf(cell))) {
        measure(cell, true);
        return;
      }
    }
}

void ExplorePage::take(std::shared_ptr<const study::ExploreState> state) {
  m_state = std::move(state);
  showState();
}

void ExplorePage::showState() {
  const study::ExploreState& s = *m_state;
  using Role = widgets::PlotSeries::Role;
  std::vector<widgets::PlotSeries> series;
  widgets::PlotSeries fp32;
  fp32.name = tr("FP32");
  fp32.role = Role::Reference;
  fp32.curve = s.reference;
  for (std::size_t i = 0; i < m_earlier.size(); ++i) {
    widgets::PlotSeries earlier;
    earlier.name = m_earlier[i].name;
    earlier.role = Role::Earlier;
    earlier.curve = m_earlier[i].curve;
    series.push_back(std::move(earlier));
  }
  series.push_back(std::move(fp32));
  widgets::PlotSeries now;
  now.name = tr("%1, now").arg(settingName(s.setting));
  now.current = true;
  now.role = s.loss.unbounded ? Role::Failing : Role::Quantized;
  now.curve = s.curve;
  series.push_back(std::move(now));
  std::vector<widgets::LossMark> marks;
  if (s.loss.valid && s.crossing.reached)
    marks.push_back({s.crossing.snrDb - s.loss.db, s.crossing.snrDb,
                     widgets::signedDecibels(s.loss.db), series.size() - 1});
  m_plot->setSeries(std::move(series));
  m_plot->setLosses(std::move(marks));

  const double target = m_sources[static_cast<std::size_t>(m_source)].study.sweep.blerTarget;
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
  m_layers->setBars(layerBars(s));
  showLayer();
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
  if (const int worst = m_layers->worst(); worst >= 0) {
    const quant::LayerReport& layer = s.layers[static_cast<std::size_t>(worst)];
    facts.push_back({tr("Worst layer"), QString::fromStdString(layer.name),
                     widgets::decibels(layer.activationSqnrDb, 1),
                     tr("Whose output is furthest from FP32's, signal to quantization noise")});
  }
  m_answer->setFacts(facts);
  m_llrs->setShares(s.llrs.low, s.llrs.high, s.llrs.setting, s.llrs.reference);
}

study::ReceiverEntry ExplorePage::entryFor(bool training) const {
  const Source& source = m_sources[static_cast<std::size_t>(m_source)];
  study::ReceiverEntry entry;
  entry.kind = training ? study::ReceiverKind::Qat : study::ReceiverKind::Ptq;
  entry.parent = source.name.toStdString();
  entry.quant = m_setting.quant;
  entry.name = entry.parent + ", " + settingName({m_setting.quant, 0}).toStdString() +
               (training ? " QAT" : " PTQ");
  // As the study's own QAT receivers are trained; else a good beginning (1e-3, a third of FP32's
  // steps).
  entry.train.iterations = 1500;
  entry.train.learningRate = 1e-3;
  for (const study::ReceiverEntry& other : source.study.receivers)
    if (other.kind == study::ReceiverKind::Qat && other.parent == entry.parent)
      entry.train = other.train;
  return entry;
}

} // namespace rxq::app
