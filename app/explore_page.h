#pragma once

#include <QHash>
#include <QUndoStack>
#include <memory>
#include <mutex>
#include <vector>

#include "app/page.h"
#include "core/study/explorer.h"
#include "widgets/job_controller.h"

class QCheckBox;
class QComboBox;
class QGridLayout;
class QPushButton;
class QSlider;
class QToolButton;

namespace rxq::widgets {
class Banner;
class Card;
class CurvePlot;
class FactList;
class FigureLabel;
class HeatMap;
class HistogramView;
class LayerBars;
class SegmentedControl;
} // namespace rxq::widgets

namespace rxq::app {

class Session;

/// What do these bits cost? Sliders re-quantize an FP32 model at once; the integer engine measures
/// it against FP32 while one watches. The map of weight by activation bits fills itself while idle.
class ExplorePage : public Page {
  Q_OBJECT
 public:
  explicit ExplorePage(Session& session, QWidget* parent = nullptr);

  const study::ExploreSetting& setting() const { return m_setting; }
  /// As if the controls had been moved there.
  void choose(const study::ExploreSetting& setting);
  /// Goes through the settings.
  QUndoStack& undoStack() { return m_undo; }
  /// The newest state of the setting at hand; null before the first.
  std::shared_ptr<const study::ExploreState> state() const { return m_state; }
  bool isMeasuring() const { return m_job.isRunning(); }

 Q_SIGNALS:
  void goToStart();
  /// Put this receiver into the study (`base`, if the open one lacks its parent), and run it.
  void receiverWanted(const study::StudySpec& base, const study::ReceiverEntry& entry);

 protected:
  void refresh() override;
  void hideEvent(QHideEvent* event) override;

 private:
  /// An FP32 model with the study that it was made and measured in.
  struct Source {
    std::int64_t modelId = 0;
    QString name;
    study::StudySpec study;
    int place = 0; ///< among the study's receivers
  };
  /// The explorer of one model; the job that holds the mutex uses it.
  struct Engine {
    std::mutex mutex;
    std::unique_ptr<study::Explorer> explorer;
  };

  class Move;

  QWidget* makeControls();
  QWidget* makeLayerControls();
  QSlider* addSlider(QGridLayout* grid, const QString& name, const QString& help, int low, int high,
                     int study::ExploreSetting::*own, int quant::QuantSpec::*member);
  void findSources();
  void chooseSource(int index);
  void controlsMoved();
  void layerMoved();
  void apply(const study::ExploreSetting& setting);
  void showSetting();
  void showLayer();
  void measure(const study::ExploreSetting& setting, bool forMap);
  void fillMap();
  void take(std::shared_ptr<const study::ExploreState> state);
  void takeForMap(const study::ExploreState& state);
  void showState();
  QString keyOf(const study::ExploreSetting& setting) const;
  study::ReceiverEntry entryFor(bool training) const;

  Session& m_session;
  std::vector<Source> m_sources;
  int m_source = -1;
  std::shared_ptr<Engine> m_engine;
  study::ExploreSetting m_setting;
  QUndoStack m_undo;
  std::shared_ptr<const study::ExploreState> m_state;
  struct Earlier {
    QString name;
    sim::Curve curve;
  };
  std::vector<Earlier> m_earlier;              ///< newest first
  QHash<QString, QPair<double, bool>> m_known; ///< loss by setting; true: more than that

  QComboBox* m_model;
  widgets::CurvePlot* m_plot;
  widgets::FactList* m_answer;
  widgets::Card *m_plotCard, *m_answerCard, *m_layersCard, *m_mapCard, *m_llrCard;
  struct Knob {
    QSlider* slider;
    widgets::FigureLabel* value;
    int study::ExploreSetting::*own;
    int quant::QuantSpec::*member;
  };
  std::vector<Knob> m_knobs;
  widgets::SegmentedControl *m_scales, *m_calibration;
  QCheckBox *m_planes, *m_bias;
  widgets::LayerBars* m_layers;
  widgets::FigureLabel *m_layerName, *m_layerWeightsText, *m_layerOutputText;
  QSlider *m_layerWeights, *m_layerOutput;
  QToolButton* m_layerReset;
  widgets::HeatMap* m_map;
  widgets::HistogramView* m_llrs;
  QPushButton *m_keep, *m_train;
  widgets::Banner* m_message;
  QWidget* m_content;
  QWidget* m_empty;
  bool m_showing = false;       ///< controls are being set by us
  widgets::JobController m_job; ///< last: joined first
};

} // namespace rxq::app
