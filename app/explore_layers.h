#pragma once

#include "core/study/explorer.h"
#include "widgets/card.h"

class QSlider;
class QToolButton;

namespace rxq::widgets {
class FigureLabel;
class LayerBars;
} // namespace rxq::widgets

namespace rxq::app {

/// The network layer by layer: how far quantization puts each off, and bits of its own for one.
class ExploreLayers : public widgets::Card {
  Q_OBJECT
 public:
  explicit ExploreLayers(QWidget* parent = nullptr);
  /// Forgets the layers (of another network).
  void clear();
  void setSetting(const study::ExploreSetting& setting);
  void setState(const study::ExploreState& state);
  /// Index of the layer whose output is worst; -1 without layers.
  int worst() const;

 Q_SIGNALS:
  /// Moved by the user: the setting as it was set, with what has been moved.
  void moved(const study::ExploreSetting& setting);

 private:
  QWidget* makeRow();
  void showLayer();
  void read();
  void reset();

  study::ExploreSetting m_setting;
  widgets::LayerBars* m_bars;
  widgets::FigureLabel *m_name, *m_weightsText, *m_outputText;
  QSlider *m_weights, *m_output;
  QToolButton* m_reset;
  bool m_showing = false; ///< controls are being set by us
};

} // namespace rxq::app
