#pragma once

#include <QFrame>
#include <QTimer>
#include <functional>

class QLabel;
class QPushButton;

namespace rxq::widgets {

/// A message inside of a page: what happened, where, what to do. Hidden when there is none.
class Banner : public QFrame {
  Q_OBJECT
 public:
  explicit Banner(QWidget* parent = nullptr);
  void showError(const QString& text);
  void showGood(const QString& text);
  void clear();
  QString text() const;

 private:
  void showText(const QString& text, const char* styleClass);
  QLabel* m_label;
};

/// A short note over the foot of its parent, gone after some seconds; may offer one action
/// ("Undo").
class Toast : public QFrame {
  Q_OBJECT
 public:
  explicit Toast(QWidget* parent);
  void showText(const QString& text, const QString& action = {},
                std::function<void()> onAction = {});

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void place();
  QLabel* m_label;
  QPushButton* m_button;
  std::function<void()> m_onAction;
  QTimer m_timer;
};

} // namespace rxq::widgets
