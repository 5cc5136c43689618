#include "app/explore_layers.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "app/explore_text.h"
#include "widgets/icons.h"
#include "widgets/labels.h"
#include "widgets/layer_bars.h"

namespace rxq::app {

ExploreLayers::ExploreLayers(QWidget* parent)
    : Card(tr("Layers"), parent), m_bars(new widgets::LayerBars),
      m_name(new widgets::FigureLabel(13, QFont::DemiBold)),
      m_weightsText(new widgets::FigureLabel(13, QFont::DemiBold)),
      m_outputText(new widgets::FigureLabel(13, QFont::DemiBold)),
      m_weights(new QSlider(Qt::Horizontal)), m_output(new QSlider(Qt::Horizontal)),
      m_reset(widgets::iconButton("undo", tr("This layer has the network's bits again"))) {
  setContext(tr("SQNR in dB: solid weights, pale outputs"));
  setToolTip(tr("Signal to quantization noise of each layer against FP32; click a layer to give it "
                "bits of its own"));
  body()->addWidget(m_bars, 1);
  body()->addWidget(makeRow());
}

QWidget* ExploreLayers::makeRow() {
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  m_name->setElide(true);
  m_name->setMinimumWidth(96);
  layout->addWidget(m_name, 2);
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
    connect(slider, &QSlider::valueChanged, this, &ExploreLayers::read);
  };
  add(tr("Weights"), tr("Weight bits of this layer alone"), m_weights, m_weightsText);
  add(tr("Output"), tr("Bits of what leaves this layer"), m_output, m_outputText);
  layout->addWidget(m_reset);
  connect(m_bars, &widgets::LayerBars::layerChosen, this, &ExploreLayers::showLayer);
  connect(m_reset, &QToolButton::clicked, this, &ExploreLayers::reset);
  return row;
}

void ExploreLayers::clear() { m_bars->setBars({}); }

void ExploreLayers::setSetting(const study::ExploreSetting& setting) {
  m_setting = setting;
  showLayer();
}

void ExploreLayers::setState(const study::ExploreState& state) {
  m_bars->setBars(layerBars(state));
  showLayer();
}

int ExploreLayers::worst() const { return m_bars->worst(); }

/// The sliders of the layer that is chosen in the bars.
void ExploreLayers::showLayer() {
  const auto& bars = m_bars->bars();
  if (bars.empty())
    return;
  if (m_bars->chosen() < 0 || m_bars->chosen() >= static_cast<int>(bars.size()))
    m_bars->setChosen(0);
  const auto at = static_cast<std::size_t>(m_bars->chosen());
  const bool before = std::exchange(m_showing, true);
  const quant::LayerBits* own = quant::bitsOfLayer(m_setting.quant, bars[at].name.toStdString());
  const int weights = own ? own->weightBits : bars[at].weightBits;
  const int output = own ? own->activationBits : bars[at].outputBits;
  m_name->setText(bars[at].name);
  m_weights->setValue(weights);
  m_output->setValue(output);
  m_weightsText->setText(QString::number(weights));
  m_outputText->setText(QString::number(output));
  m_reset->setEnabled(own);
  m_showing = before;
}

void ExploreLayers::read() {
  if (m_showing)
    return;
  const std::string name = m_name->text().toStdString();
  study::ExploreSetting next = m_setting;
  const quant::LayerBits own{name, m_weights->value(), m_output->value()};
  const auto it = std::ranges::find(next.quant.layers, name, &quant::LayerBits::layer);
  if (it != next.quant.layers.end())
    *it = own;
  else
    next.quant.layers.push_back(own);
  Q_EMIT moved(next);
}

void ExploreLayers::reset() {
  study::ExploreSetting next = m_setting;
  std::erase_if(next.quant.layers,
                [&](const auto& l) { return l.layer == m_name->text().toStdString(); });
  Q_EMIT moved(next);
}

} // namespace rxq::app
