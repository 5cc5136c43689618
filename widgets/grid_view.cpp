#include "widgets/grid_view.h"

#include <QPainter>
#include <algorithm>

#include "widgets/theme.h"

namespace rxq::widgets {

namespace {
/// Dark blue through the accent to pale: monotone in lightness, readable for the colour-blind.
QColor magnitudeColor(double t) {
  const QColor low("#10344d"), middle("#2f78d4"), high("#cfdcfb");
  return t < 0.5 ? mix(low, middle, t * 2) : mix(middle, high, t * 2 - 1);
}
} // namespace

GridView::GridView(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize GridView::sizeHint() const { return {300, 14 * 10}; }

void GridView::setGrid(int symbols, int subcarriers, const std::vector<int>& pilotSymbols) {
  m_symbols = symbols;
  m_subcarriers = subcarriers;
  m_pilots = pilotSymbols;
  m_values.clear();
  update();
}

void GridView::setValues(int symbols, int subcarriers, std::vector<float> values) {
  m_symbols = symbols;
  m_subcarriers = subcarriers;
  m_values = std::move(values);
  update();
}

void GridView::paintEvent(QPaintEvent*) {
  if (m_subcarriers <= 0)
    return;
  const Colors& c = Theme::colors();
  QPainter painter(this);
  // Cells with a gap while they are wide enough to be told apart.
  const double cellWidth = static_cast<double>(width()) / m_subcarriers;
  const double cellHeight = static_cast<double>(height()) / m_symbols;
  const double gap = cellWidth >= 4 ? 1 : 0;
  const QColor pale = mix(c.card, c.accent, c.dark ? 0.30 : 0.22);
  float low = 0, high = 1;
  if (!m_values.empty()) {
    const auto [a, b] = std::minmax_element(m_values.begin(), m_values.end());
    low = *a;
    high = std::max(*b, low + 1e-6f);
  }
  for (int t = 0; t < m_symbols; ++t) {
    const bool pilot = std::find(m_pilots.begin(), m_pilots.end(), t) != m_pilots.end();
    for (int f = 0; f < m_subcarriers; ++f) {
      const QRectF cell(f * cellWidth, t * cellHeight, cellWidth - gap, cellHeight - 1);
      QColor color = pilot ? c.accent : pale;
      if (!m_values.empty())
        color = magnitudeColor((m_values[static_cast<std::size_t>(t * m_subcarriers + f)] - low) /
                               (high - low));
      painter.fillRect(cell, color);
    }
  }
}

} // namespace rxq::widgets
