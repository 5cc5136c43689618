#pragma once

#include <vector>

#include "core/study/explorer.h"
#include "widgets/card.h"

class QCheckBox;
class QGridLayout;
class QPushButton;
class QSlider;

namespace rxq::widgets {
class FigureLabel;
class SegmentedControl;
} // namespace rxq::widgets

namespace rxq::app {

/// What a person moves on Explore: bits of the whole network and of the decoder's LLRs, scales and
/// calibration, and what to do with what was found.
class ExploreControls : public widgets::Card {
  Q_OBJECT
 public:
  explicit ExploreControls(QWidget* parent = nullptr);
  void setSetting(const study::ExploreSetting& setting);

 Q_SIGNALS:
  /// Moved by the user: the setting as it was set, with what has been moved.
  void moved(const study::ExploreSetting& setting);
  void keepWanted();
  void trainWanted();

 private:
  struct Knob {
    QSlider* slider;
    widgets::FigureLabel* value;
    int study::ExploreSetting::*own;
    int quant::QuantSpec::*member;
  };
  void addSlider(QGridLayout* grid, const QString& name, const QString& help,
                 int study::ExploreSetting::*own, int quant::QuantSpec::*member);
  void read();

  study::ExploreSetting m_setting;
  std::vector<Knob> m_knobs;
  widgets::SegmentedControl *m_scales, *m_calibration;
  QCheckBox *m_planes, *m_bias;
  bool m_showing = false; ///< controls are being set by us
};

} // namespace rxq::app
