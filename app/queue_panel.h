#pragma once

#include <QFrame>
#include <vector>

class QLabel;
class QVBoxLayout;

namespace rxq::app {

class JobList;

/// The jobs of the workspace in order, over the foot of the window: each may be moved, paused,
/// resumed, removed. Escape closes it.
class QueuePanel : public QFrame {
  Q_OBJECT
 public:
  QueuePanel(JobList& jobs, QWidget* parent);

  void toggle();

 Q_SIGNALS:
  /// A job was taken out; `spec` brings it back.
  void removed(const QString& name, const QString& spec);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void rebuild();
  void addRow(std::size_t index);
  void place();

  JobList& m_jobs;
  QLabel* m_note;
  QVBoxLayout* m_rows;
};

} // namespace rxq::app
