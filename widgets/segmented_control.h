#pragma once

#include <QFrame>
#include <QStringList>

class QButtonGroup;

namespace rxq::widgets {

/// One of a few choices, all in sight. Arrow keys move between them.
class SegmentedControl : public QFrame {
  Q_OBJECT
 public:
  explicit SegmentedControl(const QStringList& labels = {}, QWidget* parent = nullptr);

  void setLabels(const QStringList& labels);
  int current() const;
  void setCurrent(int index);
  /// For what the control as a whole chooses; each segment is named after it.
  void setAccessibleTitle(const QString& title);

 Q_SIGNALS:
  /// By mouse, keys or setCurrent.
  void currentChanged(int index);
  /// By the user alone.
  void chosen(int index);

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  bool step(int key);

  QButtonGroup* m_group;
  QString m_title;
};

} // namespace rxq::widgets
