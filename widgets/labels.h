#pragma once

#include <QLabel>
#include <QString>
#include <QWidget>

namespace rxq::widgets {

/// Draws text whose digits all take the same width, so that a number that changes does not jump.
/// (Qt 6.4 cannot ask a font for its tabular figures.)
void drawFigures(QPainter& painter, const QRect& rect, const QString& text, Qt::Alignment align);
int figuresWidth(const QFontMetrics& metrics, const QString& text);

/// A line of text with tabular figures; elides at the right, with the whole text as its tool tip.
class FigureLabel : public QWidget {
  Q_OBJECT
 public:
  explicit FigureLabel(QWidget* parent = nullptr);
  FigureLabel(int pixels, QFont::Weight weight, QWidget* parent = nullptr);

  QString text() const { return m_text; }
  void setText(const QString& text);
  void setAlignment(Qt::Alignment alignment);
  enum class Tone { Ink, Dim, Good, Warning, Accent };
  void setTone(Tone tone);
  /// May shrink below its text, which then elides.
  void setElide(bool on);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_text;
  Qt::Alignment m_alignment = Qt::AlignLeft | Qt::AlignVCenter;
  Tone m_tone = Tone::Ink;
  bool m_elide = false;
};

/// A QLabel with a style class of the style sheet ("title", "dim", "small", ...).
QLabel* styledLabel(const QString& text, const char* styleClass, QWidget* parent = nullptr);
/// Changes the style class of a widget and polishes it anew.
void setStyleClass(QWidget* widget, const char* styleClass);
/// Polishes a widget after a property that the style sheet reads has changed.
void repolish(QWidget* widget);

} // namespace rxq::widgets
