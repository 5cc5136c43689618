#pragma once

#include "app/page.h"
#include "core/study/study_runner.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace rxq::widgets {
class Card;
class FactList;
class LinePlot;
class LossPlot;
class SegmentedControl;
} // namespace rxq::widgets

namespace rxq::app {

class Session;

/// How well does it learn? The training at hand, live, and those before it.
class TrainPage : public Page {
  Q_OBJECT
 public:
  explicit TrainPage(Session& session, QWidget* parent = nullptr);

  /// Shows the training of receiver `index`; -1: whichever runs.
  void follow(int index);

 Q_SIGNALS:
  void resumeWanted();
  /// Put this receiver, which trains on from one that is done, into the study and run it.
  void receiverWanted(const study::StudySpec& base, const study::ReceiverEntry& entry);
  void goToStudy();
  void curveWanted(const QString& receiver);

 protected:
  void refresh() override;

 private:
  void refreshList();
  void refreshRanges(const study::EntryProgress& entry);
  int trainingIndex() const;

  Session& m_session;
  int m_chosen = -1;
  widgets::Card* m_plotCard;
  widgets::LossPlot* m_plot;
  widgets::SegmentedControl* m_quantity;
  widgets::Card* m_rangesCard;
  widgets::LinePlot* m_ranges;
  widgets::SegmentedControl* m_tensors;
  widgets::FactList* m_facts;
  widgets::Card* m_list;
  QVBoxLayout* m_listLayout;
  std::vector<QPushButton*> m_buttons;
  std::vector<int> m_indices;
  QPushButton* m_cancel;
  QPushButton* m_resume;
  QPushButton *m_trainOn, *m_curve;
  QWidget* m_content;
  QWidget* m_empty;
};

} // namespace rxq::app
