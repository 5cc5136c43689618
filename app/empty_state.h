#pragma once

#include <QWidget>

class QPushButton;

namespace rxq::app {

/// What a page shows while it has nothing to show: why, and one button that helps.
class EmptyState : public QWidget {
  Q_OBJECT
 public:
  EmptyState(const QString& title, const QString& text, const QString& action,
             QWidget* parent = nullptr);

 Q_SIGNALS:
  void triggered();
};

} // namespace rxq::app
