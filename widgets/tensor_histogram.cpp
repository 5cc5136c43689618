#include "widgets/tensor_histogram.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/format.h"
#include "widgets/theme.h"

namespace rxq::widgets {

namespace {
constexpr int kSide = 8;
int readOutHeight() { return typePixels(18); }
int labelHeight() { return typePixels(32); }
constexpr double kClosestLines = 4; ///< px; closer grids are not drawn line by line
constexpr double kGrip = 6;         ///< px around an end that can be dragged
constexpr double kStepsByKey = 60;  ///< across a tensor without a grid

/// Decimals that tell values of this size apart.
QString valueText(double value, double span) {
  const int decimals = std::clamp(2 - static_cast<int>(std::floor(std::log10(span))), 0, 6);
  return numberText(value, decimals);
}
} // namespace

TensorHistogram::TensorHistogram(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setAccessibleName(tr("Histogram of a tensor with its quantizer's grid"));
}

void TensorHistogram::setProfile(const quant::TensorProfile& profile, const QString& unit) {
  m_profile = profile;
  m_unit = unit;
  m_most = 1;
  for (const std::uint64_t count : m_profile.histogram.counts)
    m_most = std::max(m_most, static_cast<double>(count));
  const quant::ValueHistogram& h = m_profile.histogram;
  QString words = tr("%1 values from %2 to %3")
                      .arg(grouped(static_cast<std::int64_t>(h.values)),
                           valueText(h.least, h.high - h.low), valueText(h.most, h.high - h.low));
  if (m_profile.grid)
    words += tr(", %1 codes, %2 % clipped")
                 .arg(m_profile.grid->qMax - m_profile.grid->qMin + 1)
                 .arg(numberText(100 * m_profile.errors.clipped, 2));
  setAccessibleDescription(words);
  update();
}

void TensorHistogram::clear() {
  m_profile = {};
  m_cursor.reset();
  setAccessibleDescription({});
  update();
}

void TensorHistogram::setLinear(bool on) {
  m_linear = on;
  update();
}

void TensorHistogram::setCursorValue(std::optional<double> value) {
  if (m_cursor == value)
    return;
  m_cursor = value;
  update();
}

QRectF TensorHistogram::plotRect() const {
  return QRectF(rect()).adjusted(kSide, readOutHeight(), -kSide, -labelHeight());
}

double TensorHistogram::xOf(double value) const {
  const quant::ValueHistogram& h = m_profile.histogram;
  const QRectF plot = plotRect();
  return plot.left() + (value - h.low) / std::max(h.high - h.low, 1e-300) * plot.width();
}

double TensorHistogram::valueAt(double x) const {
  const quant::ValueHistogram& h = m_profile.histogram;
  const QRectF plot = plotRect();
  return h.low + std::clamp((x - plot.left()) / plot.width(), 0.0, 1.0) * (h.high - h.low);
}

double TensorHistogram::heightOf(double count) const {
  if (count <= 0)
    return 0;
  const double share = m_linear ? count / m_most : std::log1p(count) / std::log1p(m_most);
  return std::max(1.0, std::min(share, 1.0) * (plotRect().height() - 4));
}

QString TensorHistogram::readOut() const {
  if (!m_cursor || isEmpty())
    return {};
  const double span = m_profile.histogram.high - m_profile.histogram.low;
  const QString value = valueText(*m_cursor, span);
  if (!m_profile.grid)
    return m_unit.isEmpty() ? value : value + u' ' + m_unit;
  const quant::QuantParams& grid = *m_profile.grid;
  const int q = grid.code(*m_cursor);
  const QString text = tr("%1 → code %2 = %3, error %4")
                           .arg(value, numberText(q, 0), valueText(grid.value(q), span),
                                valueText(grid.value(q) - *m_cursor, span));
  const bool clipped =
      *m_cursor < grid.low() - grid.scale / 2 || *m_cursor > grid.high() + grid.scale / 2;
  return clipped ? text + tr(", clipped") : text;
}

void TensorHistogram::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (hasFocus()) {
    painter.setPen(Theme::colors().accent);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
  }
  if (isEmpty())
    return;
  drawRange(painter);
  drawBars(painter);
  drawGrid(painter);
  drawCursor(painter);
  drawLabels(painter);
}

/// What is clipped lies on a tinted ground.
void TensorHistogram::drawRange(QPainter& painter) const {
  if (!m_profile.grid)
    return;
  const Colors& c = Theme::colors();
  const QRectF plot = plotRect();
  const quant::QuantParams& grid = *m_profile.grid;
  const QColor tint = mix(c.card, c.warning, 0.10);
  const double low = xOf(grid.low() - grid.scale / 2), high = xOf(grid.high() + grid.scale / 2);
  if (low > plot.left() + 0.5)
    painter.fillRect(QRectF(plot.left(), plot.top(), low - plot.left(), plot.height()), tint);
  if (high < plot.right() - 0.5)
    painter.fillRect(QRectF(high, plot.top(), plot.right() - high, plot.height()), tint);
}

void TensorHistogram::drawBars(QPainter& painter) const {
  const Colors& c = Theme::colors();
  const QRectF plot = plotRect();
  const quant::ValueHistogram& h = m_profile.histogram;
  const double step = (h.high - h.low) / static_cast<double>(h.counts.size());
  const double width = plot.width() / static_cast<double>(h.counts.size());
  painter.setPen(Qt::NoPen);
  for (std::size_t i = 0; i < h.counts.size(); ++i) {
    const double middle = h.low + step * (static_cast<double>(i) + 0.5);
    const bool beyond =
        m_profile.grid && (middle < m_profile.grid->low() - m_profile.grid->scale / 2 ||
                           middle > m_profile.grid->high() + m_profile.grid->scale / 2);
    const double height = heightOf(static_cast<double>(h.counts[i]));
    painter.setBrush(beyond ? c.warning : mix(c.accent, c.card, 0.35));
    painter.drawRect(QRectF(plot.left() + width * static_cast<double>(i), plot.bottom() - height,
                            std::max(1.0, width - (width > 4 ? 1 : 0)), height));
  }
  if (h.zeros > 0) { // its share is told beneath
    painter.setPen(QPen(c.accent, 2));
    const double height = m_linear ? plot.height() - 4 : heightOf(static_cast<double>(h.zeros));
    painter.drawLine(QPointF(xOf(0), plot.bottom()), QPointF(xOf(0), plot.bottom() - height));
  }
}

void TensorHistogram::drawGrid(QPainter& painter) const {
  const Colors& c = Theme::colors();
  const QRectF plot = plotRect();
  painter.setPen(c.line);
  painter.drawLine(plot.bottomLeft(), plot.bottomRight());
  if (!m_profile.grid)
    return;
  const quant::QuantParams& grid = *m_profile.grid;
  const bool lines = xOf(grid.scale) - xOf(0) >= kClosestLines;
  QColor ink = c.ink;
  ink.setAlphaF(0.38F);
  for (int q = grid.qMin; q <= grid.qMax; ++q) {
    const bool end = q == grid.qMin || q == grid.qMax;
    if (!end && !lines)
      continue;
    const double x = xOf(grid.value(q));
    painter.setPen(end ? QPen(c.ink, 1.6) : QPen(ink, 1));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
  }
}

/// The step under the cursor: all of it becomes one value.
void TensorHistogram::drawCursor(QPainter& painter) const {
  if (!m_cursor)
    return;
  const Colors& c = Theme::colors();
  const QRectF plot = plotRect();
  painter.setFont(uiFont(11));
  painter.setPen(c.ink);
  painter.drawText(
      QRectF(plot.left(), 0, plot.width(), readOutHeight()), Qt::AlignLeft | Qt::AlignVCenter,
      painter.fontMetrics().elidedText(readOut(), Qt::ElideRight, static_cast<int>(plot.width())));
  painter.setPen(QPen(c.ink, 1, Qt::DotLine));
  painter.drawLine(QPointF(xOf(*m_cursor), plot.top()), QPointF(xOf(*m_cursor), plot.bottom()));
  if (!m_profile.grid)
    return;
  const quant::QuantParams& grid = *m_profile.grid;
  const double value = grid.value(grid.code(*m_cursor));
  QColor band = c.accent;
  band.setAlphaF(0.22F);
  const double left = std::max(plot.left(), xOf(value - grid.scale / 2));
  const double right = std::min(plot.right(), xOf(value + grid.scale / 2));
  painter.fillRect(QRectF(left, plot.top(), right - left, plot.height()), band);
  painter.setPen(QPen(c.accent, 2));
  painter.drawLine(QPointF(xOf(value), plot.top()), QPointF(xOf(value), plot.bottom()));
}

/// Two rows under the axis: values of the ends and zero, and the codes of the range's ends.
void TensorHistogram::drawLabels(QPainter& painter) const {
  const Colors& c = Theme::colors();
  const QRectF plot = plotRect();
  const quant::ValueHistogram& h = m_profile.histogram;
  const double span = h.high - h.low;
  painter.setFont(uiFont(11));
  painter.setPen(c.dim);
  const QFontMetricsF metrics(painter.font());
  double free = -1e9; // right end of what is written in this row
  const auto write = [&](double x, double top, const QString& text) {
    const double width = metrics.horizontalAdvance(text);
    const double from = std::clamp(x - width / 2, 1.0, this->width() - width - 1);
    if (from < free + 8)
      return;
    painter.drawText(QRectF(from, top, width + 1, labelHeight() / 2.0), Qt::AlignCenter, text);
    free = from + width;
  };
  double row = plot.bottom() + 1;
  const QString last = valueText(h.high, span) + (m_unit.isEmpty() ? m_unit : u' ' + m_unit);
  write(plot.left(), row, valueText(h.low, span));
  if (h.low < 0 && h.high > 0 &&
      xOf(0) < this->width() - metrics.horizontalAdvance(last) - metrics.averageCharWidth() * 4)
    write(xOf(0), row, QStringLiteral("0"));
  write(plot.right(), row, last);
  row += labelHeight() / 2.0;
  free = -1e9;
  if (m_profile.grid) {
    painter.setPen(c.ink);
    write(xOf(m_profile.grid->low()), row, tr("code %1").arg(numberText(m_profile.grid->qMin, 0)));
    const double code = xOf(m_profile.grid->high());
    write(code, row, tr("code %1").arg(numberText(m_profile.grid->qMax, 0)));
  }
  if (m_cursor || h.values == 0)
    return;
  QStringList words;
  if (h.zeros > 0)
    words << tr("%1 % are exactly 0")
                 .arg(numberText(
                     100.0 * static_cast<double>(h.zeros) / static_cast<double>(h.values), 1));
  if (m_profile.errors.clipped > 0)
    words << tr("%1 % clipped").arg(numberText(100 * m_profile.errors.clipped, 2));
  painter.setPen(c.dim);
  painter.drawText(QRectF(plot.left(), 0, plot.width(), readOutHeight()),
                   Qt::AlignLeft | Qt::AlignVCenter, words.join(QStringLiteral(" · ")));
}

TensorHistogram::End TensorHistogram::endAt(double x) const {
  if (!m_draggable || !m_profile.grid)
    return End::None;
  if (std::abs(x - xOf(m_profile.grid->high())) <= kGrip)
    return End::High;
  return std::abs(x - xOf(m_profile.grid->low())) <= kGrip ? End::Low : End::None;
}

void TensorHistogram::mousePressEvent(QMouseEvent* event) {
  m_dragged = event->button() == Qt::LeftButton ? endAt(event->position().x()) : End::None;
}

void TensorHistogram::mouseMoveEvent(QMouseEvent* event) {
  if (isEmpty())
    return;
  const double value = valueAt(event->position().x());
  if (m_dragged != End::None) {
    Q_EMIT rangeDragged(m_dragged == End::High, value);
    return;
  }
  setCursor(endAt(event->position().x()) != End::None ? Qt::SizeHorCursor : Qt::ArrowCursor);
  setCursorValue(value);
  Q_EMIT hovered(value);
}

void TensorHistogram::mouseReleaseEvent(QMouseEvent*) { m_dragged = End::None; }

void TensorHistogram::leaveEvent(QEvent*) {
  setCursorValue({});
  Q_EMIT left();
}

void TensorHistogram::keyPressEvent(QKeyEvent* event) {
  const bool right = event->key() == Qt::Key_Right;
  if (isEmpty() || (!right && event->key() != Qt::Key_Left))
    return QWidget::keyPressEvent(event);
  const quant::ValueHistogram& h = m_profile.histogram;
  const double step = m_profile.grid ? m_profile.grid->scale / 4 : (h.high - h.low) / kStepsByKey;
  setCursorValue(std::clamp(m_cursor.value_or(0) + (right ? step : -step), h.low, h.high));
  Q_EMIT hovered(*m_cursor);
}

void TensorHistogram::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  update();
}

void TensorHistogram::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  update();
}

} // namespace rxq::widgets
