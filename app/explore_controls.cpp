#include "app/explore_controls.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QVBoxLayout>

#include "widgets/labels.h"
#include "widgets/segmented_control.h"

namespace rxq::app {

namespace {
constexpr int kFewestBits = 2, kMostBits = 8;
}

ExploreControls::ExploreControls(QWidget* parent)
    : Card(tr("Bits"), parent),
      m_scales(new widgets::SegmentedControl({tr("Channel"), tr("Tensor")})),
      m_calibration(new widgets::SegmentedControl({tr("Range"), tr("MSE")})),
      m_planes(new QCheckBox(tr("Scale input planes apart"))),
      m_bias(new QCheckBox(tr("Correct biases"))) {
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(12);
  grid->setVerticalSpacing(7);
  grid->setColumnStretch(1, 1);
  using Q = quant::QuantSpec;
  addSlider(grid, tr("Weights"),
            tr("Bits of every weight but the first and last layer's; 2 are ternary"), nullptr,
            &Q::weightBits);
  addSlider(grid, tr("Activations"), tr("Bits of every activation"), nullptr, &Q::activationBits);
  addSlider(grid, tr("First and last"), tr("Weight bits of the first and the last layer"), nullptr,
            &Q::edgeWeightBits);
  addSlider(grid, tr("Input planes"), tr("Bits of what enters the network"), nullptr,
            &Q::edgeActivationBits);
  // The left end, one below the fewest bits that make sense, stands for float.
  addSlider(grid, tr("Decoder LLRs"),
            tr("Bits of the LDPC decoder's channel LLRs, with 8-bit messages; left end: float"),
            &study::ExploreSetting::decoderBits, nullptr);
  const auto addRow = [&](const QString& name, const QString& help, QWidget* control) {
    const int row = grid->rowCount();
    auto* label = new QLabel(name);
    label->setToolTip(help);
    control->setToolTip(help);
    grid->addWidget(label, row, 0);
    grid->addWidget(control, row, 1, 1, 2);
  };
  m_scales->setAccessibleTitle(tr("Weight scales"));
  m_calibration->setAccessibleTitle(tr("Calibration"));
  m_planes->setToolTip(
      tr("Each input plane has its own scale, folded into the first layer's weights"));
  m_bias->setToolTip(tr("Corrects each layer's mean error after quantization (arXiv 1906.04721)"));
  addRow(tr("Weight scales"),
         tr("One scale an output channel, or one for all weights of a layer: the scale is what a "
            "step of the integers stands for"),
         m_scales);
  addRow(
      tr("Calibration"),
      tr("How far the quantizer reaches: to the largest value seen, or as far as gives the least "
         "squared error"),
      m_calibration);
  body()->addLayout(grid);
  body()->addWidget(m_planes);
  body()->addWidget(m_bias);
  auto* keep = new QPushButton(tr("Keep"));
  auto* train = new QPushButton(tr("Train it (QAT)"));
  keep->setToolTip(tr("Adds this setting to the study as a PTQ receiver and measures its whole "
                      "curve: a run that stays, and a model that can be exported"));
  train->setToolTip(tr("Adds it to the study as a QAT receiver and queues its training"));
  train->setProperty("class", QStringLiteral("primary"));
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(keep);
  buttons->addStretch(1);
  buttons->addWidget(train);
  body()->addLayout(buttons);
  connect(keep, &QPushButton::clicked, this, &ExploreControls::keepWanted);
  connect(train, &QPushButton::clicked, this, &ExploreControls::trainWanted);
  connect(m_scales, &widgets::SegmentedControl::chosen, this, &ExploreControls::read);
  connect(m_calibration, &widgets::SegmentedControl::chosen, this, &ExploreControls::read);
  connect(m_planes, &QCheckBox::toggled, this, &ExploreControls::read);
  connect(m_bias, &QCheckBox::toggled, this, &ExploreControls::read);
}

void ExploreControls::addSlider(QGridLayout* grid, const QString& name, const QString& help,
                                int study::ExploreSetting::*own, int quant::QuantSpec::*member) {
  const int row = grid->rowCount();
  auto* label = new QLabel(name);
  auto* slider = new QSlider(Qt::Horizontal);
  auto* value = new widgets::FigureLabel(13, QFont::DemiBold);
  value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  value->setMinimumWidth(36);
  slider->setRange(kFewestBits, kMostBits);
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
  connect(slider, &QSlider::valueChanged, this, &ExploreControls::read);
}

void ExploreControls::setSetting(const study::ExploreSetting& setting) {
  m_showing = true;
  m_setting = setting;
  for (const Knob& knob : m_knobs) {
    const int value = knob.own ? setting.*knob.own : setting.quant.*knob.member;
    const bool isFloat = knob.own && value == 0;
    knob.slider->setValue(isFloat ? knob.slider->minimum() : value);
    knob.value->setText(isFloat ? tr("float") : QString::number(value));
  }
  m_scales->setCurrent(setting.quant.granularity == quant::Granularity::PerChannel ? 0 : 1);
  m_calibration->setCurrent(setting.quant.calibration == quant::Calibration::MinMax ? 0 : 1);
  m_planes->setChecked(setting.quant.scaleInputPlanes);
  m_bias->setChecked(setting.quant.biasCorrection);
  m_showing = false;
}

void ExploreControls::read() {
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
  Q_EMIT moved(next);
}

} // namespace rxq::app
