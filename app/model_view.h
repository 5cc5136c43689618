#pragma once

#include <QWidget>
#include <memory>

#include "app/model_details.h"
#include "widgets/snapshot_table.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace rxq::widgets {
class Card;
class FactList;
class SegmentedControl;
class TensorHistogram;
} // namespace rxq::widgets

namespace rxq::app {

/// One model: what it is and what it was made from, its layers with the histogram of the chosen
/// one, and where it was measured.
class ModelView : public QWidget {
  Q_OBJECT
 public:
  explicit ModelView(QWidget* parent = nullptr);

  /// Keeps the chosen layer when it is the same model.
  void setModel(ModelDetails details);
  /// While its details are read.
  void setPending(const QString& name);
  const ModelDetails& details() const { return m_details; }
  widgets::TensorHistogram& histogram() { return *m_histogram; }

 Q_SIGNALS:
  void modelChosen(qint64 id);
  void exportWanted(qint64 id);
  void trashWanted();
  void curvesWanted(qint64 studyId);
  void compareWanted(const std::vector<std::int64_t>& runs);
  /// Tags and note as edited.
  void edited(const QString& tags, const QString& note);

 private:
  struct Layer {
    int index = 0;
    quant::LayerProfile profile;
    std::optional<quant::LayerReport> report;
  };
  QWidget* makeSummary();
  QWidget* makeLayers();
  QWidget* makeRuns();
  void showFacts();
  void showFamily();
  void showLayers();
  void showHistogram();
  void showRuns();

  ModelDetails m_details;
  widgets::Card* m_card;
  QLabel *m_family, *m_spec;
  widgets::FactList *m_facts, *m_more;
  QLineEdit *m_tags, *m_note;
  QPushButton *m_export, *m_trash, *m_compare;
  widgets::Card* m_layersCard;
  QTableView* m_layers;
  widgets::SegmentedControl* m_tensor; ///< whose histogram: weights or outputs
  std::unique_ptr<widgets::SnapshotTable<Layer>> m_layerModel;
  QLabel* m_histogramTitle;
  widgets::TensorHistogram* m_histogram;
  widgets::Card* m_runsCard;
  QTableView* m_runs;
  std::unique_ptr<widgets::SnapshotTable<ModelRun>> m_runModel;
};

} // namespace rxq::app
