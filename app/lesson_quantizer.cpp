#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "app/demo.h"
#include "app/lessons.h"
#include "widgets/card.h"
#include "widgets/fact_list.h"
#include "widgets/format.h"
#include "widgets/labels.h"
#include "widgets/line_plot.h"
#include "widgets/tensor_histogram.h"

namespace rxq::app {

namespace {
constexpr int kRangeSteps = 50; ///< of the slider, up to the largest weight
constexpr const char* kModel = "llr_head_fp32";

/// The symmetric grid of weights (DESIGN section 3) whose outermost values are ±range.
quant::QuantParams gridOf(int bits, double range) {
  quant::QuantParams grid;
  grid.qMax = (1 << (bits - 1)) - 1;
  grid.qMin = -grid.qMax;
  grid.scale = range / grid.qMax;
  return grid;
}

double largest(std::span<const float> values) {
  float most = 1e-9f;
  for (const float v : values)
    most = std::max(most, std::abs(v));
  return most;
}

double powerDb(double power, double signal) {
  return 10 * std::log10(std::max(power, 1e-9 * signal) / signal);
}

class QuantizerLesson final : public Lesson {
 public:
  QuantizerLesson();

 private:
  enum Shown { Bits = 1, Range = 2, Channels = 4 };
  void makeControls();
  void show(int controls, bool grid);
  void chooseLayer(int index);
  void update();
  void drawBitsCurve();
  void drawRangeCurve();
  std::span<const float> values() const;
  double range() const { return m_largest * m_range->value() / kRangeSteps; }

  train::Model m_model;
  std::vector<float> m_all, m_channel; ///< of the layer; of one output channel
  double m_largest = 1;
  int m_shown = 0;
  bool m_grid = false;

  QComboBox* m_layer;
  QSlider *m_bits, *m_range, *m_output;
  QCheckBox* m_own;
  std::vector<QWidget*> m_bitsRow, m_rangeRow, m_channelRow;
  widgets::Card *m_histogramCard, *m_curveCard;
  widgets::TensorHistogram* m_histogram;
  widgets::FactList* m_facts;
  widgets::LinePlot* m_curve;
};

QuantizerLesson::QuantizerLesson()
    : Lesson(Lesson::tr("What a quantizer does"),
             Lesson::tr("One tensor of a trained receiver, its histogram, the grid under the "
                        "mouse: rounding against clipping.")),
      m_model(pretrainedModel(kModel)), m_layer(new QComboBox), m_bits(new QSlider(Qt::Horizontal)),
      m_range(new QSlider(Qt::Horizontal)), m_output(new QSlider(Qt::Horizontal)),
      m_own(new QCheckBox(Lesson::tr("A scale for each output channel"))),
      m_histogramCard(new widgets::Card(Lesson::tr("Weights"))),
      m_curveCard(new widgets::Card(Lesson::tr("Error"))),
      m_histogram(new widgets::TensorHistogram), m_facts(new widgets::FactList),
      m_curve(new widgets::LinePlot) {
  makeControls();
  m_histogram->setAccessibleName(Lesson::tr("Histogram of the weights"));
  m_curve->setAccessibleName(Lesson::tr("Error of the quantized weights"));
  m_histogramCard->body()->addWidget(m_histogram, 1);
  m_curveCard->body()->addWidget(m_curve, 1);
  pictures()->addWidget(m_histogramCard, 3);
  pictures()->addWidget(m_curveCard, 2);
  setSteps({
      {Lesson::tr("Weights, as training left them"),
       Lesson::tr("These are the weights of one layer of a neural receiver, 32 bits each. Most are "
                  "small, few are large; the bars grow with the logarithm of their count, so that "
                  "the tails are seen.\n\nChoose another layer: the first one, which reads planes "
                  "of very different size, spreads furthest."),
       [this] { show(0, false); }},
      {Lesson::tr("A grid of few values"),
       Lesson::tr("With b bits a weight may take 2ᵇ − 1 values, all multiples of one step. Every "
                  "weight becomes the nearest of them.\n\nMove the bits, and the mouse over the "
                  "histogram: it tells which code a value gets, and the error."),
       [this] { show(Bits, true); }},
      {Lesson::tr("Rounding: 6 dB for a bit"),
       Lesson::tr("One bit less doubles the step, and the rounding error with it: the signal to "
                  "quantization noise ratio (SQNR) falls by 6 dB a bit.\n\nThe grid reaches from "
                  "the smallest to the largest weight: a single large one makes it coarse for all "
                  "the others."),
       [this] { show(Bits, true); }},
      {Lesson::tr("Clipping against rounding"),
       Lesson::tr(
           "Let the grid end before the largest weight. The few beyond it are clipped, which "
           "costs; all others are rounded on a finer grid, which gains.\n\nPull the range "
           "(or the ends of the grid) and look for the least error. The fewer the bits, the "
           "further in it lies: that is what MSE calibration finds."),
       [this] { show(Bits | Range, true); }},
      {Lesson::tr("One scale, or one for each channel"),
       Lesson::tr("An output channel has its own spread. With one scale for the whole tensor the "
                  "largest channel sets the step of the smallest; with a scale for each channel "
                  "every one fills its grid, at a cost of 32 bits a channel.\n\nSwitch it, and go "
                  "through the channels."),
       [this] { show(Bits | Channels, true); }},
  });
  chooseLayer(0);
}

void QuantizerLesson::makeControls() {
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(12);
  grid->setVerticalSpacing(8);
  grid->setColumnStretch(1, 1);
  const auto addRow = [&](const QString& name, QWidget* control, std::vector<QWidget*>* row) {
    auto* label = new QLabel(name);
    label->setBuddy(control);
    control->setAccessibleName(name);
    const int at = grid->rowCount();
    grid->addWidget(label, at, 0);
    grid->addWidget(control, at, 1);
    if (row)
      *row = {label, control};
  };
  for (const nn::ConvLayer& layer : m_model.network.layers)
    m_layer->addItem(QString::fromStdString(layer.name));
  m_bits->setRange(2, 8);
  m_bits->setValue(4);
  m_range->setRange(1, kRangeSteps);
  m_range->setValue(kRangeSteps);
  addRow(Lesson::tr("Layer"), m_layer, nullptr);
  addRow(Lesson::tr("Bits"), m_bits, &m_bitsRow);
  addRow(Lesson::tr("Range"), m_range, &m_rangeRow);
  addRow(Lesson::tr("Output channel"), m_output, &m_channelRow);
  controls()->addLayout(grid);
  controls()->addWidget(m_own);
  controls()->addWidget(m_facts);
  m_channelRow.push_back(m_own);
  m_histogram->setDraggable(true);
  QObject::connect(m_layer, &QComboBox::currentIndexChanged, this,
                   [this](int index) { chooseLayer(index); });
  for (QSlider* slider : {m_bits, m_range, m_output}) {
    slider->setPageStep(1);
    QObject::connect(slider, &QSlider::valueChanged, this, [this] { update(); });
  }
  QObject::connect(m_own, &QCheckBox::toggled, this, [this] { update(); });
  QObject::connect(
      m_histogram, &widgets::TensorHistogram::rangeDragged, this, [this](bool, double value) {
        m_range->setValue(static_cast<int>(std::lround(std::abs(value) / m_largest * kRangeSteps)));
      });
}

void QuantizerLesson::show(int controls, bool grid) {
  m_shown = controls;
  m_grid = grid;
  for (const auto& [bit, row] : {std::pair{Bits, &m_bitsRow}, std::pair{Range, &m_rangeRow},
                                 std::pair{Channels, &m_channelRow}})
    for (QWidget* widget : *row)
      widget->setVisible(controls & bit);
  if (!(controls & Range))
    m_range->setValue(kRangeSteps);
  m_histogram->setDraggable(controls & Range);
  m_curveCard->setVisible(grid && step() >= 2 && !(controls & Channels));
  update();
}

void QuantizerLesson::chooseLayer(int index) {
  const std::span<const float> weights = m_model.network.weights(index);
  m_all.assign(weights.begin(), weights.end());
  m_output->setRange(0, m_model.network.layers[static_cast<std::size_t>(index)].outChannels - 1);
  m_largest = largest(m_all);
  m_histogramCard->setContext(Lesson::tr("%1 values of %2")
                                  .arg(widgets::grouped(std::ssize(m_all)))
                                  .arg(m_layer->currentText()));
  update();
}

std::span<const float> QuantizerLesson::values() const {
  return m_shown & Channels ? std::span<const float>(m_channel) : std::span<const float>(m_all);
}

void QuantizerLesson::update() {
  // Weights are [tap][in][out]: a channel's are a stride apart.
  m_channel.clear();
  const auto stride = static_cast<std::size_t>(m_output->maximum() + 1);
  for (std::size_t i = static_cast<std::size_t>(m_output->value()); i < m_all.size(); i += stride)
    m_channel.push_back(m_all[i]);
  if (!m_grid) {
    m_histogram->setProfile(quant::profileOf(values(), std::nullopt));
    m_facts->hide();
    return;
  }
  const bool own = m_shown & Channels && m_own->isChecked();
  const double reach = own ? largest(m_channel) : range();
  const quant::QuantParams grid = gridOf(m_bits->value(), reach);
  const quant::TensorProfile profile = quant::profileOf(values(), grid);
  m_histogram->setProfile(profile);
  const quant::QuantErrors& e = profile.errors;
  m_facts->show();
  m_facts->setAnswer(widgets::decibels(e.sqnrDb(), 1),
                     m_shown & Channels ? Lesson::tr("SQNR of this channel") : Lesson::tr("SQNR"));
  m_facts->setFacts(
      {{Lesson::tr("Values"), QString::number(2 * grid.qMax + 1),
        Lesson::tr("%1 bits").arg(m_bits->value()),
        Lesson::tr("Of the grid, symmetric about zero")},
       {Lesson::tr("Step"), QString::number(grid.scale, 'g', 3), QString(),
        Lesson::tr("From one value of the grid to the next")},
       {Lesson::tr("Rounding"), widgets::decibels(powerDb(e.rounding, e.signal), 1), QString(),
        Lesson::tr("Error power of the values inside of the range, against the signal")},
       {Lesson::tr("Clipping"),
        e.clipping > 0 ? widgets::decibels(powerDb(e.clipping, e.signal), 1) : Lesson::tr("none"),
        Lesson::tr("%1 % of the values").arg(widgets::numberText(100 * e.clipped, 2)),
        Lesson::tr("Error power of the values beyond the range, against the signal")}});
  if (m_shown & Range)
    drawRangeCurve();
  else
    drawBitsCurve();
}

void QuantizerLesson::drawBitsCurve() {
  m_curveCard->setTitle(Lesson::tr("SQNR by bits"));
  m_curve->setAxisTitles(Lesson::tr("Bits"), Lesson::tr("SQNR, dB"));
  QVector<QPointF> points;
  double most = 10;
  for (int bits = m_bits->minimum(); bits <= m_bits->maximum(); ++bits) {
    const double db = quant::profileOf(m_all, gridOf(bits, range()), 8).errors.sqnrDb();
    points << QPointF(bits, db);
    most = std::max(most, db);
  }
  m_curve->setXAxis(2, 8);
  m_curve->setYAxis(std::min(0.0, points.front().y()), 10 * std::ceil(most / 10));
  m_curve->setLines({{Lesson::tr("this layer"), points, widgets::LinePlot::Tone::Accent, true}});
  m_curve->setMark(m_bits->value());
}

void QuantizerLesson::drawRangeCurve() {
  using Tone = widgets::LinePlot::Tone;
  m_curveCard->setTitle(Lesson::tr("Error by range"));
  m_curve->setAxisTitles(Lesson::tr("Range, % of the largest weight"),
                         Lesson::tr("Error against signal, dB"));
  QVector<QPointF> rounding, clipping, both;
  double least = 0;
  for (int i = 2; i <= kRangeSteps; ++i) {
    const double at = 100.0 * i / kRangeSteps;
    const quant::QuantErrors e =
        quant::profileOf(m_all, gridOf(m_bits->value(), m_largest * i / kRangeSteps), 8).errors;
    rounding << QPointF(at, powerDb(e.rounding, e.signal));
    if (e.clipping > 0)
      clipping << QPointF(at, powerDb(e.clipping, e.signal));
    both << QPointF(at, powerDb(e.rounding + e.clipping, e.signal));
    least = std::min(least, both.back().y());
  }
  m_curve->setXAxis(0, 100);
  m_curve->setYAxis(10 * std::floor(least / 10) - 20, 0);
  m_curve->setLines({{Lesson::tr("both"), both, Tone::Accent, true},
                     {Lesson::tr("rounding"), rounding, Tone::Pale, false},
                     {Lesson::tr("clipping"), clipping, Tone::Warning, false}});
  m_curve->setMark(100.0 * m_range->value() / kRangeSteps);
}
} // namespace

Lesson* makeQuantizerLesson() { return new QuantizerLesson; }

} // namespace rxq::app
