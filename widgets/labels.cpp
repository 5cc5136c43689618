#include "widgets/labels.h"

#include <QPainter>
#include <QStyle>
#include <QVariant>
#include <algorithm>

#include "widgets/theme.h"

namespace rxq::widgets {

namespace {
int digitWidth(const QFontMetrics& metrics) {
  int width = 0;
  for (char c = '0'; c <= '9'; ++c)
    width = std::max(width, metrics.horizontalAdvance(QLatin1Char(c)));
  return width;
}
QString elided(const QFontMetrics& metrics, const QString& text, int width) {
  if (figuresWidth(metrics, text) <= width)
    return text;
  QString cut = text;
  const QChar dots(0x2026);
  while (!cut.isEmpty() && figuresWidth(metrics, cut + dots) > width)
    cut.chop(1);
  return cut + dots;
}
} // namespace

int figuresWidth(const QFontMetrics& metrics, const QString& text) {
  const int digit = digitWidth(metrics);
  int width = 0;
  QString run;
  for (const QChar c : text) {
    if (!c.isDigit()) {
      run += c;
      continue;
    }
    width += metrics.horizontalAdvance(run) + digit;
    run.clear();
  }
  return width + metrics.horizontalAdvance(run);
}

void drawFigures(QPainter& painter, const QRect& rect, const QString& text, Qt::Alignment align) {
  const QFontMetrics metrics = painter.fontMetrics();
  const int digit = digitWidth(metrics);
  int x = rect.left();
  const int width = figuresWidth(metrics, text);
  if (align & Qt::AlignRight)
    x = rect.right() + 1 - width;
  else if (align & Qt::AlignHCenter)
    x = rect.left() + (rect.width() - width) / 2;
  int y = rect.top() + (rect.height() - metrics.height()) / 2 + metrics.ascent();
  if (align & Qt::AlignBottom)
    y = rect.bottom() + 1 - metrics.descent();
  else if (align & Qt::AlignTop)
    y = rect.top() + metrics.ascent();
  // Runs without digits are drawn whole, so that scripts which join their letters stay right.
  QString run;
  const auto flush = [&] {
    if (!run.isEmpty()) {
      painter.drawText(QPoint(x, y), run);
      x += metrics.horizontalAdvance(run);
      run.clear();
    }
  };
  for (const QChar c : text) {
    if (!c.isDigit()) {
      run += c;
      continue;
    }
    flush();
    painter.drawText(QPoint(x + (digit - metrics.horizontalAdvance(c)) / 2, y), QString(c));
    x += digit;
  }
  flush();
}

FigureLabel::FigureLabel(QWidget* parent) : FigureLabel(13, QFont::Normal, parent) {}

FigureLabel::FigureLabel(int pixels, QFont::Weight weight, QWidget* parent) : QWidget(parent) {
  const auto setType = [this, pixels, weight] {
    setFont(uiFont(pixels, weight));
    updateGeometry();
  };
  setType();
  if (Theme* theme = Theme::current())
    connect(theme, &Theme::changed, this, setType);
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void FigureLabel::setText(const QString& text) {
  if (text == m_text)
    return;
  const bool resized = figuresWidth(fontMetrics(), text) != figuresWidth(fontMetrics(), m_text);
  m_text = text;
  setAccessibleName(text);
  if (resized)
    updateGeometry();
  update();
}

void FigureLabel::setAlignment(Qt::Alignment alignment) {
  m_alignment = alignment;
  update();
}

void FigureLabel::setTone(Tone tone) {
  m_tone = tone;
  update();
}

void FigureLabel::setElide(bool on) {
  m_elide = on;
  updateGeometry();
}

QSize FigureLabel::sizeHint() const {
  return {figuresWidth(fontMetrics(), m_text) + 1, fontMetrics().height()};
}

QSize FigureLabel::minimumSizeHint() const {
  return m_elide ? QSize(std::min(24, sizeHint().width()), sizeHint().height()) : sizeHint();
}

void FigureLabel::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Colors& c = Theme::colors();
  const QColor tones[] = {c.ink, c.dim, c.good, c.warning, c.accent};
  painter.setPen(tones[static_cast<int>(m_tone)]);
  const QString shown = m_elide ? elided(fontMetrics(), m_text, width()) : m_text;
  setToolTip(shown == m_text ? QString() : m_text);
  drawFigures(painter, rect(), shown, m_alignment);
}

QLabel* styledLabel(const QString& text, const char* styleClass, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setProperty("class", QLatin1String(styleClass));
  return label;
}

void setStyleClass(QWidget* widget, const char* styleClass) {
  if (widget->property("class").toString() == QLatin1String(styleClass))
    return;
  widget->setProperty("class", QLatin1String(styleClass));
  repolish(widget);
}

void repolish(QWidget* widget) {
  widget->style()->unpolish(widget);
  widget->style()->polish(widget);
  widget->update();
}

} // namespace rxq::widgets
