#pragma once

#include <QTimer>
#include <optional>

#include "app/page.h"
#include "app/presets.h"
#include "core/param/bound_field.h"
#include "widgets/form_view.h"
#include "widgets/job_controller.h"

namespace rxq::widgets {
class Banner;
class Card;
class ConstellationView;
class FactList;
class GridView;
class LinePlot;
class SegmentedControl;
} // namespace rxq::widgets

class QToolButton;

namespace rxq::app {

class ReceiverEditor;
class ReceiverList;
class Session;
class StudyDocument;

/// What will run, and how long? The study's settings as cards, what they mean beside them.
class StudyPage : public Page {
  Q_OBJECT
 public:
  StudyPage(StudyDocument& document, Session& session, QWidget* parent = nullptr);

  /// A form has a wrong value, or the study as a whole cannot run.
  bool canRun() const;
  void editReceiver(int index);
  /// Opens the menu that adds receivers.
  void offerSweep();
  std::vector<widgets::FormView*> forms() const { return m_forms; }

 Q_SIGNALS:
  void runnableChanged();

 protected:
  void refresh() override;

 private:
  widgets::Card* addForm(const QString& title, const QString& key,
                         std::vector<param::BoundField> fields, const QStringList& primary,
                         const QStringList& hidden = {}, const QStringList& longTexts = {});
  widgets::Card* makeReceiversCard();
  void fillAddMenu();
  void addSweep(const std::string& parent, study::ReceiverKind kind);
  void updateFacts();
  void updateEstimate();
  void showMeaning();
  void makeChannelCard();
  void showChannelPicture();

  StudyDocument& m_document;
  Session& m_session;
  std::vector<widgets::FormView*> m_forms;
  widgets::Card* m_linkCard = nullptr;
  ReceiverList* m_receivers;
  QToolButton* m_add = nullptr;
  widgets::Card* m_receiversCard;
  ReceiverEditor* m_editor;
  widgets::Banner* m_problem;
  widgets::FactList* m_facts;
  widgets::Card* m_gridCard;
  widgets::GridView* m_grid;
  widgets::Card* m_channelCard;
  widgets::GridView* m_channel;
  widgets::LinePlot* m_profile;
  widgets::ConstellationView* m_symbols;
  widgets::SegmentedControl* m_channelPicture;
  std::uint64_t m_slot = 0; ///< that is pictured
  double m_pictureSnr = 0;
  QTimer m_factsTimer, m_estimateTimer;
  widgets::JobController m_estimate, m_channelJob;
  std::vector<double> m_seconds;
};

} // namespace rxq::app
