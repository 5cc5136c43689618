#include "widgets/layer_bars.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "widgets/format.h"
#include "widgets/theme.h"

namespace rxq::widgets {

namespace {
constexpr double kHighestDb = 60; ///< of the axis; beyond it nothing matters
constexpr double kTop = 4;
double lineHeight() { return typePixels(15); }
double labelHeight() { return 2 * lineHeight() + 3; } ///< two lines below the bars
double shareOf(double db) { return std::clamp(db, 0.0, kHighestDb) / kHighestDb; }
/// "block 2 conv 1" as "b2 c1" where there is no room for it.
QString shortened(QString name) {
  return name.replace(QStringLiteral("block "), QStringLiteral("b"))
      .replace(QStringLiteral("conv "), QStringLiteral("c"));
}
QString decibelsOrMore(double db) {
  return std::isfinite(db) ? decibels(db, 1) : QStringLiteral("∞");
}
} // namespace

LayerBars::LayerBars(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setFocusPolicy(Qt::StrongFocus);
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

void LayerBars::setChosen(int layer) {
  if (layer == m_chosen)
    return;
  m_chosen = layer;
  update();
}

int LayerBars::layerAt(double x) const {
  const int layers = static_cast<int>(m_bars.size());
  return std::clamp(static_cast<int>(x * layers / std::max(1, width())), 0, layers - 1);
}

void LayerBars::mousePressEvent(QMouseEvent* event) {
  if (!m_bars.empty() && event->button() == Qt::LeftButton) {
    setChosen(layerAt(event->position().x()));
    Q_EMIT layerChosen(m_chosen);
  }
}

void LayerBars::keyPressEvent(QKeyEvent* event) {
  const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
  if (step == 0 || m_bars.empty()) {
    QWidget::keyPressEvent(event);
    return;
  }
  setChosen(std::clamp(m_chosen + step, 0, static_cast<int>(m_bars.size()) - 1));
  Q_EMIT layerChosen(m_chosen);
}

QRectF LayerBars::columnOf(std::size_t layer) const {
  const double step = static_cast<double>(width()) / static_cast<double>(m_bars.size());
  return {step * static_cast<double>(layer), kTop, step, height() - labelHeight() - kTop};
}

void LayerBars::paintEvent(QPaintEvent*) {
  if (m_bars.empty())
    return;
  const Colors& c = Theme::colors();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(uiFont(11));
  for (const int db : {20, 40, 60}) {
    const double y = kTop + (1 - shareOf(db)) * (height() - labelHeight() - kTop);
    painter.setPen(c.grid);
    painter.drawLine(QPointF(0, y), QPointF(width(), y));
    painter.setPen(c.dim);
    painter.drawText(QPointF(1, y + 12), QString::number(db));
  }
  painter.setPen(Qt::NoPen);
  for (std::size_t i = 0; i < m_bars.size(); ++i) {
    const QRectF column = columnOf(i);
    if (static_cast<int>(i) == m_chosen) {
      painter.setPen(hasFocus() ? QPen(c.accent) : QPen(Qt::NoPen));
      painter.setBrush(c.hover);
      painter.drawRoundedRect(QRectF(column.left() + 0.5, 0.5, column.width() - 1, height() - 1), 5,
                              5);
    }
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
    const auto write = [&](double y, const QString& text, const QColor& color) {
      painter.setPen(color);
      painter.drawText(QRectF(column.left(), y, column.width(), lineHeight()), Qt::AlignCenter,
                       painter.fontMetrics().elidedText(text, Qt::ElideRight,
                                                        static_cast<int>(column.width()) - 4));
    };
    const double below = height() - labelHeight() + 1;
    const bool room = painter.fontMetrics().horizontalAdvance(m_bars[i].name) < column.width() - 4;
    write(below, room ? m_bars[i].name : shortened(m_bars[i].name), c.dim);
    write(below + lineHeight(),
          QStringLiteral("W%1 A%2").arg(m_bars[i].weightBits).arg(m_bars[i].outputBits),
          m_bars[i].own ? c.accent : c.dim);
  }
}

bool LayerBars::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip && !m_bars.empty()) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const Bar& b = m_bars[static_cast<std::size_t>(layerAt(help->pos().x()))];
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
