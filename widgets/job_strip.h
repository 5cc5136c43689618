#pragma once

#include <QFrame>
#include <QTimer>

class QProgressBar;
class QToolButton;

namespace rxq::widgets {

class FigureLabel;

/// The foot of the window: what runs, how far, how fast, how long still.
class JobStrip : public QFrame {
  Q_OBJECT
 public:
  explicit JobStrip(QWidget* parent = nullptr);

  /// Nothing runs.
  void setIdle(const QString& text);
  /// fraction below 0: unknown. speed may be empty; secondsLeft below 0: unknown.
  void setRunning(const QString& activity, double fraction, const QString& speed,
                  double secondsLeft);
  /// Something ended that wants to be seen.
  void setProblem(const QString& text);

  /// Jobs that wait behind the running one (or are paused), and what the first button does.
  enum class Offer { Nothing, Pause, Resume };
  void setQueue(int jobs, Offer offer);

  bool isRunning() const { return m_running; }
  QString activity() const;

 Q_SIGNALS:
  void pauseWanted();
  void resumeWanted();
  void queueWanted();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  enum class State { Idle, Running, Problem };
  void setState(State state);

  State m_state = State::Idle;
  bool m_running = false;
  QWidget* m_dot;
  FigureLabel* m_activity;
  QProgressBar* m_bar;
  FigureLabel* m_speed;
  FigureLabel* m_left;
  Offer m_offer = Offer::Nothing;
  QToolButton* m_pause;
  QToolButton* m_queue;
};

} // namespace rxq::widgets
