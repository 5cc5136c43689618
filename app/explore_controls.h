#pragma once

#include <functional>
#include <vector>

#include "core/study/explorer.h"
#include "widgets/card.h"

class QCheckBox;
class QGridLayout;
class QPushButton;
class QSlider;
class QStackedWidget;

namespace rxq::widgets {
class FigureLabel;
class SegmentedControl;
} // namespace rxq::widgets

namespace rxq::app {

/// What a person moves on Explore, in two rooms of one card: bits of the whole network, scales and
/// calibration; and what is around the network, the front end in float or in integers and the
/// decoder's LLRs. Below, what to do with what was found.
class ExploreControls : public widgets::Card {
  Q_OBJECT
 public:
  explicit ExploreControls(QWidget* parent = nullptr);
  void setSetting(const study::ExploreSetting& setting);
  /// Shows only what counts for this receiver: no decisions without planes of them, and an LLR head
  /// has its LLRs from the network.
  void setReceiver(const receiver::NeuralSpec& neural);

 Q_SIGNALS:
  /// Moved by the user: the setting as it was set, with what has been moved.
  void moved(const study::ExploreSetting& setting);
  void keepWanted();
  void trainWanted();

 private:
  using Setting = study::ExploreSetting;
  /// A slider and what it stands for.
  struct Knob {
    std::function<int(const Setting&)> position;
    std::function<void(Setting&, int)> move;
    std::function<QString(const Setting&)> text;
    bool ofFrontEnd = false; ///< counts only where the front end is in integers
    QWidget* label = nullptr;
    QSlider* slider = nullptr;
    widgets::FigureLabel* value = nullptr;
  };
  QWidget* networkRoom();
  QWidget* aroundRoom();
  QWidget* buttons();
  /// Its place in m_knobs.
  std::size_t addSlider(QGridLayout* grid, const QString& name, const QString& help, int low,
                        int high, Knob knob);
  void addQuantSlider(QGridLayout* grid, const QString& name, const QString& help,
                      int quant::QuantSpec::*member);
  std::size_t addFrontEndSlider(QGridLayout* grid, const QString& name, const QString& help,
                                int low, int high, int receiver::FixedPointSpec::*member);
  void addRow(QGridLayout* grid, const QString& name, const QString& help, QWidget* control);
  void read();

  Setting m_setting;
  std::vector<Knob> m_knobs;
  std::size_t m_decisions = 0, m_llrBits = 0, m_llrStep = 0; ///< places in m_knobs
  QStackedWidget* m_rooms;
  widgets::SegmentedControl *m_scales, *m_calibration, *m_frontEnd;
  QCheckBox *m_planes, *m_bias;
  bool m_showing = false; ///< controls are being set by us
};

} // namespace rxq::app
