#pragma once

#include <QHash>
#include <QUndoStack>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "app/explore_sources.h"
#include "app/page.h"
#include "core/study/explorer.h"
#include "widgets/heat_map.h"
#include "widgets/job_controller.h"

class QComboBox;

namespace rxq::widgets {
class Banner;
class Card;
class CurvePlot;
class FactList;
class HistogramView;
} // namespace rxq::widgets

namespace rxq::app {

class ExploreControls;
class ExploreLayers;
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
  /// Explores that FP32 model, from these bits on when given.
  void chooseModel(std::int64_t model, const std::optional<quant::QuantSpec>& bits);
  /// Goes through the settings.
  QUndoStack& undoStack() { return m_undo; }
  /// The newest state of the setting at hand; null before the first.
  std::shared_ptr<const study::ExploreState> state() const { return m_state; }
  bool isMeasuring() const { return m_job.isRunning(); }
  /// Every setting of the map has been measured.
  bool isMapFull() const { return mapCells(true) == mapCells(false); }

 Q_SIGNALS:
  void goToStart();
  /// Put these receivers, parents first, into the study (`base`, if the open one lacks the first
  /// one's parent), and run them.
  void receiversWanted(const study::StudySpec& base,
                       const std::vector<study::ReceiverEntry>& entries);

 protected:
  void refresh() override;
  void hideEvent(QHideEvent* event) override;

 private:
  /// The explorer of one model; the job that holds the mutex uses it.
  struct Engine {
    std::mutex mutex;
    std::unique_ptr<study::Explorer> explorer;
  };
  /// What is measured in turn while nothing is moved.
  enum class Pass { Answer, Map, Narrow };

  class Move;

  void layOut();
  const ExploreSource& source() const { return m_sources[static_cast<std::size_t>(m_source)]; }
  void chooseSource(int index);
  void apply(const study::ExploreSetting& setting);
  void showSetting();
  void measure(const study::ExploreSetting& setting, Pass pass);
  void goOn();
  void take(std::shared_ptr<const study::ExploreState> state);
  void takeForMap(const study::ExploreState& state);
  void showMap();
  void showState();
  void showCurves();
  study::ExploreSetting mapSetting(int weights, int activations) const;
  /// All cells of the map at hand, or those that are known.
  int mapCells(bool known) const;
  /// The setting as receivers of a study: a quantized one, and around it one all in fixed point if
  /// the front end is in integers.
  std::vector<study::ReceiverEntry> entriesFor(bool training) const;

  Session& m_session;
  std::vector<ExploreSource> m_sources;
  int m_source = -1;
  ExploreBackground m_background;
  std::shared_ptr<Engine> m_engine;
  study::ExploreSetting m_setting;
  QUndoStack m_undo;
  std::shared_ptr<const study::ExploreState> m_state;
  bool m_narrow = false; ///< the setting at hand is measured as far as it will be
  struct Earlier {
    QString name;
    sim::Curve curve;
  };
  std::vector<Earlier> m_earlier;                    ///< newest first
  QHash<QByteArray, widgets::HeatMap::Cell> m_known; ///< loss by setting

  QComboBox* m_model;
  widgets::CurvePlot* m_plot;
  widgets::FactList* m_answer;
  widgets::Card *m_plotCard, *m_answerCard, *m_mapCard, *m_llrCard;
  ExploreControls* m_controls;
  ExploreLayers* m_layers;
  widgets::HeatMap* m_map;
  widgets::HistogramView* m_llrs;
  widgets::Banner* m_message;
  QWidget* m_content;
  QWidget* m_empty;
  widgets::JobController m_job; ///< last: joined first
};

} // namespace rxq::app
