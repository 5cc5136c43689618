#pragma once

#include <vector>

#include "app/page.h"

class QStackedWidget;
class QPushButton;

namespace rxq::app {

class Lesson;

/// Three lessons that run live on the engine, and a presenter's view of them in large type.
class LearnPage : public Page {
  Q_OBJECT
 public:
  explicit LearnPage(QWidget* parent = nullptr);

  void open(int lesson); ///< -1: the list
  Lesson* current() const;
  const std::vector<Lesson*>& lessons() const { return m_lessons; }
  /// Large type; the window hides its frame.
  void setPresenting(bool on);

 Q_SIGNALS:
  void presentingWanted(bool on);

 private:
  QWidget* makeList();

  std::vector<Lesson*> m_lessons;
  QStackedWidget* m_stack;
  QPushButton* m_present;
};

} // namespace rxq::app
