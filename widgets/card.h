#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace rxq::widgets {

class FigureLabel;

/// A flat card: a semibold title, its context in grey beside it, then whatever body() holds.
class Card : public QFrame {
  Q_OBJECT
 public:
  explicit Card(const QString& title = {}, QWidget* parent = nullptr);

  QString title() const;
  void setTitle(const QString& title);
  void setContext(const QString& context);
  /// At the right of the title.
  void addToHeader(QWidget* widget);
  QVBoxLayout* body() const { return m_body; }

 private:
  void showHeader();

  QWidget* m_header;
  QHBoxLayout* m_headerLayout;
  QLabel* m_title;
  FigureLabel* m_context;
  QVBoxLayout* m_body;
};

/// A thin line between rows.
QFrame* makeRule(QWidget* parent = nullptr);

} // namespace rxq::widgets
