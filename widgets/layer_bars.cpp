#include "widgets/layer_bars.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "widgets/format.h"
#include "widgets/theme.h"

namespace rxq::widgets {

namespace {
constexpr double kHighestDb = 60; ///< of the axis; beyond it nothing matters
constexpr double kLabelHeight = 18, kTop = 4;
double shareOf(double db) { return std::clamp(db, 0.0, kHighestDb) / kHighestDb; }
QString decibelsOrMore(double db) {
  return std::isfinite(db) ? decibels(db, 1) : QStringLiteral("∞");
}
} // namespace

LayerBars::LayerBars(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setAccessibleName(tr("Signal to quantization noise by layer"));
}

void LayerBars::setBars(std::vector<Bar> bars) {
  if (m_bars == bars)
    return;
  m_bars = std::move(bars);
  QStringList words;
  for (const Bar& b : m_bars)
    words << tr("%1: weights %2, output %3")
                 .arg(b.name, decibelsOrMore(b.weightsDb), decibelsOrMore(b.outputDb));
  setAccessibleDescription(words.join(QStringLiteral("; ")));
  update();
}

int LayerBars::worst() const {
  const auto least = std::min_element(m_bars.begin(), m_bars.end(), [](const Bar& a, const Bar& b) {
    return a.outputDb < b.outputDb;
  });
  return least == m_bars.end() ? -1 : static_cast<int>(least - m_bars.begin());
}

QRectF LayerBars::columnOf(std::size_t layer) const {
  const double step = static_cast<double>(width()) / static_cast<double>(m_bars.size());
  return {step * static_cast<double>(layer), kTop, step, height() - kLabelHeight - kTop};
}

void LayerBars::paintEvent(QPaintEvent*) {
  if (m_bars.empty())
    return;
  const Colors& c = Theme::colors();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(uiFont(11));
  painter.setPen(c.grid);
  for (const int db : {20, 40, 60}) {
    const double y = kTop + (1 - shareOf(db)) * (height() - kLabelHeight - kTop);
    painter.drawLine(QPointF(0, y), QPointF(width(), y));
  }
  painter.setPen(Qt::NoPen);
  for (std::size_t i = 0; i < m_bars.size(); ++i) {
    const QRectF column = columnOf(i);
    const double barWidth = std::min(34.0, column.width() * 0.36);
    const auto bar = [&](double db, double x, const QColor& color) {
      const double h = std::max(2.0, shareOf(db) * column.height());
      painter.setPen(Qt::NoPen);
      painter.setBrush(color);
      painter.drawRoundedRect(QRectF(x, column.bottom() - h, barWidth, h), 2, 2);
    };
    const bool bad = static_cast<int>(i) == worst();
    bar(m_bars[i].weightsDb, column.center().x() - barWidth - 1.5, c.accent);
    bar(m_bars[i].outputDb, column.center().x() + 1.5,
        bad ? c.warning : mix(c.accent, c.card, 0.62));
    painter.setPen(c.dim);
    painter.drawText(QRectF(column.left(), height() - kLabelHeight, column.width(), kLabelHeight),
                     Qt::AlignCenter,
                     painter.fontMetrics().elidedText(m_bars[i].name, Qt::ElideRight,
                                                      static_cast<int>(column.width()) - 4));
  }
}

bool LayerBars::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip && !m_bars.empty()) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto i = static_cast<std::size_t>(
        std::clamp(help->pos().x() * static_cast<int>(m_bars.size()) / std::max(1, width()), 0,
                   static_cast<int>(m_bars.size()) - 1));
    const Bar& b = m_bars[i];
    QToolTip::showText(help->globalPos(),
                       tr("%1\nweights, %2 bits: %3\noutput, %4 bits: %5")
                           .arg(b.name)
                           .arg(b.weightBits)
                           .arg(decibelsOrMore(b.weightsDb))
                           .arg(b.outputBits)
                           .arg(decibelsOrMore(b.outputDb)),
                       this);
    return true;
  }
  return QWidget::event(event);
}

} // namespace rxq::widgets
