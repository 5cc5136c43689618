#pragma once

#include "core/study/study_spec.h"
#include "widgets/card.h"

class QToolButton;

namespace rxq::widgets {
class FormView;
}

namespace rxq::app {

class StudyDocument;

/// The side card that edits one receiver of the document.
class ReceiverEditor : public widgets::Card {
  Q_OBJECT
 public:
  explicit ReceiverEditor(StudyDocument& document, QWidget* parent = nullptr);

  void edit(int index); ///< -1: nothing
  int index() const { return m_index; }
  widgets::FormView& form() { return *m_form; }

 Q_SIGNALS:
  void closed();
  void wantsSelection(int index);

 private:
  void reload();
  void store(const QString& path);
  void move(int by);
  QToolButton* addButton(const char* icon, const QString& name, void (ReceiverEditor::*action)());
  void moveUp() { move(-1); }
  void moveDown() { move(1); }
  void duplicate();
  void removeReceiver();

  StudyDocument& m_document;
  int m_index = -1;
  bool m_storing = false;
  study::ReceiverEntry m_entry; ///< what the form is bound to
  widgets::FormView* m_form;
  QToolButton *m_up, *m_down;
};

} // namespace rxq::app
