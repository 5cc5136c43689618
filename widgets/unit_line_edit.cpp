#include "widgets/unit_line_edit.h"

#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/number_text.h"
#include "widgets/format.h"
#include "widgets/theme.h"

namespace rxq::widgets {

UnitLineEdit::UnitLineEdit(const QString& unit, QWidget* parent) : QLineEdit(parent), m_unit(unit) {
  if (!unit.isEmpty())
    setTextMargins(0, 0, fontMetrics().horizontalAdvance(unit) + 8, 0);
}

void UnitLineEdit::paintEvent(QPaintEvent* event) {
  QLineEdit::paintEvent(event);
  if (m_unit.isEmpty())
    return;
  QPainter painter(this);
  painter.setPen(Theme::colors().dim);
  const int margin = qobject_cast<QAbstractSpinBox*>(parentWidget()) ? 2 : 9;
  painter.drawText(rect().adjusted(0, 0, -margin, 0), Qt::AlignRight | Qt::AlignVCenter, m_unit);
}

NumberEdit::NumberEdit(bool whole, double min, double max, const QString& unit, QWidget* parent)
    : QAbstractSpinBox(parent), m_whole(whole), m_min(min), m_max(max) {
  setLineEdit(new UnitLineEdit(unit, this));
  setButtonSymbols(NoButtons);
  setKeyboardTracking(true);
  connect(lineEdit(), &QLineEdit::textEdited, this, &NumberEdit::textEdited);
}

void NumberEdit::setValue(double value) {
  if (m_whole && std::abs(value) < 9e15)
    lineEdit()->setText(grouped(static_cast<std::int64_t>(value)));
  else
    lineEdit()->setText(QString::fromStdString(base::toText(value)).replace(u'-', QChar(0x2212)));
}

double NumberEdit::parse(const QString& text) {
  QString plain;
  for (const QChar c : text)
    if (!c.isSpace())
      plain += c == QChar(0x2212) ? u'-' : c == u',' ? u'.' : c;
  if (plain.startsWith(u'+'))
    plain.remove(0, 1);
  return base::parseDouble(plain.toStdString()).value_or(std::numeric_limits<double>::quiet_NaN());
}

QValidator::State NumberEdit::validate(QString&, int&) const { return QValidator::Acceptable; }

void NumberEdit::fixup(QString&) const {}

void NumberEdit::stepBy(int steps) {
  const double value = parse(text());
  if (!std::isfinite(value))
    return;
  double next;
  if (m_whole) {
    next = value + steps;
  } else {
    // A tenth of the number's own size: 0.002 goes on to 0.0021, 100 to 110.
    const double magnitude = std::abs(value) > 0 ? std::abs(value) : 1;
    const double unit = std::pow(10, std::floor(std::log10(magnitude)) - 1);
    const double size = value == 0 ? 0.1 : std::max(unit, 1e-9);
    next = std::round((value + steps * size) / size) * size;
  }
  setValue(std::clamp(next, m_min, m_max));
  Q_EMIT textEdited();
}

QAbstractSpinBox::StepEnabled NumberEdit::stepEnabled() const {
  return StepUpEnabled | StepDownEnabled;
}

void NumberEdit::wheelEvent(QWheelEvent* event) {
  // A page that is scrolled must not change the numbers under the mouse.
  if (hasFocus())
    QAbstractSpinBox::wheelEvent(event);
  else
    event->ignore();
}

} // namespace rxq::widgets
