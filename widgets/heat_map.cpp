#include "widgets/heat_map.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "widgets/format.h"
#include "widgets/theme.h"

namespace rxq::widgets {

namespace {
constexpr double kWorstDb = 3; ///< as dark as it gets
constexpr int kLeft = 34, kBottom = 18, kGap = 4;
} // namespace

HeatMap::HeatMap(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setAccessibleName(tr("Loss by weight and activation bits"));
  setCursor(Qt::PointingHandCursor);
}

void HeatMap::setAxes(std::vector<int> weights, std::vector<int> activations) {
  m_weights = std::move(weights);
  m_activations = std::move(activations);
  clear();
}

void HeatMap::clear() {
  m_cells.assign(m_weights.size() * m_activations.size(), {});
  update();
}

std::size_t HeatMap::indexOf(int weights, int activations) const {
  const auto row = std::find(m_weights.begin(), m_weights.end(), weights);
  const auto column = std::find(m_activations.begin(), m_activations.end(), activations);
  if (row == m_weights.end() || column == m_activations.end())
    return m_cells.size();
  return static_cast<std::size_t>(row - m_weights.begin()) * m_activations.size() +
         static_cast<std::size_t>(column - m_activations.begin());
}

void HeatMap::setCell(int weights, int activations, Cell cell) {
  if (const std::size_t i = indexOf(weights, activations); i < m_cells.size()) {
    m_cells[i] = cell;
    update();
  }
}

const HeatMap::Cell& HeatMap::cell(int weights, int activations) const {
  static const Cell none;
  const std::size_t i = indexOf(weights, activations);
  return i < m_cells.size() ? m_cells[i] : none;
}

void HeatMap::setCurrent(int weights, int activations) {
  m_currentWeights = weights;
  m_currentActivations = activations;
  if (const std::size_t i = indexOf(weights, activations); i < m_cells.size()) {
    m_row = i / m_activations.size();
    m_column = i % m_activations.size();
  }
  update();
}

QRectF HeatMap::rectOf(std::size_t row, std::size_t column) const {
  const double w = static_cast<double>(width() - kLeft) / static_cast<double>(m_activations.size());
  const double h = static_cast<double>(height() - kBottom) / static_cast<double>(m_weights.size());
  return {kLeft + w * static_cast<double>(column), h * static_cast<double>(row), w - kGap,
          h - kGap};
}

void HeatMap::paintEvent(QPaintEvent*) {
  const Colors& c = Theme::colors();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(uiFont(11));
  for (std::size_t r = 0; r < m_weights.size(); ++r) {
    const QRectF first = rectOf(r, 0);
    painter.setPen(c.dim);
    painter.drawText(QRectF(0, first.top(), kLeft - 6, first.height()),
                     Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("W%1").arg(m_weights[r]));
    for (std::size_t k = 0; k < m_activations.size(); ++k) {
      const QRectF rect = rectOf(r, k);
      const Cell& cell = m_cells[r * m_activations.size() + k];
      QColor ground = mix(c.card, c.dim, 0.10);
      QString text = QStringLiteral("…");
      QColor ink = c.dim;
      if (cell.db) {
        const double t = cell.more ? 1 : std::clamp(*cell.db / kWorstDb, 0.0, 1.0);
        ground = mix(mix(c.card, c.warning, 0.10), c.warning, t);
        ink = t > 0.55 ? c.onAccent : c.ink;
        text = cell.more ? QStringLiteral("> %1").arg(numberText(std::max(0.0, *cell.db), 1))
                         : QString::number(*cell.db, 'f', 2).replace(u'-', QChar(0x2212));
      }
      const bool current =
          m_weights[r] == m_currentWeights && m_activations[k] == m_currentActivations;
      painter.setBrush(ground);
      painter.setPen(current                                     ? QPen(c.ink, 2)
                     : hasFocus() && r == m_row && k == m_column ? QPen(c.accent, 2)
                                                                 : QPen(Qt::NoPen));
      painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 3, 3);
      painter.setPen(ink);
      painter.drawText(rect, Qt::AlignCenter, text);
    }
  }
  painter.setPen(c.dim);
  for (std::size_t k = 0; k < m_activations.size(); ++k) {
    const QRectF rect = rectOf(0, k);
    painter.drawText(QRectF(rect.left(), height() - kBottom, rect.width(), kBottom),
                     Qt::AlignCenter, QStringLiteral("A%1").arg(m_activations[k]));
  }
}

void HeatMap::mousePressEvent(QMouseEvent* event) {
  for (std::size_t r = 0; r < m_weights.size(); ++r)
    for (std::size_t k = 0; k < m_activations.size(); ++k)
      if (rectOf(r, k).contains(event->position())) {
        m_row = r;
        m_column = k;
        Q_EMIT chosen(m_weights[r], m_activations[k]);
      }
}

void HeatMap::keyPressEvent(QKeyEvent* event) {
  if (m_cells.empty())
    return QWidget::keyPressEvent(event);
  switch (event->key()) {
  case Qt::Key_Left:
    m_column = m_column > 0 ? m_column - 1 : 0;
    break;
  case Qt::Key_Right:
    m_column = std::min(m_column + 1, m_activations.size() - 1);
    break;
  case Qt::Key_Up:
    m_row = m_row > 0 ? m_row - 1 : 0;
    break;
  case Qt::Key_Down:
    m_row = std::min(m_row + 1, m_weights.size() - 1);
    break;
  case Qt::Key_Return:
  case Qt::Key_Space:
    Q_EMIT chosen(m_weights[m_row], m_activations[m_column]);
    break;
  default:
    return QWidget::keyPressEvent(event);
  }
  update();
}

void HeatMap::focusInEvent(QFocusEvent* event) {
  QWidget::focusInEvent(event);
  update();
}
void HeatMap::focusOutEvent(QFocusEvent* event) {
  QWidget::focusOutEvent(event);
  update();
}

} // namespace rxq::widgets
