#pragma once

#include <QWidget>
#include <functional>
#include <vector>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace rxq::app {

/// A lesson: a few steps of text at the left with something to move, pictures at the right. What is
/// shown is computed by the engine while one looks.
class Lesson : public QWidget {
  Q_OBJECT
 public:
  Lesson(const QString& title, const QString& summary, QWidget* parent = nullptr);

  const QString& title() const { return m_title; }
  const QString& summary() const { return m_summary; }
  int step() const { return m_step; }
  int steps() const { return static_cast<int>(m_steps.size()); }
  void goTo(int step);
  /// Large type, for a projector.
  void setPresenting(bool on);

 Q_SIGNALS:
  /// From the first step, or after the last.
  void left();

 protected:
  struct Step {
    QString title, text;
    std::function<void()> enter;
  };
  void setSteps(std::vector<Step> steps) { m_steps = std::move(steps); }
  /// Below the text.
  QVBoxLayout* controls() const { return m_controls; }
  QVBoxLayout* pictures() const { return m_pictures; }
  /// Something has been measured: a line under the controls ("−2.1 dB").
  void setFinding(const QString& text);
  void showEvent(QShowEvent* event) override;

 private:
  void showStep();

  QString m_title, m_summary;
  std::vector<Step> m_steps;
  int m_step = 0;
  bool m_entered = false, m_presenting = false;
  QWidget* m_side;
  QLabel *m_count, *m_heading, *m_text, *m_finding;
  QVBoxLayout *m_controls, *m_pictures;
  QPushButton *m_back, *m_next;
};

} // namespace rxq::app
