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

QSize GridView::sizeHint() const { return {300, 14 * m_rowHeight}; }

void GridView::setRowHeight(int pixels) {
  m_rowHeight = pixels;
  updateGeometry();
}

void GridView::setKinds(int symbols, int subcarriers, std::vector<Kind> kinds) {
  m_symbols = symbols;
  m_subcarriers = subcarriers;
  m_kinds = std::move(kinds);
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
  if (m_subcarriers <= 0 || (m_values.empty() && m_kinds.empty()))
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
  for (int t = 0; t < m_symbols; ++t)
    for (int f = 0; f < m_subcarriers; ++f) {
      const auto at = static_cast<std::size_t>(t * m_subcarriers + f);
      const QRectF cell(f * cellWidth, t * cellHeight, cellWidth - gap, cellHeight - 1);
      painter.fillRect(cell, !m_values.empty() ? magnitudeColor((m_values[at] - low) / (high - low))
                             : m_kinds[at] == Kind::Pilot ? c.accent
                             : m_kinds[at] == Kind::Data  ? pale
                                                          : mix(c.card, c.dim, 0.08));
    }
}

} // namespace rxq::widgets
