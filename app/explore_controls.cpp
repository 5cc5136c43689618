#include "app/explore_controls.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/receiver/fixed_planes.h"
#include "widgets/format.h"
#include "widgets/labels.h"
#include "widgets/segmented_control.h"

namespace rxq::app {

namespace {
constexpr int kFewestBits = 2, kMostBits = 8;
constexpr int kFinestStep = -4, kCoarsestStep = 2; ///< LLR steps on the slider, as powers of two

QGridLayout* roomGrid() {
  auto* grid = new QGridLayout;
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(12);
  grid->setVerticalSpacing(7);
  grid->setColumnStretch(1, 1);
  return grid;
}
} // namespace

ExploreControls::ExploreControls(QWidget* parent)
    : Card(tr("Bits"), parent), m_rooms(new QStackedWidget),
      m_scales(new widgets::SegmentedControl({tr("Channel"), tr("Tensor")})),
      m_calibration(new widgets::SegmentedControl({tr("Range"), tr("MSE")})),
      m_frontEnd(new widgets::SegmentedControl({tr("Float"), tr("Integers")})),
      m_planes(new QCheckBox(tr("Scale input planes apart"))),
      m_bias(new QCheckBox(tr("Correct biases"))) {
  auto* which = new widgets::SegmentedControl({tr("Network"), tr("Around it")});
  which->setObjectName(QStringLiteral("exploreRooms"));
  which->setAccessibleTitle(tr("Bits of"));
  which->setToolTip(tr("Bits of the network, or of what is around it: gain control, channel "
                       "estimate, combining, demapping, and the decoder"));
  addToHeader(which);
  m_rooms->addWidget(networkRoom());
  m_rooms->addWidget(aroundRoom());
  body()->addWidget(m_rooms);
  body()->addWidget(buttons());
  connect(which, &widgets::SegmentedControl::currentChanged, m_rooms,
          &QStackedWidget::setCurrentIndex);
  for (widgets::SegmentedControl* each : {m_scales, m_calibration, m_frontEnd})
    connect(each, &widgets::SegmentedControl::chosen, this, &ExploreControls::read);
  connect(m_planes, &QCheckBox::toggled, this, &ExploreControls::read);
  connect(m_bias, &QCheckBox::toggled, this, &ExploreControls::read);
}

QWidget* ExploreControls::networkRoom() {
  auto* room = new QWidget;
  auto* layout = new QVBoxLayout(room);
  layout->setContentsMargins(0, 0, 0, 0);
  QGridLayout* grid = roomGrid();
  using Q = quant::QuantSpec;
  addQuantSlider(grid, tr("Weights"),
                 tr("Bits of every weight but the first and last layer's; 2 are ternary"),
                 &Q::weightBits);
  addQuantSlider(grid, tr("Activations"), tr("Bits of every activation"), &Q::activationBits);
  addQuantSlider(grid, tr("First and last"), tr("Weight bits of the first and the last layer"),
                 &Q::edgeWeightBits);
  addQuantSlider(grid, tr("Input planes"), tr("Bits of what enters the network"),
                 &Q::edgeActivationBits);
  m_scales->setAccessibleTitle(tr("Weight scales"));
  m_calibration->setAccessibleTitle(tr("Calibration"));
  m_planes->setToolTip(
      tr("Each input plane has its own scale, folded into the first layer's weights"));
  m_bias->setToolTip(tr("Corrects each layer's mean error after quantization (arXiv 1906.04721)"));
  addRow(grid, tr("Weight scales"),
         tr("One scale an output channel, or one for all weights of a layer: the scale is what a "
            "step of the integers stands for"),
         m_scales);
  addRow(
      grid, tr("Calibration"),
      tr("How far the quantizer reaches: to the largest value seen, or as far as gives the least "
         "squared error"),
      m_calibration);
  layout->addLayout(grid);
  layout->addWidget(m_planes);
  layout->addWidget(m_bias);
  layout->addStretch(1);
  return room;
}

QWidget* ExploreControls::aroundRoom() {
  auto* room = new QWidget;
  auto* layout = new QVBoxLayout(room);
  layout->setContentsMargins(0, 0, 0, 0);
  QGridLayout* grid = roomGrid();
  using F = receiver::FixedPointSpec;
  m_frontEnd->setAccessibleTitle(tr("Front end"));
  addRow(grid, tr("Front end"),
         tr("Gain control, channel estimate, input planes, combining and demapping: in float, or "
            "in integers of the bits below, so that all from the samples to the LLRs is integers"),
         m_frontEnd);
  addFrontEndSlider(grid, tr("Samples"), tr("Bits of each antenna's samples, Re and Im"), 4, 16,
                    &F::sampleBits);
  addFrontEndSlider(grid, tr("Estimates"), tr("Bits of the channel estimate, in every pass"), 4, 18,
                    &F::estimateBits);
  addFrontEndSlider(grid, tr("Sums"), tr("Bits of the combined symbol and its gain"), 8, 24,
                    &F::combinerBits);
  m_decisions = addFrontEndSlider(grid, tr("Decisions"), tr("Bits of the decision-directed errors"),
                                  4, 18, &F::decisionBits);
  m_llrBits = addFrontEndSlider(grid, tr("LLRs"), tr("Bits of what the demapper gives"), 3, 16,
                                &F::llrBits);
  m_llrStep = addSlider(
      grid, tr("LLR step"), tr("What one step of an LLR stands for; fewer bits want larger ones"),
      kFinestStep, kCoarsestStep,
      {[](const Setting& s) {
         return static_cast<int>(std::lround(std::log2(s.frontEnd.llrStep)));
       },
       [](Setting& s, int position) { s.frontEnd.llrStep = std::exp2(position); },
       [](const Setting& s) { return widgets::numberText(s.frontEnd.llrStep, 4); }, true});
  // The left end, one below the fewest bits that make sense, stands for float.
  addSlider(
      grid, tr("Decoder LLRs"),
      tr("Bits of the LDPC decoder's channel LLRs, with 8-bit messages; left end: float"),
      kFewestBits, kMostBits,
      {[](const Setting& s) { return std::max(s.decoderBits, kFewestBits); },
       [](Setting& s, int position) { s.decoderBits = position == kFewestBits ? 0 : position; },
       [](const Setting& s) {
         return s.decoderBits ? QString::number(s.decoderBits) : tr("float");
       }});
  layout->addLayout(grid);
  layout->addStretch(1);
  return room;
}

QWidget* ExploreControls::buttons() {
  auto* row = new QWidget;
  auto* keep = new QPushButton(tr("Keep"));
  auto* train = new QPushButton(tr("Train it (QAT)"));
  keep->setToolTip(tr("Adds this setting to the study as a PTQ receiver, with a front end in "
                      "integers around it if that is chosen, and measures its whole curve: a run "
                      "that stays, and a model that can be exported"));
  train->setToolTip(tr("Adds it to the study as a QAT receiver and queues its training"));
  train->setProperty("class", QStringLiteral("primary"));
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(keep);
  layout->addStretch(1);
  layout->addWidget(train);
  connect(keep, &QPushButton::clicked, this, &ExploreControls::keepWanted);
  connect(train, &QPushButton::clicked, this, &ExploreControls::trainWanted);
  return row;
}

std::size_t ExploreControls::addSlider(QGridLayout* grid, const QString& name, const QString& help,
                                       int low, int high, Knob knob) {
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
  connect(slider, &QSlider::valueChanged, this, &ExploreControls::read);
  knob.label = label;
  knob.slider = slider;
  knob.value = value;
  m_knobs.push_back(std::move(knob));
  return m_knobs.size() - 1;
}

void ExploreControls::addQuantSlider(QGridLayout* grid, const QString& name, const QString& help,
                                     int quant::QuantSpec::*member) {
  addSlider(grid, name, help, kFewestBits, kMostBits,
            {[member](const Setting& s) { return s.quant.*member; },
             [member](Setting& s, int bits) { s.quant.*member = bits; },
             [member](const Setting& s) { return QString::number(s.quant.*member); }});
}

std::size_t ExploreControls::addFrontEndSlider(QGridLayout* grid, const QString& name,
                                               const QString& help, int low, int high,
                                               int receiver::FixedPointSpec::*member) {
  return addSlider(grid, name, help, low, high,
                   {[member](const Setting& s) { return s.frontEnd.*member; },
                    [member](Setting& s, int bits) { s.frontEnd.*member = bits; },
                    [member](const Setting& s) { return QString::number(s.frontEnd.*member); },
                    true});
}

void ExploreControls::addRow(QGridLayout* grid, const QString& name, const QString& help,
                             QWidget* control) {
  const int row = grid->rowCount();
  auto* label = new QLabel(name);
  label->setToolTip(help);
  control->setToolTip(help);
  grid->addWidget(label, row, 0);
  grid->addWidget(control, row, 1, 1, 2);
}

void ExploreControls::setReceiver(const receiver::NeuralSpec& neural) {
  const bool decides = std::any_of(neural.planes.begin(), neural.planes.end(), [](auto plane) {
    return receiver::hasFixedForm(plane) &&
           receiver::fixedKindOf(plane).takes == receiver::FixedInput::Decisions;
  });
  const bool demaps = neural.head == receiver::Head::Channel;
  const auto show = [&](std::size_t place, bool shown) {
    const Knob& knob = m_knobs[place];
    for (QWidget* each :
         {knob.label, static_cast<QWidget*>(knob.slider), static_cast<QWidget*>(knob.value)})
      each->setVisible(shown);
  };
  show(m_decisions, decides);
  show(m_llrBits, demaps);
  show(m_llrStep, demaps);
}

void ExploreControls::setSetting(const study::ExploreSetting& setting) {
  m_showing = true;
  m_setting = setting;
  for (const Knob& knob : m_knobs) {
    const bool counts = !knob.ofFrontEnd || setting.integerFrontEnd;
    knob.slider->setValue(knob.position(setting));
    knob.value->setText(knob.text(setting));
    for (QWidget* each :
         {knob.label, static_cast<QWidget*>(knob.slider), static_cast<QWidget*>(knob.value)})
      each->setEnabled(counts);
  }
  m_scales->setCurrent(setting.quant.granularity == quant::Granularity::PerChannel ? 0 : 1);
  m_calibration->setCurrent(setting.quant.calibration == quant::Calibration::MinMax ? 0 : 1);
  m_frontEnd->setCurrent(setting.integerFrontEnd ? 1 : 0);
  m_planes->setChecked(setting.quant.scaleInputPlanes);
  m_bias->setChecked(setting.quant.biasCorrection);
  m_showing = false;
}

void ExploreControls::read() {
  if (m_showing)
    return;
  study::ExploreSetting next = m_setting;
  for (const Knob& knob : m_knobs)
    if (knob.slider->value() != knob.position(m_setting))
      knob.move(next, knob.slider->value());
  next.quant.granularity =
      m_scales->current() == 0 ? quant::Granularity::PerChannel : quant::Granularity::PerTensor;
  next.quant.calibration =
      m_calibration->current() == 0 ? quant::Calibration::MinMax : quant::Calibration::Mse;
  next.integerFrontEnd = m_frontEnd->current() == 1;
  next.quant.scaleInputPlanes = m_planes->isChecked();
  next.quant.biasCorrection = m_bias->isChecked();
  Q_EMIT moved(next);
}

} // namespace rxq::app
